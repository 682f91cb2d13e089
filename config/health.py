"""Is this process alive (/healthz), and is Copse at work (/readyz)?"""

import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.models import OutboxMessage

BEAT = "beat"
OLDEST_MAIL_SECONDS = 30 * 60
OLDEST_BEAT_SECONDS = 120


def note_beat():
    """Leave a trace that beat ticks and a worker answers."""
    cache.set(BEAT, time.time(), timeout=None)


@require_safe
@never_cache
def healthz(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Each part and whether it is well; 503 when one is not. Says nothing that a stranger could use."""
    checks = {"database": _database(), "redis": _redis(), "outbox": _outbox(), "beat": _beat()}
    is_ready = all(check["ok"] for check in checks.values())
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def _redis():
    # The cache forgives a Redis that is away, so it is asked directly.
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return {"ok": False}
    return {"ok": True}


def _outbox():
    """The age of the mail that has been due for longest; what waits for another try is not due."""
    try:
        waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, due_at__lte=timezone.now())
        oldest = waiting.aggregate(at=Min("due_at"))["at"]
    except DatabaseError:
        return {"ok": False}
    seconds = int((timezone.now() - oldest).total_seconds()) if oldest else 0
    return {"ok": seconds <= OLDEST_MAIL_SECONDS, "seconds": seconds}


def _beat():
    beaten_at = cache.get(BEAT)
    if beaten_at is None:
        return {"ok": False}
    seconds = int(time.time() - beaten_at)
    return {"ok": seconds <= OLDEST_BEAT_SECONDS, "seconds": seconds}
