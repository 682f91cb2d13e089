"""How much each member takes part, computed each night (docs/levels.md)."""

from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communities.models import Community, Membership
from communities.queries.levels import CORE_WEEKS, WINDOW, counted
from core import seams
from core.errors import Busy
from core.locks import lock

# Only rows that change are written. A week is seven days, counted back from now.
_PLACE = """
    WITH weeks AS (
        SELECT person, count(DISTINCT floor(extract(epoch FROM %s - at) / 604800)) AS number
        FROM ({gave}) AS gave (person, at) GROUP BY person
    ), place AS (
        SELECT membership.id, CASE
            WHEN membership.id NOT IN (SELECT id FROM ({counted}) AS counted (id)) THEN ''
            WHEN weeks.number >= %s THEN 'core'
            WHEN weeks.number > 0 THEN 'active'
            WHEN EXISTS (SELECT FROM ({looked_on}) AS looked_on (person, at) WHERE person = membership.person_id)
                THEN 'peripheral'
            ELSE 'quiet' END AS level
        FROM communities_membership AS membership LEFT JOIN weeks ON weeks.person = membership.person_id
        WHERE membership.community_id = %s AND membership.state = 'active'
    )
    UPDATE communities_membership SET level = place.level FROM place
    WHERE communities_membership.id = place.id AND communities_membership.level <> place.level
"""


def place_members() -> None:
    """Give every member of every community that lives a level, or none; none where it has ended. Again changes nothing.

    A community that somebody holds for longer keeps its levels until the next night.
    """
    placed = Membership.objects.exclude(level="").filter(community=OuterRef("pk"))
    alive = Q(phase__in=Community.WRITABLE_PHASES)
    for community in Community.objects.filter(alive | Exists(placed)).order_by("pk"):
        try:
            place_members_of(community)
        except Busy:
            continue


@transaction.atomic
def place_members_of(community: Community, at: datetime | None = None) -> int:
    """The same for one community, as of `at`; returns how many changed. Three statements, however many members."""
    lock(community)  # whoever changes memberships does, so that none waits for another
    at = at or timezone.now()
    answers = seams.took_part.ask(community.pk, at - WINDOW).values()
    gave = _together(chain.from_iterable(answer.gave for answer in answers))
    looked_on = _together(chain.from_iterable(answer.looked_on for answer in answers))
    own = _compiled(counted(at).filter(community=community).order_by().values_list("pk"))
    statement = _PLACE.format(gave=gave[0], counted=own[0], looked_on=looked_on[0])
    with connection.cursor() as cursor:
        cursor.execute(statement, [at, *gave[1], *own[1], CORE_WEEKS, *looked_on[1], community.pk])
        return cursor.rowcount


def _together(rows: Any) -> tuple[str, list[Any]]:
    """One statement, with its values, that gives all of what these querysets of two columns give."""
    compiled = [_compiled(each) for each in rows]
    return " UNION ALL ".join(sql for sql, _values in compiled), [value for _sql, own in compiled for value in own]


def _compiled(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    sql, values = rows.query.sql_with_params()
    return sql, list(values)
