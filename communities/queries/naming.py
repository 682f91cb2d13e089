"""What makes a good name (PAHO/WHO methodology, design, stage 1; P8): advice, never a rule."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.queries.finding import similar_communities

JUST_STARTED = timedelta(minutes=10)  # in which a form that is sent twice is no second community
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
    hints: list[str]  # what might be better about it
    similar: list[Community]  # what there is already


def name_hints(name: str) -> list[str]:
    """What might be better about `name`; nothing for most."""
    return [str(hint) for pattern, hint in _ADVICE if pattern.search(name)]


def advice_on(name: str, reader: Any, *, of: Community | None = None) -> NameAdvice:
    """What to say of `name` to `reader`; that it is taken is said only of communities that they may know of.

    `of` is the community whose name it is to become, where there is one already.
    """
    hints = name_hints(name)
    namesakes = _namesakes(name, reader)
    if (namesakes.exclude(pk=of.pk) if of else namesakes).exists():
        hints.append(str(_("There is a community of this very name. A word more would keep the two apart.")))
    return NameAdvice(name, hints, [each for each in similar_communities(reader, name) if each != of])


def _namesakes(name: str, reader: Any) -> QuerySet[Community]:
    """Those of this name, whatever its case and accents, but for what `reader` has just started themselves."""
    found = Community.objects.visible_to(reader).filter(name__unaccent__iexact=name)
    lately = timezone.now() - JUST_STARTED
    return found.exclude(started_by=reader, created_at__gt=lately) if reader.is_authenticated else found


def slug_of(name: str, *, otherwise: str) -> str:
    """What of `name` can stand in an address; `otherwise` where nothing can."""
    return slugify(name)[:60].strip("-") or otherwise


def free_slug(name: str, *, is_hidden: bool) -> str:
    """A slug for a community of this name that nobody has yet; a hidden one's cannot be guessed."""
    base = slug_of(name, otherwise="community")
    tail = get_random_string(10, "abcdefghjkmnpqrstuvwxyz23456789")
    if is_hidden:
        return f"{base}-{tail}"
    is_taken = base in RESERVED_SLUGS or Community.objects.filter(slug=base).exists()
    return f"{base}-{tail[:4]}" if is_taken else base
