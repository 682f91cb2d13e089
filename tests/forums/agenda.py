"""What the tests of topics that discussions take up share."""

from uuid import uuid4

from forums import actions

TITLE = "Feedback in haste"


def plan(space, actor, **more):
    fields = {"title": "Two minutes", "question": "What do you say first?", "submission": uuid4(), **more}
    return actions.plan_discussion(space, actor=actor, **fields)
