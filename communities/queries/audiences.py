"""Who gains and who loses sight, before a space or what is in it goes to other readers (design 4.12)."""

import re
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from communities.models import Membership, Role, Space
from communities.models.space import Reach

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NAMED = 8  # so many are named; of more, their number says enough


class Reading(IntEnum):
    """How somebody stands to the community of a space that they read."""

    TEAM = 1
    MEMBER = 2
    GUEST = 3


@dataclass(frozen=True)
class Group:
    """Some of those for whom a change makes a difference."""

    label: "str | StrPromise"
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shift:
    """For whom a change of readers makes a difference, by kind."""

    gaining: list[Group]
    losing: list[Group]
    is_wider: bool  # whether anybody would read it who does not now, or might once the community is public


@dataclass(frozen=True)
class Audience:
    """For whom a page was made on which somebody writes; as text, its form sends it along."""

    space: int
    reach: int

    def __str__(self) -> str:
        return f"{self.space}-{self.reach}"

    def is_outgrown_by(self, space: Space) -> bool:
        """Whether what was written for these is read in `space` by more people, or in another room by others."""
        is_another_room = space.pk != self.space and space.reach == Reach.LET_IN and self.reach < Reach.EVERYONE
        return space.reach > self.reach or is_another_room


def audience_of(space: Space) -> Audience:
    return Audience(space.pk, space.reach)


def read_audience(text: str) -> Audience:
    """What a form sent along; what cannot be read is for nobody, so that whoever sent it is asked."""
    if not re.fullmatch(r"[0-9]{1,18}-[0-3]", text):
        return Audience(space=0, reach=-1)
    space, _dash, reach = text.partition("-")
    return Audience(int(space), int(reach))


def shift_of_access(space: Space, access: str, *, actor: Any) -> Shift:
    """What giving `space` another access would mean; `actor`, who leads, is in it should it become private."""
    after = copy(space)
    after.access = access
    return shift_between(space, after, staying=[actor.pk], names_guests=True)


def shift_between(before: Space, after: Space, *, staying: Collection[int] = (), names_guests: bool = False) -> Shift:
    """What it means that what the readers of `before` read is read by those of `after`, spaces of one community.

    `staying` are the ids of those who are let in where they are not yet. Guests are named where `names_guests` says
    that whoever asks sees them anyhow; members are, who see one another. Four queries at most.
    """
    now, then = _readers(before), _readers(after, staying)
    gaining = [] if before.is_for_all else _groups(then.exclude(pk__in=now.values("pk")), names_guests)
    losing = [] if after.is_for_all else _groups(now.exclude(pk__in=then.values("pk")), names_guests)
    if after.is_for_all and not before.is_for_all:
        gaining = [Group(_("everyone on the web")), *gaining]
    if before.is_for_all and not after.is_for_all:
        losing = [Group(_("everyone on the web who is no member")), *losing]
    return Shift(gaining, losing, is_wider=bool(gaining) or before.is_wider_with(after.access))


def _readers(space: Space, staying: Collection[int] = ()) -> QuerySet:
    """Those whom membership or a grant gives it to; whoever else reads a space for all is not counted."""
    inside = Q(pk__in=space.people_holding(Role.GUEST).values("pk")) | Q(pk__in=staying)
    of = Membership.objects.live().filter(community=space.community_id, person=OuterRef("pk"))
    reading = Case(
        When(Exists(of.team()), then=Value(Reading.TEAM)),
        When(Exists(of), then=Value(Reading.MEMBER)),
        default=Value(Reading.GUEST),
        output_field=IntegerField(),
    )
    return User.objects.present().filter(inside).annotate(reading=reading)


def _groups(people: QuerySet, names_guests: bool) -> list[Group]:
    counted = people.order_by("reading").values_list("reading").annotate(number=Count("pk"))
    numbers = {Reading(reading): number for reading, number in counted}
    named = people if names_guests else people.exclude(reading=Reading.GUEST)
    few = [reading for reading, number in numbers.items() if number <= NAMED]
    names: dict[int, list[str]] = {}
    if few:
        rows = named.filter(reading__in=few).order_by("display_name", "pk").values_list("reading", "display_name")
        for reading, name in rows:
            names.setdefault(reading, []).append(name)
    return [Group(_label(reading, number), tuple(names.get(reading, ()))) for reading, number in numbers.items()]


def _label(reading: Reading, number: int) -> str:
    counted = {"number": number}
    if reading == Reading.TEAM:
        return ngettext("%(number)s of the team", "%(number)s of the team", number) % counted
    if reading == Reading.MEMBER:
        return ngettext("%(number)s member outside the team", "%(number)s members outside the team", number) % counted
    return ngettext("%(number)s who was let in as a guest", "%(number)s who were let in as guests", number) % counted
