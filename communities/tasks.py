from celery import shared_task

from communities import effects


@shared_task(name="wake.memberships")
def wake_memberships() -> None:
    """Let those be members again whose suspension has come to its end."""
    effects.lift_due_suspensions()
