"""Newcomers of a community, and the standing thread in which they say hello (P13, B3)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import blocked_by
from communities.models import Community, Membership, Space
from communities.queries import visible_people
from communities.queries.audiences import Audience, audience_of
from core import paging
from core.markdown import plain
from core.prepared import Prepared
from forums.models import Discussion, HeldPost, HelloPutAside, Post

NEW_FOR = timedelta(days=30)
CARDS_PER_PAGE = 24
EXCERPT = 240  # characters
_APART = 10**15  # more than there are memberships
_PROMPT = re.compile(r"<p[^>]*><strong>[^<]*</strong></p>\s*")  # a line that is bold as a whole: one of the questions


def introductions_in(community: Community, reader: Any) -> Discussion | None:
    """The thread in which the members of `community` say hello, where there is one that `reader` may see."""
    found = _INTRODUCTIONS(reader=reader, community=community.pk)
    return found[0] if found else None


def _introductions(reader: Any, community: int) -> QuerySet[Discussion]:
    found = Discussion.objects.visible_to(reader).filter(introductions_of=community)
    return found.select_related("space__community")


_INTRODUCTIONS = Prepared(_introductions)


def room_for_introductions(community: Community) -> Space | None:
    """The first room that every member reads and nobody else, where the thread belongs."""
    inside = Q(access=Space.Access.MEMBERS)
    if community.visibility != Community.Visibility.PUBLIC:
        inside |= Q(access=Space.Access.OPEN)
    rooms = Space.objects.writable().filter(inside, community=community)
    for_members_first = Case(When(access=Space.Access.MEMBERS, then=0), default=1)
    return rooms.order_by(for_members_first, "position", "pk").first()


def newcomers_of(communities: Collection[int], *, at: datetime | None = None) -> QuerySet:
    """The live memberships in `communities` (ids) that began in the NEW_FOR before `at` (now), with their people.

    Each with `hello`: the id of the post with which they introduced themselves, or None.
    """
    since = (at or timezone.now()) - NEW_FOR
    said = Post.objects.filter(discussion__introductions_of=OuterRef("community"), author=OuterRef("person"))
    hello = said.filter(_IS_HELLO).order_by("number").values("pk")[:1]
    fresh = Membership.objects.live().filter(community__in=communities, joined_at__gt=since)
    return fresh.filter(person__is_active=True).select_related("person").annotate(hello=Subquery(hello))


_IS_HELLO = Q(depth=0, kind=Post.Kind.CONTRIBUTION, deleted_at=None)


@dataclass(frozen=True)
class Card:
    """Somebody new, as one reader may see them."""

    membership: Any  # with its person and `hello`
    is_shown: bool  # whether the reader may see the profile
    post: Post | None  # with which they introduced themselves
    excerpt: str  # empty where the reader has blocked them

    @property
    def person(self) -> User:
        return self.membership.person


def newcomer_cards(
    community: Community, reader: Any, thread: Discussion | None, **position: int
) -> tuple[list[Card], paging.Page]:
    """A page of those who are new in a community of `reader`'s: who works elsewhere first, the newest first (P13).

    What a profile keeps from `reader` puts nobody in front. Two queries, and one more where there is a thread that the
    reader sees; `position` is what `paging.asked` gave.
    """
    elsewhere = visible_people(reader).exclude(organisation="").exclude(organisation__iexact=reader.organisation)
    apart = When(person__in=elsewhere.values("pk"), then=F("pk") + Value(_APART)) if reader.organisation else None
    place = Case(*filter(None, [apart]), default=F("pk"), output_field=BigIntegerField())
    fresh = newcomers_of([community.pk]).exclude(person=reader).annotate(place=place)
    page = paging.page(fresh, key="place", size=CARDS_PER_PAGE, descending=True, **position)
    shown = set(visible_people(reader).filter(pk__in=[row.person_id for row in page.rows]).values_list("pk", flat=True))
    said = Post.objects.filter(pk__in=[row.hello for row in page.rows if row.hello], discussion=thread)
    posts = said.in_bulk() if thread else {}
    blocked = blocked_by(reader)
    cards = []
    for row in page.rows:
        post = posts.get(row.hello)
        excerpt = plain(_PROMPT.sub("", post.html), EXCERPT) if post and row.person_id not in blocked else ""
        cards.append(Card(row, row.person_id in shown, post, excerpt))
    return cards, page


@dataclass(frozen=True)
class Hello:
    """That a newcomer may introduce themselves, with what they might begin from."""

    thread: Discussion
    begun: dict[str, str]
    submission: UUID

    @property
    def boxes(self) -> list[tuple[str, str, str]]:
        """The name, the question and the beginning of each box."""
        return [(name, asked, self.begun[name]) for name, asked in hello_prompts().items()]

    @property
    def community(self) -> Community:
        return self.thread.space.community

    @property
    def readers(self) -> Audience:
        return audience_of(self.thread.space)


def hello_due(person: Any, community: Community | None = None) -> Hello | None:
    """Where `person` is new, has not introduced themselves and did not put that aside: in `community`, or the newest.

    One query.
    """
    if not person.is_authenticated:
        return None
    found = _DUE(person=person, community=community and community.pk, since=timezone.now() - NEW_FOR)
    return Hello(found[0], hello_begun(person), uuid4()) if found else None


def hellos_due(person: Any, since: datetime) -> QuerySet:
    """The threads in which `person`, a member since then, has not introduced themselves and may; with `joined_at`."""
    fresh = Membership.objects.live_of(person).filter(joined_at__gt=since, community=OuterRef("introductions_of"))
    aside = HelloPutAside.objects.filter(person=person, community=OuterRef("introductions_of"))
    said = Post.objects.filter(author=person, discussion=OuterRef("pk"))
    held = HeldPost.objects.waiting().filter(author=person, discussion=OuterRef("pk"))
    found = Discussion.objects.visible_to(person).filter(introductions_of__isnull=False)
    found = found.filter(~Exists(aside), ~Exists(said), ~Exists(held))
    found = found.filter(state=Discussion.State.OPEN, space__in=Space.objects.writable())
    return found.annotate(joined_at=Subquery(fresh.values("joined_at"))).filter(joined_at__isnull=False)


def _due(person: Any, community: int | None, since: datetime) -> QuerySet[Discussion]:
    found = hellos_due(person, since)
    if community is not None:
        found = found.filter(introductions_of=community)
    return found.select_related("space__community").order_by("-joined_at", "-pk")[:1]


_DUE = Prepared(_due)


def hello_prompts() -> dict[str, str]:
    """The three questions that an introduction may answer, by the names of their boxes, in the reader's language."""
    return {"who": _("Who I am"), "bring": _("What I bring"), "hope": _("What I hope for here")}


def hello_begun(person: User) -> dict[str, str]:
    """A beginning to write on from: what their own profile says to each of the three questions."""
    profession = person.get_profession_display().capitalize()
    work = ", ".join(filter(None, [profession, person.organisation, person.country]))
    return {"who": work, "bring": person.can_help_with, "hope": person.wants_to_learn}


def hello_text(answers: Mapping[str, str]) -> str:
    """An introduction as it is posted: each of the three questions that has an answer above it; empty without any."""
    said = {asked: answers.get(name, "").strip() for name, asked in hello_prompts().items()}
    return "\n\n".join(f"**{asked}**\n\n{words}" for asked, words in said.items() if words)


def export_hellos(person: User) -> dict[str, Any]:
    """Where `person` did not want to be asked for an introduction, JSON-ready."""
    rows = HelloPutAside.objects.filter(person=person).select_related("community").order_by("pk")
    return {"hellos_put_aside": [{"community": row.community.name, "at": row.at.isoformat()} for row in rows]}
