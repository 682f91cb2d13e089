"""A thread with lines in it, as tests of lines write it."""

import uuid

from forums import actions
from tests.factories import PostFactory


def say(discussion, actor, text="I asked before I told.", **more):
    discussion.refresh_from_db()
    return actions.reply(discussion, actor=actor, markdown=text, **{"submission": uuid.uuid4(), **more})


def grow(discussion, *writers):
    """{number: post} of a question (1), a line of three posts (2, 3, 5), and one of one (4), by `writers` in turn."""
    parents = {1: None, 2: None, 3: 2, 4: None, 5: 3}
    posts = {}
    for number, parent in parents.items():
        posts[number] = PostFactory(
            discussion=discussion,
            author=writers[number % len(writers)],
            parent=posts.get(parent),
            kind="prompt" if number == 1 else "contribution",
            markdown=f"Words of post {number}, which stand alone.",
        )
    return posts
