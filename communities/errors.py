from core.errors import DomainError


class InvitationOver(DomainError):
    """An invitation that was answered, taken back, or not answered in time."""


class TooManyInvitations(DomainError):
    """More than one person may send in a day, or again too soon."""


class NoGuest(DomainError):
    """A member is let in, or reads there anyway; guests come from elsewhere."""


class NameTaken(DomainError):
    """There is a space of this name in the community already."""


class CalledAlike(DomainError):
    """Two roles of a community would have the same name, so that nobody could tell who may do what."""


class NotConfirmed(DomainError):
    """What a space holds would be read by more people, and the leader has not said that this is meant."""


class PhaseMoved(DomainError):
    """Somebody else has just taken the community into another phase, or it cannot go this way from where it is."""


class NoResults(DomainError):
    """There are no expected results, and nobody has said why."""


class CommunityOver(DomainError):
    """The community has come to its end: it is read and not written."""


class ApprovalOver(DomainError):
    """Somebody of the site has answered already, or it was taken back."""


class LastLeader(DomainError):
    """A community always keeps one leader."""


class NoMember(DomainError):
    """Only a member can be suspended or removed."""


class AnswerMissing(DomainError):
    """What the community asks of newcomers was not answered, or with something that was not offered."""


class TooManyQuestions(DomainError):
    """More than anybody answers at a door."""


class ListOver(DomainError):
    """A list that was sent, dropped, or forgotten meanwhile."""


class TooManyResults(DomainError):
    """A community works towards three expected results at most (P18)."""


class AskedLately(DomainError):
    """Who was declined asks again after a while, not at once."""


class NotOurs(DomainError):
    """An expected result or a person that does not belong to this community."""


class NotBefore(DomainError):
    """What members are asked about does not stand before them, or not any more."""
