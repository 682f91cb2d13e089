"""Addresses of this site among those to which a closing leads: they are called by what is there."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

from communities.models import Community, Space
from forums.models import Closing, Discussion, FollowOn, Merge, Post
from library.models import Item

_DISCUSSIONS = {"forums:discussion", "forums:discussion-short", "forums:print"}
_ITEMS = {"library:item", "library:item-short"}


def called(address: str, reader: Any) -> tuple[str, str] | None:
    """The (FollowOn.Kind, title) of what `address` leads to on this site, where `reader` may see it.

    One query, and one more for a discussion that is not there: it may go on in another one.
    """
    found = _found_here(address)
    return _named(found.view_name, found.kwargs, reader) if found else None


def _found_here(address: str) -> ResolverMatch | None:
    here, given = urlsplit(settings.SITE_URL), urlsplit(address)
    if given.netloc.lower() != here.netloc.lower():
        return None
    try:
        return resolve(given.path)
    except Resolver404:
        return None


def _named(view: str, given: dict[str, Any], reader: Any) -> tuple[str, str] | None:
    kind: str = FollowOn.Kind.DISCUSSION
    if view in _DISCUSSIONS:
        titles = Discussion.objects.visible_to(reader).filter(pk=given["pk"]).values_list("title")
    elif view == "forums:post":
        posts = Post.objects.visible_to(reader).standing().filter(pk=given["pk"])
        titles = posts.values_list("discussion__title")
    elif view in _ITEMS:
        kind = FollowOn.Kind.ARTICLE
        titles = Item.objects.visible_to(reader).filter(pk=given["pk"]).values_list("title")
    elif view == "home:community":
        kind = FollowOn.Kind.GROUP
        titles = Community.objects.visible_to(reader).filter(slug=given["slug"]).values_list("name")
    else:
        return None
    title = titles.first()
    if title is None and view in _DISCUSSIONS:
        merged = Merge.objects.visible_to(reader).filter(source=given["pk"])
        title = merged.values_list("marker__discussion__title").first()
    return (kind, title[0]) if title else None


def links_of(closings: QuerySet[Any] | Iterable[int], reader: Any) -> dict[int, list[FollowOn]]:
    """Of closings (ids), where each leads: only what `reader` may see, where it is on this site.

    One query, and those of `_seen` for things on this site to which any of them leads.
    """
    rows = list(FollowOn.objects.filter(closing__in=closings))
    there = {row.pk: _thing_at(row.url) for row in rows}
    seen = _seen({thing for thing in there.values() if thing}, reader)
    links: dict[int, list[FollowOn]] = {}
    for row in rows:
        thing = there[row.pk]
        if thing is None or thing in seen:
            links.setdefault(row.closing_id, []).append(row)
    return links


def with_links(closings: Iterable[Closing], reader: Any) -> list[Closing]:
    """`closings` with `leads_to`, as `links_of` has it."""
    found: list[Any] = list(closings)
    links = links_of([closing.pk for closing in found], reader) if found else {}
    for closing in found:
        closing.leads_to = links.get(closing.pk, [])
    return found


Thing = tuple[str, tuple[Any, ...]]  # a key of _SEEN, and what tells it from others of its kind
_SEEN: dict[str, tuple[Callable[[Any], QuerySet[Any]], tuple[str, ...]]] = {
    "d": (Discussion.objects.visible_to, ("pk",)),
    "p": (Post.objects.visible_to, ("pk",)),
    "library": (Item.objects.visible_to, ("pk",)),
    "c": (Community.objects.visible_to, ("slug",)),
    "s": (Space.objects.visible_to, ("community__slug", "slug")),
}


def _thing_at(address: str) -> Thing | None:
    """The discussion, post, item, space or community whose address it is, or beneath whose address it stands."""
    found = _found_here(address)
    if found is None:
        return None
    given, word = found.kwargs, found.route.partition("/")[0]
    if word == "c" and "slug" in given:
        space = given.get("space", given.get("space_slug"))
        return ("s", (given["slug"], space)) if space else ("c", (given["slug"],))
    return (word, (given["pk"],)) if word in _SEEN and found.route.startswith(f"{word}/<int:pk>/") else None


def _seen(things: set[Thing], reader: Any) -> set[Thing]:
    """Those of `things` that `reader` may see, or that go on where they may. One query for each kind.

    One more where a discussion is not there.
    """
    seen: set[Thing] = set()
    for kind in {kind for kind, _key in things}:
        visible_to, fields = _SEEN[kind]
        *_others, last = fields
        wanted = [key[-1] for of, key in things if of == kind]
        keys = visible_to(reader).filter(**{f"{last}__in": wanted}).order_by().values_list(*fields)
        seen |= {(kind, key) for key in keys}
    if missing := [key[0] for kind, key in things - seen if kind == "d"]:
        merged = Merge.objects.visible_to(reader).filter(source__in=missing)
        seen |= {("d", key) for key in merged.values_list("source")}
    return seen
