"""What neighbours have learned, and what of it a community shows among its own (H5, G16)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from communities.models import Community, Space
from communities.queries.kinship import kin
from core.paging import behind, position_of, read_position
from core.seams import Resolved
from forums.models import Closing, ShownClosing
from forums.queries.follow_ons import with_links

CLOSINGS_PER_PAGE = 20


@dataclass(frozen=True)
class Near:
    """A page of what neighbours have learned, newest first."""

    closings: list[Closing]  # with `is_shown` and `is_public`
    after: str  # what to ask the next page with; empty where there is none


def learned_near(community: Community, reader: Any, *, after: str = "", size: int = CLOSINGS_PER_PAGE) -> Near:
    """The published closings of the neighbours of `community` that `reader` may see; two queries.

    Each says whether `community` shows it among its own (`is_shown`), and whether it may (`is_public`).
    """
    found = Closing.objects.visible_to(reader).filter(branch=None)
    found = found.filter(discussion__space__community__in=kin(community, reader))
    position = read_position(after)
    if position and position[0]:
        found = found.filter(behind("published_at", *position))
    shown = ShownClosing.objects.filter(community=community, closing=OuterRef("pk"))
    found = found.annotate(is_shown=Exists(shown), is_public=Exists(Closing.objects.filter(_PUBLIC, pk=OuterRef("pk"))))
    rows = found.select_related("discussion__space__community")
    closings = list(rows.order_by("-published_at", "-pk")[: size + 1])
    last = closings[size - 1] if len(closings) > size else None
    return Near(with_links(closings[:size], reader), position_of(last.published_at, last.pk) if last else "")


def showable(community: Community, reader: Any) -> QuerySet[Closing]:
    """What `community` may show: published in an open space of a public neighbour, and `reader` may see it."""
    near = Q(discussion__space__community__in=kin(community, reader))
    return Closing.objects.visible_to(reader).filter(_PUBLIC, near)


_PUBLIC = Q(
    discussion__space__access=Space.Access.OPEN,
    discussion__space__community__visibility=Community.Visibility.PUBLIC,
)


def learned_by(community: Community) -> Q:
    """Of closings: that `community` wrote it, or shows it."""
    shown = ShownClosing.objects.filter(community=community).order_by()
    return Q(discussion__space__community=community) | Q(pk__in=shown.values("closing"))


def export_shown(person: User) -> dict[str, Any]:
    """What `person` put beside what their communities learned, JSON-ready."""
    shown = ShownClosing.objects.filter(by=person).select_related("community", "closing__discussion").order_by("pk")
    return {
        "shown_closings": [
            {"community": each.community.name, "discussion": each.closing.discussion.title, "at": each.at.isoformat()}
            for each in shown
        ]
    }


def resolve_shown(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = ShownClosing.objects.visible_to(reader).filter(pk__in=ids)
    return {
        shown.pk: Resolved(
            title=shown.closing.discussion.title,
            url=shown.closing.get_absolute_url(),
            obj=shown,
            community_name=shown.community.name,
            list_id=shown.community.slug,
            thread=f"forums.discussion.{shown.closing.discussion_id}",
        )
        for shown in found.select_related("community", "closing__discussion")
    }
