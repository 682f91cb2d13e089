"""How the team prepares a survey, opens it and closes it (P7, M18)."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.errors import NotOurs
from communities.models import Space
from core.errors import Gone, Stale
from core.permissions import require
from evaluation import effects
from evaluation.effects.holding import lock_survey, require_draft
from evaluation.errors import SurveyEmpty, SurveyOver, SurveyTooShort
from evaluation.models import Survey, SurveyQuestion
from evaluation.queries.pages import mark_of
from evaluation.queries.templates import beginning_of
from evaluation.rules import may_ask

TEAM = _("The team prepares surveys, opens and closes them.")
CLOSES_FIRST = _("It closes before it opens.")
NOTHING_ASKED = _("Put at least one question first.")

State = Survey.State


@transaction.atomic
def prepare_survey(space: Space, *, actor: User, kind: str, submission: UUID) -> Survey:
    """Begin a survey with the questions that are usual for its `kind`, for the team to look through.

    A self-assessment asks of each expected result that stands, and of the action plan where there is one. The same
    `submission` of one person is one survey.
    """
    community = lock_around(space)
    require(may_ask(actor, space), TEAM)
    begun = beginning_of(kind, community)
    facts = {"space": space, "kind": kind, "title": begun.title, "intro": begun.intro}
    survey, is_new = Survey.objects.get_or_create(
        created_by=actor,
        submission=submission,
        defaults=facts | {"cycle": community.cycle, "template": begun.template},
    )
    if is_new:
        for position, question in enumerate(begun.questions, 1):
            question.survey, question.position, question.submission = survey, position, uuid4()
        SurveyQuestion.objects.bulk_create(begun.questions)
        record("survey.prepared", actor=actor, target=survey)
    return survey


@transaction.atomic
def change_survey(
    survey: Survey, *, actor: User, version: int, title: str, intro: str, is_anonymous: bool, space: Space
) -> Survey:
    """Change what it is called, what it is for, whom it is put to, and whether with names, until it opens.

    What stands so already stays as it is, its version too: a second click finds what the first one did. Raises Stale
    when somebody changed it since `version` was read, NotOurs where `space` is another community's, and SurveyOver
    once it is open.
    """
    survey = lock_survey(survey)
    require(may_ask(actor, survey.space) and may_ask(actor, space), TEAM)
    if space.community_id != survey.community_id:
        raise NotOurs(_("This space belongs to another community."))
    require_draft(survey)
    wish = {"title": title, "intro": intro, "is_anonymous": is_anonymous, "space": space}
    if all(getattr(survey, field) == value for field, value in wish.items()):
        return survey
    if not Survey.objects.filter(pk=survey.pk, version=version).update(version=F("version") + 1, **wish):
        raise Stale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    survey.refresh_from_db()
    return survey


@transaction.atomic
def open_survey(
    survey: Survey, *, actor: User, seen: str, closes_at: datetime, opens_at: datetime | None = None
) -> Survey:
    """Put it to everybody who takes part in its space until `closes_at`; or let it open by itself at `opens_at`.

    `seen` is the `mark_of` what the actor has read. Again changes nothing. Raises Stale when it was changed since, its
    questions included, SurveyEmpty without questions, SurveyTooShort where it would close before anybody
    could answer, and SurveyOver once it is closed, or open until another moment.
    """
    survey = lock_survey(survey)
    require(may_ask(actor, survey.space), TEAM)
    if not survey.is_draft:
        _require_open_until(survey, closes_at)
        return survey
    if not survey.questions.exists():
        raise SurveyEmpty(NOTHING_ASKED)
    if seen != mark_of(survey):
        raise Stale(_("It was changed meanwhile. Look through it once more, then open it."))
    now = timezone.now()
    if closes_at <= max(now, opens_at or now):
        raise SurveyTooShort(CLOSES_FIRST)
    if opens_at is not None and opens_at > now:
        survey.opens_at, survey.closes_at = opens_at, closes_at
        survey.save(update_fields=["opens_at", "closes_at"])
    else:
        effects.begin(survey, by=actor, closes_at=closes_at)
    return survey


def _require_open_until(survey: Survey, closes_at: datetime) -> None:
    """A second click finds what the first one did; whoever wished for another day hears that it was not granted."""
    if survey.is_over:
        raise SurveyOver(_("This survey is closed."))
    if survey.closes_at != closes_at:
        raise SurveyOver(_("It is open already, and its last day stays as it is."))


@transaction.atomic
def hold_survey_back(survey: Survey, *, actor: User) -> bool:
    """Let it not open by itself. Returns whether it would have."""
    survey = lock_survey(survey)
    require(may_ask(actor, survey.space), TEAM)
    return bool(Survey.objects.filter(pk=survey.pk, state=State.DRAFT).exclude(opens_at=None).update(opens_at=None))


@transaction.atomic
def close_survey(survey: Survey, *, actor: User) -> bool:
    """Close it before its day, for good. Returns whether it was open."""
    survey = lock_survey(survey)
    require(may_ask(actor, survey.space), TEAM)
    return effects.end(survey, by=actor)


@transaction.atomic
def discard_survey(survey: Survey, *, actor: User) -> bool:
    """Throw a survey away that nobody was asked yet. Returns whether it was there still.

    Raises SurveyOver once it was opened.
    """
    try:
        survey = lock_survey(survey)
    except Gone:
        return False
    require(may_ask(actor, survey.space), TEAM)
    require_draft(survey)
    record("survey.discarded", actor=actor, target=survey)
    survey.delete()
    return True
