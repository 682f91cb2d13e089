"""What newcomers are asked, and what they answered."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from communities.models import Community, RegistrationAnswer, RegistrationQuestion


def questions_of(community: Community) -> list[RegistrationQuestion]:
    return list(community.registration_questions.asked())


def own_answers(person: Any, community: Community) -> dict[int, str]:
    """{question: what `person` answered}."""
    own = RegistrationAnswer.objects.filter(person=person, question__community=community)
    return dict(own.values_list("question", "text"))


def answers_of(people: Iterable[int], community: Community, reader: Any) -> dict[int, list[RegistrationAnswer]]:
    """{person: what they answered, in the order of the questions} as far as `reader` may see it; one query."""
    seen = RegistrationAnswer.objects.visible_to(reader).filter(person__in=list(people), question__community=community)
    found: dict[int, list[RegistrationAnswer]] = {}
    for answer in seen.select_related("question").order_by("question__retired_at", "question__position", "question"):
        found.setdefault(answer.person_id, []).append(answer)
    return found


def export_answers(person: User) -> list[dict[str, Any]]:
    """What `person` answered where they came in, JSON-ready."""
    own = person.registration_answers.select_related("question__community").order_by("pk")
    return [
        {
            "community": answer.question.community.name,
            "question": answer.question.text,
            "answer": answer.text,
            "at": answer.at.isoformat(),
        }
        for answer in own
    ]
