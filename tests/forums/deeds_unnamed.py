"""What is done to questions without a name."""

from functools import partial

from forums import actions
from tests.forums.deeds import new

ASKED = {"title": "What I dread", "markdown": "May I say no to feedback?"}


def _question(world):
    return actions.ask_columnists(world.commons, actor=world.participant, **new(**ASKED))


DEEDS = {
    "ask_columnists": lambda w: partial(actions.ask_columnists, w.commons, actor=w.participant, **new(**ASKED)),
    "publish_question": lambda w: partial(actions.publish_question, _question(w), actor=w.moderator, **ASKED),
    "turn_down_question": lambda w: partial(actions.turn_down_question, _question(w), actor=w.moderator, words="No."),
    "unmask": lambda w: partial(actions.unmask, _question(w), actor=w.leader, reason="Somebody has to call them."),
}
