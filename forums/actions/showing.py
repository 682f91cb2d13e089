"""How a team shows, among what its community learned, what a neighbour has learned."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.models import Community
from communities.rules import may_in_community
from core.permissions import require
from forums.errors import NotShowable
from forums.models import Closing, ShownClosing
from forums.queries.showing import showable

_TEAM = _("The team says what stands among what was learned, as long as the community lives.")


@transaction.atomic
def show_closing(closing: Closing, *, community: Community, actor: User) -> bool:
    """Let what a neighbour learned stand there too, for whoever may see it; returns False when it does already.

    Raises NotShowable for what is not published in an open space of a public neighbour.
    """
    community, actor = lock_both(community, actor)
    require(may_in_community(actor, "show_results", community), _TEAM)
    if not showable(community, actor).filter(pk=closing.pk).exists():
        raise NotShowable(_("Only what a public neighbour has learned in the open can be shown here."))
    shown, is_new = ShownClosing.objects.get_or_create(community=community, closing=closing, defaults={"by": actor})
    if is_new:
        record("shownclosing.put_up", actor=actor, target=shown, data={"closing": closing.pk})
    return is_new


@transaction.atomic
def hide_closing(closing: Closing, *, community: Community, actor: User) -> bool:
    """Let it stand there no longer; returns False when it did not. Where it was learned nothing changes."""
    community, actor = lock_both(community, actor)
    require(may_in_community(actor, "show_results", community), _TEAM)
    shown = ShownClosing.objects.filter(community=community, closing=closing).first()
    if shown is None:
        return False
    record("shownclosing.taken_down", actor=actor, target=shown, data={"closing": closing.pk})
    shown.delete()
    return True
