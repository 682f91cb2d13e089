"""What awaits one person, each with the one thing to do."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Approval, Charter, Community, Membership, Role, Space
from communities.queries import Standing
from communities.queries.charters import outline, start_of
from communities.queries.method import method
from communities.rules import may_decide_approvals
from core.prepared import Prepared
from forums.models import Closing, Discussion, Mention, Post
from forums.models.imports import rests
from forums.queries.summing import with_unsummed
from home.queries.charters import is_starting
from home.queries.errands import errands
from home.queries.need import MOST_OF_A_KIND, SOON, Need

QUIET_AFTER = timedelta(days=21)
LONG = 40  # posts since the last summary so far
MENTIONS_WAIT = timedelta(days=10)

State = Discussion.State


def requests(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships` with `pending`: how many ask for an answer that this member may give."""
    for membership in memberships:
        community = membership.community
        if membership.pending and Standing(community, Role(membership.role)).may("approve_requests"):
            yield request_need(community, membership.pending)


def request_need(community: Community, number: int) -> Need:
    """That so many ask to join."""
    return Need(
        title=ngettext("%(number)d person asks to join", "%(number)d people ask to join", number) % {"number": number},
        why="",
        where=community.name,
        verb=_("Decide"),
        url=reverse("communities:requests", args=[community.slug]),
        is_urgent=True,
    )


def hand_overs(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships`, those that are `asked_to_lead` where there is still something to lead."""
    for membership in memberships:
        if membership.asked_to_lead and membership.community.is_writable:
            yield Need(
                title=membership.community.name,
                why=_("You are asked to lead it"),
                where="",
                verb=_("Answer"),
                url=reverse("communities:hand-over", args=[membership.community.slug]),
                is_urgent=True,
            )


def reports(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships` with `reported`: how much waits for this member to decide, also where nothing is written."""
    for membership in memberships:
        if membership.reported:
            yield report_need(membership.community, membership.reported)


def report_need(community: Community, number: int) -> Need:
    """That so many reports, appeals and first posts wait."""
    return Need(
        title=ngettext("%(number)d report or first post waits", "%(number)d reports or first posts wait", number)
        % {"number": number},
        why="",
        where=community.name,
        verb=_("Decide"),
        url=reverse("forums:reports", args=[community.slug]),
        is_urgent=True,
    )


def institutions(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships` with `institutions`: how many wait for this member to confirm them."""
    for membership in memberships:
        if membership.institutions and membership.community.is_writable:
            yield institution_need(membership.community, membership.institutions)


def institution_need(community: Community, number: int) -> Need:
    """That so many members say for which institution they are here."""
    return Need(
        title=ngettext("%(number)d institution to confirm", "%(number)d institutions to confirm", number)
        % {"number": number},
        why="",
        where=community.name,
        verb=_("Look"),
        url=reverse("communities:institutions", args=[community.slug]),
    )


def links(memberships: Iterable[Any]) -> Iterator[Need]:
    """Of `memberships` with `linking`: how many other communities ask theirs, which they lead, to belong together."""
    for membership in memberships:
        community = membership.community
        if membership.linking and Standing(community, Role(membership.role)).may("lead"):
            said = ngettext(
                "%(number)d community wants to belong together with yours",
                "%(number)d communities want to belong together with yours",
                membership.linking,
            )
            yield Need(
                title=said % {"number": membership.linking},
                why="",
                where=community.name,
                verb=_("Answer"),
                url=reverse("home:neighbours", args=[community.slug]),
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
            why=_("%(name)s mentioned you on %(day)s"),
            words={"name": mention.post.writer},
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


def steering(person: Any, community: Community | None = None) -> Iterator[Need]:
    """What the discussions ask for that `person` runs or has planned, everywhere or in `community`: one query."""
    now = timezone.now()
    for discussion in _TO_STEER(person=person, soon=now + SOON, long_ago=now - QUIET_AFTER, community=community):
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


def _to_steer(
    person: Any, soon: datetime, long_ago: datetime, community: Community | None = None
) -> QuerySet[Discussion]:
    drafts = Closing.objects.unpublished().filter(discussion=OuterRef("pk"), drafted_at__isnull=False)
    found = Discussion.objects.visible_to(person).whole().filter(space__in=Space.objects.writable())
    found = with_unsummed(found).annotate(drafted=Subquery(drafts.values("drafted_at")[:1]))
    is_run = Q(pk__in=Discussion.objects.run_by(person).values("pk"))
    joined = Membership.objects.live_of(person).values("community")
    is_own = Q(planned_by=person, space__community__in=joined)
    is_planned = Q(state=State.PLANNED) & (Q(opens_at=None) | Q(objective="", opens_at__lt=soon))
    # Introductions go on for as long as the community does: nothing to sum up, nothing to close.
    is_open = Q(state=State.OPEN, introductions_of=None)
    is_at_a_turn = Q(unsummed__gte=LONG) | Q(closes_at=None, last_post_at__lt=long_ago)
    is_live = is_open & is_at_a_turn & ~rests()
    found = found.filter(
        is_run & (Q(state=State.CLOSING, drafted__isnull=False) | is_live) | is_planned & (is_own | is_run)
    )
    if community is not None:
        found = found.filter(space__community=community)
    in_turn = ("drafted", "opens_at", "last_post_at", "pk")
    found = found.select_related("space__community").order_by(*(F(field).asc(nulls_last=True) for field in in_turn))
    return found[: 3 * MOST_OF_A_KIND]


def _step(discussion: Any, now: datetime) -> tuple[str, str, str, datetime | None]:
    """(why, verb, address, moment) of the next step with a discussion that `_to_steer` found."""
    if discussion.state == State.CLOSING:
        return (
            _("Its summary is drafted and waits for a person since %(day)s"),
            _("Read the draft"),
            "forums:closing",
            discussion.drafted,
        )
    if discussion.state == State.PLANNED and discussion.opens_at is None:
        return _("Planned, but no day is set to open it"), _("Set a day"), "forums:plan", None
    if discussion.state == State.PLANNED:
        return (
            _("Its objective is not written yet, and it opens on %(day)s"),
            _("Write it"),
            "forums:plan",
            discussion.opens_at,
        )
    if discussion.last_post_at < now - QUIET_AFTER:
        return _("Nobody has written since %(day)s"), _("Close it"), "forums:close", discussion.last_post_at
    if not discussion.summed_up_to:
        why = ngettext(
            "%(number)d post, and no summary so far",
            "%(number)d posts, and no summary so far",
            discussion.unsummed,
        )
    else:
        why = ngettext(
            "%(number)d post since it was last summed up",
            "%(number)d posts since it was last summed up",
            discussion.unsummed,
        )
    return why % {"number": discussion.unsummed}, _("Sum up so far"), "forums:summarise", None


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
    """All that awaits `person`, what is urgent first; three queries, and two more while they begin a community.

    `memberships` are theirs, with `pending`, `reported`, `institutions`, `linking` and `asked_to_lead`.
    """
    found = [
        *errands(person, memberships),
        *approvals(person),
        *hand_overs(memberships),
        *requests(memberships),
        *reports(memberships),
        *institutions(memberships),
        *links(memberships),
        *steering(person),
        *starting(memberships),
        *mentions(person),
    ]
    return sorted(found, key=lambda need: not need.is_urgent)


_MENTIONS, _TO_STEER = Prepared(_unanswered), Prepared(_to_steer)
