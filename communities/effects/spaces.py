"""What follows of itself for spaces: a community's first ones, and letting people in."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from communities.effects.charters import begin_charter
from communities.models import (
    Community,
    Role,
    Space,
    SpaceGrant,
)


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
