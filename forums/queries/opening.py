"""What comes of it when a planned discussion is opened now."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from communities.models import Role
from communities.queries.audiences import Audience, audience_of
from forums.models import Discussion, Stage
from forums.queries.people import ids_around
from forums.rules import is_signed, waits_for_team
from notifications.hearing import deaf


@dataclass(frozen=True)
class Opening:
    """For whoever is about to open it."""

    told: int  # people who find it among their news
    signs: User  # in whose name the question goes out
    waits: bool  # the team is asked to open it instead
    first: Stage | None
    rooms: int  # of its groups, which open too
    readers: Audience


def opening_of(discussion: Discussion, reader: Any) -> Opening:
    return Opening(
        told=_told(discussion, but=reader),
        signs=discussion.planned_by if discussion.planned_by and is_signed(discussion) else reader,
        waits=waits_for_team(reader, discussion.space),
        first=discussion.stages.ahead().first(),
        rooms=discussion.grouping.groups.count() if hasattr(discussion, "grouping") else 0,
        readers=audience_of(discussion.space),
    )


def _told(discussion: Discussion, *, but: Any) -> int:
    """How many hear of it: members and guests, and who follows what it stands in; nobody who wants to hear less."""
    quiet = deaf((Discussion.SCOPE, discussion.pk), discussion.space_id, discussion.community_id)
    members = discussion.space.people_holding(Role.GUEST)
    around = set(ids_around(discussion)) - {but.pk}
    visitors = around - set(members.filter(pk__in=around).values_list("pk", flat=True))
    return members.exclude(pk__in=quiet).exclude(pk=but.pk).count() + len(visitors)
