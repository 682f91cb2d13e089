from contextlib import ExitStack

from celery import shared_task

from meetings import effects


@shared_task(name="wake.meetings")
def wake_meetings() -> None:
    """Pass on offers that nobody took up, and count what is over as held."""
    with ExitStack() as steps:  # runs both, the last first, and raises what one of them raised
        steps.callback(effects.hold_due)
        steps.callback(effects.lapse_due)
