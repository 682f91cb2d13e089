"""Members of all kinds: lay people, people from industry, with and without simulation (H3, H37, M7)."""

from typing import Any

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from communities.queries.people import visible_people
from communities.queries.standings import Standing


class KindOfMember(TextChoices):
    LAY = "lay", _("Patients, carers, lay members")
    INDUSTRY = "industry", _("From industry")
    SIMULATION = "simulation", _("Simulation educators")
    OTHER = "other", _("Not in simulation")


_SAID = {
    KindOfMember.LAY: {"is_lay_member": True},
    KindOfMember.INDUSTRY: {"works_in_industry": True},
    KindOfMember.SIMULATION: {"is_simulation_educator": True},
    KindOfMember.OTHER: {"is_simulation_educator": False},
}


def of_kind(kind: str) -> Q:
    """Of memberships: that the person says so; whoever says nothing of simulation is in neither."""
    return Q(**{f"person__{field}": value for field, value in _SAID[KindOfMember(kind)].items()})


def kinds_in(standing: Standing, reader: Any) -> list[tuple[KindOfMember, int]]:
    """How many of each kind are here of those whose profile `reader` may see; none of which there are none. One query.

    What a profile keeps from `reader` is not counted, so that nobody is found out by subtraction.
    """
    shown = standing.community.memberships.live().filter(person__in=visible_people(reader).values("pk"))
    numbers = shown.aggregate(**{kind.value: Count("pk", filter=of_kind(kind)) for kind in KindOfMember})
    return [(kind, numbers[kind.value]) for kind in KindOfMember if numbers[kind.value]]
