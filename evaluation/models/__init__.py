from evaluation.models.answer import Answer, Participation
from evaluation.models.survey import Survey, SurveyQuestion

__all__ = ["Answer", "Participation", "Survey", "SurveyQuestion"]
