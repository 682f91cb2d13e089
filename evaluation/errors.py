from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

OPENED = _("It has been opened, so its questions stay as they are.")


class SurveyOver(DomainError):
    """It takes no answers, or no changes, any more."""


class SurveyEmpty(DomainError):
    """There is nothing to ask, or nothing was answered."""


class TooMuchAsked(DomainError):
    """More questions than anybody answers between two clinics."""


class SurveyTooShort(DomainError):
    """It would close before anybody could answer."""


class NothingToChoose(DomainError):
    """Of one choice nobody chooses."""


class QuestionGone(DomainError):
    """Somebody has left the question out meanwhile."""
