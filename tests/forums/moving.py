"""What the tests of moves share."""

from forums import actions
from forums.models import Discussion
from notifications.effects import set_volume
from notifications.models import Volume


def move(discussion, target, actor, *, is_confirmed=False, source_id=None):
    return actions.move_discussion(
        discussion,
        source_id=source_id or discussion.space_id,
        target=target,
        actor=actor,
        is_confirmed=is_confirmed,
    )


def follow(person, discussion, level=Volume.Level.ALL):
    set_volume(person, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level=level)
