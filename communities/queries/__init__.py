"""What others ask of communities, and what its pages show."""

from communities.queries.finding import about, find_communities, says, similar_communities, telling_words, words_of
from communities.queries.funnel import ACTIVE_WITHIN, funnel_of, unanswered
from communities.queries.invitations import (
    Invitations,
    addressees,
    invitation_list,
    invitations_to,
    is_addressed_to,
    reasons_against,
    role_it_gives,
    what_it_gave,
)
from communities.queries.links import links_of, role_by_link
from communities.queries.lists import LINES_PER_PAGE, lines_of, lists_of, tally
from communities.queries.members import (
    history_of,
    holders_by_role,
    members_named,
    members_of,
    members_sought,
    professions_in,
    resolve_exclusions,
    resolve_role_changes,
    seen_profiles,
)
from communities.queries.naming import NameAdvice, advice_on, name_hints
from communities.queries.offers import duties_of, offer_of
from communities.queries.people import people_in, visible_people
from communities.queries.questions import answers_of, own_answers, questions_of
from communities.queries.requests import (
    Door,
    Way,
    door_to,
    resolve_requests,
)
from communities.queries.roles import CALLINGS, DEEDS, ROLES, role_table, team_of
from communities.queries.seams import (
    export_person,
    own_spaces,
    readable_space_ids,
    resolve_communities,
    resolve_grants,
    resolve_invitations,
    resolve_memberships,
    resting,
)
from communities.queries.spaces import Room, companions, own_grant, room, spaces_of
from communities.queries.standings import Standing, standing_in, standings_in, use_clock_of
from communities.queries.succession import led_alone, left_behind, successor_of

__all__ = [
    "ACTIVE_WITHIN",
    "CALLINGS",
    "DEEDS",
    "LINES_PER_PAGE",
    "ROLES",
    "Door",
    "Invitations",
    "NameAdvice",
    "Room",
    "Standing",
    "Way",
    "about",
    "addressees",
    "advice_on",
    "answers_of",
    "companions",
    "door_to",
    "duties_of",
    "export_person",
    "find_communities",
    "funnel_of",
    "history_of",
    "holders_by_role",
    "invitation_list",
    "invitations_to",
    "is_addressed_to",
    "led_alone",
    "left_behind",
    "lines_of",
    "links_of",
    "lists_of",
    "members_named",
    "members_of",
    "members_sought",
    "name_hints",
    "offer_of",
    "own_answers",
    "own_grant",
    "own_spaces",
    "people_in",
    "professions_in",
    "questions_of",
    "readable_space_ids",
    "reasons_against",
    "resolve_communities",
    "resolve_exclusions",
    "resolve_grants",
    "resolve_invitations",
    "resolve_memberships",
    "resolve_requests",
    "resolve_role_changes",
    "resting",
    "role_by_link",
    "role_it_gives",
    "role_table",
    "room",
    "says",
    "seen_profiles",
    "similar_communities",
    "spaces_of",
    "standing_in",
    "standings_in",
    "successor_of",
    "tally",
    "team_of",
    "telling_words",
    "unanswered",
    "use_clock_of",
    "visible_people",
    "what_it_gave",
    "words_of",
]
