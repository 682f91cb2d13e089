from contextlib import ExitStack

from celery import shared_task

from forums import effects


@shared_task(name="wake.discussions")
def wake_discussions() -> None:
    """Open, lead on, ask and close what is due, draft the closings that wait for one, and remind of those drafted."""
    with ExitStack() as steps:  # runs all of them, last first, and raises what one of them raised
        for step in (
            *(effects.remind_groups_due, effects.remind_due, effects.draft_due, effects.end_polls_due),
            *(effects.put_due, effects.go_on_due, effects.close_due, effects.open_due),
        ):
            steps.callback(step)


@shared_task(name="wake.inbound")
def wake_inbound() -> None:
    """Forget what came in by mail long ago."""
    effects.forget_old_mail()


@shared_task(name="wake.unsent")
def wake_unsent() -> None:
    """Forget what was typed long ago and never sent, and what was asked without a name and answered long ago."""
    effects.forget_old_unsent()
    effects.forget_old_questions()


@shared_task(name="wake.archives")
def wake_archives() -> None:
    """Look through the archives of lists that leaders sent, bring in those that they want, and forget the others."""
    effects.work_on_archives()
