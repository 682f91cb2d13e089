"""Who may ask without a name, answer that, and be shown who it was."""

from typing import Any

from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, may
from forums.models import AnonymousQuestion


def may_ask_columnists(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Send them a question without a name: whoever takes part, where the community works with discussions.

    Somebody else has to be there to answer it. At most one query more than the role.
    """
    if not (space.community.uses(Community.Tool.DISCUSSIONS) and may(person, "take_part", space, role=role)):
        return False
    return has_columnists(space, person)


def has_columnists(space: Space, asker: Any) -> bool:
    """Whether anybody but `asker` is there to answer them. One query."""
    return space.people_holding(LEAST_ROLE["answer_questions"]).exclude(pk=asker.pk).exists()


def may_answer_question(person: Any, question: AnonymousQuestion) -> bool:
    """Publish it or turn it down: the columnists, but nobody what they asked themselves."""
    return may(person, "answer_questions", question.space) and not question.is_asked_by(person)


def may_unmask(person: Any, question: AnonymousQuestion) -> bool:
    """Be shown, for a reason that is kept, who asked: leaders."""
    return may(person, "unmask", question.space) and question.state != AnonymousQuestion.State.TAKEN_BACK
