"""How far the expected results of a community are, for all of its members to see (P20)."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from communities.models import Charter, CharterRevision, Evidence, ExpectedResult, ResultWatch
from communities.queries import Standing, standing_in
from home.queries.charters import ResultShown, results_shown

LATEST = 20  # revisions in which the last word on a result is looked for

State = ExpectedResult.State


@dataclass(frozen=True)
class Card:
    """One expected result on the board."""

    shown: ResultShown
    watchers: int
    is_watching: bool
    evidence: Evidence | None  # the latest
    word: CharterRevision | None  # by which it came to where it is


@dataclass(frozen=True)
class Column:
    label: Any
    state: str
    cards: list[Card]


@dataclass(frozen=True)
class Board:
    standing: Standing
    columns: list[Column]
    may_watch: bool
    may_write: bool

    @property
    def has_results(self) -> bool:
        return any(column.cards for column in self.columns)


def board(charter: Charter, reader: Any) -> Board:
    """Of a charter that `reader` may read; three queries beside those of its results."""
    standing = standing_in(charter.community, reader)
    own = Count("pk", filter=Q(person=reader if standing.role is not None else None))
    watches = ResultWatch.objects.filter(result__community=charter.pk).values_list("result")
    numbers = {result: (number, mine) for result, number, mine in watches.annotate(number=Count("pk"), mine=own)}
    words = _last_words(charter)
    cards = []
    for shown in results_shown(standing):
        watchers, mine = numbers.get(shown.result.pk, (0, 0))
        evidence = max(shown.result.evidence.all(), key=lambda each: each.pk, default=None)
        cards.append(Card(shown, watchers, bool(mine), evidence, words.get(shown.result.pk)))
    return Board(
        standing=standing,
        columns=[
            Column(state.label, state.value, [card for card in cards if card.shown.result.state == state])
            for state in State
        ],
        may_watch=standing.may("take_part"),
        may_write=standing.may("lead"),
    )


def _last_words(charter: Charter) -> dict[int, CharterRevision]:
    """{result: the revision by which its state last changed, where that has a word why}, as far as LATEST tell.

    One query.
    """
    latest = list(charter.community.charter_revisions.select_related("by")[:LATEST])
    found: dict[int, CharterRevision] = {}
    for revision, before in pairwise(latest):
        states = {result["id"]: result["state"] for result in before.content["results"]}
        for result in revision.content["results"]:
            if states.get(result["id"], State.NOT_YET) != result["state"]:
                found.setdefault(result["id"], revision)
    return {result: revision for result, revision in found.items() if revision.why}
