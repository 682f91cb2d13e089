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


class TooManyDates(DomainError):
    """A series has so many dates, and at least one."""


class TooManyGuests(DomainError):
    """So many from outside may be asked to one meeting."""


class TooFewSeats(DomainError):
    """More are taken than there would be."""


class NotMarkedYet(DomainError):
    """It is too early to say who came, or it was called off."""


class ReasonMissing(DomainError):
    """Once a meeting is finished, whoever corrects a mark says why."""


class WrongCode(DomainError):
    """The code is not that of the host's screen, or not any more."""


class NoSuchList(DomainError):
    """It is no list of participants that can be read."""
