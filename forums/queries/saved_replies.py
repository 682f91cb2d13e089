"""The texts that a community's team uses again."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community
from core.paging import number_in
from forums.models import Discussion, SavedReply
from forums.rules import may_keep_saved_replies, may_run


def saved_replies_of(community: Community) -> QuerySet[SavedReply]:
    """By their titles, at most MOST."""
    return SavedReply.objects.filter(community=community).select_related("by").order_by("title")


def may_use_saved_replies(person: Any, discussion: Discussion) -> bool:
    """Whoever steers a discussion has them at hand, where they are of the team of its community too."""
    return may_run(person, discussion) and may_keep_saved_replies(person, discussion.space.community)


def saved_text(discussion: Discussion, person: Any, chosen: str) -> str:
    """The text with the id that an address names, for whoever may use it in `discussion`; empty where there is none."""
    pk = number_in(chosen)
    if pk is None or not may_use_saved_replies(person, discussion):
        return ""
    return saved_replies_of(discussion.space.community).filter(pk=pk).values_list("markdown", flat=True).first() or ""


def export_saved_replies(person: User) -> dict[str, Any]:
    """The texts that stand as `person` wrote them last, JSON-ready."""
    rows = SavedReply.objects.filter(by=person).select_related("community").order_by("pk")
    return {
        "saved_replies": [
            {"community": row.community.name, "title": row.title, "text": row.markdown, "at": row.at.isoformat()}
            for row in rows
        ]
    }
