"""Who leads on when somebody goes for ever: a community always keeps one leader."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from communities.models import Membership, Role
from core.seams import Resolved


def led_alone(person: User) -> QuerySet[Membership]:
    """The live memberships by which `person`, and nobody else, leads a community."""
    others = Membership.objects.leading().filter(community=OuterRef("community")).exclude(person=person)
    mine = Membership.objects.live_of(person).filter(~Exists(others), role=Role.LEADER)
    return mine.select_related("community").order_by("community__name", "pk")


def successor_of(leader: Membership) -> Membership | None:
    """Of the others who belong there the one with the highest role, and among these who has been there longest."""
    others = Membership.objects.live().filter(community=leader.community_id, person__in=User.objects.present())
    return others.exclude(pk=leader.pk).select_related("person").order_by("-role", "joined_at", "pk").first()


def left_behind(person: User) -> list[Resolved]:
    """The communities that `person` leads alone, each with the name of who would follow, or none."""
    return [_resolved(leader, successor_of(leader)) for leader in led_alone(person)]


def _resolved(leader: Membership, successor: Membership | None) -> Resolved:
    return Resolved(
        title=leader.community.name,
        url=reverse("communities:members", args=[leader.community.slug]),
        obj=leader.community,
        context={"successor": successor.person.name if successor else ""},
    )
