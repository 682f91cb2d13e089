"""First posts that wait for the team, as their author and the team find them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from communities.models import Community
from core.prepared import Prepared
from core.seams import Resolved
from forums.models import Discussion, HeldPost
from forums.queries.files import exported, files_of
from forums.queries.mentions import people_named, render_naming
from forums.queries.resolving import resolved

WAITING_SHOWN = 100
ANSWERED_SHOWN = OTHERS_SHOWN = 20


def _held_of(author: Any, discussion: int) -> QuerySet[HeldPost]:
    waiting = HeldPost.objects.waiting().filter(author=author, discussion=discussion)
    return waiting.select_related("author", "parent", "discussion__space__community").order_by("pk")


_HELD_OF = Prepared(_held_of)  # a page asks, for whoever has something waiting there


def held_of(author: Any, discussion: int) -> list[HeldPost]:
    """What `author` wrote in a discussion (its id) and waits for the team, in the order in which it came."""
    return _HELD_OF(author=author, discussion=discussion)


def held_in(community: Community, reader: Any) -> list[HeldPost]:
    """What waits there for `reader` to decide, the oldest first."""
    waiting = HeldPost.objects.handled_by(reader).filter(discussion__space__community=community)
    waiting = waiting.select_related("author", "parent__author", "parent__sender", "discussion__space__community")
    return list(waiting.order_by("pk")[:WAITING_SHOWN])


def others_waiting(held: HeldPost, reader: Any) -> list[HeldPost]:
    """What else of its author waits there for `reader` to decide, the oldest first."""
    found = HeldPost.objects.handled_by(reader).filter(author=held.author_id).exclude(pk=held.pk)
    found = found.filter(discussion__space__community=held.community)
    return list(found.select_related("author", "discussion__space__community").order_by("pk")[:OTHERS_SHOWN])


def shown_as_written(held: HeldPost) -> str:
    """The HTML of what waits, as it will stand: with its files and the people whom its author names."""
    text = held.discussion.question if held.is_opening else held.markdown
    return render_naming(text, people_named(text, held.discussion.space, held.author), files_of(held))


def answered_in(community: Community, reader: Any) -> list[HeldPost]:
    """What was decided there lately, the latest first, for a list: whoever decided reads the texts no more."""
    answered = HeldPost.objects.answered_before(reader).filter(discussion__space__community=community)
    return list(answered.select_related("author", "decided_by", "discussion").order_by("-decided_at")[:ANSWERED_SHOWN])


def turned_down_before(pk: int, reader: Any) -> HeldPost | None:
    """A first post (its id) that somebody of the team has turned down already, for another one who comes to decide."""
    found = HeldPost.objects.answered_before(reader).filter(pk=pk, state=HeldPost.State.TURNED_DOWN)
    return found.select_related("discussion__space__community").first()


def resolve_held(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For its author and those who decide, where they see the discussion; what was let through leads to the post."""
    seen = Discussion.objects.visible_to(reader).order_by().values("pk")
    found = HeldPost.objects.visible_to(reader).filter(pk__in=ids, discussion__in=seen)
    more = HeldPost.objects.waiting().filter(author=OuterRef("author"))
    more = more.filter(discussion__space__community=OuterRef("discussion__space__community"))
    found = found.select_related("discussion__space__community", "author", "post").annotate(others_wait=Exists(more))
    return {
        held.pk: resolved(
            held,
            held.discussion,
            url=(held.post or held).get_absolute_url(),
            words=held.words,
            is_opening=held.is_opening,
            others_wait=held.others_wait,
        )
        for held in found
    }


def export_held(person: User) -> dict[str, Any]:
    """What `person` wrote that waited for a team, and what became of it."""
    held = HeldPost.objects.filter(author=person).select_related("discussion").prefetch_related("files__file")
    return {
        "held_posts": [
            {
                "discussion": row.discussion.title,
                "text": row.markdown,
                "files": exported(row),
                "message_type": row.message_type,
                "at": row.at.isoformat(),
                "state": row.get_state_display(),
                "words": row.words,
            }
            for row in held.order_by("pk")
        ]
    }
