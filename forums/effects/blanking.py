"""Putting away the words of a post that names a patient, wherever Copse can tell that they stand (decision 19)."""

from collections.abc import Callable
from functools import partial

from django.db.models import F, Model, Q
from django.utils.translation import gettext

from accounts.models import User
from communities.effects.charters import keep_revision
from communities.models import CharterRevision, Statement
from core.locks import lock
from core.markdown import plain, render
from forums.drafting.drafted import digests
from forums.drafting.lines import split_lines
from forums.effects.corrections import replace_summary, write_summary
from forums.effects.mentions import render_again
from forums.effects.pages import renew_pages
from forums.effects.posts import EXCERPT_LENGTH
from forums.effects.unsent import change_unsent
from forums.models import Closing, ClosingRevision, Discussion, Post, PrivateNote, Unsent
from forums.queries.blanking import without_cited, without_linked, without_quoted
from forums.queries.closings import read_summary
from forums.queries.numbers import numbers_of
from forums.queries.quoting import (
    ELSEWHERE,
    charter_revisions_repeating,
    charters_repeating,
    closings_citing,
    items_keeping,
    items_repeating,
    quoting,
    repeating,
    revisions_repeating,
    unsent_quoting,
)
from library.effects import forget_words, say_instead

Change = Callable[[str], str]


def blank_quotations(post: Post, *, by: User, reason: str) -> None:
    """Put away the words of a removed post wherever Copse can tell that they are quoted, without keeping them.

    That is in quotations of it, also where they are not said yet, in the lines of what cites it, and in what a library
    keeps of it, which is taken down for this `reason`. Nothing brings them back. Assumes that its community and the
    `discussions_repeating` it are locked and `post` is removed.
    """
    instead = gettext("What was quoted here was removed.")
    quoted: Change = partial(without_quoted, post=post, instead=instead)

    def cited(text: str) -> str:
        return without_linked(quoted(text), post, instead)

    noted = Closing.objects.unpublished().filter(pk__in=repeating(PrivateNote, post).values("closing"))
    noted.update(version=F("version") + 1)  # whoever has the draft open saves all their notes anew
    changed: set[int] = set()
    for model in ELSEWHERE:
        changed |= _blank_rows(model, post, cited if model is Statement else quoted)
    sums_up = Q(kind=Post.Kind.INTERIM_SUMMARY)
    changed.update(render_again(quoting(post) & ~sums_up, quoted, {}), render_again(quoting(post) & sums_up, cited, {}))
    renew_pages(Discussion.objects.filter(pk__in=changed))
    begun = unsent_quoting(post)
    sums_up = Q(kind=Unsent.Kind.SUMMARY) | Q(kind=Unsent.Kind.EDIT, post__kind=Post.Kind.INTERIM_SUMMARY)
    change_unsent(begun.exclude(sums_up), quoted)
    change_unsent(begun.filter(sums_up), cited)
    revisions_repeating(post).update(html=render(instead))
    _blank_charter(post, quoted, instead, by=by)
    for closing in closings_citing(post):
        _blank_cited(closing, post, by=by)
    _blank_kept(post, cited, by=by, reason=reason)


def _blank_rows(model: type[Model], post: Post, change: Change) -> set[int]:
    """In what waits for somebody, stands with a plan, or is said elsewhere; returns the ids of the discussions."""
    words = ELSEWHERE[model]
    newer = {version: F(version) + 1 for version in words.rises}
    rows = repeating(model, post).order_by("pk")
    seen = set(rows.values_list(words.discussion, flat=True)) if words.discussion else set()
    for row in rows.select_for_update(of=("self",)):
        said = {column: change(getattr(row, column)) for column in words.columns}
        shown = {html: render(said[column]) for column, html in words.columns.items() if html}
        if words.beginning:
            column, excerpt = words.beginning
            if getattr(row, excerpt):  # where the question itself was removed, there is none
                shown[excerpt] = plain(render(said[column]), EXCERPT_LENGTH)
        model._base_manager.filter(pk=row.pk).update(**said, **shown, **newer)
    return seen


def _blank_charter(post: Post, change: Change, instead: str, *, by: User) -> None:
    """In what the community agreed on. An edit that began before finds that somebody else has changed it: none of the
    earlier revisions says what stands there now.
    """
    for revision in charter_revisions_repeating(post):
        CharterRevision.objects.filter(pk=revision.pk).update(content=revision.content | {"guidelines": instead})
    for charter in charters_repeating(post).select_related("community"):
        charter.guidelines = change(charter.guidelines)
        charter.guidelines_html = render(charter.guidelines)
        charter.save(update_fields=["guidelines", "guidelines_html"])
        keep_revision(charter, by=by, why=gettext("Words of a post that was removed stood here."))


def _blank_cited(closing: Closing, post: Post, *, by: User) -> None:
    number = max(numbers_of(post).get(closing.discussion_id, {post.number}))
    gone = gettext("Words of post %(number)s stood here. It was removed.") % {"number": number}
    reason = gettext("Post %(number)s was removed, and its words with it.") % {"number": number}
    change: Change = partial(without_cited, post=post, discussion=closing.discussion, instead=gone)
    for revision in closing.revisions.all():
        ClosingRevision.objects.filter(pk=revision.pk).update(summary=change(revision.summary))
    changed = change(closing.summary)
    if changed == closing.summary:
        return
    # What stands there instead is nobody's lesson either.
    written = {line.text for line in split_lines(changed)} - {line.text for line in split_lines(closing.summary)}
    closing.drafted_lines += digests("\n\n".join(sorted(written)))
    closing.save(update_fields=["drafted_lines"])
    read = read_summary(closing.discussion, changed)
    if closing.published_at:
        replace_summary(
            closing, read, result=closing.result, value=closing.value, by=by, reason=reason, keeps_old=False
        )
    else:
        write_summary(closing, read)


def _blank_kept(post: Post, change: Change, *, by: User, reason: str) -> None:
    """In libraries: what keeps a closing that cites it, and what keeps the post itself."""
    gone = gettext("What was here was removed.")
    kept = set(items_keeping(post).values_list("pk", flat=True))
    for item in items_repeating(post).exclude(pk__in=kept).order_by("pk"):
        item = lock(item)
        say_instead(item, change(item.markdown))
    for item in items_keeping(post).order_by("pk"):
        forget_words(lock(item), by=by, reason=reason or gone, instead=gone)
