"""The Celery application: a worker that acknowledges late and a beat that only ticks."""

import os

from celery import Celery, signals

from config import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("copse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.celeryd_init.connect
@signals.beat_init.connect
def _require_mail(**_):
    startup.require_mail()
