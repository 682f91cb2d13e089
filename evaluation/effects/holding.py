"""What an action locks before it asks for leave."""

from django.core.exceptions import ObjectDoesNotExist

from communities.effects.holding import lock_in_space
from communities.effects.life import hold_open
from core.errors import Gone
from evaluation.errors import OPENED, SurveyOver
from evaluation.models import Survey, SurveyQuestion


def lock_survey(survey: Survey) -> Survey:
    """Lock it, in the space in which it is now, and let nobody end its community until all is written.

    Raises CommunityOver where somebody has ended it meanwhile, and Gone where the survey was thrown away.
    """
    survey = lock_in_space(survey)
    hold_open(survey.community)
    return survey


def lock_survey_of(question: SurveyQuestion) -> Survey:
    """Lock the survey in which `question` stands. Raises Gone also where both were taken away before it was read."""
    try:
        survey = question.survey
    except ObjectDoesNotExist as missing:
        raise Gone from missing
    return lock_survey(survey)


def require_draft(survey: Survey) -> None:
    """What people are asked does not change beneath their answers. Raises SurveyOver once it was opened."""
    if not survey.is_draft:
        raise SurveyOver(OPENED)
