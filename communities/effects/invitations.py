"""What becomes of invitations: answered, over, forgotten."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import (
    Invitation,
    Membership,
)
from notifications.effects import notify


def settle_invitation(invitation: Invitation, state: str, person: User | None = None) -> bool:
    """End an open invitation, by the answer of `person` or otherwise: of two at once, one. Returns whether this did."""
    now = timezone.now()
    # The row alone is asked: an update looks again at what it waited for, but not at what it joined.
    waiting = Invitation.objects.filter(pk=invitation.pk, state__in=Invitation.LIVE, expires_at__gt=now)
    return bool(waiting.update(state=state, answered_at=now, person=person))


def decline_invitation(invitation: Invitation, person: User | None) -> bool:
    """Whoever was asked in says no, perhaps without an account, and who asked is told. Returns whether it was open."""
    if not settle_invitation(invitation, Invitation.State.DECLINED, person):
        return False
    notify(record("invitation.declined", actor=person, target=invitation), [invitation.invited_by])
    return True


def expire_invitations(invitations: QuerySet[Invitation]) -> None:
    """Write down that those of `invitations` are over whose time has run out, and tell who asked, here only."""
    late = invitations.filter(state__in=Invitation.LIVE, expires_at__lte=timezone.now())
    for invitation in late.select_related("invited_by").order_by("pk"):
        with transaction.atomic():
            waiting = Invitation.objects.filter(pk=invitation.pk, state__in=Invitation.LIVE)
            if waiting.filter(expires_at__lte=timezone.now()).update(state=Invitation.State.EXPIRED):
                entry = record("invitation.expired", actor=None, target=invitation)
                notify(entry, [invitation.invited_by])


def expire_due_invitations() -> None:
    """They have ended already wherever they are read; this tidies and tells."""
    expire_invitations(Invitation.objects.all())


def revoke_invitations_by(membership: Membership, *, actor: User) -> None:
    """Whoever is shut out asks nobody in any more: what they sent and is open is taken back."""
    sent = Invitation.objects.filter(community=membership.community_id, invited_by=membership.person_id)
    for invitation in sent.filter(state__in=Invitation.LIVE).order_by("pk"):
        if settle_invitation(invitation, Invitation.State.REVOKED):
            record("invitation.revoked", actor=actor, target=invitation)


def forget_old_addresses() -> None:
    """Blank whom an invitation went to, and what it said to them, thirty days after it came to nothing."""
    Invitation.objects.long_over().exclude(email="", message="").update(email="", message="")


def forget_invitations(person: User) -> None:
    """Take back what is open to or from an erased person; forget their addresses, and what was said to or by them."""
    to_them = Invitation.objects.concerning(person)
    from_them = Invitation.objects.filter(invited_by=person)
    over = {"state": Invitation.State.REVOKED, "answered_at": timezone.now()}
    for invitations in (to_them, from_them):
        invitations.filter(state__in=Invitation.LIVE).update(**over)
    from_them.update(message="")
    to_them.update(message="", email="")
