"""Static files as production serves them: hashed, compressed, and the style sheets of a page in one file."""

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.templatetags.sheets import bundle_of, groups_in


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Joins the sheets that templates ask for together, before any of them is hashed.

    A sheet names no address relative to itself and stands in a cascade layer of its own, so that it says the same
    in whichever file it is; `tests/config/test_bundles.py` holds the sheets to it.
    """

    bundles_styles = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for group in groups_in(settings.BASE_DIR / "templates"):
                if (bundle := bundle_of(group)) not in paths:
                    self._join(group, bundle)
                    paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, sheets, bundle):
        said = []
        for sheet in sheets:
            with self.open(sheet) as file:
                said.append(file.read())
        self.delete(bundle)
        self._save(bundle, ContentFile(b"\n".join(said)))
