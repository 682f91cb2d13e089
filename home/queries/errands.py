"""What one person was asked for by name, and what they have taken on, wherever they are: found with one query."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Block
from communities.models import (
    ActionItem,
    ActionPlan,
    CoachingRequest,
    Community,
    ExpectedResult,
    Invitation,
    Membership,
    PlanVoice,
    Space,
)
from communities.queries.coaching import asked_of
from communities.queries.invitations import invitations_to
from communities.queries.plan import given_to_owner
from core.prepared import Prepared
from forums.models import AnonymousQuestion, Asked, Discussion, Post
from home.queries.need import SOON, Deed, Need
from home.queries.places import put_to, taken_part_in
from home.queries.rows import Row, told, united
from meetings.models import Meeting, Seat


def errands(person: Any, memberships: Iterable[Any]) -> Iterator[Need]:
    """Invitations to `person`, seats offered to them, questions put to them or to the columnists, of whom they are one,
    surveys and plans that they have not answered, requests to them as a coach, what is due of what they took on,
    results they watch over.

    `memberships` are theirs; what was taken on where nothing is written any more waits no longer.
    """
    here = {each.community_id: each.community for each in memberships if each.community.is_writable}
    since = timezone.now() - ExpectedResult.QUIET_AFTER
    for row in (Row(*values) for values in _ERRANDS(person=person, since=since)):
        if row.source in _ASKED:
            yield _ASKED[row.source](row, here.get(row.community))
        elif (community := here.get(row.community)) and (need := _SAID[row.source](row, community)):
            yield need


def _errands(person: Any, since: datetime) -> QuerySet:
    joined = Membership.objects.live_of(person).values("community")
    writable = {"community__in": joined, "community__phase__in": Community.WRITABLE_PHASES}
    asked = asked_of(person).filter(state=CoachingRequest.State.ASKED).select_related(None)
    items = ActionItem.objects.open().filter(owner=person, due_on__isnull=False, **writable)
    quiet = ExpectedResult.objects.filter(owner=person, **writable).quiet(since)
    return united(
        {
            "invitation": told(
                invitations_to(person).select_related(None),
                title=Coalesce("room__name", "community__name"),
                who=F("invited_by__display_name"),
                slug=Case(When(room__isnull=False, then=F("community__name")), default=Value("")),
                at=F("expires_at"),
            ),
            "seat": told(
                _offers(person).order_by("offer_until", "pk"),
                community="meeting__space__community",
                thing="meeting",
                title=F("meeting__title"),
                who=F("meeting__space__community__name"),
                at=F("offer_until"),
            ),
            "coaching": told(asked, title=F("community__name"), who=F("asked_by__display_name")),
            "question": told(
                _put_to(person).order_by("at", "pk"),
                community="discussion__space__community",
                thing="discussion",
                title=F("discussion__title"),
                who=F("by__display_name"),
                slug=F("discussion__slug"),
            ),
            "unnamed": told(
                _to_columnists(person).order_by("pk"),
                community="space__community",
                title=F("title"),
                who=F("space__community__name"),
            ),
            "task": told(items.order_by("due_on", "pk"), title=F("title"), who=_giver(person), on=F("due_on")),
            "survey": told(
                put_to(person).order_by("closes_at", "pk"),
                community="space__community",
                title=F("title"),
                who=F("space__community__name"),
                slug=F("space__community__time_zone"),
                at=F("closes_at"),
            ),
            "plan": told(_unanswered_plans(person).filter(**writable), at=F("proposed_at")),
            "quiet": told(quiet, title=F("text"), at=F("looked_at")),
        }
    )


def _offers(person: Any) -> QuerySet[Seat]:
    """Seats that `person` may take up until a moment that is still to come."""
    seen = Meeting.objects.visible_to(person).order_by().values("pk")
    return Seat.objects.filter(
        person=person, state=Seat.State.OFFERED, offer_until__gt=timezone.now(), meeting__in=seen
    )


def _put_to(person: Any) -> QuerySet[Asked]:
    """Questions put to `person` by somebody whom they have not blocked since, as long as they can be answered."""
    said = Post.objects.standing().filter(discussion=OuterRef("discussion"), author=person)
    open_ones = Discussion.objects.visible_to(person).filter(
        state=Discussion.State.OPEN,
        space__in=Space.objects.writable().filter(pk__in=taken_part_in(person).values("pk")),
    )
    found = Asked.objects.filter(~Exists(said), person=person, passed_at=None, discussion__in=open_ones.values("pk"))
    return found.exclude(by__in=Block.objects.filter(person=person).values("blocked"))


def _to_columnists(person: Any) -> QuerySet[AnonymousQuestion]:
    """What waits for the columnists, of whom `person` is one, where it may still be published."""
    return AnonymousQuestion.objects.read_by(person).waiting().filter(space__in=Space.objects.writable())


def _unanswered_plans(person: Any) -> QuerySet[ActionPlan]:
    own = PlanVoice.objects.filter(plan=OuterRef("pk"), round=OuterRef("round"), person=person)
    return ActionPlan.objects.filter(~Exists(own), state=ActionPlan.State.PROPOSED)


def _giver(person: Any) -> Coalesce:
    """The name of who gave `person` an item of a plan; nobody's where they took it on."""
    name = Case(When(actor=person, then=Value("")), default=F("actor__display_name"))
    return Coalesce(Subquery(given_to_owner(OuterRef("pk")).values(name=name)[:1]), Value(""))


