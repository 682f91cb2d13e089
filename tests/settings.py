"""The real settings, with mail kept in memory and a quick password hash."""

import os

os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("SECRET_KEY", "of use in tests alone")  # with DATABASE_URL set Copse makes none of its own

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
