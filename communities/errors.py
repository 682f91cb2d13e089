from core.errors import DomainError


class InvitationOver(DomainError):
    """An invitation that was answered, taken back, or not answered in time."""


class TooManyInvitations(DomainError):
    """More than one person may send in a day, or again too soon."""


class NobodyToTell(DomainError):
    """What would be told to nobody, as things are."""


class TooManyAnnouncements(DomainError):
    """More than members are written to in a day."""


class NoGuest(DomainError):
    """A member is let in, or reads there anyway; guests come from elsewhere."""


class NameTaken(DomainError):
    """There is a space of this name in the community already, or a community of it."""


class ReadByFewer(DomainError):
    """A charter would be copied unseen to where more people read it."""


class CalledAlike(DomainError):
    """Two roles of a community would have the same name, so that nobody could tell who may do what."""


class TooManySubjects(DomainError):
    """A community that is about everything is found by nobody."""


class TooManyInstitutions(DomainError):
    """More than one person adds to the list of institutions in a day."""


class TooManyHosts(DomainError):
    """More than run a community together."""


class RepresentationOver(DomainError):
    """Who said to be here for an institution is so for another one by now, or for nobody."""


class CoachAway(DomainError):
    """A coach who takes no requests now."""


class TooManyCoaches(DomainError):
    """More than a community asks within a week."""


class CoachingOver(DomainError):
    """A request to a coach that was taken back, or answered otherwise."""


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


class NobodyLeads(DomainError):
    """Everybody who led the community is gone, so nobody could look after whoever came in."""


class HandOverOpen(DomainError):
    """A leader asks one member at a time to lead in their place."""


class HandOverOver(DomainError):
    """It was answered or taken back, or one of the two is no longer what they were."""


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


class ResultLeftOut(DomainError):
    """A box no longer holds the expected result that stands in its `place`: dropping one is an act of its own."""

    def __init__(self, message: object, *, place: int) -> None:
        super().__init__(message)
        self.place = place


class AskedLately(DomainError):
    """Who was declined, or has asked and taken it back again and again, asks after a while, not at once."""


class NotOurs(DomainError):
    """An expected result or a person that does not belong to this community."""


class NotBefore(DomainError):
    """What members are asked about does not stand before them, or not any more."""


class DayOver(DomainError):
    """Nothing can be done by a day that has gone by."""


class ItemTaken(DomainError):
    """Somebody has taken it on meanwhile, or it is over."""


class AnsweredAlready(DomainError):
    """Somebody has answered what was put before the members, so that it is not taken back beneath their answers."""


class BreaksMeet(DomainError):
    """Two breaks of a community at once, or more ahead than anybody plans."""


class TooManySuggestions(DomainError):
    """More without a name than a community takes in a day."""


class NoNeighbour(DomainError):
    """There is no such community that whoever asks may know of."""


class LinkStands(DomainError):
    """The two belong together already, or one of them has asked and waits for an answer."""


class LinkRefused(DomainError):
    """The two cannot be linked like this, or not now."""


class LinkOver(DomainError):
    """It was answered, taken back or ended already."""