def _invitation(row: Row, _community: Community | None) -> Need:
    """Somebody asks them into a community, or into one of its rooms."""
    return Need(
        title=row.title,
        why=_("%(name)s asks you in; you can answer until %(day)s"),
        words={"name": row.who},
        where=row.slug,
        verb=_("Answer"),
        url=Invitation(pk=row.thing).get_absolute_url(),
        at=row.at,
        is_urgent=True,
    )


def _seat(row: Row, _community: Community | None) -> Need:
    """A seat is theirs if they say so in time."""
    return Need(
        title=row.title,
        why=_("A seat is free for you, until %(day)s"),
        where=row.who,
        verb=_("Take it or leave it"),
        url=reverse("meetings:meeting", args=[row.thing]),
        at=row.at,
        is_urgent=True,
    )


def _coaching(row: Row, _community: Community | None) -> Need:
    """A leader would like to talk with them (H35)."""
    return Need(
        title=row.title,
        why=_("%(name)s would like to talk with you as a coach") % {"name": row.who},
        where="",
        verb=_("Answer"),
        url=f"{reverse('communities:coaching')}#request-{row.thing}",
        is_urgent=True,
    )


def _question(row: Row, community: Community | None) -> Need:
    """Somebody thinks that they may know (P12)."""
    return Need(
        title=row.title,
        why=_("%(name)s thinks that you may know") % {"name": row.who},
        where=community.name if community else "",
        verb=_("Answer"),
        url=reverse("forums:discussion", args=[row.thing, row.slug]),
        instead=Deed(_("Not me"), reverse("forums:not-me", args=[row.thing])),
    )


def _unnamed(row: Row, _community: Community | None) -> Need:
    """A member asks those who answer without a name."""
    return unnamed_need(row, where=row.who)


def unnamed_need(row: Row, *, where: str) -> Need:
    """That a question without a name waits."""
    return Need(
        title=row.title,
        why=_("A member asks the columnists without a name"),
        where=where,
        verb=_("Look at it"),
        url=reverse("forums:anonymous", args=[row.thing]),
    )


def _survey(row: Row, _community: Community | None) -> Need:
    """A few questions to them, as a member or a guest; its last day is by the community's calendar."""
    last_moment = row.at and row.at - timedelta(microseconds=1)
    return Need(
        title=row.title,
        why=_("Three minutes for a few questions; the last day for answers is %(day)s"),
        on=last_moment and last_moment.astimezone(ZoneInfo(row.slug)).date(),
        where=row.who,
        verb=_("Answer"),
        url=reverse("evaluation:survey", args=[row.thing]),
    )


def _plan(row: Row, community: Community) -> Need | None:
    """A plan is before the members, and they have not said what they think of it (P32)."""
    if not community.uses(Community.Tool.PLAN):
        return None
    return Need(
        title=_("Say what you think of the action plan"),
        why=_("It is before the members since %(day)s"),
        where=community.name,
        verb=_("Read and answer"),
        url=reverse("communities:plan", args=[community.slug]),
        at=row.at,
    )


def _task(row: Row, community: Community) -> Need | None:
    """What they have taken on, where it is overdue or due soon by the community's calendar."""
    today = timezone.localdate(timezone=community.zone)
    if row.on is None or row.on > today + SOON:
        return None
    if row.who:
        late, soon = (
            _("%(name)s gave you this; its day was %(day)s"),
            _("%(name)s gave you this, to be done by %(day)s"),
        )
    else:
        late, soon = _("You took it on, and its day was %(day)s"), _("You took it on, and it is due by %(day)s")
    return Need(
        title=row.title,
        why=late if row.on < today else soon,
        words={"name": row.who},
        on=row.on,
        where=community.name,
        verb=_("Look at it"),
        url=reverse("communities:plan-item", args=[community.slug, row.thing]),
    )


def _quiet(row: Row, community: Community) -> Need:
    """An expected result that they watch over and of which nobody has said for long how far it is (P20)."""
    return Need(
        title=row.title,
        why=_("You watch over it, and nobody has said how far it is since %(day)s"),
        where=community.name,
        verb=_("Say how far it is"),
        url=reverse("communities:result", args=[community.slug, row.thing]),
        at=row.at,
    )


_ASKED: dict[str, Callable[[Row, Community | None], Need]] = {
    "invitation": _invitation,
    "seat": _seat,
    "coaching": _coaching,
    "question": _question,
    "unnamed": _unnamed,
    "survey": _survey,
}
_SAID: dict[str, Callable[[Row, Community], Need | None]] = {"task": _task, "plan": _plan, "quiet": _quiet}
_ERRANDS = Prepared(_errands)
