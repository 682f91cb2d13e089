"""Redis as a cache that may go away: a miss then, never an error."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 15
SESSION_SECONDS = 60


class ForgivingRedisCache(RedisCache):
    """Answers like an empty cache while Redis is away; looks again after a few seconds.

    What must not be forgotten does not live here alone: sessions are also in the
    database. Rate limits are open while Redis is away, which is the price.
    """

    _away_until = 0.0

    def _forgive(self, otherwise: Any, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._away_until:
            return otherwise
        try:
            return call(*args, **kwargs)
        except (RedisError, OSError) as error:
            ForgivingRedisCache._away_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("The cache is away: %s", error)
            return otherwise

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._forgive(True, super().add, key, value, timeout, version)

    def get(self, key, default=None, version=None):
        return self._forgive(default, super().get, key, default, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._forgive(None, super().set, key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._forgive(False, super().touch, key, timeout, version)

    def delete(self, key, version=None):
        return self._forgive(False, super().delete, key, version)

    def get_many(self, keys, version=None):
        return self._forgive({}, super().get_many, keys, version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._forgive([], super().set_many, data, timeout, version)

    def incr(self, key, delta=1, version=None):
        return self._forgive(delta, super().incr, key, delta, version)

    def has_key(self, key, version=None):
        return self._forgive(False, super().has_key, key, version)

    def delete_many(self, keys, version=None):
        return self._forgive(None, super().delete_many, keys, version)

    def clear(self):
        return self._forgive(False, super().clear)


class SessionCache(ForgivingRedisCache):
    """Holds a session for a minute at most; then the database is asked again.

    A session that was ended while Redis was away is still in it afterwards, and no
    process can be relied on to remember that.
    """

    def set(self, key, value, timeout=SESSION_SECONDS, version=None):
        return super().set(key, value, min(timeout, SESSION_SECONDS), version)
