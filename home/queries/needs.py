"""What awaits one person, each with the one thing to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Approval, Charter, Membership, Role, Space
from communities.queries import Standing
from communities.queries.charters import outline, start_of
from communities.queries.invitations import invitations_to
from communities.queries.method import method
from communities.queries.plan import items_due_for
from communities.rules import LEAST_ROLE, may_decide_approvals
from core.prepared import Prepared
from forums.models import Closing, Discussion, Mention, Post
from home.queries.charters import is_starting

MOST_OF_A_KIND = 4
QUIET_AFTER = timedelta(days=21)
SOON = timedelta(days=3)
LONG = 40  # posts since the last summary so far
MENTIONS_WAIT = timedelta(days=10)

State = Discussion.State


@dataclass(frozen=True)
class Need:
    """One thing that waits: what it is about, why, and what to do."""

    title: str
    why: str
    where: str
    verb: str
    url: str
    at: datetime | None = None  # said after `why`
    is_urgent: bool = False


def invitations(person: Any) -> Iterator[Need]:
    for invitation in _INVITATIONS(person=person):
        room = invitation.room
        yield Need(
            title=room.name if room else invitation.community.name,
            why=_("%(name)s asks you in; you can answer until") % {"name": invitation.invited_by.name},
            where=invitation.community.name if room else "",
            verb=_("Answer"),
            url=invitation.get_absolute_url(),
            at=invitation.expires_at,
            is_urgent=True,
        )


def requests(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships` with `pending`: how many ask for an answer that this member may give."""
    for membership in memberships:
        community = membership.community
        may_decide = membership.role >= LEAST_ROLE["approve_requests"] and community.is_writable
        if membership.pending and may_decide:
            yield Need(
                title=ngettext("%(number)d person asks to join", "%(number)d people ask to join", membership.pending)
                % {"number": membership.pending},
                why="",
                where=community.name,
                verb=_("Decide"),
                url=reverse("communities:requests", args=[community.slug]),
                is_urgent=True,
            )


