"""What a person does to a space and to who is let into it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.models import Role, Space, SpaceGrant
from communities.rules import may_grant
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def grant_space(
    space: Space, *, person: User, role: Role, actor: User, until: datetime | None = None, source: str = "guest"
) -> SpaceGrant:
    """Let `person` into one space until a moment (UTC) or without end; a second grant replaces the first."""
    require(may_grant(actor, space, role))
    grant = effects.let_in(person, space, role=role, source=source, until=until)
    entry = record("spacegrant.given", actor=actor, target=grant, data={"role": int(role)})
    notify(entry, [person])
    return grant
