"""What leaders are shown of who changed what: changes of order and of settings, each with its words.

Apps class each of their verbs in `AppConfig.ready`: what is watched, by kind and in words, or what is left out. They
also say how a thing of theirs is called, for a reader who may see it: `name(kind, called)`, where `called(ids, reader)`
is a queryset that gives (id, what it is called, what its address takes) of those of `ids` that `reader` may see.
Where nothing is called that way, because it is gone or not theirs to see, a second sentence does without its name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activity.models import Entry

# In the order of the choices above the list.
KINDS: Mapping[str, Promise] = MappingProxyType(
    {
        "people": _("Members and roles"),
        "rooms": _("Spaces and guests"),
        "doors": _("Invitations and requests"),
        "settings": _("Settings and life"),
        "course": _("Charter, plan and statements"),
        "order": _("Posts, reports and rulings"),
    }
)


Words = str | Promise
Detail = Callable[[Mapping[str, Any], Any], str]
WITHIN = "\x1f"  # between the two parts of a name

_PLACE = re.compile(r"%\((who|what|where)\)s")


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: who, what, where, or ("") the words between them."""

    text: str
    place: str = ""


@dataclass(frozen=True)
class Watched:
    """What was done, as a sentence with a place for `who`, `what` and, where a name has two parts, `where`.

    `words` names what it was done to, `bare` does not. `detail` says more from an entry’s data and the
    community that it is of.
    """

    kind: str
    words: Words
    bare: Words
    detail: Detail | None = None


Sentences = Mapping[str, Words | tuple[Words, Words]]
Called = Callable[[list[int], Any], QuerySet]

_watched: dict[str, Watched] = {}
_left_out: set[str] = set()
_called: dict[str, tuple[Called, str]] = {}
_whole: set[str] = set()
_stand_ins: dict[str, tuple[str, str]] = {}

watched: Mapping[str, Watched] = MappingProxyType(_watched)  # {verb: how}


def watch(kind: str, words: Sentences, **details: Detail) -> None:
    """Show these verbs, {verb: (sentence with the name of a thing, one without)}; one sentence where none is named.

    `details` by verb with "__" for its dot.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no kind {kind}")
    for verb, said in words.items():
        if is_classed(verb):
            raise ValueError(f"{verb} is classed already")
        named, bare = said if isinstance(said, tuple) else (said, said)
        _watched[verb] = Watched(kind, named, bare, details.get(verb.replace(".", "__")))


def leave_out(*verbs: str) -> None:
    """Say of `verbs` that they change neither order nor settings, or are nobody else’s affair."""
    for verb in verbs:
        if verb in _watched:
            raise ValueError(f"{verb} is classed already")
        _left_out.add(verb)


def is_classed(verb: str) -> bool:
    return verb in _watched or verb in _left_out


def verbs_of(kind: str) -> tuple[str, ...]:
    """The verbs of one kind; all that are watched where no kind is asked for."""
    return tuple(verb for verb, how in _watched.items() if kind in ("", how.kind))


def name(kind: str, called: Called, address: str = "", *, is_whole: bool = False) -> None:
    """Say how things of one kind (a model's label_lower) are called, and the name of their address if they have one.

    With `is_whole`, what a reader may not see is not even there for them, instead of being named by its kind.
    """
    if kind in _called:
        raise ValueError(f"{kind} is called something already")
    _called[kind] = (called, address)
    if is_whole:
        _whole.add(kind)


def stand_in(kind: str, key: str, *verbs: str) -> None:
    """Say that what `verbs` are about may be gone, and is called as the thing of `kind` whose id their data has."""
    for verb in verbs:
        _stand_ins[verb] = (kind, key)


def is_named(entry: Entry) -> bool:
    """Whether some app says how such things are called."""
    return _about(entry)[0] in _called


def _about(entry: Entry) -> tuple[str, int]:
    """(kind, id) of what names the thing that an entry is about."""
    kind, key = _stand_ins.get(entry.verb, ("", ""))
    return (kind, entry.data[key]) if key in entry.data else (entry.kind, entry.object_id)


def is_shown_by_kind(kind: str) -> bool:
    """Whether a reader who may not see a thing learns that there is one."""
    return kind not in _whole


def called(ids: QuerySet, text: str | Any, key: str = "") -> QuerySet:
    """(id, text, key): what an app gives to `name`, from a queryset of what the reader may see."""
    said: Any = F(text) if isinstance(text, str) else text
    at: Any = Cast(F(key), TextField()) if key else Value("", output_field=TextField())
    return ids.order_by().annotate(called=Cast(said, TextField()), at_key=at).values_list("pk", "called", "at_key")


def names_for(entries: list[Entry], reader: Any) -> dict[tuple[str, int], tuple[str, str, str]]:
    """{(kind, id): (what it is called, name of its address, what that takes)} of what `reader` may see. One query."""
    ids: dict[str, set[int]] = {}
    for entry in entries:
        if is_named(entry):
            kind, pk = _about(entry)
            ids.setdefault(kind, set()).add(pk)
    if not ids:
        return {}
    parts = []
    for kind, wanted in sorted(ids.items()):
        found = _called[kind][0](sorted(wanted), reader)
        of_kind = Value(kind, output_field=TextField())
        parts.append(found.annotate(of_kind=of_kind).values_list("of_kind", "pk", "called", "at_key"))
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    named = {(kind, pk): (text, _called[kind][1], key) for kind, pk, text, key in rows}
    return {(entry.kind, entry.object_id): named[_about(entry)] for entry in entries if _about(entry) in named}


def within(text: Any, place: Any) -> Concat:
    """A name of two parts, both database expressions: what, and where it is."""
    return Concat(text, Value(WITHIN), place, output_field=TextField())


def sentence(verb: str, who: str, name: str = "") -> list[Part]:
    """What was done, piece by piece; without a name nothing is named."""
    what, _within, where = name.partition(WITHIN)
    words = watched[verb].words if name else watched[verb].bare
    texts = {"who": who, "what": what, "where": where}
    # Every second piece is the name of a place.
    pieces = enumerate(_PLACE.split(str(words)))
    parts = [Part(texts[piece], piece) if at % 2 else Part(piece) for at, piece in pieces]
    return [part for part in parts if part.text]
