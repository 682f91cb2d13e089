"""Keeping answers so that nothing says whose they are, not even the database."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from accounts.models import User
from evaluation.models import Answer, Participation, Survey

# PostgreSQL keeps with each row where it lies and which transaction wrote it, and that transaction wrote the row of
# the person too. So all answers of the survey are written anew with each that comes, in no order, under new keys.
_SHUFFLE = """
    WITH gone AS (
        DELETE FROM evaluation_answer
        WHERE question_id IN (SELECT id FROM evaluation_surveyquestion WHERE survey_id = %s)
        RETURNING question_id, scale, chosen, text
    )
    INSERT INTO evaluation_answer (id, question_id, person_id, scale, chosen, text)
    SELECT gen_random_uuid(), question_id, NULL, scale, chosen, text FROM gone ORDER BY random()
"""


def keep_answers(survey: Survey, person: User, answers: Iterable[Answer]) -> None:
    """Write down that `person` took part, and what was said, with their name or apart. The caller holds the lock."""
    Participation.objects.create(survey=survey, person=person)
    given = list(answers)
    for answer in given:
        answer.person = None if survey.is_anonymous else person
    Answer.objects.bulk_create(given)
    survey.answered += 1
    survey.save(update_fields=["answered"])
    if survey.is_anonymous:
        shuffle(survey)


def shuffle(survey: Survey) -> None:
    """Part the answers of a survey without names from the moments at which they were given."""
    with connection.cursor() as cursor:
        cursor.execute(_SHUFFLE, [survey.pk])


def forget_few(survey: Survey) -> None:
    """What will never be shown is not kept: answers without names to a question that too few have answered."""
    counted = survey.questions.annotate(number=Count("answers")).filter(number__lt=Survey.FEWEST)
    Answer.objects.filter(question__in=counted.values("pk")).delete()


def forget_person(person: User) -> None:
    """Who is erased took part nowhere; what they said with their name is said by nobody.

    What they said without it cannot be found, and stays.
    """
    Participation.objects.filter(person=person).delete()
    Answer.objects.filter(person=person).update(person=None)
