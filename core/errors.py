"""Refusals that a person may read."""


class DomainError(Exception):
    """Something that cannot be done now; its text is fit for the person who asked."""


class Busy(DomainError):
    """Another request holds what this one needs; shown with status 409."""


class Stale(Busy):
    """The text was changed by somebody else meanwhile; shown with status 409."""
