"""The action plan as its readers find it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import User
from activity.models import Entry
from communities.models import ActionComment, ActionItem, ActionPlan, Community, ExpectedResult, PlanVoice
from communities.queries.standings import Standing
from core.seams import Resolved

SHOWN = 4  # of the items for each result, where only the next few are


@dataclass(frozen=True)
class Strand:
    """What is done towards one expected result, or, without one, what else is done; what is over comes last."""

    result: ExpectedResult | None
    items: list[ActionItem]

    @property
    def done(self) -> int:
        return sum(item.state == ActionItem.State.DONE for item in self.items)

    @property
    def counted(self) -> int:
        return sum(item.state != ActionItem.State.DROPPED for item in self.items)


@dataclass(frozen=True)
class Answers:
    """What the members said when the plan was put before them, to those who may read it; oldest first."""

    voices: list[PlanVoice]

    @property
    def until(self) -> datetime:
        """When the last of them was given."""
        return max(voice.at for voice in self.voices)

    @property
    def agreeing(self) -> int:
        return sum(voice.agrees for voice in self.voices)

    @property
    def concerned(self) -> int:
        return len(self.voices) - self.agreeing

    @property
    def speaking(self) -> list[PlanVoice]:
        """Who says something with it."""
        return [voice for voice in self.voices if voice.comment]

    @property
    def nodding(self) -> list[str]:
        """The names of those who agree without a word."""
        return [voice.person.name for voice in self.voices if voice.agrees and not voice.comment]


@dataclass(frozen=True)
class Plan:
    """A community's plan for one reader."""

    plan: ActionPlan | None
    strands: list[Strand]
    today: date  # by the community's calendar
    said: Answers  # when the members were asked last
    earlier: list[Answers]  # before that, the latest first
    own_voice: PlanVoice | None
    may_plan: bool
    may_speak: bool
    may_adopt: bool

    @property
    def changed_since(self) -> int:
        """How much was added or worded otherwise since the members adopted it."""
        adopted_at = self.plan.adopted_at if self.plan else None
        items = [item for strand in self.strands for item in strand.items]
        return sum(item.worded_at > adopted_at for item in items) if adopted_at else 0

    @property
    def is_before_members(self) -> bool:
        return self.plan is not None and self.plan.state == ActionPlan.State.PROPOSED

    @property
    def is_adopted(self) -> bool:
        return self.plan is not None and self.plan.state == ActionPlan.State.ADOPTED

    @property
    def is_empty(self) -> bool:
        return not any(strand.items for strand in self.strands)

    @property
    def may_take_back(self) -> bool:
        return self.may_plan and self.is_before_members and not self.said.voices


def plan_of(standing: Standing, reader: Any) -> Plan:
    """Four queries. What somebody said of the plan is for members."""
    community = standing.community
    plan = ActionPlan.objects.filter(community=community).select_related("adopted_by").first()
    rounds: dict[int, list[PlanVoice]] = {}
    if plan and standing.role is not None and plan.round:
        for voice in plan.voices.select_related("person").order_by("-round", "at"):
            rounds.setdefault(voice.round, []).append(voice)
    voices = rounds.pop(plan.round, []) if plan else []
    return Plan(
        plan=plan,
        strands=_strands(community),
        today=timezone.localdate(timezone=community.zone),
        said=Answers(voices),
        earlier=[Answers(before) for before in rounds.values()],
        own_voice=next((voice for voice in voices if voice.person_id == reader.pk), None),
        may_plan=standing.may("plan_actions", tool=Community.Tool.PLAN),
        may_speak=standing.may("take_part", tool=Community.Tool.PLAN),
        may_adopt=standing.may("lead", tool=Community.Tool.PLAN),
    )


def _strands(community: Community) -> list[Strand]:
    said = Count("comments")
    rows = community.action_items.select_related("owner", "community").annotate(comment_count=said)
    items = sorted(rows, key=lambda item: (item.is_over, item.due_on is None, item.due_on or date.max, item.pk))
    used = {item.result_id for item in items}
    results = list(community.results.filter(Q(position__isnull=False) | Q(pk__in=used - {None})).order_by("position"))
    strands = [Strand(result, [item for item in items if item.result_id == result.pk]) for result in results]
    return [*strands, Strand(None, [item for item in items if item.result_id is None])]


