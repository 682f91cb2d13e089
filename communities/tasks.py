from contextlib import ExitStack

from celery import shared_task

from communities import effects


@shared_task(name="wake.memberships")
def wake_memberships() -> None:
    """Let those be members again whose suspension has ended, tell of invitations that ran out, forget old ones.

    Remind of what the action plan has due.
    """
    with ExitStack() as steps:  # runs all, the last first, and raises what one of them raised
        steps.callback(effects.remind_owners)
        steps.callback(effects.forget_old_addresses)
        steps.callback(effects.expire_due_invitations)
        steps.callback(effects.lift_due_suspensions)
