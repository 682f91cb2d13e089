"""Which deeds around posts the leaders of a community find in its audit, and how posts are called there."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from activity import audit
from communities.models import Space
from forums.models import (
    AnonymousQuestion,
    Closing,
    Discussion,
    HeldPost,
    ImportedSender,
    ListArchive,
    Post,
    Ruling,
    Tag,
    Unmasking,
)

# What was done to a thing that can be named, and the same of one that cannot.
ORDER: audit.Sentences = {
    "post.removed": (_("%(who)s removed post %(what)s in “%(where)s”"), _("%(who)s removed a post")),
    "post.restored": (_("%(who)s brought back post %(what)s in “%(where)s”"), _("%(who)s brought a post back")),
    "post.set_aside": (
        _("%(who)s marked post %(what)s in “%(where)s” as off topic"),
        _("%(who)s marked a branch as off topic"),
    ),
    "post.taken_back_in": (
        _("%(who)s took post %(what)s in “%(where)s” back in, which had been off topic"),
        _("%(who)s took back in what was off topic"),
    ),
    "post.line_reopened": (
        _("%(who)s reopened the branch from post %(what)s on in “%(where)s”"),
        _("%(who)s reopened a branch of a discussion"),
    ),
    "post.line_moved": (
        _("%(who)s moved the branch from post %(what)s on within “%(where)s”"),
        _("%(who)s moved a branch of a discussion"),
    ),
    "discussion.slowed": (
        _("%(who)s changed how fast “%(what)s” goes"),
        _("%(who)s changed how fast a discussion goes"),
    ),
    "discussion.paused": (_("%(who)s paused “%(what)s”"), _("%(who)s paused a discussion")),
    "discussion.resumed": (_("%(who)s let everybody write again in “%(what)s”"), _("%(who)s ended a pause")),
    "discussion.thrown_away": _("%(who)s threw a planned discussion away"),
    "discussion.split": (
        _("%(who)s split “%(what)s” off another discussion"),
        _("%(who)s split a branch off a discussion"),
    ),
    "discussion.merged": (
        _("%(who)s merged another discussion into “%(where)s”, from post %(what)s on"),
        _("%(who)s merged two discussions"),
    ),
    "closing.line_closed": (_("%(who)s closed a branch of “%(what)s”"), _("%(who)s closed a branch of a discussion")),
    "post.hidden": (
        _("%(who)s hid post %(what)s in “%(where)s”, which was reported"),
        _("%(who)s hid a post that was reported"),
    ),
    "post.let_through": (_("%(who)s let a first post through in “%(what)s”"), _("%(who)s let a first post through")),
    "post.turned_down": (_("%(who)s did not show a first post in “%(what)s”"), _("%(who)s did not show a first post")),
    "ruling.settled": (_("%(who)s decided a report: “%(what)s”"), _("%(who)s decided a report")),
    "ruling.undone": (_("%(who)s took back a decision: “%(what)s”"), _("%(who)s took back a decision")),
    "ruling.lifted": (_("%(who)s granted an appeal against “%(what)s”"), _("%(who)s granted an appeal")),
    "ruling.confirmed": (
        _("%(who)s let a decision stand after an appeal: “%(what)s”"),
        _("%(who)s let a decision stand after an appeal"),
    ),
    "closing.corrected": (_("%(who)s corrected the summary of “%(what)s”"), _("%(who)s corrected a summary")),
    "discussion.moved": (
        _("%(who)s moved the discussion “%(what)s” into another space"),
        _("%(who)s moved a discussion into another space"),
    ),
    "tag.renamed": (_("%(who)s renamed a tag, which is “%(what)s” now"), _("%(who)s renamed a tag")),
    "tag.joined": (_("%(who)s joined another tag with “%(what)s”"), _("%(who)s joined two tags")),
    "discussion.imported": (
        _("%(who)s brought in “%(what)s” from a mailing list"),
        _("%(who)s brought in a discussion from a mailing list"),
    ),
    "listarchive.confirmed": (
        _("%(who)s brought the archive of a mailing list into “%(what)s”"),
        _("%(who)s brought in the archive of a mailing list"),
    ),
    "importedsender.claimed": (
        _("%(who)s took over what “%(what)s” had sent to a mailing list"),
        _("%(who)s took over what they had sent to a mailing list"),
    ),
    "importedsender.given_back": (
        _("%(who)s gave back what “%(what)s” had sent to a mailing list"),
        _("%(who)s gave back what they had taken over from a mailing list"),
    ),
    "question.published": (
        _("%(who)s published what a member asked without their name: “%(what)s”"),
        _("%(who)s published what a member asked without their name"),
    ),
    "question.declined": (
        _("%(who)s did not publish what a member asked without their name"),
        _("%(who)s did not publish what a member asked without their name"),
    ),
    "question.unmasked": (
        _("%(who)s looked who had asked without their name. The reason: “%(what)s”"),
        _("%(who)s looked who had asked without their name"),
    ),
    "shownclosing.put_up": (
        _("%(who)s put up what another community learned: “%(what)s”"),
        _("%(who)s put up what another community learned"),
    ),
    "shownclosing.taken_down": (
        _("%(who)s took down what another community learned: “%(what)s”"),
        _("%(who)s took down what another community learned"),
    ),
}

# What people say, plan, ask and report, and what follows of itself.
LEFT_OUT = (
    *("post.reacted", "post.accepted", "post.unaccepted"),
    *("post.added", "post.replied", "post.steered", "post.edited", "post.withdrawn", "post.mentioned"),
    *("post.kept_back", "post.taken_back", "report.filed", "ruling.explained", "ruling.appealed", "note.delivered"),
    *("discussion.planned", "discussion.plan_changed", "discussion.opened", "discussion.held", "discussion.locked"),
    *("discussion.closed", "discussion.reopened", "closing.drafted", "question.asked", "question.passed_on"),
    *("stage.begun", "stage.last_ended", "question.came_in"),
    *("prompt.queued", "prompt.changed", "prompt.dropped", "prompt.put", "prompt.missed"),
    *("discussion.called_in", "discussion.parted", "subgroup.placed", "subgroup.due", "subgroup.reported"),
    "subgroup.rapporteur",
    *("promotion.kept", "closing.waits", "poll.ended", "poll.concluded"),
)


def _posts(ids: list[int], reader: Any) -> QuerySet:
    rows = Post.objects.visible_to(reader).filter(pk__in=ids)
    return audit.called(
        rows, audit.within(Concat(Value("#"), F("number"), output_field=CharField()), F("discussion__title")), "pk"
    )


def _rulings(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Ruling.objects.handled_by(reader).filter(pk__in=ids), "words")


def _discussions(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Discussion.objects.visible_to(reader).filter(pk__in=ids), "title", "pk")


def _held(ids: list[int], reader: Any) -> QuerySet:
    """After the discussion: what was not shown is nobody's to read but its author's."""
    seen = Discussion.objects.visible_to(reader).order_by().values("pk")
    rows = HeldPost.objects.filter(pk__in=ids, discussion__in=seen)
    return audit.called(rows, "discussion__title", "discussion__pk")


def _questions(ids: list[int], reader: Any) -> QuerySet:
    """What was published, by its discussion; what was not is between the columnists and whoever asked."""
    seen = Discussion.objects.visible_to(reader).order_by().values("pk")
    rows = AnonymousQuestion.objects.filter(pk__in=ids, discussion__in=seen)
    return audit.called(rows, "discussion__title", "discussion__pk")


def _unmaskings(ids: list[int], reader: Any) -> QuerySet:
    """By their reason, for the leaders who run the column."""
    column = AnonymousQuestion.objects.read_by(reader).order_by().values("pk")
    return audit.called(Unmasking.objects.filter(pk__in=ids, question__in=column), "reason")


def _senders(ids: list[int], reader: Any) -> QuerySet:
    """By the name on the list, which all who read the archive could read there."""
    seen = Space.objects.visible_to(reader).order_by().values("pk")
    return audit.called(ImportedSender.objects.filter(pk__in=ids, space__in=seen), "name")


def _archives(ids: list[int], reader: Any) -> QuerySet:
    """By the space that it went into."""
    return audit.called(ListArchive.objects.visible_to(reader).filter(pk__in=ids), "space__name")


def _tags(ids: list[int], reader: Any) -> QuerySet:
    return audit.called(Tag.objects.visible_to(reader).filter(pk__in=ids), "name")


def _of_discussion(model: Any) -> audit.Called:
    def called(ids: list[int], reader: Any) -> QuerySet:
        rows = model.objects.visible_to(reader).filter(pk__in=ids)
        return audit.called(rows, "discussion__title", "discussion__pk")

    return called


def register() -> None:
    """Class the verbs of this app, and say how its things are called. Nobody learns of rulings about themselves."""
    audit.watch("order", ORDER)
    audit.leave_out(*LEFT_OUT)
    audit.name("forums.post", _posts, "forums:post")
    audit.name("forums.heldpost", _held, "forums:discussion-short")
    audit.name("forums.ruling", _rulings, is_whole=True)
    audit.name("forums.closing", _of_discussion(Closing), "forums:discussion-short")
    audit.name("forums.importedsender", _senders)
    audit.name("forums.listarchive", _archives)
    audit.name("forums.anonymousquestion", _questions, "forums:discussion-short")
    audit.name("forums.unmasking", _unmaskings, is_whole=True)
    audit.name("forums.tag", _tags)
    audit.name("forums.discussion", _discussions, "forums:discussion-short")
    audit.stand_in("forums.closing", "closing", "shownclosing.put_up", "shownclosing.taken_down")
