from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Stale


class FileRefused(DomainError):
    """A file that is not taken; its text names the file and says why."""

    def __init__(self, name, reason):
        super().__init__(_("“%(name)s” cannot be taken. %(reason)s") % {"name": name, "reason": reason})


class FileGone(DomainError):
    """What somebody uploaded long ago, and hung on nothing since."""


class TooManyLoose(DomainError):
    """More files that hang on nothing yet than one person may keep."""


class ItemStale(Stale):
    """The item is not any more what the person began to edit."""


class NotYetWhole(DomainError):
    """Something that its kind cannot be published without is missing."""


class NotBefore(DomainError):
    """The item is not, or not any more, in a state for that."""


class NotOurs(DomainError):
    """The expected result is another community's."""
