"""Finding a community by words, with accents and letters that do not quite fit."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Greatest
from django.db.models.lookups import GreaterThanOrEqual

from communities.models import Charter, Community, ExpectedResult, Subject

MOST_WORDS = 8
LONGEST_WORD = 40
MISTYPED_FROM = 4  # letters: in shorter words one wrong letter makes another word
MISTYPED = 0.5  # of 1: one letter left out, doubled or wrong in a word of seven
TELLING_FROM = 5  # letters: shorter words say little of what a text is about
SIMILAR_SHOWN = 3
ALIKE = 0.55  # of 1: how much of a name must stand in another one

# Words that stand in the purpose of nearly every community.
_COMMON = {
    "about",
    "better",
    "between",
    "community",
    "health",
    "other",
    "people",
    "practice",
    "their",
    "those",
    "which",
}


def words_of(text: str, *, shortest: int = 1) -> list[str]:
    """The different words of `text`, in small letters and in their order; at most MOST_WORDS."""
    found = re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", text.casefold())
    fitting = [word[:LONGEST_WORD] for word in found if len(word) >= shortest]
    return list(dict.fromkeys(fitting))[:MOST_WORDS]


def telling_words(text: str) -> list[str]:
    """Those words of `text` that say what it is about."""
    return [word for word in words_of(text, shortest=TELLING_FROM) if word not in _COMMON]


def says(word: str, *fields: str) -> Q:
    """That one of `fields` holds `word`, whatever its accents; a longer word may be mistyped."""
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__unaccent__icontains": word})
        if len(word) >= MISTYPED_FROM:
            sought: Any = Func(Value(word), function="unaccent")
            found |= Q(GreaterThanOrEqual(TrigramWordSimilarity(sought, F(f"{field}__unaccent")), MISTYPED))
    return found


def find_communities(reader: Any, text: str) -> QuerySet[Community]:
    """What `reader` may know of and what says every word of `text` of itself; all of it when there is none.

    It says so in its name, its purpose, its subjects, or in what its charter wants and its results shall be: in each of
    these only where it is theirs to read.
    """
    found = Community.objects.visible_to(reader)
    told = Q(pk__in=Community.objects.purpose_shown_to(reader).order_by().values("pk"))
    for word in words_of(text):
        found = found.filter(says(word, "name") | (says(word, "summary") | _tagged(word)) & told | _wants(word, reader))
    return found


def _tagged(word: str) -> Q:
    """Of communities: that one is about a subject that is called so, or that belongs to one that is."""
    called = Subject.objects.filter(says(word, "label") | Q(parent__label__unaccent__icontains=word)).order_by()
    return Q(pk__in=Community.subjects.through.objects.filter(subject__in=called.values("pk")).values("community"))


def _wants(word: str, reader: Any) -> Q:
    """Of communities: that a charter which `reader` may see has this word; no letter of it is forgiven."""
    charters = Charter.objects.visible_to(reader).filter(
        Q(problem__unaccent__icontains=word) | Q(objective__unaccent__icontains=word)
    )
    results = ExpectedResult.objects.visible_to(reader).filter(position__isnull=False, text__unaccent__icontains=word)
    return Q(pk__in=charters.values("pk")) | Q(pk__in=results.values("community"))


def about(communities: QuerySet[Community], words: Iterable[str]) -> QuerySet:
    """Those of `communities` whose name or purpose has one of `words`, with `hits`: how many of them it has."""
    hits: Any = Value(0, output_field=IntegerField())
    for word in words:
        hits += Case(When(says(word, "name", "summary"), then=1), default=0)
    return communities.annotate(hits=hits).filter(hits__gt=0)


def similar_communities(reader: Any, name: str) -> list[Community]:
    """A few running communities like one of this `name`, whose purpose `reader` may read, the likest first."""
    words = telling_words(name)
    if not words:
        return []
    running = Community.objects.purpose_shown_to(reader).filter(phase__in=Community.WRITABLE_PHASES)
    likeness = Greatest(
        TrigramWordSimilarity(name, F("name__unaccent")),
        TrigramWordSimilarity(name, Concat("name__unaccent", Value(" "), "summary__unaccent")),
        output_field=FloatField(),
    )
    found = about(running, words).annotate(likeness=likeness)
    alike = found.filter(Q(hits__gte=min(2, len(words))) | Q(likeness__gte=ALIKE))
    return list(alike.order_by("-hits", "-likeness", "pk")[:SIMILAR_SHOWN])
