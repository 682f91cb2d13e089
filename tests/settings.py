"""The real settings, with mail kept in memory and a quick password hash."""

import os

os.environ.setdefault("EMAIL_URL", "memorymail://")

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
