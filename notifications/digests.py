"""What a digest holds for one person, put together when it is sent or looked at; nothing of it is stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.template import loader

from accounts.models import User
from accounts.queries import blocked_by
from activity.models import Entry
from core import seams
from core.seams import Resolved
from notifications import kinds
from notifications.hearing import nearest, scopes_around
from notifications.models import IN_LIST, Delivery, MailRhythm, Notification, OutboxMessage, Volume, text_of
from notifications.queries import STANDING, resolve_all

IN_DIGEST = "_digest.html"
MOST_THREADS = 20  # of one community; of the others their number is said
MOST_POSTS = 5  # of one discussion, of which the first words are shown

Thing = tuple[str, int]  # (kind, id)
_COLUMNS = ("id", "verb", "kind", "object_id", "actor", "community_id", "space_id")


@dataclass(frozen=True)
class _Found:
    """An entry that may stand in the digest; `kind` is why."""

    pk: int
    verb: str
    thing: Thing
    community: int | None
    space: int | None
    kind: kinds.Kind
    is_told: bool  # to this person, by a notification

    @property
    def is_counted(self) -> bool:
        """Whether it is one of many; what is addressed to the person is not."""
        return kinds.is_counted(self.verb) and self.kind.name == kinds.news[self.verb]


@dataclass(frozen=True)
class Line:
    """One thing that happened, said by the app that it belongs to."""

    entry: Entry
    resolved: Resolved

    @property
    def template(self):
        """Its words for a digest, else those for the list of notifications."""
        return loader.select_template([text_of(self.entry, IN_DIGEST), text_of(self.entry, IN_LIST)])

    @property
    def is_closing(self) -> bool:
        return kinds.news.get(self.entry.verb) == "closed"


@dataclass
class Thread:
    """What is new in one discussion, or in a community itself."""

    about: Resolved
    community: int | None
    space: int | None
    lines: list[Line] = field(default_factory=list)
    posts: list[_Found] = field(default_factory=list)
    first_words: list[Line] = field(default_factory=list)

    @property
    def new_count(self) -> int:
        return len(self.posts)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Closings on top, then what else is told, then the liveliest."""
        return (not any(line.is_closing for line in self.lines), not self.lines, -self.new_count)


@dataclass(frozen=True)
class Group:
    """One community."""

    name: str
    threads: list[Thread]
    more_count: int  # threads that are not shown


@dataclass(frozen=True)
class Digest:
    groups: list[Group]

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @property
    def other_count(self) -> int:
        """Communities beside the first."""
        return len(self.groups) - 1


class Edition:
    """What lies behind the entry `after` as far as `up_to`, for many readers.

    Asked once for all of them: what they were told, what they wish, where they belong and what happened there. What
    each of them may see is not; that is asked for each, by `compose`.
    """

    def __init__(self, people: Collection[int], *, after: int, up_to: int) -> None:
        self.people, self.after, self.up_to = people, after, up_to
        self.chosen: dict[int, dict[str, str]] = defaultdict(dict)
        self.levels: dict[int, dict[Thing, str]] = defaultdict(dict)
        self.told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        self.places: dict[int, dict[int, set[int | None]]] = defaultdict(lambda: defaultdict(set))
        self._news: dict[int, list[tuple[Any, ...]]] = {}
        self._entries: dict[int, Entry] = {}
        for person, kind, by in Delivery.objects.filter(person__in=people).values_list("person", "kind", "by"):
            self.chosen[person][kind] = by
        levels = Volume.objects.filter(person__in=people).values_list("person", "scope_kind", "scope_id", "level")
        for person, kind, pk, level in levels:
            self.levels[person][kind, pk] = level
        told = Notification.objects.filter(recipient__in=people, entry__gt=after, entry__lte=up_to).order_by()
        for person, *row in told.values_list("recipient", "kind", "read_at", *(f"entry__{name}" for name in _COLUMNS)):
            self.told[person].append(tuple(row))
        self._leave_out(seams.resting(people))

    def _leave_out(self, resting: set[tuple[int, int]]) -> None:
        """Nothing of where somebody asked to be left alone, but for their own standing."""
        for person, rows in self.told.items():
            self.told[person] = [
                row for row in rows if (person, row[-2]) not in resting or kinds.why(row[0], row[3]).name == STANDING
            ]
        for person, community, space in seams.own_spaces(self.people):
            if (person, community) not in resting:
                self.places[person][community].add(space)

    def news_of(self, person: int) -> Iterator[tuple[Any, ...]]:
        """(_COLUMNS) of what happened where `person` belongs."""
        places = self.places[person]
        missing = places.keys() - self._news.keys()
        if missing:
            self._news |= {community: [] for community in missing}
            happened = Entry.objects.filter(community_id__in=missing, pk__gt=self.after, pk__lte=self.up_to)
            for row in happened.filter(verb__in=kinds.news).order_by("pk").values_list(*_COLUMNS):
                self._news[row[-2]].append(row)  # its community
        for community, spaces in places.items():
            yield from (row for row in self._news[community] if row[-1] in spaces)

    def entries(self, wanted: Iterable[int]) -> dict[int, Entry]:
        """By id, with their actors."""
        wanted = set(wanted)
        missing = wanted - self._entries.keys()
        if missing:
            self._entries |= Entry.objects.select_related("actor").in_bulk(missing)
        return {pk: self._entries[pk] for pk in wanted}

    def level(self, person: int, thread: str, space: int | None, community: int | None) -> str:
        """How much `person` wants to hear: of a thread, else of its space or community, else what is usual."""
        return nearest(self.levels[person], scopes_around(_scope(thread), space, community))


