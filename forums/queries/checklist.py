"""What a good closing has, and how far a draft has come (PAHO/WHO methodology, closing a discussion; P49 to P52)."""

from collections.abc import Collection, Container, Sized
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.markdown import TextTooLong, clean
from forums.models import Closing, Discussion
from forums.queries.closings import names_what_is_open, own_statements


class Weight(Enum):
    NEEDED = "needed"  # nothing is published without it
    WANTED = "wanted"
    OPTIONAL = "optional"  # where there is something to be said


@dataclass(frozen=True)
class Check:
    """One thing that a good closing says."""

    label: str | Promise
    place: str  # the id of the part of the editor in which it is written
    is_done: bool
    weight: Weight = Weight.WANTED

    @property
    def is_needed(self) -> bool:
        return self.weight is Weight.NEEDED


@dataclass(frozen=True)
class Checklist:
    checks: list[Check]
    has_lesson: bool  # of somebody's own, or none is called for

    @property
    def missing(self) -> list[Check]:
        """What whoever is about to publish is reminded of."""
        return [check for check in self.checks if not check.is_done and check.weight is not Weight.OPTIONAL]


def checklist(
    discussion: Discussion,
    *,
    names: Collection[str],
    summary: str,
    result: str,
    value: str,
    thanks: Sized,
    notes: Sized,
    links: Sized,
    drafted: Container[str] = (),
) -> Checklist:
    """Of a draft as it is typed, where `names` wrote: `thanks`, `notes` and `links` are its rows that say something.

    A line that stands as it was `drafted` (digests) is no lesson yet: nobody has made it theirs.
    """
    came_to_nothing = result == Closing.Result.NONE
    try:
        has_lesson = came_to_nothing or bool(own_statements(discussion, clean(summary), names=names, drafted=drafted))
    except TextTooLong:
        has_lesson = False
    optional = Weight.OPTIONAL
    return Checklist(
        [
            Check(_("What was learned"), "summary-title", has_lesson),
            Check(_("What stays open"), "summary-title", names_what_is_open(discussion, summary), optional),
            Check(_("What it is worth"), "closing-value", bool(value.strip()) or came_to_nothing),
            Check(_("Whom it thanks by name"), "closing-thanks", bool(thanks)),
            Check(_("A word to one person alone"), "closing-notes", bool(notes), optional),
            Check(_("Where it leads"), "closing-links", bool(links)),
            Check(_("What came of it"), "publish", bool(result), Weight.NEEDED),
        ],
        has_lesson,
    )
