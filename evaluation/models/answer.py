"""What people answered, and that they did: two tables that nothing joins where a survey is without names."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluation.models.survey import Survey, SurveyQuestion


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, person):
        """One's own; who else took part is said to nobody."""
        return self.filter(person=person) if person.is_authenticated else self.none()


class Participation(models.Model):
    """That somebody answered an open survey, so that they do so once; forgotten when it closes.

    It has neither time nor number: they would say which answers are theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="participations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="participation_once")]

    def __str__(self):
        return f"{self.person_id} in {self.survey_id}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person):
        """One's own, where it carries one's name; those of others are counted, and read by no one singly."""
        return self.filter(person=person) if person.is_authenticated else self.none()


class Answer(models.Model):
    """One answer to one question.

    Without names it stands alone: nothing says who gave it, when, or which other answers come from the same person.
    `evaluation.effects.answers` keeps also what the database writes beside its columns from telling.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scale = models.PositiveSmallIntegerField(null=True)
    chosen = ArrayField(models.PositiveSmallIntegerField(), default=list)  # places in the question's choices, from 0
    text = models.TextField(_("answer"), max_length=1000, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "person"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(scale__range=(1, 5), chosen__len=0, text="")
                | (Q(scale=None, chosen__len=0) & ~Q(text=""))
                | Q(scale=None, chosen__len__gte=1, text=""),
                name="answer_of_one_kind",
            ),
        ]

    def __str__(self):
        return f"answer to {self.question_id}"
