from core.errors import DomainError, Stale


class DiscussionClosed(DomainError):
    """Nobody can write here now; what was typed is still in the form."""


class NothingSaid(DomainError):
    """A text that shows nothing once it is rendered."""


class WrongThread(DomainError):
    """The post that is answered stands in another discussion."""


class PostRemoved(DomainError):
    """A removed post is neither answered, quoted nor edited."""


class PostStale(Stale):
    """The post is not any more what the person began to edit."""


class QuestionStays(DomainError):
    """A discussion keeps the question that opened it."""


class NotBegun(DomainError):
    """A planned discussion is neither closed nor reopened."""


class ClosingEmpty(DomainError):
    """A discussion is not closed with nothing to read."""


class ResultMissing(DomainError):
    """Nobody has said yet what came of a discussion that is to be closed."""


class NotAContributor(DomainError):
    """Thanks and notes go to those who wrote in the discussion."""


class ThankedTwice(DomainError):
    """Each person is thanked, and written to, once in a closing."""


class ClosingStale(Stale):
    """The draft is not any more what the person began to edit."""


class CaseDecided(DomainError):
    """Somebody else of the team has decided it meanwhile."""


class AppealStands(DomainError):
    """What somebody has appealed against is answered, not undone."""
