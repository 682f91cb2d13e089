from celery import shared_task

from forums import effects


@shared_task(name="wake.discussions")
def wake_discussions() -> None:
    """Open and close what is due, then draft the closings that wait for one."""
    effects.open_due()
    effects.close_due()
    effects.draft_due()
