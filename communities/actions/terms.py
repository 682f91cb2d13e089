"""When a membership ends, where that was agreed beforehand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.models import Membership, TermChange
from communities.rules import may_set_term
from core.locks import lock
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def set_term(membership: Membership, *, until: datetime | None, reason: str, actor: User) -> Membership:
    """Let a membership end at a moment (UTC), or go on without an end, and tell the member why.

    The same moment again changes nothing.
    """
    lock(membership.community)
    membership.refresh_from_db()
    require(may_set_term(actor, membership), _("Moderators and leaders do this, and a leader’s membership has no end."))
    if membership.until != until:
        membership.until = until
        membership.save(update_fields=["until"])
        change = TermChange.objects.create(membership=membership, by=actor, until=until, reason=reason)
        notify(record("termchange.set", actor=actor, target=change), [membership.person_id])
    return membership
