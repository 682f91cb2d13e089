"""A plan for the tests of what is planned."""

import uuid

from forums import actions

QUESTION = "What did *you* say, and what happened next?"


def plan(space, actor, **more):
    fields = {"title": "When the room shuts down", "question": QUESTION, "submission": uuid.uuid4(), **more}
    return actions.plan_discussion(space, actor=actor, **fields)
