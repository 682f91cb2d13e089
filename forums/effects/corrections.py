"""What follows when a closing that was published says something else: by a correction, or because words must go."""

from collections.abc import Callable

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from forums.effects.closings import cite
from forums.effects.mentions import render_again
from forums.models import Closing, ClosingRevision, Discussion, Post
from forums.queries.closings import Summary, excerpt_of, read_summary
from forums.queries.quoting import quoting, without_cited, without_quoted


def replace_summary(
    closing: Closing, read: Summary, *, result: str, by: User, reason: str, keeps_old: bool = True
) -> None:
    """Put `read` and `result` in place of what a published closing says; what it said before is kept, or its trace.

    Assumes that the discussion is locked and `closing` is as it is now.
    """
    now = timezone.now()
    ClosingRevision.objects.create(
        closing=closing,
        version=closing.version,
        summary=closing.summary if keeps_old else "",
        result=closing.result,
        reason=reason,
        replaced_at=now,
        replaced_by=by,
    )
    if not keeps_old:  # nor in what it said before that
        closing.revisions.update(summary="")
    _write(closing, read, result=result, excerpt=excerpt_of(read.markdown), corrected_at=now)


def _write(closing: Closing, read: Summary, **fields: object) -> None:
    fields |= {"summary": read.markdown, "summary_html": read.html}
    Closing.objects.filter(pk=closing.pk).update(version=F("version") + 1, **fields)
    cite(closing, read)
    Discussion.objects.filter(pk=closing.discussion_id).update(version=F("version") + 1)
    closing.refresh_from_db()


def blank_quotations(post: Post, *, by: User) -> None:
    """Put away the words of a removed post wherever Copse can tell that they are quoted, without keeping them.

    That is in quotations of it, and in the lines of closings and drafts that cite it. Nothing brings them back.
    Assumes that the discussion is locked and `post` is removed.
    """
    said = gettext("What was quoted here was removed.")
    render_again(quoting(post), lambda text: without_quoted(text, post.pk, said), {})
    gone = gettext("Words of post %(number)s stood here. It was removed.") % {"number": post.number}
    reason = gettext("Post %(number)s was removed, and its words with it.") % {"number": post.number}
    for closing in post.discussion.closings.filter(drafted_at__isnull=False):
        _blank_cited(closing, post, lambda text: without_cited(text, post, gone), by=by, reason=reason)


def _blank_cited(closing: Closing, post: Post, change: Callable[[str], str], *, by: User, reason: str) -> None:
    for revision in closing.revisions.all():
        ClosingRevision.objects.filter(pk=revision.pk).update(summary=change(revision.summary))
    changed = change(closing.summary)
    if changed == closing.summary:
        return
    read = read_summary(post.discussion, changed)
    if closing.published_at:
        replace_summary(closing, read, result=closing.result, by=by, reason=reason, keeps_old=False)
    else:
        _write(closing, read)
