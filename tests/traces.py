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


def columns_with(*words):
    """Every "table.column", of whatever type, that holds one of `words` somewhere, in capitals or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = current_schema() GROUP BY table_name"
        )
        return {
            f"{table}.{column}"
            for table, columns in cursor.fetchall()
            for column, holds in zip(columns, _holding(cursor, table, columns, words), strict=True)
            if holds
        }


def _holding(cursor, table, columns, words):
    """Of each of `columns`, whether it holds one of `words`; the table is read once."""
    asked = [" OR ".join([f'strpos(lower("{column}"::text), %s) > 0'] * len(words)) for column in columns]
    said = ", ".join(f"bool_or({each})" for each in asked)
    cursor.execute(f'SELECT {said} FROM "{table}"', [word.lower() for word in words] * len(columns))
    return cursor.fetchone()


def traces_of(*words):
    """Where any of `words` stands: fields as "forums.Post.markdown", SESSIONS, CACHE."""
    every = apps.get_models(include_auto_created=True)
    names = {f"{m._meta.db_table}.{f.column}": f"{m._meta.label}.{f.name}" for m in every for f in m._meta.local_fields}
    found = {names.get(column, column) for column in columns_with(*words)}
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
