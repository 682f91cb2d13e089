"""Whom people are in a community for, and who runs it together (P1, H36)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities.effects.holding import lock_both
from communities.effects.institutions import listed
from communities.errors import AskedLately, RepresentationOver, TooManyHosts
from communities.models import Community, Institution, Membership, Representation
from communities.queries.institutions import Unlisted
from communities.rules import LEAST_ROLE, may_confirm_representation, may_in_community
from core.permissions import require
from notifications.effects import notify

_MEMBERS = _("Members say for whom they are here, as long as the community lives.")
_TEAM = _("Moderators and leaders confirm for whom others are here.")
_LEADERS = _("Leaders say who runs the community together.")

State = Representation.State


@transaction.atomic
def represent(community: Community, *, institution: Institution | Unlisted, actor: User) -> Representation:
    """Say that `actor` is here for an institution; those who may confirm it are told.

    One at a time: another one takes its place and waits to be confirmed anew. The same again changes nothing, but
    asks once more where the team had not confirmed it. Raises TooManyInstitutions, Gone, and AskedLately for
    whoever has said many things within a day.
    """
    community, actor = lock_both(community, actor)
    require(may_in_community(actor, "take_part", community), _MEMBERS)
    institution = listed(institution, by=actor)
    membership = Membership.objects.live_of(actor).get(community=community)
    said = Representation.objects.filter(membership=membership, institution=institution)
    if known := said.exclude(state=State.DECLINED).first():
        return known
    _require_patience(community, actor)
    fresh = {"institution": institution, "state": State.SAID, "said_at": timezone.now()}
    representation, _is_new = Representation.objects.update_or_create(
        membership=membership, defaults=fresh | {"answered_at": None, "answered_by": None}
    )
    entry = record("representation.claimed", actor=actor, target=representation)
    confirming = Membership.objects.live().holding(LEAST_ROLE["confirm_institutions"]).filter(community=community)
    notify(entry, confirming.exclude(person=actor).values_list("person", flat=True))
    return representation


def _require_patience(community: Community, actor: User) -> None:
    since = timezone.now() - timedelta(days=1)
    said = Entry.objects.filter(community_id=community.pk, verb="representation.claimed", actor=actor, at__gt=since)
    if said.count() >= Representation.MOST_A_DAY:
        raise AskedLately(_("You have changed this several times today. Please come back to it tomorrow."))


@transaction.atomic
def represent_nobody(community: Community, *, actor: User) -> bool:
    """Be here for oneself again; returns whether one was here for an institution."""
    community, actor = lock_both(community, actor)
    require(may_in_community(actor, "take_part", community), _MEMBERS)
    own = Representation.objects.filter(membership__in=Membership.objects.live_of(actor).filter(community=community))
    gone, _rows = own.delete()
    return bool(gone)


def confirm_representation(representation: Representation, *, institution: int, actor: User) -> bool:
    """Let the badge stand beside the member's name; they are told. The same answer twice is one.

    `institution` is the id of the one that the team read of. Raises RepresentationOver when the member meanwhile
    is here for another one or for nobody.
    """
    return _answer(representation, State.CONFIRMED, institution=institution, actor=actor)


def decline_representation(representation: Representation, *, institution: int, actor: User) -> bool:
    """Let no badge stand there, or take it away; they are told. Else as `confirm_representation`."""
    return _answer(representation, State.DECLINED, institution=institution, actor=actor)


@transaction.atomic
def _answer(representation: Representation, state: str, *, institution: int, actor: User) -> bool:
    _community, actor = lock_both(representation.community, actor)
    rows = Representation.objects.filter(pk=representation.pk)
    now = rows.select_related("membership__community").first()
    require(now is None or may_confirm_representation(actor, now), _TEAM)
    if now is None or now.institution_id != institution:
        raise RepresentationOver(_("They have changed their mind meanwhile."))
    if not rows.exclude(state=state).update(state=state, answered_at=timezone.now(), answered_by=actor):
        return False
    representation.refresh_from_db()
    is_confirmed = state == State.CONFIRMED
    verb = "representation.confirmed" if is_confirmed else "representation.unconfirmed"
    notify(record(verb, actor=actor, target=representation), [representation.membership.person_id])
    return True


@transaction.atomic
def add_host(community: Community, *, institution: Institution | Unlisted, actor: User) -> bool:
    """Say that an institution runs the community with others; returns whether that is new.

    Raises TooManyHosts, TooManyInstitutions, and Gone.
    """
    community, actor = lock_both(community, actor)
    require(may_in_community(actor, "lead", community), _LEADERS)
    institution = listed(institution, by=actor)
    if community.hosts.filter(pk=institution.pk).exists():
        return False
    if community.hosts.count() >= Community.MOST_HOSTS:
        raise TooManyHosts(_("At most %(number)s run it together.") % {"number": Community.MOST_HOSTS})
    community.hosts.add(institution)
    record("community.host_added", actor=actor, target=community, data={"institution": institution.pk})
    return True


@transaction.atomic
def remove_host(community: Community, *, institution: Institution, actor: User) -> bool:
    """Say that it no longer does; returns whether it did."""
    community, actor = lock_both(community, actor)
    require(may_in_community(actor, "lead", community), _LEADERS)
    if not community.hosts.filter(pk=institution.pk).exists():
        return False
    community.hosts.remove(institution)
    record("community.host_removed", actor=actor, target=community, data={"institution": institution.pk})
    return True
