"""Atom feeds: for everybody of what everybody reads, and for one person by a key of their own (RFC 4287)."""

import re
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.models import Community, Space
from core.markdown import without_pictures
from forums import actions
from forums.models import Discussion
from forums.queries import feeds
from forums.queries.merging import marker_of

_TAKEN_FROM = re.compile(r'(\s(?:href|src)=")/(?!/)')
_UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


@require_safe
def community(request, slug, token=""):
    _key, reader = _reader(token)
    found = get_object_or_404(Community.objects.readable_by(reader), slug=slug)
    return _answer(request, feeds.feed_of_community(found, reader))


@require_safe
def space(request, slug, space_slug, token=""):
    _key, reader = _reader(token)
    spaces = Space.objects.visible_to(reader).select_related("community")
    found = get_object_or_404(spaces, community__slug=slug, slug=space_slug)
    return _answer(request, feeds.feed_of_space(found, reader))


@require_safe
def discussion(request, pk, token=""):
    _key, reader = _reader(token)
    begun = Discussion.objects.visible_to(reader).exclude(opened_at=None).select_related("space__community")
    found = begun.filter(pk=pk).first()
    if found is None:
        return redirect(_goes_on(request, pk, reader), permanent=True)
    return _answer(request, feeds.feed_of_discussion(found, reader))


def _goes_on(request, pk, reader):
    """The same feed of the discussion in which all of that one stands now, as far as `reader` may read it."""
    if (marker := marker_of(pk, reader)) is None:
        raise Http404
    at = request.resolver_match
    return reverse(at.view_name, kwargs=at.kwargs | {"pk": marker.discussion_id})


@require_safe
def mine(request, token):
    key, reader = _reader(token)
    return _answer(request, feeds.feed_of_person(reader, key.made_at))


def _reader(token):
    """(key, whose it is). Without a token that is a visitor, whoever is signed in: everybody gets the same."""
    if not token:
        return None, AnonymousUser()
    key = feeds.key_of(token)
    if key is None:
        raise Http404
    return key, key.person


def _answer(request, feed):
    body = _atom(feed, request.path)
    etag = f'"{sha256(body).hexdigest()[:24]}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Last-Modified"] = http_date(feed.updated_at.timestamp())
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response)


class _Atom(Atom1Feed):
    """An empty feed has not changed since what it is about began, rather than just now."""

    def latest_post_date(self):
        return self.feed["updated_at"]


def _atom(feed, path):
    atom = _Atom(
        title=_told(feed.title),
        link=settings.SITE_URL + feed.url,
        description="",
        subtitle=_told(feed.about) or None,
        language=get_language(),
        feed_url=settings.SITE_URL + path,
        feed_guid=get_tag_uri(settings.SITE_URL + feed.name, feed.began_at),
        updated_at=feed.updated_at,
    )
    for item in feed.items:
        atom.add_item(
            title=_told(item.title),
            link=settings.SITE_URL + item.url,
            description=_told(_TAKEN_FROM.sub(rf"\1{settings.SITE_URL}/", without_pictures(item.html))),
            author_name=_told(item.author) or None,
            unique_id=get_tag_uri(settings.SITE_URL + item.name, item.at),
            pubdate=item.at,
            updateddate=item.updated_at,
        )
    return atom.writeString("utf-8").encode()


def _told(text):
    return _UNTOLD.sub("", text)


@login_required
@require_safe
def private(request):
    return _show(request, "")


@login_required
@require_POST
def private_make(request):
    """The key stands on this page alone: it is kept nowhere. Making it twice makes two, of which the second opens."""
    return _show(request, actions.make_feed_key(actor=request.user))


@login_required
@require_POST
def private_end(request):
    actions.end_feed_key(actor=request.user)
    messages.success(request, _("Your private feeds and calendars are closed. Their addresses open nothing any more."))
    return redirect("forums:feeds")


def _show(request, token):
    context = {"key": feeds.key_held_by(request.user), "token": token}
    if token:
        context["all_url"] = settings.SITE_URL + reverse("forums:private-feed", args=[token])
        spaces = list(feeds.spaces_with_feeds(request.user))
        context["spaces"] = [(space, _address(space, token)) for space in spaces]
        context["calendar_url"] = settings.SITE_URL + reverse("home:calendar", args=[token])
        communities = dict.fromkeys(space.community for space in spaces)
        context["calendars"] = [(community, _calendar(community, token)) for community in communities]
    response = render(request, "forums/feeds.html", context)
    if token:
        response["Cache-Control"] = "no-store"
    return response


def _calendar(community, token):
    return settings.SITE_URL + reverse("home:community-calendar", args=[token, community.slug])


def _address(space, token):
    return settings.SITE_URL + reverse("forums:private-space-feed", args=[token, space.community.slug, space.slug])
