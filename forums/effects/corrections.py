"""What follows when a closing says something else: by a correction, or because words must go."""

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from forums.effects.closings import cite
from forums.effects.pages import renew_pages
from forums.models import Closing, ClosingRevision, Discussion
from forums.queries.closings import Summary, excerpt_for


def replace_summary(
    closing: Closing, read: Summary, *, result: str, value: str, by: User, reason: str, keeps_old: bool = True
) -> None:
    """Put these in place of what a published closing says; what it said before is kept, or its trace.

    Assumes that the discussion is locked and `closing` is as it is now.
    """
    now = timezone.now()
    ClosingRevision.objects.create(
        closing=closing,
        version=closing.version,
        summary=closing.summary if keeps_old else "",
        result=closing.result,
        value=closing.value if keeps_old else "",
        reason=reason,
        replaced_at=now,
        replaced_by=by,
    )
    if not keeps_old:  # nor in what it said before that
        closing.revisions.update(summary="", value="")
    excerpt = excerpt_for(closing, read.markdown)
    write_summary(closing, read, result=result, value=value, excerpt=excerpt, corrected_at=now)


def write_summary(closing: Closing, read: Summary, **fields: object) -> None:
    """Let a closing say this, whether it is published or not."""
    fields |= {"summary": read.markdown, "summary_html": read.html}
    Closing.objects.filter(pk=closing.pk).update(version=F("version") + 1, **fields)
    cite(closing, read)
    renew_pages(Discussion.objects.filter(pk=closing.discussion_id))
    closing.refresh_from_db()
