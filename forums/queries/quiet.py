"""Who reads a discussion and has not written in it, for its team alone, and whom that has invited to (P44)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from communities.models import Community
from core.seams import Resolved
from forums.models import CalledIn, Discussion, HeldPost, Post, ReadingPosition
from forums.queries.asking import askable
from forums.queries.resolving import resolved
from library.models import Item

OFFERED = 60  # things of the library


def quiet_people(discussion: Discussion, reader: User) -> QuerySet:
    """Those of `askable` who have read there, and neither wrote nor were invited yet, nor lately too often elsewhere.

    Whoever would rather not be asked is not among them, nor who mutes it, rests, or does not show `reader` a profile.
    """
    read = ReadingPosition.objects.filter(discussion=discussion, person=OuterRef("pk"))
    waits = HeldPost.objects.waiting().filter(discussion=discussion, author=OuterRef("pk"))
    here = discussion.called_in.filter(person=OuterRef("pk"))
    lately = CalledIn.objects.since(timezone.now() - CalledIn.WEEK).filter(person=OuterRef("pk"))
    number = lately.order_by().values("person").annotate(number=Count("pk")).values("number")
    people = askable(discussion, reader).filter(Exists(read), ~Exists(waits), ~Exists(here))
    people = people.annotate(called_lately=Coalesce(Subquery(number), Value(0)))
    return people.filter(called_lately__lt=CalledIn.MOST_A_WEEK)


def called_in_to(discussion: Discussion) -> list[CalledIn]:
    """Who was invited, each with `has_written` since, in their order."""
    wrote = Post.objects.standing().filter(discussion=OuterRef("discussion"), author=OuterRef("person"))
    rows = discussion.called_in.select_related("person", "by").annotate(has_written=Exists(wrote))
    return list(rows.order_by("pk"))


def items_for(person: User, reader: User, community: Community) -> QuerySet[Item]:
    """What the library of `community` has that both may see."""
    shown = Item.objects.visible_to(person).published().filter(space__community=community)
    return shown.filter(pk__in=Item.objects.visible_to(reader).order_by().values("pk"))


def items_offered(person: User, reader: User, community: Community) -> list[Item]:
    """The newest of them."""
    return list(items_for(person, reader, community).order_by("-published_at", "-pk")[:OFFERED])


def called_today(actor: User) -> int:
    return CalledIn.objects.since(timezone.now() - CalledIn.DAY).filter(by=actor).count()


def resolve_called_in(ids: Collection[int], reader: Any) -> dict[int, Resolved]:
    """For whoever was invited, as long as they may see the discussion. `item` is what they may see of the library."""
    found = CalledIn.objects.visible_to(reader).filter(pk__in=ids, person=reader.pk)
    rows = list(found.select_related("discussion__space__community", "by"))
    items = Item.objects.visible_to(reader).published().in_bulk({row.item_id for row in rows if row.item_id})
    return {row.pk: resolved(row, row.discussion, item=items.get(row.item_id)) for row in rows}


def export_called_in(person: User) -> dict[str, Any]:
    """Where `person` was invited to write, and whom they invited with which words, JSON-ready."""
    rows = CalledIn.objects.select_related("discussion", "item").order_by("pk")

    def told(row: CalledIn) -> dict[str, Any]:
        material = {"item": row.item.title if row.item else "", "url": row.url}
        return {"discussion": row.discussion.title, "words": row.words, **material, "at": row.at.isoformat()}

    return {
        "called_in": [told(row) for row in rows.filter(person=person)],
        "called_in_others": [told(row) for row in rows.filter(by=person)],
    }
