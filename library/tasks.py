from celery import shared_task

from library import effects


@shared_task(name="wake.files")
def wake_files() -> None:
    """Forget files that nobody hung on anything."""
    effects.sweep()