@dataclass(frozen=True)
class Doing:
    """What of the plan works towards one result: the next few items, and how many there are, none dropped."""

    items: list[ActionItem]
    number: int

    @property
    def more(self) -> int:
        return self.number - len(self.items)


def doing_towards(reader: Any, community: Community) -> dict[int, Doing]:
    """{result: what `reader` may see of the plan for it}, without those that have none (P19). One query."""
    standing = ActionItem.objects.visible_to(reader).filter(community=community, result__isnull=False)
    standing = standing.exclude(state=ActionItem.State.DROPPED).annotate(
        is_done=Q(state=ActionItem.State.DONE),
        place=Window(
            RowNumber(), partition_by=F("result"), order_by=["is_done", F("due_on").asc(nulls_last=True), F("pk").asc()]
        ),
        number=Window(Count("pk"), partition_by=F("result")),
    )
    by_result: dict[int, Doing] = {}
    for item in standing.filter(place__lte=SHOWN).select_related("owner").order_by("result", "place"):
        item.community = community
        by_result.setdefault(item.result_id, Doing([], item.number)).items.append(item)
    return by_result


def given_to_owner(item: Any) -> QuerySet[Entry]:
    """The one fact by which an item (an id, or an expression) came to whose it is, or none; `actor` gave it."""
    verbs = ("actionitem.assigned", "actionitem.taken")
    given = Entry.objects.filter(kind=ActionItem._meta.label_lower, object_id=item, verb__in=verbs)
    return given.order_by("-pk")


def giver_of(item: ActionItem) -> User | None:
    """Who gave it last to whose it is: themselves where they took it on; None where that is not known."""
    entry = given_to_owner(item.pk).select_related("actor").first()
    return entry.actor if entry else None


def comments_on(item: ActionItem, standing: Standing) -> list[ActionComment]:
    """What was said to it, oldest first; for members."""
    return [] if standing.role is None else list(item.comments.select_related("author"))


def resolve_items(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For members of its community."""
    found = ActionItem.objects.filter(pk__in=ids, community__in=Community.objects.joined_by(reader).values("pk"))
    return {
        item.pk: Resolved(
            title=item.title,
            url=item.get_absolute_url(),
            obj=item,
            community_name=item.community.name,
            list_id=item.community.slug,
            thread=f"communities.actionitem.{item.pk}",
        )
        for item in found.select_related("community")
    }


def resolve_plans(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For members of its community."""
    found = ActionPlan.objects.filter(pk__in=ids, community__in=Community.objects.joined_by(reader).values("pk"))
    return {
        plan.pk: Resolved(
            title=plan.community.name,
            url=plan.get_absolute_url(),
            obj=plan,
            community_name=plan.community.name,
            list_id=plan.community.slug,
            thread=f"communities.actionplan.{plan.pk}",
        )
        for plan in found.select_related("community")
    }


def export_plans(person: Any) -> dict[str, Any]:
    """What `person` took on, wrote and answered on action plans, JSON-ready."""
    mine = ActionItem.objects.filter(Q(owner=person) | Q(created_by=person)).select_related("community").order_by("pk")
    comments = ActionComment.objects.filter(author=person).select_related("item").order_by("pk")
    voices = PlanVoice.objects.filter(person=person).select_related("plan__community").order_by("pk")
    return {
        "action_items": [
            {
                "community": item.community.name,
                "title": item.title,
                "details": item.details,
                "due_on": item.due_on and item.due_on.isoformat(),
                "state": item.state,
                "is_mine": item.owner_id == person.pk,
                "at": item.created_at.isoformat(),
            }
            for item in mine
        ],
        "action_comments": [
            {"item": each.item.title, "text": each.text, "at": each.at.isoformat()} for each in comments
        ],
        "plan_voices": [
            {
                "community": voice.plan.community.name,
                "agrees": voice.agrees,
                "comment": voice.comment,
                "at": voice.at.isoformat(),
            }
            for voice in voices
        ],
    }
