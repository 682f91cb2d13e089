"""Taking a discussion from one space to another (design 4.12)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.errors import NotConfirmed
from communities.models import Space
from communities.rules import may_arrange
from core.locks import lock_all
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.effects.moves import leave_behind
from forums.errors import MovedMeanwhile
from forums.models import Discussion, Move
from forums.queries.moves import shift_of
from forums.queries.people import people_concerned
from forums.rules import may_move
from notifications.effects import notify


@transaction.atomic
def move_discussion(
    discussion: Discussion, *, source_id: int, target: Space, actor: User, is_confirmed: bool = False
) -> Discussion:
    """Take a discussion, with all that was said, into `target` out of the space (an id) in which `actor` found it.

    Where that gives sight of it to anybody, a leader does it and confirms that it is meant; what was foreseen for those
    alone who run it stays with them. Those who wrote or follow and read it still are told. Moving it where it is
    already is harmless. Raises MovedMeanwhile and NotConfirmed.
    """
    community = lock_around(discussion.space)  # whose access may have been changed since it was read
    discussion = lock_discussion(discussion)
    rooms = lock_all(discussion.rooms.all())  # the rooms of its groups go with it
    target.refresh_from_db()
    is_there = discussion.space_id == target.pk
    if not is_there and discussion.space_id != source_id:
        raise MovedMeanwhile(_("Somebody else has just moved it elsewhere. Look where it is now."))
    require(may_move(actor, discussion, target), _("Who runs discussions in both spaces moves one between them."))
    if is_there:
        return discussion
    shift = shift_of(discussion, target, is_leader=False)
    require(
        not shift.is_wider or may_arrange(actor, community), _("More people would read it, so a leader has to move it.")
    )
    if shift.is_wider and not is_confirmed:
        raise NotConfirmed(_("More people would read what was said here. Please confirm that you mean it."))
    for room in rooms:
        _carry(room, target, by=actor, leaves_notes=shift.is_wider)
        leave_behind(room, target)
    move = _carry(discussion, target, by=actor, leaves_notes=shift.is_wider)
    leave_behind(discussion, move.target)
    _tell(discussion, move, is_wider=shift.is_wider)
    return discussion


def _carry(discussion: Discussion, target: Space, *, by: User, leaves_notes: bool) -> Move:
    move = Move(discussion=discussion, source=discussion.space, target=target, by=by)
    if leaves_notes:
        move.difficulties, discussion.difficulties = discussion.difficulties, ""
    move.save()
    discussion.space = target
    discussion.version += 1
    discussion.plan_version += 1  # a plan that somebody still changes was written for other readers
    discussion.save(update_fields=["space", "difficulties", "version", "plan_version"])
    return move


def _tell(discussion: Discussion, move: Move, *, is_wider: bool) -> None:
    data = {"from": move.source_id, "to": move.target_id, "is_wider": is_wider}
    entry = record("discussion.moved", actor=move.by, target=discussion, data=data)
    reading = people_concerned(discussion).filter(pk__in=move.target.readers().order_by().values("pk"))
    notify(entry, reading.values_list("pk", flat=True), scope=(Discussion.SCOPE, discussion.pk))
