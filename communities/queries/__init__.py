"""What others ask of communities, and what its pages show."""

from communities.queries.finding import about, find_communities, says, similar_communities, telling_words, words_of
from communities.queries.naming import GOOD_NAMES, POOR_NAMES, NameAdvice, advice_on, name_hints
from communities.queries.people import people_in, visible_people
from communities.queries.roles import CALLINGS, DEEDS, ROLES, role_table, team_of
from communities.queries.seams import (
    export_person,
    own_spaces,
    readable_space_ids,
    resolve_communities,
    resolve_grants,
    resolve_memberships,
)
from communities.queries.standings import Standing, standing_in, standings_in, use_clock_of
from communities.queries.succession import led_alone, left_behind, successor_of

__all__ = [
    "CALLINGS",
    "DEEDS",
    "GOOD_NAMES",
    "POOR_NAMES",
    "ROLES",
    "NameAdvice",
    "Standing",
    "about",
    "advice_on",
    "export_person",
    "find_communities",
    "led_alone",
    "left_behind",
    "name_hints",
    "own_spaces",
    "people_in",
    "readable_space_ids",
    "resolve_communities",
    "resolve_grants",
    "resolve_memberships",
    "role_table",
    "says",
    "similar_communities",
    "standing_in",
    "standings_in",
    "successor_of",
    "team_of",
    "telling_words",
    "use_clock_of",
    "visible_people",
    "words_of",
]
