from core.errors import DomainError


class InvitationOver(DomainError):
    """An invitation that was answered, taken back, or not answered in time."""


class TooManyInvitations(DomainError):
    """More than one person may send in a day, or again too soon."""


class NameTaken(DomainError):
    """There is a space of this name in the community already."""


class NotConfirmed(DomainError):
    """What a space holds would be read by more people, and the leader has not said that this is meant."""


class LastLeader(DomainError):
    """A community always keeps one leader."""


class NoMember(DomainError):
    """Only a member can be suspended or removed."""


class AskedLately(DomainError):
    """Who was declined asks again after a while, not at once."""
