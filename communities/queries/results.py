"""What charters answer to the seams: their expected results to whoever was told of them, and each person's own part."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from communities.models import ActionItem, CharterRevision, Evidence, ExpectedResult, ResultWatch, Space
from core.seams import Resolved


@dataclass(frozen=True)
class Hanging:
    """How much hangs on one expected result."""

    following: int  # who keep an eye on it
    shown: int  # what one sees it by
    planned: int  # what is still to be done for it

    @property
    def is_anything(self) -> bool:
        return bool(self.following or self.shown or self.planned)


def hanging_on(result: ExpectedResult) -> Hanging:
    return Hanging(
        following=result.watches.count(),
        shown=result.evidence.count(),
        planned=result.action_items.filter(state__in=ActionItem.OPEN).count(),
    )


def resolve_results(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Expected results of communities whose charter `reader` may read; each leads to its place there."""
    found = ExpectedResult.objects.visible_to(reader).filter(pk__in=ids).select_related("community")
    return {result.pk: _resolved(result) for result in found}


def _resolved(result: ExpectedResult) -> Resolved:
    community = result.community
    return Resolved(
        title=result.text,
        url=result.get_absolute_url(),
        obj=result,
        community_name=community.name,
        list_id=community.slug,
        thread=f"communities.expectedresult.{result.pk}",
    )


def results_offered(reader: Any, space: Space, *, now: int | None = None) -> list[ExpectedResult]:
    """What something in `space` may work towards: what stands, and `now`, the id of what it works towards already.

    Nothing for a guest, who does not read the charter.
    """
    wanted = Q(position__isnull=False) | Q(pk=now)
    found = ExpectedResult.objects.visible_to(reader).filter(wanted, community=space.community_id)
    return list(found.order_by("position", "pk"))


def export_charters(person: Any) -> dict[str, Any]:
    """What `person` wrote into charters, showed there and watches over, JSON-ready."""
    revisions = CharterRevision.objects.filter(by=person).select_related("community").order_by("pk")
    shown = Evidence.objects.filter(added_by=person).select_related("result__community").order_by("pk")
    eyes = ResultWatch.objects.filter(person=person).select_related("result").order_by("pk")
    watched = ExpectedResult.objects.filter(owner=person).select_related("community").order_by("pk")
    return {
        "charter_revisions": [
            {
                "community": revision.community.name,
                "number": revision.number,
                "content": revision.content,
                "why": revision.why,
                "at": revision.at.isoformat(),
            }
            for revision in revisions
        ],
        "evidence": [
            {"result": each.result.text, "title": each.title, "url": each.url, "at": each.added_at.isoformat()}
            for each in shown
        ],
        "expected_results": [{"community": each.community.name, "text": each.text} for each in watched],
        "results_watched": [{"result": each.result.text, "at": each.at.isoformat()} for each in eyes],
    }
