"""Which of the facts that meetings records a community's stream shows, and which no stream ever does."""

from activity.streams import keep_out, show


def class_verbs() -> None:
    """Who has a seat is nobody's news, nor is what was mended."""
    show("meetings", "meeting.planned", "meeting.moved", "meeting.cancelled", "minutes.published")
    keep_out("meeting.changed", "meeting.confirmed", "meeting.held", "meeting.freed", "minutes.written", "minutes.kept")
    keep_out(
        *("seat.booked", "seat.waiting", "seat.offered", "seat.lapsed", "seat.given", "seat.taken_back"),
        *("seat.maybe", "seat.declined", "seat.cancelled"),
    )
