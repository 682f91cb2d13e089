"""The one settings file: everything that differs between machines comes from the environment."""

import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from config import embedded, release

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = embedded.var_dir()

env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

# Without servers of its own Copse runs the embedded ones, and keeps a key of its own beside them.
IS_EMBEDDED = not env.str("DATABASE_URL", default="")
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not IS_EMBEDDED:
        raise ImproperlyConfigured("Set SECRET_KEY: with DATABASE_URL set, Copse makes no key of its own.")
    SECRET_KEY = embedded.secret_key()

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
SITE_HOST = SITE_URL.split("://")[1].split("/")[0].rsplit(":", 1)[0]
# The health check of a container asks by the last two, whatever names people use.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[SITE_HOST]), "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "config",
    "home",
    "evaluation",
    "forums",
    "meetings",
    "library",
    "communities",
    "notifications",
    "activity",
    "accounts",
    "core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "django_htmx",
    "template_partials",
    "csp",
    "accounts.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
]

# Part of every ETag: a page that a browser kept counts no more once what makes it has changed.
# Made when it is asked for: the web does so at its start, commands never do.
RELEASE = env.str("RELEASE", default="") or lazy(release.fingerprint, str)(*INSTALLED_APPS)

MIDDLEWARE = [
    "config.frames.FramesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.ReaderHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.ReaderClockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.AgreementMiddleware",
    "core.middleware.SignedOutMiddleware",
    "core.middleware.RefusalMiddleware",
    "core.middleware.MessagesOutOfBandMiddleware",
    "communities.middleware.FormerAddressMiddleware",
    "forums.middleware.MergedAddressMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "notifications.context_processors.unread_count",
            ],
        },
    }
]

FORM_RENDERER = "core.forms.FormsRenderer"

database = env.db_url_config(env.str("DATABASE_URL", default="") or embedded.database_url())
database |= {
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": env.bool("PGBOUNCER", default=False),
}
options = database.setdefault("OPTIONS", {})
options.setdefault("connect_timeout", 5)
# A pooler refuses such options, because its connections are not one client's own.
if not database["DISABLE_SERVER_SIDE_CURSORS"]:
    # What `core.prepared` plans once is not to be planned anew for each page: that takes longer than reading it.
    session = ["plan_cache_mode=force_generic_plan"]
    # Seconds that a statement may take; only what serves the web sets them.
    if statement_timeout := env.int("STATEMENT_TIMEOUT", default=0):
        session.append(f"statement_timeout={statement_timeout}s")
    options["options"] = " ".join([*(f"-c {each}" for each in session), options.get("options", "")]).rstrip()
DATABASES = {"default": database}

REDIS_URL = env.str("REDIS_URL", default="") or embedded.redis_url()
IN_REDIS = {
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "copse",
    "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
}
CACHES = {
    "default": {"BACKEND": "core.cache.ForgivingRedisCache", **IN_REDIS},
    "sessions": {"BACKEND": "core.cache.SessionCache", **IN_REDIS},
    # What all visitors are shown alike, in each process for itself; a key names the version that it holds.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A silent broker must not hold a request: one second, no second try.
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 0,
    "visibility_timeout": 3600,
    "global_keyprefix": "copse:",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"wake.mail": {"queue": "mail"}, "wake.digest": {"queue": "digest"}}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# Beat only ticks; what is due are rows in PostgreSQL, so a missed or a doubled tick harms nothing.
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "wake.heartbeat", "schedule": 15, "options": {"queue": "default", "expires": 30}},
    "mail": {"task": "wake.mail", "schedule": 20, "options": {"queue": "mail", "expires": 20}},
    "digest": {"task": "wake.digest", "schedule": 60, "options": {"queue": "digest", "expires": 60}},
    "lists": {"task": "wake.lists", "schedule": 20, "options": {"queue": "default", "expires": 20}},
    "announcements": {"task": "wake.announcements", "schedule": 20, "options": {"queue": "default", "expires": 20}},
    "memberships": {"task": "wake.memberships", "schedule": 60, "options": {"queue": "default", "expires": 60}},
    "discussions": {"task": "wake.discussions", "schedule": 30, "options": {"queue": "default", "expires": 30}},
    "archives": {"task": "wake.archives", "schedule": 30, "options": {"queue": "default", "expires": 30}},
    "meetings": {"task": "wake.meetings", "schedule": 30, "options": {"queue": "default", "expires": 30}},
    "surveys": {"task": "wake.surveys", "schedule": 60, "options": {"queue": "default", "expires": 60}},
    "silence": {"task": "wake.silence", "schedule": 60 * 60, "options": {"queue": "default", "expires": 60 * 60}},
    "rhythm": {"task": "wake.rhythm", "schedule": 60 * 60, "options": {"queue": "default", "expires": 60 * 60}},
    "letters": {"task": "wake.letters", "schedule": 60 * 60, "options": {"queue": "default", "expires": 60 * 60}},
    "levels": {"task": "wake.levels", "schedule": crontab(hour=3, minute=20), "options": {"queue": "default"}},  # UTC
    "files": {"task": "wake.files", "schedule": crontab(hour=3, minute=40), "options": {"queue": "default"}},  # UTC
    "inbound": {"task": "wake.inbound", "schedule": crontab(hour=3, minute=50), "options": {"queue": "default"}},  # UTC
    "unsent": {"task": "wake.unsent", "schedule": crontab(hour=4, minute=0), "options": {"queue": "default"}},  # UTC
    "sessions": {"task": "wake.sessions", "schedule": 60 * 60, "options": {"queue": "default", "expires": 60 * 60}},
}

EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Copse <copse@{SITE_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
# The demo first: its mail stays here even where EMAIL_URL says how it could leave.
if DEMO:
    EMAIL_BACKEND = "core.mail.KeepingBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
elif EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "core.mail.UnsetBackend"

# Where mail to reply+…@ comes in, docs/mail.md: without it no mail can be answered.
INBOUND_DOMAIN = env.str("INBOUND_DOMAIN", default="reply.copse.example" if DEMO else "")
INBOUND_TOKEN = env.str("INBOUND_TOKEN", default="")  # either opens /inbound/mail/ to whoever passes the mail on
INBOUND_SIGNING_KEY = env.str("INBOUND_SIGNING_KEY", default="")
INBOUND_AUTHSERV = env.str("INBOUND_AUTHSERV", default="")  # whose Authentication-Results are believed
INBOUND_LARGEST = env.int("INBOUND_LARGEST_MB", default=40) * 1024 * 1024  # bytes of a whole message

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = "home:home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupFieldsForm"
ACCOUNT_FORMS = {
    "add_email": "accounts.entrance_forms.AddEmailForm",
    "change_password": "accounts.entrance_forms.ChangePasswordForm",
    "confirm_login_code": "accounts.entrance_forms.ConfirmLoginCodeForm",
    "login": "accounts.entrance_forms.LoginForm",
    "reauthenticate": "accounts.entrance_forms.ReauthenticateForm",
    "request_login_code": "accounts.entrance_forms.RequestLoginCodeForm",
    "reset_password": "accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance_forms.ResetPasswordKeyForm",
    "set_password": "accounts.entrance_forms.SetPasswordForm",
    "signup": "accounts.entrance_forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"

MFA_FORMS = {
    "activate_totp": "accounts.two_step_forms.ActivateTOTPForm",
    "authenticate": "accounts.two_step_forms.AuthenticateForm",
    "reauthenticate": "accounts.two_step_forms.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Copse"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # otherwise whoever has a second step could not change their address
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for telephones whose clock is not quite right
# Site staff open nothing of theirs without a second step. Whoever tries the demo has no telephone set up for it.
TWO_STEP_FOR_STAFF = not DEMO

# Whose site this is, as the terms and the page on privacy name them.
OPERATOR = env.str("OPERATOR", default=SITE_HOST)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default=f"copse@{SITE_HOST}")
# Whether site staff look at a new community before others find it.
COMMUNITIES_NEED_APPROVAL = env.bool("COMMUNITIES_NEED_APPROVAL", default=False)
# One reads, leaves and is left in peace without agreeing to anything.
OPEN_WITHOUT_AGREEMENT = (
    "/account/",
    "/terms/",
    "/privacy/",
    "/notifications/unsubscribe/",
    "/notifications/silence/",
    "/notifications/listen/",
    "/healthz",
    "/readyz",
)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# Grants are direct-foreign-key rows that communities alone reads; nothing asks guardian's backend.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Hashed names need `collectstatic`; the demo and development serve from the source.
WHITENOISE_USE_FINDERS = DEMO or DEBUG
STATIC_ROOT = None if WHITENOISE_USE_FINDERS else BASE_DIR / "staticfiles"
# Files that people upload: on the local disk, or in a bucket of S3-compatible storage, which needs requirements/s3.txt.
# They have no address of their own; library.serving hands them out.
FILES_BUCKET = env.str("FILES_BUCKET", default="")
if FILES_BUCKET:
    FILES = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": env.str("FILES_ENDPOINT", default="") or None,
            "region_name": env.str("FILES_REGION", default="") or None,
            "access_key": env.str("FILES_ACCESS_KEY", default="") or None,
            "secret_key": env.str("FILES_SECRET_KEY", default="") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
else:
    FILES_DIR = Path(env.str("FILES_DIR", default="") or VAR_DIR / "files")
    FILES = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR, "base_url": None, "file_permissions_mode": 0o600},
    }
STORAGES = {
    "default": FILES,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "config.bundles.BundlingStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
# What browsers remember nobody takes back: an hour at first, and other sites beneath this name only when asked for.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=60 * 60) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# A post is at most 100,000 characters; what is far beyond that is refused before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Twice what goes with one post, so that who sends a few too many reads why.
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Bytes. What is larger is cut while it comes in, and then refused.
LARGEST_FILE = 25 * 1024 * 1024
LARGEST_RECORDING = env.int("LARGEST_RECORDING_MB", default=100) * 1024 * 1024
LARGEST_ARCHIVE = env.int("LARGEST_ARCHIVE_MB", default=200) * 1024 * 1024  # of a mailing list
FILE_UPLOAD_HANDLERS = [
    "library.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "celery": {"level": env.str("LOG_LEVEL", default="INFO")},
        "django.request": {"level": "ERROR"},
    },
}
