from core.errors import DomainError, Stale


class NoSuchTime(DomainError):
    """Clocks are put forward past it."""


class WhichOfTwo(DomainError):
    """Clocks are put back, and it comes twice."""


class MeetingOver(DomainError):
    """It has begun, was held or is called off: too late for this."""


class MeetingStale(Stale):
    """Somebody else changed it meanwhile."""


class NotASeat(DomainError):
    """Nothing of that kind is there for this person to take, give back or answer."""


class SeatClash(DomainError):
    """The person has booked something else at that time."""


class WrongAgenda(DomainError):
    """An agenda that cannot be kept like this."""


class TooFewSeats(DomainError):
    """More are taken than there would be."""
