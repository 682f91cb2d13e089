"""Which of the facts that meetings records a community's stream shows, and which no stream ever does."""

from activity.streams import keep_out, show


def class_verbs() -> None:
    """Who has a seat is nobody's news, nor is what was mended."""
    show("meetings", "meeting.planned", "meeting.moved", "meeting.cancelled", "minutes.published")
    show("meetings", "series.scheduled", "series.extended", "series.called_off")
    keep_out("meeting.changed", "meeting.confirmed", "meeting.held", "meeting.freed", "minutes.written", "minutes.kept")
    keep_out("guest.invited", "guest.answered", "guest.joined")
    keep_out("meeting.finished", "counting.set", "date.cancelled", "series.changed")
    keep_out(
        *("seat.booked", "seat.waiting", "seat.offered", "seat.lapsed", "seat.given", "seat.taken_back"),
        *("seat.maybe", "seat.declined", "seat.cancelled", "seat.reminded", "seat.thanked", "seat.missed"),
    )
