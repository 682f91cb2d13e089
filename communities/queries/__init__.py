"""What others ask of communities, and what its pages show."""

from communities.queries.people import people_in, visible_people
from communities.queries.roles import CALLINGS, DEEDS, ROLES, role_table, team_of
from communities.queries.seams import (
    export_person,
    readable_space_ids,
    resolve_communities,
    resolve_grants,
    resolve_memberships,
)
from communities.queries.standings import Standing, standing_in, standings_in, use_clock_of

__all__ = [
    "CALLINGS",
    "DEEDS",
    "ROLES",
    "Standing",
    "export_person",
    "people_in",
    "readable_space_ids",
    "resolve_communities",
    "resolve_grants",
    "resolve_memberships",
    "role_table",
    "standing_in",
    "standings_in",
    "team_of",
    "use_clock_of",
    "visible_people",
]
