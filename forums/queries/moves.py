"""Where a discussion may be taken, who would gain and who would lose sight of it, and what stays behind."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from communities.models import Space
from communities.queries.audiences import Shift, shift_between
from communities.rules import LEAST_ROLE
from forums.models import Discussion, Move


def targets_of(discussion: Discussion, reader: Any) -> QuerySet[Space]:
    """The other spaces of its community in which `reader` runs discussions too, in their order."""
    run = Space.objects.writable().held_by(reader, LEAST_ROLE["run_discussion"]).exclude(pk=discussion.space_id)
    if discussion.introductions_of_id is not None:
        return run.none()
    return run.filter(community=discussion.space.community_id).select_related("community")


def shift_of(discussion: Discussion, target: Space, *, is_leader: bool) -> Shift:
    """Whom a move would make a difference to; leaders, who see who was let in anyhow, are told names of guests."""
    return shift_between(discussion.space, target, names_guests=is_leader)


def last_move(discussion: Discussion, reader: Any) -> Any:
    """How it came to where it is; `is_known` says whether `reader` may know of the space that it left. One query."""
    known = Space.objects.visible_to(reader).filter(pk=OuterRef("source"))
    moves = discussion.moves.select_related("source").annotate(is_known=Exists(known))
    return moves.order_by("-pk").first()


def notes_left(discussion: Discussion, reader: Any) -> QuerySet[Move]:
    """The moves at which difficulties foreseen stayed with those who ran the discussion there, `reader` one of them."""
    run = Space.objects.held_by(reader, LEAST_ROLE["run_discussion"])
    left = Move.objects.visible_to(reader).filter(discussion=discussion, source__in=run).exclude(difficulties="")
    return left.select_related("source", "by").order_by("-at", "-pk")
