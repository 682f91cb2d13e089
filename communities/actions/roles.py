"""What leaders do about the roles of their community."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.errors import CalledAlike
from communities.models import Community, Role
from communities.rules import may_call_roles
from core.locks import lock
from core.permissions import require


@transaction.atomic
def call_roles(community: Community, *, labels: Mapping[Role, str], actor: User) -> Community:
    """Let the community call its roles by `labels`; an empty one stands for the usual name.

    What a role may do does not change. The same again changes nothing. Raises CalledAlike.
    """
    community = lock(community)
    require(may_call_roles(actor, community), _("Leaders say what the roles are called."))
    wanted = {str(role.value): label for role, label in labels.items() if label}
    if wanted != community.role_labels:
        community.role_labels = wanted
        names = {str(community.role_name(role)).casefold() for role in Role}
        if len(names) < len(Role):
            raise CalledAlike(_("Two roles would be called the same. Nobody could tell who may do what."))
        community.save(update_fields=["role_labels"])
        record("community.roles_called", actor=actor, target=community)
    return community
