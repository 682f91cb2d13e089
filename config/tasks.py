from celery import shared_task

from config import health


@shared_task(name="wake.heartbeat")
def heartbeat():
    health.note_beat()