def reports(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships` with `reported`: how much waits for this member to decide, also where nothing is written."""
    for membership in memberships:
        if membership.reported:
            yield Need(
                title=ngettext("%(number)d report waits", "%(number)d reports wait", membership.reported)
                % {"number": membership.reported},
                why="",
                where=membership.community.name,
                verb=_("Decide"),
                url=reverse("forums:reports", args=[membership.community.slug]),
                is_urgent=True,
            )


def approvals(person: Any) -> Iterator[Need]:
    """For site staff: how many communities want to be found and wait for a word. One query, for nobody else any."""
    if not may_decide_approvals(person):
        return
    if number := Approval.objects.visible_to(person).pending().count():
        said = ngettext("%(number)d community wants to be found", "%(number)d communities want to be found", number)
        yield Need(
            title=said % {"number": number},
            why="",
            where="",
            verb=_("Look"),
            url=reverse("communities:approvals"),
            is_urgent=True,
        )


def mentions(person: Any) -> Iterator[Need]:
    """Posts of others that name `person`, in open discussions where they have said nothing since."""
    for mention in _MENTIONS(person=person, since=timezone.now() - MENTIONS_WAIT):
        yield Need(
            title=mention.post.discussion.title,
            why=_("%(name)s mentioned you,") % {"name": mention.post.writer},
            where=mention.post.space.community.name,
            verb=_("Answer"),
            url=mention.post.get_absolute_url(),
            at=mention.post.created_at,
        )


def _unanswered(person: Any, since: datetime) -> QuerySet[Mention]:
    said_since = Post.objects.filter(
        discussion=OuterRef("post__discussion"), author=person, number__gt=OuterRef("post__number")
    )
    found = Mention.objects.filter(
        ~Exists(said_since),
        person=person,
        post__deleted_at=None,
        post__created_at__gt=since,
        post__discussion__in=Discussion.objects.visible_to(person).filter(state=State.OPEN).values("pk"),
        post__discussion__space__in=Space.objects.writable(),
    ).exclude(post__author=person)
    found = found.select_related("post__discussion__space__community", "post__author", "post__sender")
    return found.order_by("-post")[:MOST_OF_A_KIND]


def steering(person: Any) -> Iterator[Need]:
    """What the discussions ask for that `person` runs or has planned: one query."""
    now = timezone.now()
    for discussion in _TO_STEER(person=person, soon=now + SOON, long_ago=now - QUIET_AFTER):
        why, verb, address, at = _step(discussion, now)
        yield Need(
            title=discussion.title,
            why=why,
            where=discussion.space.community.name,
            verb=verb,
            url=reverse(address, args=[discussion.pk]),
            at=at,
            is_urgent=discussion.state == State.CLOSING,
        )


def _to_steer(person: Any, soon: datetime, long_ago: datetime) -> QuerySet[Discussion]:
    drafts = Closing.objects.unpublished().filter(discussion=OuterRef("pk"), drafted_at__isnull=False)
    summaries = Post.objects.filter(discussion=OuterRef("pk"), kind=Post.Kind.INTERIM_SUMMARY, deleted_at=None)
    found = Discussion.objects.visible_to(person).filter(space__in=Space.objects.writable())
    found = found.annotate(
        drafted=Subquery(drafts.values("drafted_at")[:1]),
        unsummed=F("last_number") - Coalesce(Subquery(summaries.order_by("-number").values("number")[:1]), 0),
    )
    is_run = Q(pk__in=Discussion.objects.run_by(person).values("pk"))
    joined = Membership.objects.live_of(person).values("community")
    is_own = Q(planned_by=person, space__community__in=joined)
    is_planned = Q(state=State.PLANNED) & (Q(opens_at=None) | Q(objective="", opens_at__lt=soon))
    is_long = Q(state=State.OPEN, unsummed__gte=LONG)
    is_quiet = Q(state=State.OPEN, closes_at=None, last_post_at__lt=long_ago)
    found = found.filter(
        is_run & (Q(state=State.CLOSING, drafted__isnull=False) | is_long | is_quiet) | is_planned & (is_own | is_run)
    )
    in_turn = ("drafted", "opens_at", "last_post_at", "pk")
    found = found.select_related("space__community").order_by(*(F(field).asc(nulls_last=True) for field in in_turn))
    return found[: 3 * MOST_OF_A_KIND]


def _step(discussion: Any, now: datetime) -> tuple[str, str, str, datetime | None]:
    """(why, verb, address, moment) of the next step with a discussion that `_to_steer` found."""
    if discussion.state == State.CLOSING:
        return (
            _("Its summary is drafted and waits for a person since"),
            _("Read the draft"),
            "forums:closing",
            discussion.drafted,
        )
    if discussion.state == State.PLANNED and discussion.opens_at is None:
        return _("Planned, but no day is set to open it"), _("Set a day"), "forums:plan", None
    if discussion.state == State.PLANNED:
        return _("Its objective is not written yet, and it opens"), _("Write it"), "forums:plan", discussion.opens_at
    if discussion.last_post_at < now - QUIET_AFTER:
        return _("Nobody has written since"), _("Close it"), "forums:close", discussion.last_post_at
    if discussion.unsummed == discussion.last_number:
        why = _("%(number)d posts, and no summary so far")
    else:
        why = _("%(number)d posts since it was last summed up")
    return why % {"number": discussion.unsummed}, _("Sum up so far"), "forums:summarise", None


def tasks(person: Any, memberships: Iterable[Any]) -> Iterator[Need]:
    """What `person` has taken on in these communities that is overdue or due soon, the earliest first."""
    items = items_due_for(person, [each.community_id for each in memberships if each.community.is_writable])
    days = [(item, item.due_on) for item in items if item.due_on]
    due = [(item, day) for item, day in days if day <= timezone.localdate(timezone=item.community.zone) + SOON]
    for item, day in due[:MOST_OF_A_KIND]:
        late, soon = _("You took it on, and its day was %(day)s"), _("You took it on, and it is due by %(day)s")
        yield Need(
            title=item.title,
            why=(late if item.is_overdue else soon) % {"day": date_format(day, "j F")},
            where=item.community.name,
            verb=_("Look at it"),
            url=item.get_absolute_url(),
        )


def starting(memberships: Iterable[Any]) -> Iterator[Need]:
    """Guided starts that `memberships` lead and that have steps left; no query where there are none."""
    led = {each.community_id for each in memberships if is_starting(Standing(each.community, Role(each.role)))}
    charters = Charter.objects.filter(pk__in=led).select_related("community").prefetch_related("community__results")
    for charter in charters if led else ():
        start = start_of(outline(charter, charter.community.results.all()), method(charter.method))
        if start.next:
            done = {"done": start.done, "number": start.number}
            yield Need(
                title=_("Go on with: %(title)s") % {"title": start.next.title.lower()},
                why=_("%(done)d of %(number)d steps of its start are done") % done,
                where=charter.community.name,
                verb=_("Continue"),
                url=reverse("communities:start-step", args=[charter.community.slug, start.next.key]),
            )


def needs(person: Any, memberships: Iterable[Any]) -> list[Need]:
    """All that awaits `person`, what is urgent first; four queries.

    `memberships` are theirs, with `pending` and `reported`.
    """
    found = [
        *invitations(person),
        *approvals(person),
        *requests(memberships),
        *reports(memberships),
        *steering(person),
        *tasks(person, memberships),
        *starting(memberships),
        *mentions(person),
    ]
    return sorted(found, key=lambda need: not need.is_urgent)


_INVITATIONS = Prepared(lambda person: invitations_to(person)[:MOST_OF_A_KIND])
_MENTIONS, _TO_STEER = Prepared(_unanswered), Prepared(_to_steer)
