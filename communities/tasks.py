from contextlib import ExitStack

from celery import shared_task

from communities import effects
from communities.effects.life import warn_of_silence
from communities.effects.terms import end_due_memberships


@shared_task(name="wake.lists")
def wake_lists() -> None:
    effects.send_due_lists()


@shared_task(name="wake.memberships")
def wake_memberships() -> None:
    """Let those be members again whose suspension has ended, remind of and end invitations, forget old ones.

    Remind of what the action plan has due. Tidy up after memberships that have come to their end.
    """
    with ExitStack() as steps:  # runs all, the last first, and raises what one of them raised
        steps.callback(effects.remind_owners)
        steps.callback(effects.forget_old_addresses)
        steps.callback(effects.forget_old_lists)
        steps.callback(effects.forget_stray_answers)
        steps.callback(effects.remind_invited)
        steps.callback(effects.expire_due_invitations)
        steps.callback(effects.lift_due_suspensions)
        steps.callback(end_due_memberships)


@shared_task(name="wake.silence")
def wake_silence() -> None:
    """Tell the leaders of young communities in which nobody writes."""
    warn_of_silence()
