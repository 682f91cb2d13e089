"""What charters answer to the seams: their expected results to whoever was told of them, and each person's own part."""

from typing import Any

from communities.models import CharterRevision, Evidence, ExpectedResult
from core.seams import Resolved


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


def export_charters(person: Any) -> dict[str, Any]:
    """What `person` wrote into charters, showed there and watches over, JSON-ready."""
    revisions = CharterRevision.objects.filter(by=person).select_related("community").order_by("pk")
    shown = Evidence.objects.filter(added_by=person).select_related("result__community").order_by("pk")
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
    }
