from django.utils.translation import gettext as _

from core.errors import DomainError, Stale


class DiscussionClosed(DomainError):
    """Nobody can write here now; what was typed is still in the form."""


class OpenMeanwhile(DomainError):
    """What has opened is not thrown away any more."""


class NothingSaid(DomainError):
    """A text that shows nothing once it is rendered."""


class TooManyFiles(DomainError):
    """More files than one post takes."""


class WrongThread(DomainError):
    """The post that is answered stands in another discussion."""


class PostRemoved(DomainError):
    """A removed post is neither answered, quoted nor edited."""


class LineClosed(DomainError):
    """A line that takes no more answers; what was typed is still in the form."""


class LineWentOn(DomainError):
    """The post that is answered stands in another discussion by now; sent once more, the answer goes there."""


class MergedMeanwhile(LineWentOn):
    """All of the discussion goes on in another one by now; sent once more, the answer goes there."""


class SplitMeanwhile(DomainError):
    """The branch stands in another discussion than where it was found; what was typed is still in the form."""


class DoneMeanwhile(DomainError):
    """Somebody else has done the same for another reason; what was typed is still in the form."""

    def __init__(self, reason: str) -> None:
        said = _("Somebody has done this meanwhile, with this reason: %(reason)s")
        super().__init__(said % {"reason": f"“{reason}”"})


class NotMergeable(DomainError):
    """Something stands in the way of letting two discussions become one."""


class Paused(DomainError):
    """The team alone writes for a while; what was typed is still in the form."""


class TooSoon(DomainError):
    """A discussion is slowed down, and somebody has just written in it; what was typed is still in the form."""


class NotALine(DomainError):
    """The opening question begins no line, and nothing hangs on what only points elsewhere."""


class PostStale(Stale):
    """The post is not any more what the person began to edit."""


class PromptStale(Stale):
    """The question is not any more what the person began to edit."""


class QuestionStays(DomainError):
    """A discussion keeps the question that opened it."""


class PollOver(DomainError):
    """A poll that has ended, or whose discussion is locked, takes no votes."""


class PromptPut(DomainError):
    """A question that was put is not changed, moved or thrown away any more: the thread has it."""


class TooManyPrompts(DomainError):
    """More questions than wait in one discussion."""


class WrongChoice(DomainError):
    """Answers that a poll does not offer, or more or fewer of them than it asks for."""


class NoRoom(DomainError):
    """A community has no room that all its members read and nobody else."""


class AskedEnough(DomainError):
    """A question was put to as many people as one question is put to."""


class NotToBeAsked(DomainError):
    """Nobody of those who were chosen can be asked now."""


class NotInLibrary(DomainError):
    """An item that the library does not show, or that whoever chose it does not see."""


class TooMuchMaterial(DomainError):
    """More items than go with one discussion."""


class MaterialUnseen(DomainError):
    """Something to look at that whoever is to look at it cannot see."""


class TitleTaken(DomainError):
    """Two saved replies of a community under one title."""


class TooManySaved(DomainError):
    """More saved replies than a community keeps."""


class SavedReplyStale(Stale):
    """The saved reply is not any more what the person began to change."""


class NotBegun(DomainError):
    """A planned discussion is neither closed nor reopened."""


class ClosingEmpty(DomainError):
    """A discussion is not closed with nothing to read."""


class NothingLearned(DomainError):
    """A closing in which no line says what was learned; whoever means it publishes it all the same."""


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


class HeldOver(DomainError):
    """What waited for the team does not wait any more."""


class HeldStale(Stale):
    """What waits is not any more what the person has read."""


class AuthorGone(DomainError):
    """Whoever wrote it may not write there any more."""


class TooManyTags(DomainError):
    """More tags than stand on one discussion."""


class TagTaken(DomainError):
    """Another tag is called so; whoever means to join the two says so."""


class NotShowable(DomainError):
    """Something that a neighbour has not published in the open."""


class TypeMissing(DomainError):
    """A stage asks what a post is, and its writer has not said so."""


class ReadByMore(DomainError):
    """More people would read it than its writer was told of; sent once more, it is meant for them."""


class MovedMeanwhile(DomainError):
    """Somebody else has just taken the discussion into another space."""


class TooManyWaiting(DomainError):
    """Enough of one person waits for the columnists."""


class QuestionDecided(DomainError):
    """The columnists have answered it, or it was taken back."""


class AskerGone(DomainError):
    """Nobody knows any more who asked."""


class GroupedAlready(DomainError):
    """A discussion is parted into groups once; what they are may be changed."""


class WrongGroups(DomainError):
    """Fewer or more groups than a discussion is parted into, or two of the same name."""


class GroupFull(DomainError):
    """A group in which there is no place, or that has reported, takes nobody in."""


class NoGroups(DomainError):
    """People are put into groups that are there."""


class TooFewPeople(DomainError):
    """Dealt out by chance, they would leave a group without anybody."""


class NotInGroup(DomainError):
    """Whoever reports for a group is in it."""


class ReportedAlready(DomainError):
    """A group reports once; what was typed is still in the form."""


class FirstPostWaits(DomainError):
    """Of whom the team looks at the first post, nobody reports for a group with it."""


class NewerElsewhere(Stale):
    """Something else was typed at the same place since, on another device; both texts are shown."""


class ArchiveIsHere(DomainError):
    """A community takes in one archive at a time."""
