"""Calendars read again by a program that knows nothing of Copse."""

import vobject


def events(raw):
    """{title: event} of a calendar; no title stands in it twice."""
    found = getattr(vobject.readOne(raw.decode()), "vevent_list", [])
    named = {event.summary.value: event for event in found}
    assert len(named) == len(found)
    return named


def words(event):
    """{property: what it says} of the event, where that is text."""
    return {child.name: child.value for child in event.getChildren() if isinstance(child.value, str)}
