"""The real settings, with mail kept in memory and a quick password hash."""

import os
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("SECRET_KEY", "of use in tests alone")  # with DATABASE_URL set Copse makes none of its own

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files come from their source; `make bench` runs with the hashed ones of production.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Files go with the process that runs the tests; those that it starts keep theirs beside them.
if "TEST_FILES" not in os.environ:
    UPLOADED = TemporaryDirectory(prefix="copse-files-")
STORAGES["default"]["OPTIONS"]["location"] = os.environ.get("TEST_FILES") or UPLOADED.name

# Each test process counts its own rate limits.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
REDIS_URL = urlunsplit(urlsplit(REDIS_URL)._replace(path=f"/{WORKER + 1}"))
PATIENT = {"socket_timeout": 10, "socket_connect_timeout": 10}  # a busy machine is no Redis that is away
CACHES = {
    **CACHES,
    **{alias: {**CACHES[alias], "LOCATION": REDIS_URL, "OPTIONS": PATIENT} for alias in ("default", "sessions")},
}
CELERY_BROKER_URL = REDIS_URL
