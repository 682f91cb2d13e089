from contextlib import ExitStack

from celery import shared_task

from forums import effects


@shared_task(name="wake.discussions")
def wake_discussions() -> None:
    """Open and close what is due, then draft the closings that wait for one."""
    with ExitStack() as steps:  # runs all of them, last first, and raises what one of them raised
        for step in (effects.draft_due, effects.close_due, effects.open_due):
            steps.callback(step)
