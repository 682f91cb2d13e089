"""Which discussions become one, what stands in the way of that, and where one that was merged goes on (P43)."""

import re
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from accounts.models import User
from communities.queries.audiences import Shift, audience_of
from core.prepared import Prepared
from core.templatetags.copse import quoted
from forums.models import Discussion, Merge, Post
from forums.queries.moves import shift_of
from notifications.hearing import deaf

OFFERED = 20
_POST, _REPLY, _FEED = re.compile(r"post/(\d{1,9})/"), "reply/", "feed.atom"


def targets_found(source: Discussion, reader: Any, words: str) -> list[Discussion]:
    """Other open discussions of its community that `reader` runs, with all `words` in the title, the liveliest first.

    At most OFFERED. One query.
    """
    found = Discussion.objects.visible_to(reader).run_by(reader).whole().exclude(pk=source.pk)
    found = found.filter(
        space__community=source.community_id, state=Discussion.State.OPEN, introductions_of=None, stages=None
    ).select_related("space__community")
    for word in words.split():
        found = found.filter(title__icontains=word)
    return list(found.order_by("-last_post_at", "-pk")[:OFFERED])


def seen_of(source: Discussion, target: Discussion) -> str:
    """Who reads both, as a form sends it along: whoever merges them decides by that."""
    return f"{audience_of(source.space)} {audience_of(target.space)}"


def shift_of_merge(source: Discussion, target: Discussion, *, is_leader: bool) -> Shift | None:
    """Whom it would make a difference to; None where both stand in one space."""
    if source.space_id == target.space_id:
        return None
    return shift_of(source, target.space, is_leader=is_leader)


def what_hinders_going(source: Discussion) -> str:
    """Why `source` is merged into no other one as it is now, in words for who would; empty where it can be."""
    if said := _what_hinders_either(source):
        return said
    if source.closings.filter(branch=None).exclude(published_at=None, summary="").exists():
        return _("“%(title)s” was summed up once, and keeps that. Merge the other one into it.") % _named(source)
    if source.prompts.filter(post=None).exists():
        return _("Questions wait in its queue. Put them first, or throw them away.")
    if hasattr(source, "grouping"):
        return _("Groups work here, and they report back where they began.")
    return ""


def what_hinders(source: Discussion, target: Discussion) -> str:
    """Why `source` cannot be merged into `target` as they are now."""
    if said := what_hinders_going(source) or _what_hinders_either(target):
        return said
    if (shift := shift_of_merge(source, target, is_leader=False)) and shift.is_wider:
        return _("More people would read it there. Let a leader move it into %(space)s first.") % {
            "space": target.space.name
        }
    return ""


def _what_hinders_either(discussion: Discussion) -> str:
    if said := _not_open(discussion):
        return said
    if discussion.stages.exists():
        return _("“%(title)s” goes in stages, and what comes from elsewhere has none.") % _named(discussion)
    if discussion.part_of_id is not None:
        return _("“%(title)s” is the room of a group, which reports back where it began.") % _named(discussion)
    return ""


def _not_open(discussion: Discussion) -> str:
    if discussion.introductions_of_id is not None:
        return _("The introductions stay where everybody finds them.")
    if discussion.state == Discussion.State.PLANNED:
        return _("“%(title)s” has not been opened yet. Change its plan, or open it first.") % _named(discussion)
    if not discussion.is_open:
        return _("“%(title)s” is closed, and what was said of it stays with it.") % _named(discussion)
    return ""


def _named(discussion: Discussion) -> dict[str, str]:
    return {"title": quoted(discussion.title)}


def marker_of(source: int, reader: Any) -> Post | None:
    """Beneath which post all of a merged discussion (its id) stands, for who may read there. One query."""
    for each in _MERGE(source=source, reader=reader):
        each.marker.merge = each
        return each.marker
    return None


def _merge(source: int, reader: Any) -> QuerySet[Merge]:
    merge = Merge.objects.visible_to(reader).filter(source=source)
    return merge.select_related("source__space__community", "marker__discussion__space__community", "marker__author")


_MERGE = Prepared(_merge)  # each address of a discussion that is not there, or not for this reader, asks


def took_in_another() -> Case:
    """Of questions: whether another discussion was merged into them."""
    took = Exists(Merge.objects.filter(marker__discussion=OuterRef("pk")))
    return Case(When(kind=Discussion.Kind.QUESTION, then=took), default=False)


def address_led_to(source: int, rest: str, reader: Any) -> str:
    """Where the address of something in a merged discussion leads, `rest` being what follows its id; else empty."""
    marker = marker_of(source, reader)
    if marker is None:
        return ""
    if number := _POST.fullmatch(rest):
        there = {"former_places__discussion": source, "former_places__number": int(number[1])}  # both of one place
        found = Post.objects.visible_to(reader).filter(**there).first()
        return (found or marker).get_absolute_url()
    if rest == _FEED:
        return f"/d/{marker.discussion_id}/{_FEED}"
    if rest == _REPLY:
        return f"/d/{marker.discussion_id}/{_REPLY}?to={marker.number}"
    return marker.get_absolute_url()


def told_of(source: Discussion) -> QuerySet[User]:
    """Those whom somebody had asked to look at a discussion, and who neither passed nor want to hear less of it."""
    asked = Q(pk__in=source.asked.filter(passed_at=None).values("person"))
    quiet = deaf((Discussion.SCOPE, source.pk), source.space_id, source.community_id)
    people = User.objects.present().exclude(pk__in=quiet)
    return people.filter(asked | Q(pk__in=source.called_in.values("person")))


def carries_answer(source: Discussion, target: Discussion) -> bool:
    """Whether what was taken as the answer to `source` answers `target` too, which is a question still without one."""
    is_open = target.kind == Discussion.Kind.QUESTION and target.answer_id is None
    return source.answer_id is not None and is_open


def export_merges(person: User) -> dict[str, Any]:
    """Which discussions `person` merged into others, and why, JSON-ready."""
    merges = Merge.objects.filter(by=person).select_related("source", "marker").order_by("pk")
    return {
        "merges": [
            {
                "discussion": merge.source.title,
                "number": merge.marker.number,
                "reason": merge.reason,
                "at": merge.at.isoformat(),
            }
            for merge in merges
        ]
    }
