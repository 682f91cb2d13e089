"""What a person does with what they are told."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core.locks import lock
from core.permissions import require
from notifications import effects, wishes
from notifications.hearing import COMMUNITY
from notifications.models import Notification, Volume
from notifications.rules import (
    Scope,
    listen_token,
    may_restore_address,
    may_run_outbox,
    may_set_volume,
    may_silence,
    read_listen_token,
    read_silence_token,
    silence_of,
)

logger = logging.getLogger(__name__)


@transaction.atomic
def mute(scope: Scope, *, actor: User) -> None:
    """Tell `actor` no more of a thing, neither here nor by mail; or mail them no more of a kind, or no digest.

    What they had chosen until then is kept (`wishes.wish_before`), also when it is asked again.
    """
    require(may_set_volume(actor))
    before, silence = wishes.wish_of(actor, scope), silence_of(scope)
    if before != silence:
        effects.set_wish(actor, scope, silence, before=before)


@transaction.atomic
def restore_volume(scope: Scope, *, level: str, actor: User) -> None:
    """Put back what `mute` changed; an empty level means that none was set."""
    require(may_set_volume(actor))
    effects.set_wish(actor, scope, level)


@transaction.atomic
def choose_volume(scope: Scope, *, level: str, actor: User) -> None:
    """How much `actor` hears of a thing, a space or a community from now on; an empty level: as of what it is in."""
    require(may_set_volume(actor))
    _choose(scope, level, actor)


def _choose(scope: Scope, level: str, actor: User) -> None:
    """Around a community there is nothing whose volume could count, so what is usual there is no choice."""
    is_usual = scope[0] == COMMUNITY and level == Volume.Level.NORMAL
    effects.set_wish(actor, scope, "" if is_usual else level)


@transaction.atomic
def change_settings(
    *, actor: User, deliveries: Mapping[str, str], volumes: Mapping[int, str], rhythm: Mapping[str, str | int | None]
) -> None:
    """Change how `actor` is told: {kind: a Delivery.By}, {community: a Volume.Level}, and what `set_rhythm` takes.

    What is left out stays as it is. What is usual is not kept as a choice. Saving the same again changes nothing.
    """
    actor = lock(actor)
    require(may_set_volume(actor))
    for kind, by in deliveries.items():
        effects.set_delivery(actor, kind, by)
    for community, level in volumes.items():
        _choose((COMMUNITY, community), level, actor)
    if rhythm:
        effects.set_rhythm(actor, **rhythm)


def read_notification(notification: Notification, *, actor: User) -> None:
    """Reading again changes nothing."""
    require(notification.recipient_id == actor.pk)
    entry = notification.entry
    effects.mark_read(actor, {entry.kind: [entry.object_id]})


def read_everything(*, actor: User) -> None:
    """All that `actor` was told until now is read, also what they can no longer see."""
    require(may_set_volume(actor))
    effects.mark_all_read(actor)


@transaction.atomic
def mail_me_again(*, actor: User) -> bool:
    """Letters to `actor` came back and were stopped: send them again. Returns whether they were stopped."""
    actor = lock(actor)
    require(may_set_volume(actor))
    if not actor.mail_comes_back:
        return False
    effects.mail_again(actor)
    return True


@transaction.atomic
def try_again(*, actor: User) -> int:
    """Send at once what failed and waits for its next try, and what was given up in the last days; returns how many."""
    require(may_run_outbox(actor))
    number = effects.try_again()
    logger.info("Account %s has %s letters tried again", actor.pk, number)
    return number


@transaction.atomic
def give_up_failing(*, actor: User) -> int:
    """Try no more what has failed until now; returns how many letters those are."""
    require(may_run_outbox(actor))
    number = effects.give_up_failing()
    logger.info("Account %s has %s letters given up", actor.pk, number)
    return number


@transaction.atomic
def silence_address(token: str, *, actor: Any) -> str:
    """Mail nothing more to the address whose mail held `token`; returns the token that takes it back.

    `actor` is whoever holds the link, signed in or not: the link alone gives leave.
    """
    require(may_silence(actor, token))
    digest = read_silence_token(token)
    effects.silence(digest)
    return listen_token(digest)


@transaction.atomic
def restore_address(token: str, *, actor: Any) -> None:
    """Take back what `silence_address` did, by the token that it returned."""
    require(may_restore_address(actor, token))
    effects.listen_again(read_listen_token(token))
