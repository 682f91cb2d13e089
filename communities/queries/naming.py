"""What makes a good name (PAHO/WHO methodology, design, stage 1; P8): advice, never a rule."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from activity.models import Entry
from communities.models import Community
from communities.queries.finding import similar_communities
from core.prepared import Prepared

_TAIL, _SIGNS = 10, "abcdefghjkmnpqrstuvwxyz23456789"  # of what cannot be guessed
_ENDING = re.compile(rf"-([{_SIGNS}]{{{_TAIL}}})$")
LONGEST_LED_ON = 69  # signs of a slug: with a tail they fill the column
RESERVED_SLUGS = {"new"}  # of communities and of spaces: where each is opened

_ADVICE = (
    (
        re.compile(r"\bco-?ordinat(?:e|es|ed|ing|ion|or|ors)\b", re.IGNORECASE),
        _("“Coordinate” is what an office does. What will people here find out or make together?"),
    ),
    (
        re.compile(r"\bmonitor(?:s|ed|ing)?\b", re.IGNORECASE),
        _("“Monitor” means watching others’ work. What would you like to get better at yourselves?"),
    ),
    (
        re.compile(r"\bmanag(?:e|es|ed|ing)\b", re.IGNORECASE),
        _("“Manage” sounds like a task that somebody was given. What will be different once you have learned it?"),
    ),
    (
        re.compile(r"\b(?:sub)?committee (?:of|for|on)\b", re.IGNORECASE),
        _("A committee says who sits in it. Say instead what you want to reach, and what you will have made."),
    ),
)


@dataclass(frozen=True)
class NameAdvice:
    """What is said of a name while it is being chosen."""

    name: str
    is_taken: bool  # by a community that the reader may know of
    hints: list[str]  # what might be better about it
    similar: list[Community]  # what there is already


def name_hints(name: str) -> list[str]:
    """What might be better about `name`; nothing for most."""
    return [str(hint) for pattern, hint in _ADVICE if pattern.search(name)]


def advice_on(name: str, reader: Any, *, of: Community | None = None) -> NameAdvice:
    """What to say of `name` to `reader`; that it is taken is said only of communities that they may know of.

    `of` is the community whose name it is to become, where there is one already.
    """
    similar = [each for each in similar_communities(reader, name) if each != of]
    return NameAdvice(name, is_taken(name, reader, of=of), name_hints(name), similar)


def is_taken(name: str, reader: Any, *, of: Community | None = None) -> bool:
    """Whether another community than `of` has this name, whatever its case and accents, that `reader` may know of.

    One that never began has none to keep.
    """
    found = Community.objects.visible_to(reader).filter(name__unaccent__iexact=name)
    return found.exclude(phase=Community.Phase.DID_NOT_LAUNCH).exclude(pk=of and of.pk).exists()


def slug_of(name: str, *, otherwise: str) -> str:
    """What of `name` can stand in an address; `otherwise` where nothing can."""
    return slugify(name)[:60].strip("-") or otherwise


def hidden_slug(slug: str) -> str:
    """What cannot be guessed, for a community that was found at `slug` until now; its members are led on from there."""
    return f"{slug[:LONGEST_LED_ON]}-{_tail()}"


def slug_led_to(slug: str, reader: Any) -> str:
    """Where a community of `reader` is that stood at `slug` before it was hidden, or before the site let it be found.

    Empty where none did, and where one that `reader` may know of stands there now.
    """
    if not reader.is_authenticated or _AT(reader=reader, slug=slug):
        return ""
    found = _HIDDEN_NOW(reader=reader, pattern=rf"^{re.escape(slug)}-[{_SIGNS}]{{{_TAIL}}}$")
    if tail := tail_of(slug):
        found += _let_out(reader, tail)
    return max(found)[1] if found else ""


def _at(reader: Any, slug: str) -> QuerySet:
    return Community.objects.visible_to(reader).filter(slug=slug).values_list("pk")[:1]


def _hidden_now(reader: Any, pattern: str) -> QuerySet:
    hidden = Community.objects.joined_by(reader).filter(visibility=Community.Visibility.HIDDEN)
    return hidden.filter(slug__regex=pattern).values_list("pk", "slug")


# Each address beneath a community that is not there, or not for this reader, asks.
_AT, _HIDDEN_NOW = Prepared(_at), Prepared(_hidden_now)


def _let_out(reader: Any, tail: str) -> list[tuple[int, str]]:
    own = Community.objects.joined_by(reader)
    entries = Entry.objects.filter(community_id__in=own.values("pk"), verb="approval.granted", data__former=tail)
    return list(own.filter(pk__in=entries.values("community_id")).values_list("pk", "slug"))


def tail_of(slug: str) -> str:
    """The letters at the end of the address of a hidden community that nobody can guess; empty where there are none."""
    found = _ENDING.search(slug)
    return found[1] if found else ""


def _tail() -> str:
    return get_random_string(_TAIL, _SIGNS)


def free_slug(name: str, *, is_hidden: bool) -> str:
    """A slug for a community of this name that nobody has yet; a hidden one's cannot be guessed."""
    base = slug_of(name, otherwise="community")
    tail = _tail()
    if is_hidden:
        return f"{base}-{tail}"
    is_taken = base in RESERVED_SLUGS or Community.objects.filter(slug=base).exists()
    return f"{base}-{tail[:4]}" if is_taken else base
