"""What a meeting begins its agenda with."""

from meetings.kinds import AGENDAS
from meetings.models import AgendaItem, Meeting


def begin_agenda(meeting: Meeting) -> None:
    """Give a new meeting the agenda that its kind suggests, where it suggests one."""
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place, kind=kind, title=str(title), minutes=minutes)
        for place, (kind, title, minutes) in enumerate(AGENDAS.get(meeting.kind, ()), 1)
    )
