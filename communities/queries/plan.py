"""The action plan as its readers find it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from communities.models import ActionComment, ActionItem, ActionPlan, Community, ExpectedResult, PlanVoice
from communities.queries.standings import Standing
from communities.rules import LEAST_ROLE
from core.seams import Resolved


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
class Plan:
    """A community's plan for one reader."""

    plan: ActionPlan | None
    strands: list[Strand]
    today: date  # by the community's calendar
    voices: list[PlanVoice]  # of this round, for members
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
    def is_empty(self) -> bool:
        return not any(strand.items for strand in self.strands)

    @property
    def agreeing(self) -> int:
        return sum(voice.agrees for voice in self.voices)

    @property
    def speaking(self) -> list[PlanVoice]:
        """Who says something with it."""
        return [voice for voice in self.voices if voice.comment]

    @property
    def nodding(self) -> list[str]:
        """The names of those who agree without a word."""
        return [voice.person.name for voice in self.voices if voice.agrees and not voice.comment]

    @property
    def concerned(self) -> list[PlanVoice]:
        return [voice for voice in self.voices if not voice.agrees]


def plan_of(standing: Standing, reader: Any) -> Plan:
    """Four queries. What somebody said of the plan is for members."""
    community, role = standing.community, standing.role
    plan = ActionPlan.objects.filter(community=community).select_related("adopted_by").first()
    voices = []
    if plan and role is not None and plan.round:
        voices = list(plan.voices.filter(round=plan.round).select_related("person").order_by("at"))
    is_written = community.is_writable and community.uses(Community.Tool.PLAN)
    held = int(role) if role is not None and is_written else 0
    return Plan(
        plan=plan,
        strands=_strands(community),
        today=timezone.localdate(timezone=community.zone),
        voices=voices,
        own_voice=next((voice for voice in voices if voice.person_id == reader.pk), None),
        may_plan=held >= LEAST_ROLE["plan_actions"],
        may_speak=held >= LEAST_ROLE["take_part"],
        may_adopt=held >= LEAST_ROLE["lead"],
    )


def _strands(community: Community) -> list[Strand]:
    said = Count("comments")
    rows = community.action_items.select_related("owner", "community").annotate(comment_count=said)
    items = sorted(rows, key=lambda item: (item.is_over, item.due_on is None, item.due_on or date.max, item.pk))
    used = {item.result_id for item in items}
    results = list(community.results.filter(Q(position__isnull=False) | Q(pk__in=used - {None})).order_by("position"))
    strands = [Strand(result, [item for item in items if item.result_id == result.pk]) for result in results]
    return [*strands, Strand(None, [item for item in items if item.result_id is None])]


def comments_on(item: ActionItem, standing: Standing) -> list[ActionComment]:
    """What was said to it, oldest first; for members."""
    return [] if standing.role is None else list(item.comments.select_related("author"))


def items_due_for(person: Any, communities: list[int]) -> list[ActionItem]:
    """What `person` has taken on there and is open with a day, the earliest first."""
    mine = ActionItem.objects.open().filter(owner=person, community__in=communities, due_on__isnull=False)
    return list(mine.select_related("community").order_by("due_on", "pk"))


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
