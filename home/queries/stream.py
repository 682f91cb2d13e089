"""What happens in a community, as a stream (G15): each fact for whoever may see what it is about, by day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.queries import blocked_by
from activity import streams
from activity.models import Entry, StreamPosition
from communities.models import Community
from core import seams
from core.prepared import Prepared, as_one, each_of
from core.seams import Resolved
from forums.queries import unheard_posts
from home.queries.places import readable_spaces
from notifications import kinds

ENTRIES_LOOKED_AT = 120
LINES_SHOWN = 30
MOST_KINDS = 5  # of things on one page: for each of them one question
NAMED = 2  # people by name, where more did the same
JOINED = "membership.joined"
POST = "forums.post"
_NEWEST = 2**62

Thing = tuple[str, int]  # (kind, id)


@dataclass
class StreamLine:
    """What was done to one thing, or said in one thread, on one day."""

    entry: Entry  # the newest
    resolved: Resolved
    day: date
    actors: list[User] = field(default_factory=list)
    since_last_time: bool = False  # the first of what had been seen before

    @property
    def template(self) -> Any:
        return loader.select_template(streams.words_of(self.entry))

    @property
    def url(self) -> str:
        """Where it leads: to the thing; of those who joined, to the one, or to the newcomers where there are more."""
        if self.entry.verb != JOINED:
            return self.resolved.url
        (person, *others) = self.actors
        if others or not person.is_active or person.profile_audience == User.ProfileAudience.NOBODY:
            return reverse("forums:newcomers", args=[self.resolved.list_id])
        return reverse("home:person", args=[person.handle])

    @property
    def who(self) -> str:
        """Who did it, in words; empty where Copse did."""
        names = [actor.name for actor in self.actors]
        if len(names) <= NAMED:
            return get_text_list(names, _("and"))
        more = len(names) - NAMED
        said = ngettext("%(names)s and %(number)d other", "%(names)s and %(number)d others", more)
        return said % {"names": ", ".join(names[:NAMED]), "number": more}


@dataclass(frozen=True)
class Stream:
    """A page of a stream, the newest first."""

    lines: list[StreamLine]
    after: int | None  # what to ask the next page with
    newest: int | None  # the id of the newest entry on it


def stream_of(community: Community, reader: Any, *, kind: str = "", after: int | None = None) -> Stream:
    """What happened in `community` of what its app lets a stream show and `reader` may see, of one kind or of all.

    Facts of one fold about one thread on one day are one line; what somebody says whom `reader` has blocked is left
    out, as it is of what they are told. `after` is what a page before gave. Two queries and MOST_KINDS at most, and one
    where something was said in rooms, however much there is: a page ends where more would be asked.
    """
    spaces = as_one(space.pk for space in readable_spaces(community, reader))
    found = _entries(kind)(community=community.pk, spaces=spaces, after=_NEWEST if after is None else after)
    page = _few_kinds(found[:ENTRIES_LOOKED_AT])
    is_more = len(found) > len(page)
    resolved = _resolved(page, reader)
    unwanted = blocked_by(reader)
    lines: dict[tuple[Any, ...], StreamLine] = {}
    last = None
    for entry in page:
        thing = resolved.get((entry.kind, entry.object_id))
        is_unwanted = entry.actor_id in unwanted and entry.verb in kinds.personal
        if thing is not None and not is_unwanted:
            day = timezone.localdate(entry.at)
            key = (day, *_gist(entry, thing))
            if key not in lines and len(lines) == LINES_SHOWN:
                is_more = True
                break
            line = lines.setdefault(key, StreamLine(entry, thing, day))
            if entry.actor is not None and entry.actor not in line.actors:
                line.actors.append(entry.actor)
        last = entry.pk
    return Stream(list(lines.values()), last if is_more else None, found[0].pk if found else None)


@cache
def _entries(kind: str) -> Prepared:
    """One row more than is looked at. For each verb its newest along the index, wherever the page stands."""

    def build(community: int, spaces: str, after: int) -> QuerySet[Entry]:
        there = Entry.objects.filter(Q(space_id=None) | Q(space_id__in=each_of(spaces)), community_id=community)
        rows = [
            there.filter(verb=verb, pk__lt=after).order_by("-pk").values("pk")[: ENTRIES_LOOKED_AT + 1]
            for verb in streams.verbs_of(kind)
        ]
        newest = Entry.objects.filter(pk__in=rows[0].union(*rows[1:], all=True)) if rows else Entry.objects.none()
        return newest.select_related("actor").order_by("-pk")[: ENTRIES_LOOKED_AT + 1]

    return Prepared(build)


def _few_kinds(rows: list[Entry]) -> list[Entry]:
    """Those before the first thing of one kind too many."""
    kinds: set[str] = set()
    for place, entry in enumerate(rows):
        kinds.add(entry.kind)
        if len(kinds) > MOST_KINDS:
            return rows[:place]
    return rows


def _resolved(rows: Iterable[Entry], reader: Any) -> dict[Thing, Resolved]:
    ids: dict[str, set[int]] = {}
    for entry in rows:
        ids.setdefault(entry.kind, set()).add(entry.object_id)
    found = {
        (kind, pk): resolved
        for kind, some in ids.items()
        for pk, resolved in seams.resolve(kind, sorted(some), reader).items()
    }
    # What is said in the room of a group is news to the group alone.
    for pk in unheard_posts([one.obj for (kind, _pk), one in found.items() if kind == POST], reader):
        del found[POST, pk]
    return found


def _gist(entry: Entry, thing: Resolved) -> tuple[Any, ...]:
    """What is alike in facts that stand as one line."""
    fold = streams.shown[entry.verb].fold
    return (fold, thing.thread) if fold else (entry.verb, entry.kind, entry.object_id)


def position_of(community: Community, reader: Any) -> StreamPosition | None:
    """How far `reader` has seen, or None before their first visit. One query."""
    return StreamPosition.objects.filter(person=reader, community_id=community.pk).first()


def seen_before(position: StreamPosition | None) -> int | None:
    """The newest entry that had been seen before this visit; None on the first one."""
    if position is None:
        return None
    is_this_visit = position.changed_at > timezone.now() - StreamPosition.VISIT
    return position.seen_before if is_this_visit else position.seen


def mark_since(lines: Iterable[StreamLine], seen: int | None) -> None:
    """Mark the first line that `reader` had seen before, where something newer stands above it."""
    is_new_above = False
    for line in lines:
        if seen is not None and line.entry.pk <= seen:
            line.since_last_time = is_new_above
            return
        is_new_above = True


@dataclass(frozen=True)
class Day:
    at: datetime
    lines: list[StreamLine]


def by_day(lines: Iterable[StreamLine]) -> list[Day]:
    """The lines under the day on the reader's clock."""
    days: dict[date, Day] = {}
    for line in lines:
        days.setdefault(line.day, Day(line.entry.at, [])).lines.append(line)
    return list(days.values())
