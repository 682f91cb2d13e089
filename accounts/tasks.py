from celery import shared_task

from accounts import effects


@shared_task(name="wake.sessions")
def wake_sessions() -> None:
    effects.erase_once_more()
    effects.drop_ended_sessions()
