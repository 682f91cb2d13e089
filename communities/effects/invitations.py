"""What becomes of invitations: answered, over, forgotten."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.queries import holders_of
from activity.effects import record, record_all
from communities.models import Community, Invitation, InvitationLink, InvitationList, Membership, Space
from notifications.effects import notify, write_to_each

REMINDED_AT_ONCE = 100


def send_out(
    community: Community,
    emails: Sequence[str],
    *,
    by: User,
    terms: Mapping[str, Any],
    room: Space | None = None,
    from_list: InvitationList | None = None,
) -> list[Invitation]:
    """Ask whoever reads each of `emails` in, in the name of `by`; the community is locked, and none is asked yet."""
    late = Invitation.objects.filter(community=community, room=room).to([email.lower() for email in emails])
    expire_invitations(late)
    sent = Invitation.objects.bulk_create(
        Invitation(community=community, room=room, email=email, invited_by=by, from_list=from_list, **terms)
        for email in emails
    )
    tell_invited("invitation.sent", sent, by=by)
    return sent


def tell_invited(verb: str, invitations: Sequence[Invitation], *, by: User | None) -> None:
    """Of each, tell the person whose address it is, if any has confirmed it, else write to the address."""
    holders = holders_of([invitation.email for invitation in invitations])
    letters = []
    entries = record_all(verb, actor=by, targets=invitations, data=lambda asked: {"role": int(asked.role)})
    for entry, invitation in zip(entries, invitations, strict=True):
        holder = holders.get(invitation.email.lower())
        if holder is None:
            letters.append((entry, invitation.email))
        else:
            notify(entry, [holder])
    write_to_each(letters)


def remind_invited() -> None:
    """Remind of each open invitation once: half-way, at least three days after it was sent, never on its last day.

    Who has come in by another door meanwhile, or was shut out, is not reminded.
    """
    while due := list(Invitation.objects.to_remind()[:REMINDED_AT_ONCE]):
        with transaction.atomic():
            ids = [invitation.pk for invitation in due]
            waiting = Invitation.objects.filter(pk__in=ids).to_remind().select_for_update(of=("self",), no_key=True)
            mine = list(waiting.select_related("community", "room"))
            Invitation.objects.filter(pk__in=[each.pk for each in mine]).update(reminded_at=timezone.now())
            settled = set(Invitation.objects.filter(pk__in=ids).superfluous().values_list("pk", flat=True))
            tell_invited("invitation.reminded", [each for each in mine if each.pk not in settled], by=None)


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
    """Whoever is shut out asks nobody in any more: what they sent and is open is taken back, links too."""
    sent = Invitation.objects.filter(community=membership.community_id, invited_by=membership.person_id)
    for invitation in sent.filter(state__in=Invitation.LIVE).order_by("pk"):
        if settle_invitation(invitation, Invitation.State.REVOKED):
            record("invitation.revoked", actor=actor, target=invitation)
    links = InvitationLink.objects.filter(community=membership.community_id, made_by=membership.person_id)
    for link in links.filter(revoked_at=None).order_by("pk"):
        InvitationLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
        record("invitationlink.revoked", actor=actor, target=link)


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
    InvitationLink.objects.filter(made_by=person, revoked_at=None).update(revoked_at=timezone.now())
    from_them.update(message="")
    to_them.update(message="", email="")
