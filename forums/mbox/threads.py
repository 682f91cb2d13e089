"""Which messages belong together, and which answers which.

After Jamie Zawinski's message threading: references join messages, also over messages that are missing;
what would close a loop is left out. Each step is near-linear, and none is recursive.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from heapq import heapify, heappop, heappush

from forums.mbox.archive import Entry

_REPLY = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|rv|res|ynt|odp|回复|答复)\s?(?:\[\d+\]|\(\d+\))?\s?[:：]\s*", re.IGNORECASE
)
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|vb|转发)\s?[:：]\s*", re.IGNORECASE)
_TAG = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*")
# "Re: Question" or "Re: Hello" of some weeks ago says too little to join what nothing else joins.
_TELLING = 12  # characters of a subject
_SAME_TALK = timedelta(days=30)
_MOST_MISSING = 100


@dataclass(frozen=True, slots=True)
class Placed:
    entry: Entry
    sent_at: datetime
    parent: bytes | None  # key of the nearest ancestor in this archive
    missing: tuple[bytes, ...]  # keys of nearer ancestors, nearest first, that an earlier archive may have held


@dataclass
class Thread:
    """Messages in the order in which they become posts: none before the one it answers, else by date."""

    title: str  # "" when no message has a subject
    messages: list[Placed]


def join(entries: Iterable[Entry]) -> tuple[list[Thread], int]:
    """The threads of an archive, oldest first, and how many messages were copies of others."""
    unique, copies = _without_copies(entries)
    _fill_dates(unique)
    families = _Families()
    for entry in unique:
        families.add(entry.key)
        if entry.references:
            families.join(entry.key, entry.references[-1])
    for entry in unique:
        for older, younger in zip(entry.references, entry.references[1:], strict=False):
            families.join(younger, older)
    _join_by_mailbox(unique, families)
    tag = _list_tag(unique)
    _join_by_subject(unique, families, tag)
    together: dict[bytes, list[Placed]] = defaultdict(list)
    for placed in _placed(unique, families.parents):
        together[families.of(placed.entry.key)].append(placed)
    threads = [_thread(members, tag) for members in together.values()]
    return sorted(threads, key=lambda thread: _order(thread.messages[0].entry)), copies


def base_subject(subject: str, tag: str = "") -> tuple[str, bool]:
    """The subject without reply marks, forward marks and the list's tag; whether it was a reply's."""
    is_reply, before = False, None
    while before != subject:
        before = subject
        found = _TAG.match(subject)
        if found and tag and found[1].casefold() == tag:
            subject = subject[found.end() :]
        shorter = _REPLY.sub("", subject, count=1) if _REPLY.match(subject) else subject
        is_reply = is_reply or shorter != subject
        subject = _FORWARD.sub("", shorter, count=1) if _FORWARD.match(shorter) else shorter
    return subject.strip(), is_reply


class _Families:
    """A forest in which every key has at most one parent, and the family that each belongs to."""

    def __init__(self) -> None:
        self.parents: dict[bytes, bytes] = {}
        self._heads: dict[bytes, bytes] = {}

    def add(self, key: bytes) -> None:
        self._heads.setdefault(key, key)

    def of(self, key: bytes) -> bytes:
        head = key
        while self._heads[head] != head:
            head = self._heads[head]
        while self._heads[key] != head:
            self._heads[key], key = head, self._heads[key]
        return head

    def join(self, child: bytes, parent: bytes) -> None:
        """Put `child` under `parent`, unless it has a parent or that would close a loop."""
        self.add(child)
        self.add(parent)
        if child not in self.parents and self.of(child) != self.of(parent):
            self.parents[child] = parent
            self._heads[self.of(child)] = self.of(parent)


def _without_copies(entries: Iterable[Entry]) -> tuple[list[Entry], int]:
    unique: dict[bytes, Entry] = {}
    copies = 0
    for entry in entries:
        first = unique.get(entry.key)
        if first and first.dated != entry.dated:
            # A careless mailer gave two messages one Message-ID.
            entry.key = sha256(entry.key + entry.dated.encode("utf-8", "surrogateescape")).digest()
        if entry.key in unique:
            copies += 1
        else:
            unique[entry.key] = entry
    return list(unique.values()), copies


def _fill_dates(entries: list[Entry]) -> None:
    """A message without any date was sent about when its neighbour in the file was."""
    for neighbours in (entries, entries[::-1]):
        known: datetime | None = None
        for entry in neighbours:
            entry.sent_at = known = entry.sent_at or known
    for entry in entries:
        entry.sent_at = entry.sent_at or datetime.now(UTC)


def _join_by_mailbox(entries: list[Entry], families: _Families) -> None:
    """Join what a mailbox showed as one talk to the first of it, where nothing else says what it answers."""
    first: dict[str, Entry] = {}
    for entry in sorted((each for each in entries if each.thread), key=_order):
        families.join(entry.key, first.setdefault(entry.thread, entry).key)


def _list_tag(entries: list[Entry]) -> str:
    """The [tag] that a list puts before its subjects: what at least half of all messages begin with."""
    tags = Counter(found[1].casefold() for entry in entries if (found := _TAG.match(_bare(entry.subject))))
    tag, count = max(tags.items(), key=lambda item: item[1], default=("", 0))
    return tag if count >= 3 and 2 * count >= len(entries) else ""


def _bare(subject: str) -> str:
    while found := _REPLY.match(subject) or _FORWARD.match(subject):
        subject = subject[found.end() :]
    return subject


def _join_by_subject(entries: list[Entry], families: _Families, tag: str) -> None:
    """Join a "Re:" that says not what it answers to the last talk of that name, where that is safe."""
    last: dict[str, Entry] = {}
    for entry in sorted(entries, key=_order):
        subject, is_reply = base_subject(entry.subject, tag)
        named = subject.casefold()
        earlier = last.get(named)
        is_safe = is_reply and not entry.references and len(named) >= _TELLING
        if is_safe and earlier and _order(entry)[0] - _order(earlier)[0] <= _SAME_TALK:
            families.join(entry.key, earlier.key)
        last[named] = entry


def _placed(entries: list[Entry], parents: dict[bytes, bytes]) -> Iterator[Placed]:
    present = {entry.key for entry in entries}
    beyond: dict[bytes, bytes | None] = {}  # missing key: its nearest ancestor that is present
    for entry in entries:
        missing = []
        at = parents.get(entry.key)
        while at is not None and at not in present and at not in beyond:
            missing.append(at)
            at = parents.get(at)
        found = beyond.get(at, at) if at is not None else None
        beyond.update(dict.fromkeys(missing, found))
        yield Placed(entry, _order(entry)[0], found, tuple(_missing_above(entry.key, present, parents)))


def _missing_above(key: bytes, present: set[bytes], parents: dict[bytes, bytes]) -> Iterator[bytes]:
    for _ in range(_MOST_MISSING):
        above = parents.get(key)
        if above is None or above in present:
            return
        yield above
        key = above


def _thread(members: list[Placed], tag: str) -> Thread:
    answers: dict[bytes | None, list[Placed]] = defaultdict(list)
    for placed in members:
        answers[placed.parent].append(placed)
    messages: list[Placed] = []
    ready = [(_order(placed.entry), placed) for placed in answers[None]]
    heapify(ready)
    while ready:
        _, placed = heappop(ready)
        messages.append(placed)
        for answer in answers[placed.entry.key]:
            heappush(ready, (_order(answer.entry), answer))
    subjects = (base_subject(placed.entry.subject, tag)[0] for placed in messages)
    return Thread(next(filter(None, subjects), ""), messages)


def _order(entry: Entry) -> tuple[datetime, int]:
    assert entry.sent_at, "dates are filled by now"
    return entry.sent_at, entry.number
