"""What becomes of what newcomers answer."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.errors import AnswerMissing
from communities.models import Community, RegistrationAnswer, RegistrationQuestion


def keep_answers(person: User, community: Community, answers: Mapping[int, str]) -> None:
    """Write down what `person` answered, by question; an empty answer takes back an earlier one.

    What they answered before counts, where nothing is said of it now. Raises AnswerMissing where what has to be
    answered is not, or is answered with something that was not offered.
    """
    questions = list(community.registration_questions.asked())
    if not questions:
        return
    own = RegistrationAnswer.objects.filter(person=person, question__in=questions)
    before = dict(own.values_list("question", "text"))
    now = {question.pk: answers.get(question.pk, before.get(question.pk, "")).strip() for question in questions}
    for question in questions:
        _require_sense(question, now[question.pk])
    _write(own, person, {pk: text for pk, text in now.items() if text != before.get(pk, "")})


def _require_sense(question: RegistrationQuestion, text: str) -> None:
    if question.is_required and not text:
        raise AnswerMissing(_("Please answer what the community asks of newcomers."))
    if text and question.offered and text not in dict(question.offered):
        raise AnswerMissing(_("Please choose one of the answers that are offered."))


def _write(own: QuerySet[RegistrationAnswer], person: User, changed: Mapping[int, str]) -> None:
    own.filter(question__in=[pk for pk, text in changed.items() if not text]).delete()
    given = [
        RegistrationAnswer(question_id=pk, person=person, text=text, at=timezone.now())
        for pk, text in changed.items()
        if text
    ]
    RegistrationAnswer.objects.bulk_create(
        given, update_conflicts=True, unique_fields=["question", "person"], update_fields=["text", "at"]
    )


def forget_stray_answers() -> None:
    """Delete what was answered by those who have left since, or whose request came to nothing."""
    RegistrationAnswer.objects.stray().delete()


def forget_answers(person: User) -> None:
    person.registration_answers.all().delete()
