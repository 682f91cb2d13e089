"""What a meeting does, one thing after the other (H16)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from meetings import effects
from meetings.actions.meetings import RUNNERS
from meetings.errors import MeetingOver, WrongAgenda
from meetings.merging import Marks, merged
from meetings.models import AgendaItem, Meeting
from meetings.rules import may_run


@dataclass(frozen=True)
class Line:
    """One item as somebody wrote it; `presenter` is a person, a name of somebody from outside, or nobody."""

    title: str
    kind: str = AgendaItem.Kind.OTHER
    minutes: int | None = None
    presenter: User | str = ""

    @property
    def said(self) -> tuple[str, str, int | None, int | str]:
        """What it says, as `AgendaItem.said`."""
        return (
            self.kind,
            self.title,
            self.minutes,
            self.presenter if isinstance(self.presenter, str) else self.presenter.pk,
        )


@transaction.atomic
def set_agenda(
    meeting: Meeting, lines: Sequence[Line], *, actor: User, version: int, seen: Marks | None = None
) -> Meeting:
    """Put `lines` in place of the agenda, which is one thing: of two who write it the second sees both.

    `seen` is the mark of what its items said as they were read with `version`, by the name "agenda". Raises
    MeetingStale, MeetingOver, and WrongAgenda for more than are kept.
    """
    meeting = effects.lock_meeting(meeting)
    require(may_run(actor, meeting), RUNNERS)
    if meeting.is_cancelled:
        raise MeetingOver(_("It was called off, so nothing is changed any more."))
    if meeting.version != version:
        now = {"agenda": [item.said for item in meeting.agenda.all()]}
        if not merged({"agenda": [line.said for line in lines]}, now, seen or {}):
            return meeting
    if len(lines) > AgendaItem.MOST:
        raise WrongAgenda(_("An agenda has at most %(number)d items.") % {"number": AgendaItem.MOST})
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(_item(meeting, place, line) for place, line in enumerate(lines, 1))
    meeting.version += 1
    meeting.save(update_fields=["version"])
    record("meeting.changed", actor=actor, target=meeting)
    return meeting


def _item(meeting: Meeting, place: int, line: Line) -> AgendaItem:
    who = {"presenter_name": line.presenter} if isinstance(line.presenter, str) else {"presenter": line.presenter}
    return AgendaItem(meeting=meeting, position=place, kind=line.kind, title=line.title, minutes=line.minutes, **who)
