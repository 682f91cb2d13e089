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


def parts(letter):
    return [part for part in letter.walk() if part.get_content_type() in ("text/calendar", "application/ics")]


def brought(letter):
    """(method, event) of what a letter brings; both of its parts say the same."""
    inline, file = parts(letter)
    content = file.get_content()
    assert inline.get_payload(decode=True).replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")
    assert file.get_filename() == "invite.ics"
    assert inline.get_content_charset() == "utf-8"
    method = inline["Content-Type"].params["method"]
    assert f"METHOD:{method}\r\n".encode() in content
    (event,) = events(content).values()
    return method, event
