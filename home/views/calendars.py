"""Calendars to subscribe to, by the key of one's private feeds (RFC 5545): what they show is asked anew each time."""

from hashlib import sha256

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from communities.models import Community
from forums.queries.feeds import key_of
from meetings.queries.calendars import feed_of_community, feed_of_person


@require_safe
def mine(request, token):
    reader = _reader(token)
    return _answer(request, reader, lambda: feed_of_person(reader))


@require_safe
def community(request, token, slug):
    reader = _reader(token)
    found = get_object_or_404(Community.objects.readable_by(reader), slug=slug)
    return _answer(request, reader, lambda: feed_of_community(found, reader))


def _reader(token):
    """Whose key it is; an ended one is missing like any other."""
    key = key_of(token)
    if key is None:
        raise Http404
    return key.person


def _answer(request, reader, written):
    with translation.override(reader.language), timezone.override(reader.zone):
        body = written()
    etag = f'"{sha256(body).hexdigest()[:24]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="copse.ics"'
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response)
