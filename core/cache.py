"""Redis as a cache that may go away: a miss then, never an error."""

import logging
import time
from collections.abc import Callable, Iterable
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

    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._forgive(True, super().add, key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgive(default, super().get, key, default, version)

    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._forgive(None, super().set, key, value, timeout, version)

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._forgive(False, super().touch, key, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._forgive(False, super().delete, key, version)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._forgive({}, super().get_many, keys, version)

    def set_many(
        self, data: dict[Any, Any], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        return self._forgive([], super().set_many, data, timeout, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        try:
            return self._forgive(delta, super().incr, key, delta, version)
        except ValueError:  # it lapsed since it was begun
            return delta

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._forgive(False, super().has_key, key, version)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._forgive(None, super().delete_many, keys, version)

    def clear(self) -> None:
        self._forgive(None, super().clear)


class SessionCache(ForgivingRedisCache):
    """Holds a session for a minute at most; then the database is asked again.

    A session that was ended while Redis was away is still in it afterwards, and no
    process can be relied on to remember that.
    """

    def set(self, key: Any, value: Any, timeout: float | None = SESSION_SECONDS, version: int | None = None) -> None:
        longest = SESSION_SECONDS if timeout is None else min(timeout, SESSION_SECONDS)
        super().set(key, value, longest, version)
