"""How forums answers the seams."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from communities.models import LearningTopic
from core.prepared import Prepared, as_one, each_of
from core.seams import Resolved, Said, TookPart
from forums.models import (
    Acknowledgement,
    Closing,
    ClosingRevision,
    Discussion,
    Mention,
    Move,
    Poll,
    Post,
    PrivateNote,
    ReadingPosition,
    Reopening,
)
from forums.queries.anonymous import export_anonymous, questions_waiting
from forums.queries.asking import export_asked
from forums.queries.claims import export_claims
from forums.queries.feeds import export_feed_key
from forums.queries.files import exported
from forums.queries.follow_ons import with_links
from forums.queries.groups import export_groups
from forums.queries.held import export_held
from forums.queries.inbound import export_inbound
from forums.queries.lines import export_lines
from forums.queries.list_archives import export_list_archives
from forums.queries.material import export_material
from forums.queries.merging import export_merges
from forums.queries.polls import export_polls
from forums.queries.promotions import export_kept
from forums.queries.prompts import export_prompts
from forums.queries.quiet import export_called_in
from forums.queries.reactions import export_reactions
from forums.queries.reports import export_reports, reports_waiting
from forums.queries.resolving import resolved
from forums.queries.saved_replies import export_saved_replies
from forums.queries.showing import export_shown
from forums.queries.thanks import with_thanks
from forums.queries.unsent import export_unsent
from forums.queries.welcoming import export_hellos

PLAN = ("title", "kind", "objective", "question", "guidelines", "difficulties", "close_reason", "pause_reason")


def export_person(person: User) -> dict[str, Any]:
    """What `person` wrote, planned, closed, corrected, reopened and read, oldest first, JSON-ready."""
    posts = Post.objects.filter(author=person).select_related("discussion").order_by("pk")
    planned = Discussion.objects.filter(planned_by=person).prefetch_related("moves", "stages").order_by("pk")
    moves = Move.objects.filter(by=person).select_related("discussion").order_by("pk")
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
                "message_type": post.message_type,
                "text": post.markdown,
                "files": exported(post),
                "at": post.created_at.isoformat(),
                "edited_at": post.edited_at and post.edited_at.isoformat(),
                "removed_at": post.deleted_at and post.deleted_at.isoformat(),
                "removed_because": post.delete_reason,
                "earlier": [
                    {"text": revision.markdown, "until": revision.replaced_at.isoformat()}
                    for revision in post.revisions.all()
                ],
            }
            for post in posts.prefetch_related("revisions", "files__file")
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
            {field: getattr(discussion, field) for field in PLAN}
            | {
                "at": discussion.created_at.isoformat(),
                "stages": [{"title": stage.title, "help": stage.help} for stage in discussion.stages.all()],
                "left_behind": [move.difficulties for move in discussion.moves.all() if move.difficulties],
            }
            for discussion in planned
        ],
        "closings": [
            {
                "discussion": closing.discussion.title,
                "summary": closing.summary,
                "result": closing.result,
                "value": closing.value,
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
        "moves": [{"discussion": move.discussion.title, "at": move.at.isoformat()} for move in moves],
        "corrections": [
            {"discussion": row.closing.discussion.title, "reason": row.reason, "at": row.replaced_at.isoformat()}
            for row in corrections.order_by("pk")
        ],
        **export_held(person),
        **export_groups(person),
        **export_reports(person),
        **export_anonymous(person),
        **export_asked(person),
        **export_called_in(person),
        **export_claims(person),
        **export_polls(person),
        **export_prompts(person),
        **export_material(person),
        **export_shown(person),
        **export_saved_replies(person),
        **export_list_archives(person),
        **export_kept(person),
        **export_lines(person),
        **export_merges(person),
        **export_hellos(person),
        **export_reactions(person),
        **export_inbound(person),
        **export_unsent(person),
        **export_feed_key(person),
        "read": [{"discussion": row.discussion.title, "up_to": row.last_read} for row in read],
    }


def resolve_discussions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """`topic` in the context is what it takes up, where the reader may know of that."""
    found = _DISCUSSIONS(ids=as_one(ids), reader=reader)
    return {each.pk: resolved(each, each, topic=each.topic_title) for each in found}


def _discussions(ids: str, reader: Any) -> QuerySet[Discussion]:
    topics = LearningTopic.objects.visible_to(reader).filter(pk=OuterRef("topic"))
    found = Discussion.objects.visible_to(reader).filter(pk__in=each_of(ids))
    return found.select_related("space__community").annotate(topic_title=Subquery(topics.values("title")))


_DISCUSSIONS = Prepared(_discussions)  # each of many thousand digests asks


def said_in(communities: list[int]) -> dict[int, Said]:
    """What has been said in each of `communities` (ids) that has any discussion. One query.

    Introductions, and rooms of groups, are a sign of life, but nothing to begin with and nothing to finish; what
    rests since it came from a mailing list is neither.
    """
    is_talk = Q(introductions_of=None, part_of=None)
    begun = Discussion.objects.awake().filter(space__community__in=communities, opened_at__isnull=False)
    begun = begun.exclude(state=Discussion.State.MERGED)
    rows = (
        begun.order_by()
        .values_list("space__community")
        .annotate(
            begun=Count("pk", filter=is_talk),
            unfinished=Count("pk", filter=Q(state__in=(Discussion.State.OPEN, Discussion.State.CLOSING)) & is_talk),
            last_at=Max("last_post_at"),
        )
    )
    return {community: Said(*figures) for community, *figures in rows}


def waiting(community: Any, reader: Any) -> list[tuple[str, QuerySet]]:
    """What waits in `community` for `reader`, by what it is; no query yet."""
    reports = [("reports", found) for found in reports_waiting(community, reader)]
    return [*reports, ("questions", questions_waiting(community, reader))]


def active_in(community: int, since: datetime) -> set[int]:
    """Who has read on or written in one of its discussions since then."""
    read = ReadingPosition.objects.filter(discussion__space__community=community, changed_at__gt=since)
    wrote = Post.objects.filter(discussion__space__community=community, created_at__gt=since, author__isnull=False)
    return {*read.values_list("person", flat=True), *wrote.order_by().values_list("author", flat=True).distinct()}


def took_part(community: int, since: datetime) -> TookPart:
    """Who wrote what still stands, or published a closing, in one of its discussions; and who read on."""
    there = {"discussion__space__community": community}
    posts = Post.objects.said().filter(**there, created_at__gt=since, author__isnull=False)
    closings = Closing.objects.filter(**there, published_at__gt=since)
    read = ReadingPosition.objects.filter(**there, changed_at__gt=since)
    return TookPart(
        gave=(
            posts.order_by().values_list("author", "created_at"),
            closings.order_by().values_list("published_by", "published_at"),
        ),
        looked_on=(read.order_by().values_list("person", "changed_at"),),
    )


def resolve_posts(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Those that stand, and to its author a removed one."""
    found = Post.objects.visible_to(reader).filter(Q(deleted_at=None) | Q(author=reader.pk), pk__in=ids)
    found = found.select_related("discussion__space__community", "parent")
    return {post.pk: resolved(post, post.discussion) for post in found}


def resolve_closings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Published ones, and drafts for those who run the discussion; `thanks` in the context are those to `reader`."""
    found = Closing.objects.shown_to(reader).filter(pk__in=ids)
    found = with_links(with_thanks(found.select_related("discussion__space__community", "published_by")), reader)
    return {closing.pk: resolved(closing, closing.discussion, thanks=closing.thanks_to(reader)) for closing in found}


def resolve_notes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Private notes that `reader` received or wrote."""
    found = PrivateNote.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("closing__discussion__space__community", "author")
    return {note.pk: resolved(note, note.closing.discussion) for note in found}


def resolve_polls(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Poll.objects.visible_to(reader).filter(pk__in=ids).select_related("post__discussion__space__community")
    return {poll.pk: resolved(poll, poll.discussion) for poll in found}


def resolve_reopenings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Reopening.objects.visible_to(reader).filter(pk__in=ids).select_related("discussion__space__community")
    return {reopening.pk: resolved(reopening, reopening.discussion) for reopening in found}
