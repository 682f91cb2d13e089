"""Whom a question was put to because they may know, and whom it might be put to (P12)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Count, Exists, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.queries import blocked_by
from communities.models import Membership
from communities.queries import visible_people
from communities.rules import LEAST_ROLE
from core.markdown import plain
from core.seams import Resolved
from forums.models import Asked, Discussion, Post
from forums.queries.resolving import resolved
from notifications.hearing import deaf
from notifications.models import Volume

OFFERED = 12
WORDS_LOOKED_AT = 60

# How PostgreSQL takes words apart in each language that it knows; in others they have to stand as they are.
_LANGUAGES = {
    **{"ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english"},
    **{"es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi"},
    **{"hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian"},
    **{"ne": "nepali", "nl": "dutch", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian"},
    **{"sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish"},
}


def is_answered(discussion: Discussion) -> bool:
    """Whether somebody but whoever asked has written there."""
    return not Discussion.objects.filter(pk=discussion.pk).without_answer().exists()


def askable(discussion: Discussion, reader: User) -> QuerySet:
    """Whom `reader` may put the question to: who can answer there, does not mind and was not asked too often.

    People whose profile `reader` may see and who write in that space; who have not written in the discussion yet nor
    been asked; who let themselves be asked, did not mute it or its community and do not rest there; and of whom nobody
    has blocked `reader`. With `asked_lately`, how often they were asked in the last week, which is below MOST_A_WEEK.
    """
    lately = Asked.objects.since(timezone.now() - Asked.WEEK).filter(person=OuterRef("pk"))
    number = lately.order_by().values("person").annotate(number=Count("pk")).values("number")
    wrote = Post.objects.filter(discussion=discussion, author=OuterRef("pk"))
    asked = Asked.objects.filter(discussion=discussion, person=OuterRef("pk"))
    resting = Membership.objects.resting().filter(community=discussion.community_id).values("person")
    scope = (Discussion.SCOPE, discussion.pk)
    quiet = deaf(scope, discussion.space_id, discussion.community_id, [Volume.Level.MUTE])
    here = discussion.space.people_holding(LEAST_ROLE["post"])
    people = visible_people(reader).filter(~Exists(wrote), ~Exists(asked), takes_questions=True)
    people = people.filter(pk__in=here.values("pk")).exclude(pk__in=resting).exclude(pk__in=quiet)
    people = people.exclude(pk__in=[reader.pk, discussion.planned_by_id or 0]).exclude(blocks__blocked=reader)
    people = people.annotate(asked_lately=Coalesce(Subquery(number), Value(0)))
    return people.filter(asked_lately__lt=Asked.MOST_A_WEEK)


def who_may_know(discussion: Discussion, reader: User) -> list[User]:
    """Those of `askable` who can help with what the question speaks of, or are interested in it, the likeliest first.

    One query. Words are compared without accents and endings, in the language of the community.
    """
    words = re.findall(r"\w{4,}", f"{discussion.title} {plain(discussion.question, 2000)}")[:WORDS_LOOKED_AT]
    if not words:
        return []
    config = _LANGUAGES.get(discussion.space.community.language[:2], "simple")
    # As written and without accents: endings are known by their accents, and not everybody types these.
    typed = " or ".join(words)
    plainly: Any = Func(Value(typed), function="unaccent")
    sought = SearchQuery(typed, config=config, search_type="websearch")
    sought |= SearchQuery(plainly, config=config, search_type="websearch")
    said: Any = SearchVector("can_help_with", "can_help_with__unaccent", weight="A", config=config)
    said += SearchVector("interests", "interests__unaccent", weight="C", config=config)
    fitting = askable(discussion, reader).annotate(said=said, rank=SearchRank(F("said"), sought)).filter(said=sought)
    return list(fitting.order_by("-rank", "asked_lately", "display_name", "pk")[:OFFERED])


@dataclass(frozen=True)
class PutTo:
    """One person whom the question was put to."""

    row: Asked
    post: int | None  # the number of what they answered first

    @property
    def has_passed(self) -> bool:
        return self.row.passed_at is not None and self.post is None


@dataclass(frozen=True)
class Asking:
    """What one reader sees of whom the question was put to."""

    asked: list[PutTo]  # by them, or of their own question
    own: PutTo | None  # they were asked themselves
    may_ask: bool


def asking_of(discussion: Discussion, reader: Any, *, may_ask: bool) -> Asking:
    """Whoever asked the question sees all, whoever put it to somebody these, and whoever was asked that. One query.

    Whoever has blocked them since is not reminded that they were asked.
    """
    if not reader.is_authenticated or discussion.kind != Discussion.Kind.QUESTION:
        return Asking([], None, may_ask=False)
    answers = Post.objects.standing().filter(discussion=OuterRef("discussion"), author=OuterRef("person"))
    answer = answers.order_by("number").values("number")[:1]
    rows = list(discussion.asked.select_related("person", "by").annotate(answer=Subquery(answer)).order_by("pk"))
    found = [PutTo(row, row.answer) for row in rows]
    is_own, blocked = discussion.planned_by_id == reader.pk, blocked_by(reader)
    to_reader = [each for each in found if each.row.person_id == reader.pk and each.row.by_id not in blocked]
    return Asking(
        asked=[each for each in found if is_own or each.row.by_id == reader.pk],
        own=next(iter(to_reader), None),
        may_ask=may_ask and len(rows) < Asked.MOST_OF_A_QUESTION,
    )


def resolve_asked(ids: Collection[int], reader: Any) -> dict[int, Resolved]:
    """For whoever was asked, and who asked them, as long as they may see the discussion."""
    found = Asked.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("discussion__space__community", "by")
    theirs = [row for row in found if reader.pk in (row.person_id, row.by_id)]
    return {row.pk: resolved(row, row.discussion, excerpt=row.discussion.excerpt) for row in theirs}


def export_asked(person: User) -> dict[str, Any]:
    """Which questions were put to `person`, and which they put to others, JSON-ready."""
    rows = Asked.objects.select_related("discussion").order_by("pk")
    return {
        "asked": [
            {
                "discussion": row.discussion.title,
                "at": row.at.isoformat(),
                "passed_at": row.passed_at and row.passed_at.isoformat(),
            }
            for row in rows.filter(person=person)
        ],
        "asked_others": [
            {"discussion": row.discussion.title, "at": row.at.isoformat()} for row in rows.filter(by=person)
        ],
    }
