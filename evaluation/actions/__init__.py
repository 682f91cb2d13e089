from evaluation.actions.answers import answer_survey, see_survey
from evaluation.actions.questions import add_question, change_question, move_question, remove_question
from evaluation.actions.surveys import (
    change_survey,
    close_survey,
    discard_survey,
    hold_survey_back,
    open_survey,
    prepare_survey,
)

__all__ = [
    "add_question",
    "answer_survey",
    "change_question",
    "change_survey",
    "close_survey",
    "discard_survey",
    "hold_survey_back",
    "move_question",
    "open_survey",
    "prepare_survey",
    "remove_question",
    "see_survey",
]
