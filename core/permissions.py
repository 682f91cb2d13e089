"""The act door: every action begins with `require(may_…(actor, thing))`."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refused(PermissionDenied):
    """A known thing and a refused act: shown with status 403."""


def require(allowed: bool, message: "str | StrPromise" = "") -> None:
    """Pass when `allowed`, otherwise raise Refused with `message`, fit for the person."""
    if not allowed:
        raise Refused(message or _("You may not do this here."))
