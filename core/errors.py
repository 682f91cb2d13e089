"""Refusals that a person may read."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Something that cannot be done now; its text is fit for the person who asked."""


class Busy(DomainError):
    """Another request holds what this one needs; shown with status 409."""


class Gone(Busy):
    """What was to be changed was taken away meanwhile; shown with status 409."""

    def __init__(self) -> None:
        super().__init__(_("It was taken away meanwhile."))


class Stale(Busy):
    """The text was changed by somebody else meanwhile; shown with status 409."""
