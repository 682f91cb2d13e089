"""Looking for words of a person wherever Copse keeps anything: in every column, every session and the cache."""

import re

import redis
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

PAGE = settings.BASE_DIR / "docs" / "personal-data.md"
SESSIONS, CACHE = "sessions", "the cache"


def may_still_name():
    """The fields in which, as the page on personal data says, somebody who was erased may still be named."""
    listed = PAGE.read_text().split("### Where somebody who was erased may still be named\n")[1].split("\n## ")[0]
    return set(re.findall(r"`(\w+\.\w+\.\w+)`", listed))


def columns_with(word):
    """Every "table.column", of whatever type, that holds `word` somewhere, in capitals or not."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE strpos(lower("{column}"::text), %s) > 0 LIMIT 1', [word.lower()]
            )
            if cursor.fetchone():
                found.add(f"{table}.{column}")
    return found


def traces_of(*words):
    """Where any of `words` stands: fields as "forums.Post.markdown", SESSIONS, CACHE."""
    every = apps.get_models(include_auto_created=True)
    names = {f"{m._meta.db_table}.{f.column}": f"{m._meta.label}.{f.name}" for m in every for f in m._meta.local_fields}
    found = {names.get(column, column) for word in words for column in columns_with(word)}
    held = {SESSIONS: " ".join(str(each.get_decoded()) for each in Session.objects.all()), CACHE: cached()}
    return found | {place for place, text in held.items() if any(word.lower() in text.lower() for word in words)}


def cached():
    """Every key of this test's Redis database with what it holds: cache, sessions, rate limits and Celery's queues."""
    with redis.from_url(settings.REDIS_URL) as client:
        reading = {
            b"string": client.get,
            b"list": lambda key: client.lrange(key, 0, -1),
            b"hash": client.hgetall,
            b"set": client.smembers,
            b"zset": lambda key: client.zrange(key, 0, -1),
            b"none": lambda key: "",  # it ran out just now
        }
        return " ".join(f"{key} {reading[client.type(key)](key)}" for key in client.scan_iter())
