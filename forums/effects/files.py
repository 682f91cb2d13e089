"""How files come to hang on what is said, and leave it again."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forums.errors import TooManyFiles
from forums.models import HeldPost, Post, PostFile
from forums.queries.files import loose_in, names, with_images
from library.effects import claim, drop
from library.formats import Family
from library.models import File


def gather(markdown: str, files: Sequence[File], *, writer: User) -> tuple[str, tuple[File, ...]]:
    """A text and all files that go with it: those that are handed over, and the loose images of `writer` in the text.

    An image that has no place yet is put at the end. Raises TooManyFiles.
    """
    found = {file.pk: file for file in [*files, *loose_in(markdown, writer)]}
    if len(found) > PostFile.MOST:
        raise TooManyFiles(_("A post takes at most %(most)d files. Please leave some out.") % {"most": PostFile.MOST})
    gathered = tuple(found[pk] for pk in sorted(found))
    return with_images(markdown, gathered), gathered


def claim_all(files: Collection[File], *, by: User) -> None:
    """Lock files that `by` is about to hang on something. Raises FileGone."""
    for file in sorted(files, key=lambda file: file.pk):
        claim(file, by=by)


def hang(said: Post | HeldPost, files: Collection[File]) -> None:
    """Hang on it what was claimed."""
    for file in files:
        said.files.create(file=file)


def carry(held: HeldPost, post: Post) -> None:
    """What waited is a post now, and its files are the post's."""
    held.files.update(held=None, post=post)


def kept_files(said: Post | HeldPost, markdown: str, files: Sequence[File] | None) -> list[File]:
    """The files that go with it once it says `markdown` instead.

    An image stays as long as the text has it; any other as long as it is among `files`, or where those are None; and
    what is new among `files` comes.
    """
    there = [row.file for row in said.files.select_related("file")]
    wanted = set(there if files is None else files)
    is_image = {file for file in there if file.format.family == Family.IMAGE}
    kept = [file for file in there if (names(markdown, file) if file in is_image else file in wanted)]
    return [*kept, *(file for file in files or () if file not in there)]


def has_files(said: Post | HeldPost, files: Collection[File]) -> bool:
    """Whether these files hang on it, and no others."""
    return {file.pk for file in files} == set(said.files.order_by().values_list("file", flat=True))


def change_files(said: Post | HeldPost, files: Collection[File], *, by: User) -> bool:
    """Let `files` hang on it and no others. What goes, goes for good.

    Returns whether anything went. Raises FileGone.
    """
    rows = {row.file: row for row in said.files.select_related("file")}
    new = [file for file in files if file not in rows]
    claim_all(new, by=by)
    hang(said, new)
    gone = [file for file in rows if file not in files]
    said.files.filter(file__in=gone).delete()
    drop(gone)
    return bool(gone)


def drop_files(rows: QuerySet[PostFile]) -> None:
    """Forget the files that these rows hang somewhere."""
    files = list(File.objects.filter(pk__in=rows.order_by().values("file")))
    rows.delete()
    drop(files)
