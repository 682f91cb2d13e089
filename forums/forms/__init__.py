"""The shape of what people send to a discussion."""

from forums.forms.closings import CloseForm, ClosingForm, DraftForm, ReopenForm
from forums.forms.plans import PlanForm
from forums.forms.posts import ReplyForm

__all__ = ["CloseForm", "ClosingForm", "DraftForm", "PlanForm", "ReopenForm", "ReplyForm"]
