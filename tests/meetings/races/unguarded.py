"""Copse as gunicorn serves it, without what guards seats."""

from config.wsgi import application
from tests.meetings.races.guards import put_aside

__all__ = ["application"]

put_aside(setattr)
