"""What each kind of meeting suggests: data, not code."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Meeting

_Kind = AgendaItem.Kind

# {kind of a meeting: (kind, title, minutes) of each item}
AGENDAS: dict[str, tuple[tuple[str, Any, int], ...]] = {
    # P31: welcome, objectives, expected results, how it works.
    Meeting.Kind.INTRODUCTORY: (
        (_Kind.WELCOME, _("Welcome, and who is here"), 15),
        (_Kind.TALK, _("Why this community, and what it is for"), 10),
        (_Kind.DISCUSSION, _("What we want to have reached in a year"), 20),
        (_Kind.TALK, _("How it works: rhythm, roles, where we write"), 10),
        (_Kind.REFLECTION, _("What each of us takes on first"), 5),
    ),
    # H9: a case-holder, timed steps.
    Meeting.Kind.CO_CONSULTING: (
        (_Kind.WELCOME, _("Whose case it is today"), 5),
        (_Kind.CASE, _("The case, without interruption"), 10),
        (_Kind.DISCUSSION, _("Questions that help to understand"), 10),
        (_Kind.DISCUSSION, _("What the others see in it; the case-holder listens"), 20),
        (_Kind.REFLECTION, _("What the case-holder takes along"), 10),
    ),
    Meeting.Kind.BOOK_CLUB: (
        (_Kind.WELCOME, _("A sentence that stayed with each of us"), 10),
        (_Kind.DISCUSSION, _("What it says about our own practice"), 35),
        (_Kind.REFLECTION, _("What we read next"), 10),
    ),
}
