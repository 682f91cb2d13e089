"""A whole archive brought into a space, and the report of it: the same before, as a dry run, and after."""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from communities.models import Space
from forums.effects.importing import Imported, import_thread
from forums.mbox import archive as messages
from forums.mbox import threads
from forums.mbox.archive import Damage, Damaged, Entry
from forums.mbox.containers import Archive, Part, Why
from forums.mbox.threads import Thread

LISTS_NAMED = 20
Advance = Callable[[int], object]


class SeveralLists(Exception):
    """Somebody's own mailbox holds messages of several lists: {name: messages}."""

    def __init__(self, lists: Counter[str]) -> None:
        super().__init__(lists)
        self.lists = lists


@dataclass(frozen=True)
class Unread:
    """A message that could not be brought in: its number in its file, where it begins in there, and why."""

    part: str
    number: int  # from 1
    offset: int  # bytes
    message_id: str  # "" where it has none
    damage: Damage


@dataclass
class Report:
    """What came, or would come."""

    files: int = 0
    left_out: list[tuple[str, Why]] = field(default_factory=list)  # files
    messages: int = 0
    copies: int = 0  # of messages in the same archive
    of_other_lists: int = 0
    unread: list[Unread] = field(default_factory=list)
    posts: int = 0
    begun: int = 0  # discussions
    continued: int = 0
    already: int = 0  # messages that are posts since an earlier import
    locked: list[tuple[str, int]] = field(default_factory=list)  # discussions that are not open, messages left out
    refused: list[tuple[str, int, str]] = field(default_factory=list)  # threads, messages left out, why
    attachments: int = 0  # named and left behind
    people: set[str] = field(default_factory=set)  # by the keys of their addresses
    first_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything came that was meant to."""
        return not (self.unread or self.locked or self.refused or any(why == Why.DAMAGED for _, why in self.left_out))

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing in it that looks like a message."""
        return self.messages == sum(unread.damage == Damage.NO_HEADERS for unread in self.unread)

    def add(self, thread: Thread, imported: Imported) -> None:
        self.posts += imported.posts
        self.begun += imported.is_new
        self.continued += imported.is_continued
        self.already += imported.already
        self.attachments += imported.attachments
        self.people |= imported.people
        self.first_at = min(filter(None, (self.first_at, imported.first_at)), default=None)
        self.last_at = max(filter(None, (self.last_at, imported.last_at)), default=None)
        if imported.locked:
            self.locked.append((thread.title, imported.locked))
        if imported.refused:
            self.refused.append((thread.title, imported.left_out, imported.refused))


def bring_in(
    space: Space,
    archive: Archive,
    *,
    keep: bool,
    only_list: str = "",
    read: Advance = lambda size: None,
    done: Advance = lambda count: None,
) -> Report:
    """Bring an archive into `space`, or, without `keep`, find out what would come; returns the report.

    `only_list` takes what came by one list (its List-Id, or part of it) alone. `read` is told of bytes, `done` of
    messages. Begun again, it goes on where it stopped. Raises SeveralLists.
    """
    report = Report(files=len(archive.parts), left_out=archive.left_out)
    scanned = _Scan(archive, report, only_list.lower())
    found, report.copies = threads.join(scanned.sound(read))
    for thread in found:
        imported = import_thread(space, thread, read=lambda entry: messages.load(archive.file, entry), keep=keep)
        report.add(thread, imported)
        report.unread += [scanned.named(damaged) for damaged in imported.damaged]
        done(len(thread.messages))
    report.unread.sort(key=lambda unread: (scanned.order[unread.part], unread.number))
    return report


class _Scan:
    """Reads the index of an archive, and knows in which of its files a message stands."""

    def __init__(self, archive: Archive, report: Report, only_list: str) -> None:
        self.archive, self.report, self.only_list = archive, report, only_list
        self.starts = [part.start for part in archive.parts]
        self.order = {part.name: place for place, part in enumerate(archive.parts)}
        self.before: dict[int, int] = {}  # messages in front of each file, by where it begins
        self.lists: Counter[str] = Counter()  # in somebody's own mailbox

    def sound(self, advance: Advance) -> Iterator[Entry]:
        entries = [*self._sound(advance)]
        if len(self.lists) > 1 and not self.only_list:
            raise SeveralLists(self.lists)
        yield from entries

    def _sound(self, advance: Advance) -> Iterator[Entry]:
        damaged = []
        for each in messages.scan(self.archive.file, advance):
            self.before.setdefault(self._part(each.offset).start, self.report.messages)
            self.report.messages += 1
            if isinstance(each, Damaged):
                damaged.append(each)
            elif self.only_list and self.only_list not in each.list:
                self.report.of_other_lists += 1
            else:
                if each.thread:
                    self.lists[each.list] += 1
                yield each
        self.report.unread += [self.named(each) for each in damaged]

    def named(self, damaged: Damaged) -> Unread:
        part = self._part(damaged.offset)
        number, offset = damaged.number - self.before[part.start], damaged.offset - part.start
        return Unread(part.name, number, offset, messages.id_at(self.archive.file, damaged.offset), damaged.damage)

    def _part(self, offset: int) -> Part:
        return self.archive.parts[max(0, bisect(self.starts, offset) - 1)]
