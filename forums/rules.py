"""Who may plan, write, steer and close."""

from typing import Any

from communities.models import Space
from communities.rules import may
from forums.models import Discussion


def may_plan(person: Any, space: Space) -> bool:
    """Whether `person` may start a discussion here: everyone who takes part, or the team, as the space says."""
    verb = "start_discussion" if space.starters == Space.Starters.EVERYONE else "start_discussion_as_team"
    return may(person, verb, space)


def may_change_plan(person: Any, discussion: Discussion) -> bool:
    """Who runs discussions, and who planned it as long as it is planned."""
    if discussion.state == Discussion.State.PLANNED and discussion.planned_by_id == person.pk:
        return may_plan(person, discussion.space)
    return may_run(person, discussion)


def may_run(person: Any, discussion: Discussion) -> bool:
    """Open, steer, close, publish, reopen."""
    return may(person, "run_discussion", discussion.space)


def may_open(person: Any, discussion: Discussion) -> bool:
    return may_change_plan(person, discussion)


def may_post(person: Any, discussion: Discussion) -> bool:
    """Whether `person` may write in this space; whether the discussion is open is the action's question."""
    return may(person, "post", discussion.space)


def may_follow(person: Any, discussion: Discussion) -> bool:
    """Whoever is signed in and may see it."""
    return bool(person.is_authenticated) and Discussion.objects.visible_to(person).filter(pk=discussion.pk).exists()
