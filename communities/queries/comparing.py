"""Two revisions of a charter side by side, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Charter, CharterRevision, Community, ExpectedResult
from communities.queries.charters import OF_COMMUNITY, SECTIONS, Content
from communities.queries.method import method

REVISIONS_PER_PAGE = 20
_WORD = re.compile(r"\S+\s*|\s+")  # with the space behind it


@dataclass(frozen=True)
class Part:
    """A run of words that stayed, was taken out, or was put in."""

    text: str
    is_removed: bool = False
    is_added: bool = False


@dataclass(frozen=True)
class Difference:
    """One field that differs between two revisions."""

    label: str
    parts: list[Part]


@dataclass(frozen=True)
class Change:
    """One revision in the history, with the titles of the sections that it changed."""

    revision: CharterRevision
    sections: list[str]


def history(community: Community, *, before: int | None = None) -> tuple[list[Change], int | None]:
    """The revisions below number `before`, the newest first, and the number to ask the next page with; two queries."""
    revisions = community.charter_revisions.select_related("by").order_by("-number")
    if before is not None:
        revisions = revisions.filter(number__lt=before)
    found = list(revisions[: REVISIONS_PER_PAGE + 1])
    titles = {step.key: step.title for step in method().steps}
    changes = []
    for place, revision in enumerate(found[:REVISIONS_PER_PAGE]):
        earlier = found[place + 1].content if place + 1 < len(found) else None
        changed = [
            titles[key] for key, names in SECTIONS.items() if earlier and _differ(earlier, revision.content, names)
        ]
        changes.append(Change(revision, changed))
    return changes, found[REVISIONS_PER_PAGE - 1].number if len(found) > REVISIONS_PER_PAGE else None


def _differ(old: Content, new: Content, names: tuple[str, ...]) -> bool:
    return any(old.get(name) != new.get(name) for name in names)


def two_of(revisions: QuerySet[CharterRevision], first: int | None, second: int | None) -> list[CharterRevision]:
    """The revisions of these numbers, the older first; where one is not there, the latest and that before it."""
    numbers = {number for number in (first, second) if number is not None}
    asked = revisions.filter(number__in=numbers).select_related("by").order_by("number")
    found = list(asked) if first != second else []
    return found if len(found) == 2 else list(revisions.select_related("by").order_by("-number")[:2])[::-1]


def differences(old: Content, new: Content) -> list[Difference]:
    """What differs between the contents of two revisions, in the order of the charter."""
    names = _names(old, new)
    before, after = dict(_told(old, names)), dict(_told(new, names))
    labels = {key: label for key, (label, _text) in (before | after).items()}
    texts = {key: (before.get(key, ("", ""))[1], after.get(key, ("", ""))[1]) for key in labels}
    return [Difference(labels[key], compared(*pair)) for key, pair in texts.items() if pair[0] != pair[1]]


def compared(old: str, new: str) -> list[Part]:
    """`new` against `old` by whole words; how they are spaced is no difference."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after])
    parts: list[Part] = []
    for verb, i, j, k, m in matcher.get_opcodes():
        removed, added = "".join(before[i:j]), "".join(after[k:m])
        if verb == "equal":
            parts.append(Part(added))
            continue
        if removed:
            parts.append(Part(removed.rstrip(), is_removed=True))
            parts.append(Part(" " if added else _space_behind(removed)))
        if added:
            parts.append(Part(added.rstrip(), is_added=True))
            parts.append(Part(_space_behind(added)))
    return [part for part in parts if part.text]


def _space_behind(text: str) -> str:
    return text[len(text.rstrip()) :]


def _names(*contents: Content) -> dict[int, str]:
    """{id: name} of those who watched over a result in any of `contents`."""
    owners = {result["owner"] for content in contents for result in content["results"]} - {None}
    return {person.pk: person.name for person in User.objects.filter(pk__in=owners)}


def _told(content: Content, names: dict[int, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """(key, (label, text)) of all that a charter holds, each as somebody would read it."""
    for fields in SECTIONS.values():
        for name in fields:
            if name == "results":
                for result in content["results"]:
                    yield f"result {result['id']}", (_("Expected result"), _told_result(result, names))
            else:
                yield name, (_label(name), told_value(name, content[name]))


def _label(name: str) -> str:
    fields = (Community if name in OF_COMMUNITY else Charter)._meta.concrete_fields
    return capfirst(str(next(field.verbose_name for field in fields if field.name == name)))


def told_value(name: str, value: Any) -> str:
    """The value of a field as somebody would read it."""
    if name == "kinds":
        return ", ".join(str(Charter.Kind(kind).label) for kind in value)
    if name == "needs_baseline":
        return _("Yes") if value else _("No")
    return str(value)


def _told_result(result: Content, names: dict[int, str]) -> str:
    told = [result["text"]]
    if result["measure"]:
        told.append(_("How we will know: %(measure)s") % {"measure": result["measure"]})
    if result["position"]:
        told.append(_("Place: %(number)d") % {"number": result["position"]})
    told.append(_("State: %(state)s") % {"state": ExpectedResult.State(result["state"]).label})
    if result["owner"]:
        told.append(_("Watched over by %(name)s") % {"name": names.get(result["owner"], _("Former member"))})
    told += [f"{each['title']}: {each['url']}" for each in result["evidence"]]
    return "\n".join(told)
