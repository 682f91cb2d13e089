"""The real settings, with mail kept in memory and a quick password hash."""

import os

os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("SECRET_KEY", "of use in tests alone")  # with DATABASE_URL set Copse makes none of its own

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files come from their source; `make bench` runs with the hashed ones of production.
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
