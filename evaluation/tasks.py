from contextlib import ExitStack

from celery import shared_task

from evaluation import effects


@shared_task(name="wake.surveys")
def wake_surveys() -> None:
    """Close, remind of and open the surveys that are due."""
    with ExitStack() as steps:  # runs all of them, last first, and raises what one of them raised
        for step in (effects.open_due, effects.remind_due, effects.close_due):
            steps.callback(step)
