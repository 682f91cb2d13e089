"""What follows of itself when something is reported, and when that is decided."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import Community, Membership
from communities.rules import LEAST_ROLE
from forums.effects.removals import put_back, take_away
from forums.models import Discussion, Post, Report, Ruling
from notifications.effects import notify

Before = Ruling.Before


def standing_of(post: Post | None) -> str:
    """How a post stands, in the words of Ruling.Before."""
    if post is None or post.is_gone:
        return Before.GONE
    return Before.HIDDEN if post.is_hidden else Before.SHOWN


def handling(community: Community, *, but: list[int | None]) -> set[int]:
    """The ids of those who handle reports there; nobody learns of what is about themselves."""
    team = Membership.objects.live().holding(LEAST_ROLE["handle_reports"]).filter(community=community)
    return set(team.values_list("person", flat=True)) - set(but)


def tell_handling(report: Report) -> None:
    entry = record("report.filed", actor=report.reporter, target=report, data={"kind": report.kind})
    notify(entry, handling(report.community, but=[report.concerned_id]))


def hide_at_once(discussion: Discussion, post: Post) -> None:
    """Keep a post back until the team has looked, unless they did so and nobody has changed it since."""
    looked = Ruling.objects.standing().filter(post=post, is_upheld=False)
    if post.edited_at:
        looked = looked.filter(at__gt=post.edited_at)
    if post.is_removed or looked.exists():
        return
    take_away(discussion, post, by=None)
    entry = record("post.hidden", actor=None, target=post)
    notify(entry, [post.author_id])


def rule(waiting: Any, *, by: User, is_upheld: bool, words: str, before: str) -> Ruling | None:
    """Decide all `waiting` reports on one thing, and tell who made them; None where there are none."""
    report = waiting.select_related("community", "post", "person").first()
    if report is None:
        return None
    ruling = Ruling.objects.create(
        community=report.community,
        post=report.post,
        person=report.person,
        is_upheld=is_upheld,
        words=words,
        before=before,
        by=by,
    )
    reporters = set(waiting.values_list("reporter", flat=True))
    waiting.update(ruling=ruling)
    entry = record("ruling.settled", actor=by, target=ruling, data={"is_upheld": is_upheld})
    notify(entry, reporters)
    return ruling


def tell_concerned(ruling: Ruling) -> None:
    """What was upheld, with its reason and the way to appeal."""
    entry = record("ruling.explained", actor=ruling.by, target=ruling)
    notify(entry, [ruling.concerned_id])


def tell_lifted(ruling: Ruling, *, by: User) -> None:
    entry = record("ruling.lifted", actor=by, target=ruling)
    notify(entry, [ruling.concerned_id])


def uphold_waiting(post: Post, *, by: User, words: str, before: str) -> bool:
    """Whoever removes a post has decided what was reported of it; returns whether anything was.

    Assumes that the discussion is locked.
    """
    waiting = Report.objects.waiting().filter(post=post)
    ruling = rule(waiting, by=by, is_upheld=True, words=words, before=before)
    if ruling:
        tell_concerned(ruling)
    return ruling is not None


def forget_ruling(post: Post, *, by: User) -> None:
    """Whoever brings a post back takes back what removed it."""
    upheld = Ruling.objects.standing().filter(post=post, is_upheld=True)
    upheld.update(undone_by=by, undone_at=timezone.now())


def stand_as_before(ruling: Ruling, discussion: Discussion, post: Post) -> None:
    """Undo what a ruling did to a post, as far as nobody has changed that since."""
    if ruling.is_upheld and post.deleted_by_id == ruling.by_id:
        if ruling.before == Before.HIDDEN:
            take_away(discussion, post, by=None)
        elif ruling.before == Before.SHOWN:
            put_back(discussion, post)
    elif not ruling.is_upheld and ruling.before == Before.HIDDEN and not post.is_removed:
        take_away(discussion, post, by=None)


def forget_reports(person: User) -> None:
    """What an erased person reported keeps its kind; what was said of and to them goes, as does what waits."""
    Report.objects.waiting().filter(person=person).delete()
    Report.objects.filter(Q(reporter=person) | Q(person=person)).update(words="")
    about = Ruling.objects.filter(Q(person=person) | Q(post__author=person))
    about.update(words="", appeal="", answer="")
