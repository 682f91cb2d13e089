"""The shape of what people send to a discussion."""

from forums.forms.closings import CloseForm, ClosingForm, CorrectForm, DraftForm, ReopenForm
from forums.forms.plans import PlanForm
from forums.forms.posts import EditForm, RemoveForm, ReplyForm, SteerForm

__all__ = [
    "CloseForm",
    "ClosingForm",
    "CorrectForm",
    "DraftForm",
    "EditForm",
    "PlanForm",
    "RemoveForm",
    "ReopenForm",
    "ReplyForm",
    "SteerForm",
]
