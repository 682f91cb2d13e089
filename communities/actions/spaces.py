"""What a person does to a space and to who is let into it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.holding import lock_around
from communities.errors import NameTaken, NotConfirmed
from communities.models import Community, Membership, Role, Space, SpaceGrant
from communities.queries.naming import RESERVED_SLUGS, slug_of
from communities.queries.spaces import spaces_of
from communities.rules import is_shut_out, may_arrange, may_change_end, may_end_grant, may_grant, may_leave_space
from core.locks import lock
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def open_space(community: Community, *, actor: User, name: str, access: str, starters: str) -> Space:
    """Give a community one more space; whoever opens a private room is let into it.

    The same wish twice is one space, as long as that is not archived. Raises NameTaken when there is another one of
    this name.
    """
    community = lock(community)
    require(may_arrange(actor, community), _("Leaders arrange the spaces."))
    wish = {"name": name, "access": access, "starters": starters}
    if same := community.spaces.filter(archived_at=None, **wish).first():
        return same
    _require_free(community.spaces.filter(name__iexact=name))
    space = Space.objects.create(
        community=community, slug=_free_slug(community, name), position=community.spaces.count(), **wish
    )
    record("space.opened", actor=actor, target=space)
    if access == Space.Access.PRIVATE:
        _let_oneself_in(space, actor)
    return space


def _let_oneself_in(space: Space, actor: User) -> None:
    grant = effects.let_in(actor, space, role=Role.LEADER, source="founder", given_by=actor)
    record("spacegrant.given", actor=actor, target=grant, data={"role": int(Role.LEADER)})


def _free_slug(community: Community, name: str) -> str:
    """What stands in the address; names of other letters, or of signs alone, leave too little to be told apart by."""
    base = slug_of(name, otherwise="space")
    taken = {*RESERVED_SLUGS, *community.spaces.filter(slug__startswith=base).values_list("slug", flat=True)}
    tails = ("", *(f"-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for tail in tails if (slug := f"{base[: 60 - len(tail)]}{tail}") not in taken)


def _require_free(namesakes: QuerySet[Space]) -> None:
    for namesake in namesakes[:1]:
        if namesake.archived_at is not None:
            raise NameTaken(_("An archived space has this name. Open that for writing again, or choose another name."))
        raise NameTaken(_("There is a space of this name already."))


@transaction.atomic
def change_space(
    space: Space, *, actor: User, name: str, access: str, starters: str, is_confirmed: bool = False
) -> Space:
    """Rename a space, or change who reads it and who starts discussions there.

    Whoever makes it private is let into it, and whoever wrote there is told when more people read it than before.
    Raises NameTaken, and NotConfirmed when others would read it than do now and `is_confirmed` does not say that this
    is meant: who gains and who loses sight is said first (design 4.12).
    """
    lock_around(space)
    require(may_arrange(actor, space.community), _("Leaders arrange the spaces."))
    _require_free(space.community.spaces.exclude(pk=space.pk).filter(name__iexact=name))
    if access != space.access and not is_confirmed:
        raise NotConfirmed(_("Others would read what is in this space than do now. Please confirm that you mean it."))
    before, reach, is_called_anew = space.access, space.reach, (name, starters) != (space.name, space.starters)
    space.name, space.access, space.starters = name, access, starters
    space.save(update_fields=["name", "access", "starters"])
    if is_called_anew:
        record("space.changed", actor=actor, target=space)
    if access != before:
        record("space.access_changed", actor=actor, target=space, data={"from": before, "to": access})
        if access == Space.Access.PRIVATE:
            _let_oneself_in(space, actor)
    if space.reach > reach:
        effects.tell_writers(space, by=actor)
    return space


@transaction.atomic
def move_space(space: Space, *, place: int, actor: User) -> None:
    """Put it at `place`, counted from 0, among those that are not archived; there already, it stays.

    Beyond the last place is the last.
    """
    community = lock_around(space)
    require(may_arrange(actor, community), _("Leaders arrange the spaces."))
    row = list(spaces_of(community))  # archived ones last
    place = min(place, sum(each.archived_at is None for each in row) - 1)
    if space.archived_at is not None or row[place] == space:
        return
    row.remove(space)
    row.insert(place, space)
    for position, each in enumerate(row):
        each.position = position
    Space.objects.bulk_update(row, ["position"])
    record("space.moved", actor=actor, target=space)


@transaction.atomic
def archive_space(space: Space, *, actor: User) -> None:
    """From now on it is read and not written; again changes nothing."""
    lock_around(space)  # whoever moves a discussion into it comes before or finds it archived
    require(may_arrange(actor, space.community), _("Leaders arrange the spaces."))
    if Space.objects.filter(pk=space.pk, archived_at=None).update(archived_at=timezone.now()):
        record("space.archived", actor=actor, target=space)


@transaction.atomic
def unarchive_space(space: Space, *, actor: User) -> None:
    lock_around(space)
    require(may_arrange(actor, space.community), _("Leaders arrange the spaces."))
    if Space.objects.filter(pk=space.pk, archived_at__isnull=False).update(archived_at=None):
        record("space.unarchived", actor=actor, target=space)


@transaction.atomic
def grant_space(
    space: Space, *, person: User, role: Role, actor: User, until: datetime | None = None, source: str = "guest"
) -> SpaceGrant:
    """Let `person` into one space until a moment (UTC) or without end; a second grant replaces the first.

    A leader may let themselves in, which the room shows as what it is. Nobody comes in who was suspended or removed.
    """
    lock_around(space)
    require(may_grant(actor, space, role) and not is_shut_out(person, space.community))
    grant = effects.let_in(person, space, role=role, source=source, until=until, given_by=actor)
    entry = record("spacegrant.given", actor=actor, target=grant, data={"role": int(role)})
    notify(entry, [person])
    return grant


@transaction.atomic
def let_member_in(space: Space, *, membership: Membership, actor: User) -> SpaceGrant:
    """Let a live member into a private room as what they are in the community; once in, again changes nothing."""
    lock_around(space)
    membership.refresh_from_db()
    require(may_grant(actor, space, Role(membership.role)), _("Leaders let people in."))
    require(membership.is_live and membership.community_id == space.community_id)
    held = SpaceGrant.objects.live_of(membership.person).filter(content_object=space, until=None)
    grant = held.filter(role__gte=membership.role).first()
    return grant or grant_space(
        space, person=membership.person, role=Role(membership.role), actor=actor, source="member"
    )


@transaction.atomic
def change_end(grant: SpaceGrant, *, actor: User, until: datetime) -> None:
    """Let a guest stay until another moment (UTC)."""
    lock_around(grant.content_object)
    require(may_change_end(actor, grant), _("Leaders let people in."))
    if SpaceGrant.objects.filter(pk=grant.pk).exclude(until=until).update(until=until):
        record("spacegrant.changed", actor=actor, target=grant)


@transaction.atomic
def end_grant(grant: SpaceGrant, *, actor: User) -> bool:
    """Let somebody into a room no longer; what they wrote stays. Returns whether that ended anything."""
    lock_around(grant.content_object)
    require(may_end_grant(actor, grant), _("Leaders let people in."))
    return _end(grant, actor)


@transaction.atomic
def leave_space(grant: SpaceGrant, *, actor: User) -> bool:
    """Go from a room that one was let into; what one wrote stays. Returns whether that ended anything."""
    lock_around(grant.content_object)
    require(may_leave_space(actor, grant))
    return _end(grant, actor)


def _end(grant: SpaceGrant, actor: User) -> bool:
    ended, _rows = SpaceGrant.objects.filter(pk=grant.pk).delete()
    if ended:
        record("spacegrant.ended", actor=actor, target=grant, data={"person": grant.user_id})
    return bool(ended)
