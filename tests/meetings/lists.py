"""How tests ask for the list of who comes to a meeting."""

from django.urls import reverse


def page_of(meeting, name="people", **kwargs):
    return reverse(f"meetings:{name}", args=[meeting.pk], **kwargs)


def address(seat, name):
    return reverse(f"meetings:{name}", args=[seat.meeting_id, seat.pk])


def standing(person, meeting):
    seat = meeting.seats.filter(person=person).first()
    return seat and (seat.state, seat.role)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]
