"""What the team of a community may do this week, each role by what it is for (P33)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Role
from communities.queries import Standing
from forums.models import Discussion
from forums.queries import Listed, discussion_list
from home.queries.need import Need
from home.queries.rows import Question, Row, Source, rows_of, waiting
from home.queries.this_week import facilitator, leader, moderator

UNBEGUN = _("Nothing waits here yet. It begins with the first members and a first discussion.")
MOST = 7  # of one role
LEARNED = 2
NAMED = 3


@dataclass(frozen=True)
class Duty:
    """A role as this page sees it: what it is for, what it is asked of, and what only a function finds."""

    role: Role
    lede: Any
    nothing: Any
    sources: tuple[Source, ...]
    also: Callable[[Standing], Iterable[Need]] | None = None


# The highest first; whoever holds one is shown those beneath it as well.
DUTIES = (
    Duty(
        Role.LEADER,
        _("Keep the community to what it is for, and thank those who carry it."),
        _("It is on its way. Nothing asks for a leader this week."),
        leader.SOURCES,
    ),
    Duty(
        Role.MODERATOR,
        _("Help questions to answers, and discussions to an end that teaches something."),
        _("Every discussion goes its way. Nothing asks for a moderator this week."),
        moderator.SOURCES,
        moderator.waiting_now,
    ),
    Duty(
        Role.FACILITATOR,
        _("Let something happen, let people find in, and help what was agreed to get done."),
        _("All is arranged. Nothing asks for a facilitator this week."),
        facilitator.SOURCES,
        facilitator.rhythm_now,
    ),
)


@dataclass(frozen=True)
class Section:
    """What one role may do this week."""

    duty: Duty
    name: str  # of the role, as the community calls it
    items: list[Need]
    has_begun: bool

    @property
    def nothing(self) -> Any:
        """What is said where nothing waits: that all is well, where there is something that could go wrong."""
        return self.duty.nothing if self.has_begun else UNBEGUN


@dataclass(frozen=True)
class ThisWeek:
    sections: list[Section]  # the reader's own role first
    learned: list[Listed]  # what the community has learned last


def this_week_of(standing: Standing) -> ThisWeek:
    """For a member of the team; where nothing is written any more, nothing waits. Five queries beside the tabs’."""
    community = standing.community
    held = standing.role or Role.PARTICIPANT
    duties = [duty for duty in DUTIES if duty.role <= held] if community.is_writable else []
    sources = {source.key: source for duty in duties for source in (moderator.NONE_YET, *duty.sources)}
    asked = Question([community], standing.reader, timezone.now())
    rows = rows_of(sources.values(), asked) if sources else {}
    has_begun = community.phase != Community.Phase.DESIGN and moderator.NONE_YET.key not in rows
    sections = []
    for duty in duties:
        also = list(duty.also(standing) if duty.also else ())[:MOST]
        items = [source.says(row, community) for source, row in _fairly(duty.sources, rows, MOST - len(also))]
        sections.append(Section(duty, community.role_name(duty.role), [*also, *items], has_begun))
    closed = (Discussion.State.CLOSED,)
    return ThisWeek(sections, discussion_list(standing.reader, community, states=closed, size=LEARNED).rows)


def _fairly(sources: Sequence[Source], rows: dict[str, list[Row]], most: int) -> list[tuple[Source, Row]]:
    """The first of each source before the second of any, `most` in all; told in the order of the sources."""
    ranked = [
        (rank, place, source, row)
        for place, source in enumerate(sources)
        for rank, row in enumerate(rows.get(source.key, ()))
    ]
    chosen = sorted(ranked, key=lambda each: each[:2])[:most]
    return [(source, row) for _rank, _place, source, row in sorted(chosen, key=lambda each: (each[1], each[0]))]


@dataclass(frozen=True)
class Waiting:
    """A community in which something waits for a role of the reader's, in a few words."""

    community: Community
    words: list[Any]


def waiting_in(reader: Any, memberships: Sequence[Membership]) -> list[Waiting]:
    """Where something waits for `reader`, who holds a role above participant in some of `memberships`. One query."""
    held = {each.community_id: each.role for each in memberships if _is_asked(each)}
    communities = [each.community for each in memberships if each.community_id in held]
    duties = [duty for duty in DUTIES if held and duty.role <= max(held.values())]
    sources = [source for duty in duties for source in duty.sources]
    found = waiting(sources, Question(communities, reader, timezone.now())) if sources else set()
    here = []
    for community in communities:
        own = [source for duty in DUTIES if duty.role <= held[community.pk] for source in duty.sources]
        words = [source.short for source in own if (source.key, community.pk) in found]
        if words:
            here.append(Waiting(community, words[:NAMED]))
    return here


def _is_asked(membership: Membership) -> bool:
    return membership.role >= Role.FACILITATOR and membership.community.is_writable
