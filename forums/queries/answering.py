"""What can be answered by mail, and where such an answer goes."""

from typing import Any

from core.seams import Answering
from forums.models import Discussion, Post
from forums.rules import may_post

# What calls for an answer in the discussion. A private note does not, nor what a role decided about somebody.
_ANSWERED = {
    *("post.mentioned", "post.replied", "post.added", "post.steered"),
    *("question.asked", "discussion.opened", "discussion.reopened"),
}


def answering(verb: str, thing: Any, reader: Any) -> Answering | None:
    """Where the answer of `reader` to a mail about `thing` goes: discussion, post or 0, and for whom it was meant.

    None where it would be refused as things are, so that nobody is invited to write what cannot be said.
    """
    if verb not in _ANSWERED:
        return None
    discussion: Discussion = thing if isinstance(thing, Discussion) else thing.discussion
    if not discussion.is_open or not may_post(reader, discussion) or (isinstance(thing, Post) and thing.is_gone):
        return None
    space = discussion.space
    post = thing.pk if isinstance(thing, Post) and thing.number > 1 else 0
    return Answering((discussion.pk, post, space.pk, int(space.reach)), str(space.who_reads))
