"""What follows of itself in the life of a community: its members hear of it, silence is noticed, writing stops."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.weekly import not_told, tell_weekly
from communities.errors import CommunityOver
from communities.models import Approval, Community, Membership, PhaseChange
from core import seams
from core.locks import hold
from notifications.effects import notify

YOUNG = timedelta(weeks=12)  # since it entered its phase
SILENT = {Community.Phase.DESIGN: timedelta(days=28), Community.Phase.ACTIVE: timedelta(days=14)}


def hold_open(community: Community) -> None:
    """Let nobody end `community` until what is being written there is written.

    Comes after a lock (see `core.locks.hold`). Raises CommunityOver when somebody has ended it meanwhile.
    """
    if not hold(community).is_writable:
        raise CommunityOver(_("This community has come to its end meanwhile, so nothing could be added."))


def tell_phase_change(change: PhaseChange) -> None:
    """Tell the members, but for those who want to hear nothing of the community."""
    community = change.community
    members = Membership.objects.live().filter(community=community).values_list("person", flat=True)
    entry = record("phasechange.made", actor=change.by, target=change, data={"to": change.after})
    notify(entry, members, scope=(community._meta.label_lower, community.pk))


def tell_visibility(community: Community, *, before: str, by: User) -> None:
    """Write down that others may see it from now on; where it is hidden, tell its members, whose address changes."""
    data = {"from": before, "to": community.visibility}
    entry = record("community.visibility_changed", actor=by, target=community, data=data)
    if community.visibility == Community.Visibility.HIDDEN:
        members = Membership.objects.live().filter(community=community).values_list("person", flat=True)
        notify(entry, members, scope=(community._meta.label_lower, community.pk))


def ask_approval(community: Community, *, wish: str, by: User) -> Approval:
    """Ask the site to let others find a hidden community; its staff are told. The caller holds the lock."""
    approval = Approval.objects.create(community=community, wish=wish, asked_by=by)
    staff = User.objects.present().filter(is_staff=True)
    notify(record("approval.wished", actor=by, target=approval), staff)
    return approval


def needs_approval(community: Community, visibility: str) -> bool:
    """Whether the site wants to look at it first: whatever comes out of hiding, where it wants that at all."""
    is_hidden = community.visibility == Community.Visibility.HIDDEN
    return settings.COMMUNITIES_NEED_APPROVAL and is_hidden and visibility != Community.Visibility.HIDDEN


def leaders_of(community: Community) -> QuerySet:
    return Membership.objects.leading().filter(community=community).values_list("person", flat=True)


def warn_of_silence() -> None:
    """Tell the leaders of each young community in which nobody writes: once a week until somebody does (B1)."""
    now = timezone.now()
    quiet = Q()
    for phase, patience in SILENT.items():
        quiet |= Q(phase=phase, phase_since__lte=now - patience)
    young = Community.objects.filter(quiet, phase_since__gt=now - YOUNG)
    due = {community.pk: community for community in young.filter(not_told("silence_told_at", now))}
    said = seams.said_in(list(due))
    for community in due.values():
        last_at = said[community.pk].last_at if community.pk in said else None
        if last_at is None or last_at <= now - SILENT[Community.Phase(community.phase)]:
            _warn(community)


def _warn(community: Community) -> None:
    """Once, however many workers ask; not at all when it has left its phase meanwhile."""
    still = Community.objects.filter(phase=community.phase)
    tell_weekly("community.silent", community, still=still, column="silence_told_at", to=leaders_of(community))