def editions(letters: Iterable[OutboxMessage]) -> dict[int, Edition]:
    """{outbox row: its edition}: one for all letters that go from the same entry to the same."""
    together: dict[tuple[int, int], list[OutboxMessage]] = defaultdict(list)
    for letter in letters:
        together[letter.entry.data["after"], letter.entry.data["up_to"]].append(letter)
    return {
        letter.pk: edition
        for (after, up_to), some in together.items()
        for edition in [Edition([each.recipient_id or 0 for each in some], after=after, up_to=up_to)]
        for letter in some
    }


def preview(reader: User) -> Digest:
    """What the next digest of `reader` would hold if it were sent now; nothing is moved on."""
    cursor = MailRhythm.objects.filter(person=reader).values_list("cursor", flat=True).first()
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return compose(reader, Edition([reader.pk], after=newest if cursor is None else cursor, up_to=newest))


def compose(reader: User, edition: Edition) -> Digest:
    """What is new to `reader` in `edition`, as they may see it at this moment.

    That is what they were told of in a way that waits for the digest and have not read, and what happened in their
    communities, by their volume. Nothing of their own, nothing that they saw already or were mailed at once.
    """
    found = _found(reader, edition)
    unseen = _unseen(found, reader)
    resolved = resolve_all((one.thing for one in found if not one.is_counted), reader)
    places = {one.pk: place for one in found if (place := _place(one, unseen, resolved))}
    wanted = [one for one in found if one.pk in places and _is_heard(one, places[one.pk], reader, edition)]
    scopes = {_scope(places[one.pk]) for one in wanted}
    abouts = resolved | resolve_all(scopes - resolved.keys(), reader)
    entries = edition.entries(one.pk for one in wanted if not one.is_counted)
    threads: dict[str, Thread] = {}
    for one in wanted:
        key = places[one.pk]
        if _scope(key) not in abouts:
            continue
        thread = threads.setdefault(key, Thread(abouts[_scope(key)], one.community, one.space))
        if one.is_counted:
            thread.posts.append(one)
        else:
            thread.lines.append(Line(entries[one.pk], resolved[one.thing]))
    _add_first_words(threads, reader, edition)
    return Digest(_grouped(threads.values()))


def _found(reader: User, edition: Edition) -> list[_Found]:
    """What `reader` was told and what happened where they belong, by age, as far as they want it in a digest."""
    chosen, found, blocked = edition.chosen[reader.pk], [], blocked_by(reader)
    known = set()
    for name, read_at, pk, verb, kind, object_id, actor, community, space in edition.told[reader.pk]:
        known.add(pk)
        if actor in blocked and verb in kinds.personal:
            continue
        what = kinds.why(name, verb)
        if read_at is None and chosen.get(what.name, what.by) == kinds.DIGEST:
            found.append(_Found(pk, verb, (kind, object_id), community, space, what, is_told=True))
    for pk, verb, kind, object_id, actor, community, space in edition.news_of(reader.pk):
        what = kinds.KINDS[kinds.news[verb]]
        if actor in blocked and verb in kinds.personal:
            continue
        if pk not in known and actor != reader.pk and chosen.get(what.name, what.by) not in kinds.WITHOUT_MAIL:
            found.append(_Found(pk, verb, (kind, object_id), community, space, what, is_told=False))
    return sorted(found, key=lambda one: one.pk)


def _is_heard(one: _Found, thread: str, reader: User, edition: Edition) -> bool:
    quiet_at = one.kind.quiet_at if one.is_told else Volume.QUIET
    return edition.level(reader.pk, thread, one.space, one.community) not in quiet_at


def _unseen(found: Iterable[_Found], reader: User) -> dict[Thing, str]:
    """{thing: its thread} of the kinds of which it is known whether `reader` has seen them."""
    ids: dict[str, list[int]] = defaultdict(list)
    for one in found:
        if one.thing[0] in seams.unseen.answers:
            ids[one.thing[0]].append(one.thing[1])
    return {(kind, pk): thread for kind, some in ids.items() for pk, thread in seams.unseen(kind, some, reader).items()}


def _place(one: _Found, unseen: dict[Thing, str], resolved: dict[Thing, Resolved]) -> str:
    """Its thread, or nothing where it is not for this reader's eyes, or they have seen it."""
    if one.thing[0] in seams.unseen.answers:
        return unseen.get(one.thing, "") if one.is_counted or one.thing in resolved else ""
    return resolved[one.thing].thread or ".".join(map(str, one.thing)) if one.thing in resolved else ""


def _scope(thread: str) -> Thing:
    """("forums.discussion", 7) of "forums.discussion.7"."""
    kind, _dot, pk = thread.rpartition(".")
    return kind, int(pk)


def _add_first_words(threads: dict[str, Thread], reader: User, edition: Edition) -> None:
    """Where `reader` wants to hear everything: the first words of the first few posts that are new to them."""
    shown = {
        one: thread
        for key, thread in threads.items()
        if edition.level(reader.pk, key, thread.space, thread.community) == Volume.Level.ALL
        for one in thread.posts[:MOST_POSTS]
    }
    if not shown:
        return
    resolved = resolve_all((one.thing for one in shown), reader)
    entries = edition.entries(one.pk for one in shown)
    for one, thread in shown.items():
        if one.thing in resolved:
            thread.first_words.append(Line(entries[one.pk], resolved[one.thing]))


def _grouped(threads: Iterable[Thread]) -> list[Group]:
    groups: dict[tuple[str, int], list[Thread]] = defaultdict(list)
    for thread in threads:
        groups[thread.about.community_name, thread.community or 0].append(thread)
    return [_group(name, some) for (name, _community), some in sorted(groups.items())]


def _group(name: str, threads: list[Thread]) -> Group:
    ranked = sorted(threads, key=lambda thread: thread.rank)
    return Group(name, ranked[:MOST_THREADS], len(ranked[MOST_THREADS:]))
