"""How evaluation answers the seams."""

from typing import Any

from accounts.models import User
from core.seams import Resolved
from evaluation.models import Answer, Participation, Survey
from evaluation.queries.results import said_in


def resolve_surveys(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Survey.objects.visible_to(reader).filter(pk__in=ids).select_related("space__community")
    return {
        survey.pk: Resolved(
            title=survey.title,
            url=survey.get_absolute_url(),
            obj=survey,
            community_name=survey.community.name,
            list_id=survey.community.slug,
            thread=f"evaluation.survey.{survey.pk}",
        )
        for survey in found
    }


def export_person(person: User) -> dict[str, Any]:
    """Which surveys `person` began and has answered while they are open, and what they said in their name."""
    begun = Survey.objects.filter(created_by=person).order_by("pk")
    own = Participation.objects.filter(person=person).select_related("survey").order_by("survey")
    signed = Answer.objects.filter(person=person).select_related("question__survey")
    return {
        "surveys": [
            {"title": survey.title, "intro": survey.intro, "at": survey.created_at.isoformat()} for survey in begun
        ],
        "answered": [{"survey": row.survey.title} for row in own],
        "answers": [
            {"survey": each.question.survey.title, "question": each.question.text, "answer": said_in(each)}
            for each in signed.order_by("question__survey", "question__position")
        ],
    }
