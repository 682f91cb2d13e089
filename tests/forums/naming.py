"""What the tests of names in texts share."""

import uuid

from forums import actions


def say(discussion, actor, text, **more):
    return actions.reply(discussion, actor=actor, markdown=text, **{"submission": uuid.uuid4(), **more})
