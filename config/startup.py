"""What must be settled before Copse serves anybody; commands such as `migrate` run without."""

import gc
import os
import sys

from django.conf import settings
from django.urls import get_resolver

# gunicorn ends, instead of trying again, when a worker that it starts says so.
APP_LOAD_ERROR = 4


NO_MAIL = (
    "EMAIL_URL is not set: say how Copse sends mail, such as smtp://user:password@mail.example.org:587, "
    "or set DEMO=1 to keep all mail on this machine.\n"
)


def prepare_web():
    """Settle what a process needs that answers requests; commands and workers do without."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Whoever waits for a page has gone by then. A migration, an import or a digest may take its time.
    os.environ.setdefault("STATEMENT_TIMEOUT", "10")
    require_mail()
    # Now, and not at the first page: files that change meanwhile belong to the next release.
    str(settings.RELEASE)


def load_pages():
    """Load what answers requests, so that the first visitor does not wait for it.

    What is loaded before gunicorn parts its workers (`--preload`) they hold in common, and keep so: what never goes is
    looked through no more for what could go.
    """
    get_resolver().url_patterns  # noqa: B018 - imports all views
    gc.collect()
    gc.freeze()


def require_mail():
    """End the process with one line when nobody said how mail is sent."""
    if settings.EMAIL_BACKEND == "core.mail.UnsetBackend":
        # Not sys.stderr, which Celery has turned into a log by now.
        sys.__stderr__.write(NO_MAIL)
        sys.exit(APP_LOAD_ERROR)
