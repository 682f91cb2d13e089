"""Sending a file."""

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from core.permissions import require
from library import effects
from library.examining import examine
from library.models import File
from library.rules import may_upload


def keep_file(upload: UploadedFile, *, actor: User) -> File:
    """Keep what `actor` sent, as `library.examining` takes it, for them alone until it hangs on something.

    Has no transaction around it: an image takes seconds. Raises FileRefused and TooManyLoose.
    """
    require(may_upload(actor))
    examined = examine(upload)
    with examined.content:
        return effects.store(examined, by=actor)
