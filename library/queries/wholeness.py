"""What an item of each kind cannot be published without."""

from django.utils.translation import gettext_lazy as _

from library.errors import NotYetWhole
from library.formats import Family
from library.models import Item

Kind = Item.Kind
_PLAYED = {Kind.AUDIO: Family.AUDIO, Kind.VIDEO: Family.VIDEO}


def require_whole(item: Item) -> None:
    """Raise NotYetWhole, which says what is missing. One query where the kind needs a file."""
    if item.is_recording:
        _require_recording(item)
    elif item.kind == Kind.LINK:
        if not item.url:
            raise NotYetWhole(_("A link needs an address."))
    elif item.kind == Kind.DOCUMENT:
        if not item.url and not item.files.exists():
            raise NotYetWhole(_("A document needs a file, or the address where it is found."))
    elif not item.html and not item.files.exists():
        raise NotYetWhole(_("There is nothing to read in it yet: write a text, or add a file."))


def _require_recording(item: Item) -> None:
    latest = item.files.select_related("file").first()
    if latest is None and not item.url:
        raise NotYetWhole(_("A recording needs its file, or the address where it is heard or seen."))
    if latest is not None and latest.file.format.family != _PLAYED[Kind(item.kind)]:
        raise NotYetWhole(_("Its file is none that can be played as this kind."))
    if not item.transcript:
        raise NotYetWhole(
            _("A recording needs a transcript before it is published: some cannot hear it, and some cannot listen now.")
        )
