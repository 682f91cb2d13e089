"""Who prepares a survey, who answers it, and who reads what came of it.

A rule that takes `role` is given what `role_in` says, None too, where one page asks several times.
"""

from types import EllipsisType
from typing import Any

from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, is_shut_out, may, may_in_community, role_in
from evaluation.models import Survey

Held = Role | None | EllipsisType  # …: it is not known yet


def may_ask(person: Any, space: Space) -> bool:
    """Prepare, open and close a survey in `space`: the team, where the community works with surveys."""
    community = space.community
    is_switched_on = community.uses(Community.Tool.SURVEYS)
    return is_switched_on and may_in_community(person, "run_surveys", community) and may(person, "run_surveys", space)


def is_asked(person: Any, survey: Survey, *, role: Held = ...) -> bool:
    """Whether a survey is put to `person`: to whoever takes part in its space, guests too.

    Of what people need a public community also asks those who only read in its open spaces, once they are signed in;
    nobody who was suspended or removed.
    """
    if not person.is_authenticated or not person.is_active or not survey.space.is_writable:
        return False
    return takes_part(person, survey, role=role) or _is_asked_from_outside(person, survey)


def takes_part(person: Any, survey: Survey, *, role: Held = ...) -> bool:
    """Whether `person` belongs to its space, as a member or a guest: they are told when it opens and closes."""
    return _held(person, survey, role) is not None


def will_read_results(person: Any, survey: Survey, *, role: Held = ...) -> bool:
    """Whoever takes part in its space; without names also who was asked from outside.

    With names only those who take part, for of those few answers are shown too.
    """
    if takes_part(person, survey, role=role):
        return True
    return survey.is_anonymous and _is_asked_from_outside(person, survey)


def may_read_results(person: Any, survey: Survey, *, role: Held = ...) -> bool:
    """The same, once it is closed.

    Before, nobody: who watches numbers grow learns what the person said who has just answered.
    """
    return survey.is_over and will_read_results(person, survey, role=role)


def may_read_names(person: Any, survey: Survey, *, role: Held = ...) -> bool:
    """Of a survey with names the team reads who said what, as everybody was told before they answered."""
    if survey.is_anonymous or not survey.is_over:
        return False
    held = _held(person, survey, role)
    return held is not None and held >= LEAST_ROLE["run_surveys"]


def may_be_told(person: Any) -> bool:
    """Only who has an account was told of a survey, and reads of it."""
    return person.is_authenticated


def _held(person: Any, survey: Survey, role: Held) -> Role | None:
    return role_in(person, survey.space) if role is ... else role


def _is_asked_from_outside(person: Any, survey: Survey) -> bool:
    is_somebody = person.is_authenticated and person.is_active
    is_for_all = survey.is_put_to_all and survey.space.is_for_all
    return is_somebody and is_for_all and not is_shut_out(person, survey.community)
