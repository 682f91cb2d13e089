from contextlib import ExitStack

from celery import shared_task

from meetings import effects


@shared_task(name="wake.meetings")
def wake_meetings() -> None:
    """Pass on offers that nobody took up, give what stayed free, and count what is over as held."""
    with ExitStack() as steps:  # runs all, the last first, and raises what one of them raised
        steps.callback(effects.hold_due)
        steps.callback(effects.fill_due)
        steps.callback(effects.lapse_due)
