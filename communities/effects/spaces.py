"""What follows of itself for spaces: a community's first ones, and letting people in."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.effects.charters import begin_charter
from communities.models import (
    Community,
    Role,
    Space,
    SpaceGrant,
)
from core import seams
from notifications.effects import notify
from notifications.hearing import SPACE


def furnish(community: Community, *, by: User | None = None, template: str = "") -> list[Space]:
    """Give a new community its tools, its empty charter and three spaces: Commons, Members' room and Team room."""
    community.tools = list(Community.USUAL_TOOLS)
    community.save(update_fields=["tools"])
    begin_charter(community, by=by, template=template)
    return [
        Space.objects.create(
            community=community, slug=slug, name=name, access=access, position=position, starters=starters
        )
        for position, (slug, name, access, starters) in enumerate(
            [
                ("commons", "Commons", Space.Access.OPEN, Space.Starters.EVERYONE),
                ("members", "Members’ room", Space.Access.MEMBERS, Space.Starters.EVERYONE),
                ("team", "Team room", Space.Access.TEAM, Space.Starters.TEAM),
            ]
        )
    ]


def tell_writers(space: Space, *, by: User) -> None:
    """Tell everybody of whom something stands in `space` that more people read it now, and where that stands."""
    entry = record("space.widened", actor=by, target=space)
    for writers in seams.wrote_in.ask(space.pk).values():
        notify(entry, writers)


def let_in(
    person: User,
    space: Space,
    *,
    role: Role,
    source: str,
    until: datetime | None = None,
    given_by: User | None = None,
) -> SpaceGrant:
    """Give `person` a grant on `space`; an earlier one is replaced."""
    permission = Permission.objects.get(codename="take_part", content_type__app_label="communities")
    grant, _ = SpaceGrant.objects.update_or_create(
        user=person,
        content_object=space,
        defaults={
            "permission": permission,
            "role": role,
            "source": source,
            "until": until,
            "given_by": given_by,
            "created_at": timezone.now(),
        },
    )
    return grant


def tell_of_plan_thrown_away(
    space: Space, *, plan: int, planned_by: int | None, people: Iterable[int], by: User
) -> None:
    """Tell `people` (ids) that `by` threw a planned discussion (an id) away.

    The fact stands with the community: of the discussion nothing is left that could be named.
    """
    data = {"discussion": plan, "space": space.pk, "planned_by": planned_by}
    entry = record("discussion.thrown_away", actor=by, target=space.community, data=data)
    notify(entry, people, scope=(SPACE, space.pk))
