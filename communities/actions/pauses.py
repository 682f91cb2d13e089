"""A member asks to be left alone by their community for a while."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.models import Community, Membership
from communities.rules import may_pause
from core.locks import lock
from core.permissions import require


@transaction.atomic
def pause(community: Community, *, until: datetime | None, actor: User) -> Membership:
    """Leave `actor` alone until a moment (UTC), or no longer when it is None: no mail and no digest of this community.

    What happens meanwhile waits in their list of notifications. The same again changes nothing.
    """
    lock(community)
    membership = Membership.objects.live_of(actor).filter(community=community).first()
    membership = membership or Membership(community=community)
    require(may_pause(actor, membership), _("Members pause, and nobody for them."))
    if membership.paused_until != until:
        membership.paused_until = until
        membership.save(update_fields=["paused_until"])
        record("membership.paused" if until else "membership.resumed", actor=actor, target=membership)
    return membership
