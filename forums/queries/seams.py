"""How forums answers the seams."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from accounts.models import User
from core.prepared import Prepared, as_one, each_of
from core.seams import Resolved, Said
from forums.models import (
    Acknowledgement,
    Closing,
    ClosingRevision,
    Discussion,
    Mention,
    Post,
    PrivateNote,
    ReadingPosition,
    Reopening,
)
from forums.queries.reports import export_reports
from forums.queries.thanks import with_thanks

PLAN = ("title", "kind", "objective", "question", "guidelines", "difficulties", "close_reason")


def export_person(person: User) -> dict[str, Any]:
    """What `person` wrote, planned, closed, corrected, reopened and read, oldest first, JSON-ready."""
    posts = Post.objects.filter(author=person).select_related("discussion").order_by("pk")
    planned = Discussion.objects.filter(planned_by=person).order_by("pk")
    closings = Closing.objects.filter(edited_by=person).select_related("discussion").prefetch_related("follow_ons")
    reopenings = Reopening.objects.filter(by=person).select_related("discussion").order_by("pk")
    thanks = Acknowledgement.objects.filter(person=person).select_related("closing__discussion").order_by("pk")
    notes = PrivateNote.objects.filter(Q(author=person) | Q(receiver=person, sent_at__isnull=False))
    corrections = ClosingRevision.objects.filter(replaced_by=person).select_related("closing__discussion")
    read = ReadingPosition.objects.filter(person=person).select_related("discussion").order_by("pk")
    return {
        "posts": [
            {
                "discussion": post.discussion.title,
                "number": post.number,
                "text": post.markdown,
                "at": post.created_at.isoformat(),
                "edited_at": post.edited_at and post.edited_at.isoformat(),
                "removed_at": post.deleted_at and post.deleted_at.isoformat(),
                "removed_because": post.delete_reason,
                "earlier": [
                    {"text": revision.markdown, "until": revision.replaced_at.isoformat()}
                    for revision in post.revisions.all()
                ],
            }
            for post in posts.prefetch_related("revisions")
        ],
        "mentioned": list(
            Mention.objects.filter(person=person)
            .order_by("pk")
            .values(discussion=F("post__discussion__title"), number=F("post__number"))
        ),
        "removed": [
            {"discussion": post.discussion.title, "number": post.number, "reason": post.delete_reason}
            for post in Post.objects.filter(deleted_by=person).select_related("discussion").order_by("pk")
        ],
        "planned": [
            {field: getattr(discussion, field) for field in PLAN} | {"at": discussion.created_at.isoformat()}
            for discussion in planned
        ],
        "closings": [
            {
                "discussion": closing.discussion.title,
                "summary": closing.summary,
                "result": closing.result,
                "reason": closing.reason,
                "follow_ons": [
                    {"kind": link.kind, "title": link.title, "url": link.url} for link in closing.follow_ons.all()
                ],
                "published_at": closing.published_at and closing.published_at.isoformat(),
            }
            for closing in closings.order_by("pk")
        ],
        "thanked": [{"discussion": row.closing.discussion.title, "words": row.words} for row in thanks],
        "private_notes": [
            {
                "discussion": note.closing.discussion.title,
                "way": "written" if note.author_id == person.pk else "received",
                "text": note.markdown,
                "at": note.created_at.isoformat(),
                "sent_at": note.sent_at and note.sent_at.isoformat(),
            }
            for note in notes.select_related("closing__discussion").order_by("pk")
        ],
        "reopenings": [
            {"discussion": row.discussion.title, "reason": row.reason, "at": row.at.isoformat()} for row in reopenings
        ],
        "corrections": [
            {"discussion": row.closing.discussion.title, "reason": row.reason, "at": row.replaced_at.isoformat()}
            for row in corrections.order_by("pk")
        ],
        **export_reports(person),
        "read": [{"discussion": row.discussion.title, "up_to": row.last_read} for row in read],
    }


def resolve_discussions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = _DISCUSSIONS(ids=as_one(ids), reader=reader)
    return {discussion.pk: _resolved(discussion, discussion) for discussion in found}


def _discussions(ids: str, reader: Any) -> QuerySet[Discussion]:
    return Discussion.objects.visible_to(reader).filter(pk__in=each_of(ids)).select_related("space__community")


_DISCUSSIONS = Prepared(_discussions)  # each of many thousand digests asks


def said_in(communities: list[int]) -> dict[int, Said]:
    """What has been said in each of `communities` (ids) that has any discussion. One query."""
    begun = Discussion.objects.filter(space__community__in=communities, opened_at__isnull=False)
    rows = (
        begun.order_by()
        .values_list("space__community")
        .annotate(
            begun=Count("pk"),
            unfinished=Count("pk", filter=Q(state__in=(Discussion.State.OPEN, Discussion.State.CLOSING))),
            last_at=Max("last_post_at"),
        )
    )
    return {community: Said(*figures) for community, *figures in rows}


def active_in(community: int, since: datetime) -> set[int]:
    """Who has read on or written in one of its discussions since then."""
    read = ReadingPosition.objects.filter(discussion__space__community=community, changed_at__gt=since)
    wrote = Post.objects.filter(discussion__space__community=community, created_at__gt=since, author__isnull=False)
    return {*read.values_list("person", flat=True), *wrote.order_by().values_list("author", flat=True).distinct()}


def resolve_posts(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Those that stand, and to its author a removed one."""
    found = Post.objects.visible_to(reader).filter(Q(deleted_at=None) | Q(author=reader.pk), pk__in=ids)
    found = found.select_related("discussion__space__community", "parent")
    return {post.pk: _resolved(post, post.discussion) for post in found}


def resolve_closings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Published ones, and drafts for those who run the discussion; `thanks` in the context are those to `reader`."""
    found = Closing.objects.shown_to(reader).filter(pk__in=ids)
    found = with_thanks(found.select_related("discussion__space__community", "published_by"))
    return {closing.pk: _resolved(closing, closing.discussion, thanks=closing.thanks_to(reader)) for closing in found}


def resolve_notes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Private notes that `reader` received or wrote."""
    found = PrivateNote.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("closing__discussion__space__community", "author")
    return {note.pk: _resolved(note, note.closing.discussion) for note in found}


def resolve_reopenings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Reopening.objects.visible_to(reader).filter(pk__in=ids).select_related("discussion__space__community")
    return {reopening.pk: _resolved(reopening, reopening.discussion) for reopening in found}


def _resolved(thing: Any, discussion: Discussion, **context: Any) -> Resolved:
    community = discussion.space.community
    return Resolved(
        title=discussion.title,
        url=thing.get_absolute_url(),
        obj=thing,
        community_name=community.name,
        list_id=community.slug,
        thread=f"forums.discussion.{discussion.pk}",
        context=context,
    )
