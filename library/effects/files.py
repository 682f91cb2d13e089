"""What follows of itself in the life of a file: it is stored, hung on something, or forgotten."""

import logging
from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import partial

from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Gone
from core.locks import lock, take
from library.errors import FileGone, TooManyLoose
from library.examining import Examined
from library.models import File, new_key

logger = logging.getLogger(__name__)


def store(examined: Examined, *, by: User) -> File:
    """Keep a file that hangs on nothing yet: its content first, so that no row leads to nothing.

    What is left of a row that does not come about is swept at night. Raises TooManyLoose.
    """
    if File.objects.visible_to(by).count() >= File.MOST_LOOSE:
        raise TooManyLoose(_("You have sent many files that hang on nothing yet. Use them first, or wait for a day."))
    key = default_storage.save(new_key(), Content(examined.content))
    return File.objects.create(
        key=key,
        name=examined.name,
        type=examined.format.type,
        size=examined.size,
        sha256=examined.sha256,
        width=examined.width,
        height=examined.height,
        uploaded_by=by,
    )


def claim(file: File, *, by: User) -> File:
    """The file, locked, for an attachment that is made in the same transaction: nobody hangs it on anything else.

    Raises FileGone where it is not `by`'s, hangs on something already, or was swept meanwhile.
    """
    try:
        held = lock(file)
    except Gone as gone:
        raise _gone() from gone
    if not File.objects.visible_to(by).filter(pk=held.pk).exists():
        raise _gone()
    return held


def _gone() -> FileGone:
    return FileGone(_("The file is not here any more. Please choose it again."))


def drop(files: Iterable[File]) -> None:
    """Forget files on which nothing hangs any more; after commit what they held goes too."""
    for file in files:
        file.delete()
        transaction.on_commit(partial(_drop_content, file.key))


@transaction.atomic
def drop_loose(files: Collection[File]) -> None:
    """Forget those of `files` on which nothing hangs: what they were sent for did not come about."""
    for file in files:
        held = take(File.objects.filter(pk=file.pk))
        if held is not None and File.objects.loose().filter(pk=held.pk).exists():
            drop([held])


def _drop_content(key: str) -> None:
    try:
        default_storage.delete(key)
    except OSError:  # the next night is soon enough
        logger.exception("What was stored as %s could not be deleted", key)


def sweep() -> None:
    """Forget what was sent more than a day ago and hung on nothing, then what is stored without a row."""
    for pk in list(File.objects.forgotten().values_list("pk", flat=True)):
        _sweep_one(pk)
    sweep_storage()


@transaction.atomic
def _sweep_one(pk: int) -> None:
    file = take(File.objects.filter(pk=pk))
    # Asked again under the lock: somebody may have hung it on something since it was found.
    if file is not None and File.objects.forgotten().filter(pk=pk).exists():
        drop([file])


def sweep_storage() -> None:
    """Delete contents that no row leads to, but for those of the last day, whose row may be on its way."""
    before = timezone.now() - timedelta(days=1)
    for place in _places():
        _places_within, names = default_storage.listdir(place)
        stored = {f"{place}/{name}" for name in names}
        known = set(File.objects.filter(key__startswith=f"{place}/").values_list("key", flat=True))
        for key in sorted(stored - known):
            if default_storage.get_modified_time(key) < before:
                _drop_content(key)


def _places() -> list[str]:
    try:
        return sorted(default_storage.listdir("")[0])
    except FileNotFoundError:  # nobody has sent anything yet
        return []
