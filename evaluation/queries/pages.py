"""One survey as its reader finds it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from communities.models import Role
from communities.queries import Standing, standing_in
from communities.rules import role_in
from evaluation.models import Survey, SurveyQuestion
from evaluation.queries.lists import has_answered
from evaluation.queries.results import Outcome, outcomes_of
from evaluation.rules import is_asked, may_ask, may_read_names, takes_part, will_read_results


@dataclass(frozen=True)
class SurveyPage:
    """What somebody sees of a survey: the questions to answer, that they have, or what came of it."""

    survey: Survey
    standing: Standing
    may_answer: bool
    has_answered: bool
    may_close: bool
    takes_part: bool  # and so is told when it closes
    will_read: bool  # what came of it, once it is closed
    outcomes: list[Outcome] | None  # None where they may not be read, or not yet
    shows_names: bool
    asked: int | None = None  # how many it is put to; for the team

    @property
    def is_too_few(self) -> bool:
        """Whether nothing can be shown, because too few have answered without their names."""
        return self.survey.is_anonymous and self.survey.answered < Survey.FEWEST


def survey_page(survey: Survey, reader: Any) -> SurveyPage:
    """Of a survey that `reader` may see; at most eleven queries, where it is closed and the team reads names."""
    role = role_in(reader, survey.space)
    standing = standing_in(survey.community, reader)
    names = may_read_names(reader, survey, role=role)
    will_read = will_read_results(reader, survey, role=role)
    is_in_team = standing.is_in_team and survey.is_open
    has = survey.is_open and has_answered(reader, survey)
    return SurveyPage(
        survey=survey,
        standing=standing,
        may_answer=survey.is_open and not has and is_asked(reader, survey, role=role),
        has_answered=has,
        may_close=is_in_team and may_ask(reader, survey.space),
        takes_part=takes_part(reader, survey, role=role),
        will_read=will_read,
        outcomes=outcomes_of(survey, with_names=names) if survey.is_over and will_read else None,
        shows_names=names,
        asked=readers_of(survey) if is_in_team else None,
    )


def readers_of(survey: Survey) -> int:
    """How many it will be put to; one query."""
    return survey.space.people_holding(Role.GUEST).count()


@dataclass(frozen=True)
class LastLook:
    """What its team reads of a draft before it opens, for then it stays as it is."""

    survey: Survey
    questions: list[SurveyQuestion]
    asked: int  # how many it will be put to
    mark: str

    @property
    def is_too_small(self) -> bool:
        """Whether probably nothing will be shown, because so few are asked without their names."""
        is_anonymous = self.survey.is_anonymous and not self.survey.is_put_to_all
        return is_anonymous and self.asked < Survey.FEWEST


def last_look(survey: Survey) -> LastLook:
    """Three queries."""
    return LastLook(survey, list(survey.questions.all()), readers_of(survey), mark_of(survey))


def mark_of(survey: Survey) -> str:
    """A few signs that are others once anything is changed that people would be asked; one query."""
    asked = survey.questions.values_list("kind", "text", "lowest", "highest", "choices", "result", "is_of_plan")
    return sha256(repr((survey.version, survey.is_put_to_all, list(asked))).encode()).hexdigest()[:32]
