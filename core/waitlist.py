"""The one waiting-list engine: places in a room of so many, who waits for one, and who is next.

A *room* is what has places (a meeting, a cohort), a *place* is one person's standing in it (a seat, an enrolment). The
room's row counts what is taken, held places and live offers alike, and a constraint keeps the count within its
capacity; whoever changes a place holds the room's lock (`core.locks`). Nobody jumps the queue: while somebody waits,
a free place is theirs.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Gone


class NoRoom(DomainError):
    """More places would be taken than there are."""

    def __init__(self, text: Any = "") -> None:
        super().__init__(text or _("No place is free."))


class Room(models.Model):
    """What has places. No `capacity` means that there are enough for everybody."""

    capacity = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)  # places held, and live offers

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="%(class)s_not_overbooked"),
        ]

    @property
    def free(self) -> int | None:
        """How many places nobody holds and nobody is offered; None where there is no end of them."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.free is not None and self.free <= 0


class Place(models.Model):
    """One person's standing in a room. A subclass has `state`, and says which of its states are which."""

    HELD: ClassVar[tuple[str, ...]]  # states that take a place
    OFFERED: ClassVar[str]  # takes one until `offer_until`
    WAITING: ClassVar[str]
    LAPSED: ClassVar[str]  # an offer that nobody took up in time
    room: Any

    state: Any
    tier = models.SmallIntegerField(default=0)  # who waits in a lower one is next before all of a higher one
    waitlisted_at = models.DateTimeField(null=True, editable=False)  # since when they wait, this time
    offer_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_counted(self) -> bool:
        """Whether it is one of the room's places at all; a host's chair beside them is not."""
        return True

    def takes(self, state: str) -> bool:
        """Whether a place of the room is taken while this is in `state`."""
        return self.is_counted and (state in self.HELD or state == self.OFFERED)


Standing = TypeVar("Standing", bound=Place)


def enter(place: Place, *, at: datetime | None = None) -> None:
    """Give `place` a seat where one is free and nobody waits for it; else let it wait, behind everybody of its tier.

    The room is locked by the caller. Raises Gone when the place has changed meanwhile.
    """
    room = place.room
    is_let_in = not place.is_counted or (not room.is_full and not queue_of(room).exists())
    move(place, place.HELD[0] if is_let_in else place.WAITING, at=at)


def move(place: Place, state: str, *, at: datetime | None = None, offer_until: datetime | None = None) -> None:
    """Bring `place` into `state`, and the room's count along; whoever begins to wait again is last.

    The row is changed only as it was read. Raises NoRoom where a place more would be taken than there are, and Gone
    when the row has changed meanwhile.
    """
    change = int(place.takes(state)) - int(place.takes(place.state))
    if change:
        _count(place.room, change)
    fields = {
        "state": state,
        "waitlisted_at": (at or timezone.now()) if state == place.WAITING else None,
        "offer_until": offer_until if state == place.OFFERED else None,
    }
    kind: Any = type(place)
    if not kind.objects.filter(pk=place.pk, state=place.state).update(**fields):
        raise Gone
    for name, value in fields.items():
        setattr(place, name, value)


def _count(room: Room, change: int) -> None:
    kind: Any = type(room)
    fits = Q(capacity=None) | Q(capacity__gte=F("taken") + change) if change > 0 else Q()
    if not kind.objects.filter(fits, pk=room.pk).update(taken=F("taken") + change):
        raise NoRoom
    room.taken += change


def queue_of(room: Any) -> "models.QuerySet[Any]":
    """Who waits in a room, the next first."""
    places = room.places
    return places.filter(state=places.model.WAITING).order_by("tier", "waitlisted_at", "pk")


def promote(room: Any, *, offer_until: datetime | None = None) -> Iterator[Any]:
    """Give what is free to those who wait, in their order; each is yielded as it now stands.

    With `offer_until` (UTC) a place is offered until then, and lapses; without it is theirs. The room is locked by the
    caller, who takes all that is yielded before the transaction ends.
    """
    for place in queue_of(room)[: room.free]:
        place.room = room
        move(place, place.HELD[0] if offer_until is None else place.OFFERED, offer_until=offer_until)
        yield place


def lapsed(places: "models.QuerySet[Standing]", at: datetime | None = None) -> "models.QuerySet[Standing]":
    """Offers that nobody took up in time."""
    return places.filter(state=places.model.OFFERED, offer_until__lte=at or timezone.now())


def position(place: Any) -> int | None:
    """How many are next before this one, and one; None where it does not wait. One query."""
    if place.state != place.WAITING:
        return None
    ahead = Q(tier__lt=place.tier) | Q(tier=place.tier, waitlisted_at__lt=place.waitlisted_at)
    ahead |= Q(tier=place.tier, waitlisted_at=place.waitlisted_at, pk__lt=place.pk)
    return queue_of(place.room).filter(ahead).count() + 1
