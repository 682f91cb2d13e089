from contextlib import ExitStack

from celery import shared_task

from meetings import effects


@shared_task(name="wake.meetings")
def wake_meetings() -> None:
    """Pass on offers, give what stayed free, count what is over as held, tell of what is due, and forget guests."""
    with ExitStack() as steps:  # runs all, the last first, and raises what one of them raised
        steps.callback(effects.forget_guests)
        steps.callback(effects.thank_due)
        steps.callback(effects.hold_due)
        steps.callback(effects.remind_due)
        steps.callback(effects.fill_due)
        steps.callback(effects.lapse_due)
