"""What the embedded servers keep in files, safe against two writers and against a crash."""

import secrets
from contextlib import contextmanager

from config.embedded.errors import NO_WHEEL, Unavailable

try:
    import fcntl
except ImportError:  # Windows
    raise Unavailable(NO_WHEEL) from None


@contextmanager
def alone(path):
    """Hold the lock beside `path`. The kernel drops it with its holder, so it cannot go stale."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_suffix(".lock"), "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def secret(path, *, length):
    """The random secret in this file, which is made when it is missing."""
    try:
        if not path.exists():
            with alone(path):
                if not path.exists():
                    write_private(path, secrets.token_urlsafe(length))
        return path.read_text()
    except PermissionError as error:
        raise not_ours(error.filename) from None


def write_private(path, text):
    """Write a file whole or not at all, readable by its owner alone."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(path)


def not_ours(path):
    return Unavailable(f"{path} belongs to another user: set COPSE_VAR to a directory of your own.")
