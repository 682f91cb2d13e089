"""What a browser has kept of a discussion's page counts no more: something on it is new."""

from django.db.models import F, QuerySet

from forums.models import Discussion


def renew_page(discussion: Discussion) -> None:
    """Assumes that the discussion's row is locked and is as the table has it."""
    discussion.version += 1
    discussion.save(update_fields=["version"])


def renew_pages(discussions: QuerySet[Discussion]) -> None:
    """The same of many at once."""
    discussions.update(version=F("version") + 1)
