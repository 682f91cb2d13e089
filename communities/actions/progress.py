"""What members do about the progress of expected results: keep an eye on one, say that it stands as it did (P20)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.effects.charters import look_at
from communities.effects.holding import lock_both
from communities.models import ExpectedResult, ResultWatch
from communities.rules import may_move_result, may_watch_results
from core.permissions import require

_MEMBERS = _("Members keep an eye on results, as long as the community lives.")
_TRUSTED = _("Leaders say this, and whoever watches over the result.")


@transaction.atomic
def watch_result(result: ExpectedResult, *, actor: User) -> bool:
    """Be told when its state changes; twice is once. Returns whether that is new."""
    community, actor = lock_both(result.community, actor)
    require(may_watch_results(actor, community), _MEMBERS)
    _watch, is_new = ResultWatch.objects.get_or_create(result=result, person=actor)
    return is_new


@transaction.atomic
def unwatch_result(result: ExpectedResult, *, actor: User) -> bool:
    """Be told no more; returns whether one was."""
    community, actor = lock_both(result.community, actor)
    require(may_watch_results(actor, community), _MEMBERS)
    gone, _rows = ResultWatch.objects.filter(result=result, person=actor).delete()
    return bool(gone)


@transaction.atomic
def confirm_result(result: ExpectedResult, *, actor: User) -> None:
    """Say that it stands as it did, so that nobody is asked about it for a while; again makes no difference."""
    result.community, actor = lock_both(result.community, actor)
    result.refresh_from_db(fields=["owner", "state", "position"])
    require(may_move_result(actor, result), _TRUSTED)
    look_at(result)
