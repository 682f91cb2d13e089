"""What a person does with what they are told."""

from django.db import transaction

from accounts.models import User
from core.permissions import require
from notifications import effects
from notifications.models import Notification, Volume
from notifications.rules import may_set_volume


@transaction.atomic
def mute(scope: tuple[str, int], *, actor: User) -> None:
    """Tell `actor` no more of `scope`, such as ("forums.discussion", 7), neither here nor by mail."""
    require(may_set_volume(actor))
    effects.set_volume(actor, scope_kind=scope[0], scope_id=scope[1], level=Volume.Level.MUTE)


@transaction.atomic
def restore_volume(scope: tuple[str, int], *, level: str, actor: User) -> None:
    """Put back what `mute` changed; an empty level means that none was set."""
    require(may_set_volume(actor))
    effects.set_volume(actor, scope_kind=scope[0], scope_id=scope[1], level=level)


def read_notification(notification: Notification, *, actor: User) -> None:
    """Reading again changes nothing."""
    require(notification.recipient_id == actor.pk)
    entry = notification.entry
    effects.mark_read(actor, {entry.kind: [entry.object_id]})


def read_everything(*, actor: User) -> None:
    """All that `actor` was told until now is read, also what they can no longer see."""
    require(may_set_volume(actor))
    effects.mark_all_read(actor)
