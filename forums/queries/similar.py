"""Discussions that ask something similar to what somebody begins to ask."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramSimilarity
from django.db import connection
from django.db.models import F

from core.markdown import clean
from forums.models import Discussion
from forums.models.wording import WORDS

SHOWN = 5
SHORTEST, LONGEST = 5, 200  # characters of a title: to fewer, anything is similar
LONG, MOST_WORDS = 4, 7  # words of a title, without those that say nothing
CONSIDERED = 200  # of those that share words, the newest, so that words which everybody uses cost no more than others
_LEXEMES = "SELECT lexeme FROM unnest(to_tsvector(%s::regconfig, %s)) ORDER BY positions[1] LIMIT %s"


@dataclass(frozen=True)
class Similar:
    """One of them, with the community where it stands unless that is the same."""

    row: Any
    community: str

    @property
    def is_closed(self) -> bool:
        return bool(self.row.state == Discussion.State.CLOSED)

    @property
    def came_to(self) -> str:
        """The first words of what it came to; empty where it goes on."""
        return (self.row.came_to or "") if self.is_closed else ""


def similar_to(title: str, reader: Any, *, community: int) -> list[Similar]:
    """Up to SHOWN of what `reader` may see, the most alike first: by words in common, or a title that is spelt alike.

    `community` is the one in which they begin to ask. At most four queries, none for a title shorter than SHORTEST.
    """
    title = clean(title).strip()[:LONGEST]
    if len(title) < SHORTEST:
        return []
    words = _words(title)
    seen = Discussion.objects.visible_to(reader).whole().filter(introductions_of=None)
    likeness: Any = TrigramSimilarity("title", title)
    spelt = seen.filter(title__trigram_similar=title).annotate(likeness=likeness).order_by("-likeness")
    alike = {*spelt.values_list("pk", flat=True)[:CONSIDERED]}
    if len(words) > 1:
        said = SearchVector("title", "excerpt", config=WORDS)
        # Not by their key: PostgreSQL would walk along it and take each text apart, instead of asking the index.
        shared = seen.annotate(said=said).filter(said=_some_of(words)).order_by("-opened_at", "-pk")
        alike |= {*shared.values_list("pk", flat=True)[:CONSIDERED]}
        likeness += SearchRank(said, _any_of(words))
    found = Discussion.objects.visible_to(reader).filter(pk__in=alike).select_related("space__community")
    rows = found.annotate(came_to=F("closing__excerpt"), likeness=likeness).order_by("-likeness", "-pk")[:SHOWN]
    return [Similar(row, "" if row.community_id == community else row.space.community.name) for row in rows]


def _words(title: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [WORDS, title, MOST_WORDS])
        return [lexeme for (lexeme,) in cursor.fetchall()]


def _some_of(words: list[str]) -> SearchQuery:
    """Two of them, or three of a longer title: one alone says little."""
    shared = combinations(map(_quoted, words), 2 if len(words) < LONG else 3)
    return _query(" | ".join(f"({' & '.join(each)})" for each in shared))


def _any_of(words: list[str]) -> SearchQuery:
    return _query(" | ".join(map(_quoted, words)))


def _query(lexemes: str) -> SearchQuery:
    # They are taken apart already: simply as they are.
    return SearchQuery(lexemes, config="simple", search_type="raw")


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
