"""Whom a text names: @handle, outside of code and links, of people who may be named in its space."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from communities.models import Space
from communities.queries import people_in
from core.markdown import Naming, render
from forums.models import Discussion, Post
from forums.queries.files import Placed, render_with_files

OFFERED = 8  # people at once, in the list beneath what is being typed
LISTED = 100  # people to choose from where nothing is typed
MOST_NAMED = 20  # people in one text
_HANDLE = re.compile(r"(?<![\w@/.+=&#-])@([A-Za-z0-9_](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9_])?)(?![\w@])")


@dataclass(frozen=True)
class Named:
    """The people whom one text names, by handle, and which of them it names in its own words and not in a quotation."""

    people: Mapping[str, User]
    addressed: frozenset[int]  # their ids


NOBODY = Named({}, frozenset())


def people_named(markdown: str, space: Space, writer: User, *, before: Iterable[User] = ()) -> Named:
    """Whom `writer` names: people who can read `space` and whose profile they may see.

    Whom the text named `before` an edit stays named. The first MOST_NAMED count. One query where there is a
    handle at all. Raises TextTooLong.
    """
    found: dict[str, bool] = {}

    def collect(words: str, is_quoted: bool) -> Iterable[tuple[str, str]]:
        for match in _HANDLE.finditer(words):
            handle = match[1].lower()
            found[handle] = found.get(handle, False) or not is_quoted
        return [(words, "")]

    if _HANDLE.search(markdown):
        render(markdown, collect)
    if not found:
        return NOBODY
    known = {person.handle: person for person in people_in(space, writer).filter(handle__in=found)}
    known |= {person.handle: person for person in before if person.handle in found}
    people = {handle: known[handle] for handle in [each for each in found if each in known][:MOST_NAMED]}
    return Named(people, frozenset(person.pk for handle, person in people.items() if found[handle]))


def named_before(post: Post) -> QuerySet[User]:
    """Whom a post names, or named before an edit."""
    return User.objects.filter(mentions__post=post)


def shown_as(person: User) -> tuple[str, str]:
    """The name of a person and the address of their profile; the erased have none."""
    return person.name, "" if person.erased_at else reverse("home:person", args=[person.handle])


def naming(shown: Mapping[str, tuple[str, str]]) -> Naming:
    """How `render` shows people: {handle: (name, address)}."""

    def name(words: str, is_quoted: bool) -> Iterable[tuple[str, str]]:
        at = 0
        for match in _HANDLE.finditer(words):
            if match[1].lower() in shown:
                yield words[at : match.start()], ""
                yield shown[match[1].lower()]
                at = match.end()
        yield words[at:], ""

    return name


def render_naming(markdown: str, named: Named, files: Collection[Placed] = ()) -> str:
    """The HTML of a text with its people linked, and its files. Raises TextTooLong."""
    people = {handle: shown_as(person) for handle, person in named.people.items()}
    return render_with_files(markdown, naming(people), files)


def with_handle(markdown: str, old: str, new: str) -> str:
    """`markdown` with one handle in the place of another."""
    return _HANDLE.sub(lambda match: f"@{new}" if match[1].lower() == old else match[0], markdown)


def with_erased(markdown: str, stored: str) -> str:
    """An edit that began before somebody was erased, with the handles that the `stored` text has for them now.

    Nobody knows any more who had which: each handle that belongs to nobody gives way, in the order in which they come.
    """
    there, sent = _handles_in(stored), _handles_in(markdown)
    people = User.objects.filter(handle__in={*there, *sent}).values_list("handle", "erased_at")
    erased_at = dict(people)
    erased = [handle for handle in there if handle not in sent and erased_at.get(handle)]
    lost = [handle for handle in sent if handle not in there and handle not in erased_at]
    for old, new in zip(lost, [*erased, *erased[-1:] * len(lost)], strict=False):
        markdown = with_handle(markdown, old, new)
    return markdown


def _handles_in(markdown: str) -> list[str]:
    return list(dict.fromkeys(match[1].lower() for match in _HANDLE.finditer(markdown)))


def people_to_name(discussion: Discussion, writer: Any, text: str = "") -> QuerySet[User]:
    """Whom `writer` may name here, those who wrote here first; `text` begins a part of the name, or the handle."""
    wrote = Post.objects.filter(discussion=discussion, author=OuterRef("pk"))
    people = people_in(discussion.space, writer).exclude(pk=writer.pk)
    if text:
        starts = Q(display_name__istartswith=text) | Q(display_name__icontains=f" {text}")
        people = people.filter(starts | Q(handle__istartswith=text))
    return people.annotate(wrote_here=Exists(wrote)).order_by("-wrote_here", "display_name", "pk")
