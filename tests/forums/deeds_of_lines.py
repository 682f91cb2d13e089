"""The same of what a moderator does to lines, and to the pace of a discussion."""

from functools import partial

from forums import actions
from tests.factories import PostFactory
from tests.forums.deeds import new, read

WHY = "It is about parking."


def _line(world):
    """A post of the participant beneath the question."""
    question = world.open()
    return read(PostFactory(discussion=question, author=world.participant))


def _taken_back_in(world):
    line = _line(world)
    actions.set_aside(line, actor=world.moderator, words=WHY)
    return partial(actions.take_back_in, read(line), actor=world.moderator)


def _reopened(world):
    line = _line(world)
    actions.close_line(line, actor=world.moderator, words=WHY)
    return partial(actions.reopen_line, read(line), actor=world.moderator)


def _moved(world):
    line = _line(world)
    beneath = read(PostFactory(discussion=line.discussion, author=world.moderator, parent=line))
    return partial(actions.move_line, beneath, actor=world.moderator, parent=None)


def _split(world):
    line = _line(world)
    wish = {"source_id": line.discussion_id, **new(title="Parking", question="Where?")}
    return partial(actions.split_line, line, actor=world.moderator, **wish)


def _resumed(world):
    discussion = world.open()
    actions.pause_discussion(discussion, actor=world.moderator, hours=1, reason=WHY)
    return partial(actions.resume_discussion, read(discussion), actor=world.moderator)


DEEDS = {
    "set_aside": lambda w: partial(actions.set_aside, _line(w), actor=w.moderator, words=WHY),
    "take_back_in": _taken_back_in,
    "close_line": lambda w: partial(actions.close_line, _line(w), actor=w.moderator, words=WHY),
    "reopen_line": _reopened,
    "split_line": _split,
    "move_line": _moved,
    "slow_down": lambda w: partial(actions.slow_down, w.open(), actor=w.moderator, minutes=15),
    "pause_discussion": lambda w: partial(actions.pause_discussion, w.open(), actor=w.moderator, hours=1, reason=WHY),
    "resume_discussion": _resumed,
}
