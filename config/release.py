"""Which release of Copse this is: what all that its pages are made from adds up to."""

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("templates", "static", "locale", "requirements/production.txt")


@cache
def fingerprint(*apps):
    """A digest of our code, templates, static files and translations, and of the versions that we build on.

    It goes by contents and not by times, so that every host that runs the same release says the same.
    """
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(_files([ROOT / part for part in (*apps, *PARTS)])):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(parts):
    """Of apps that are not ours there is nothing beside our own."""
    for part in parts:
        if part.is_file():
            yield part
        else:
            yield from (path for path in part.rglob("*.*") if path.suffix != ".pyc" and path.is_file())
