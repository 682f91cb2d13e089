"""What the tests of polls share."""

from uuid import uuid4

from forums.actions import start_poll
from forums.models import Poll
from tests.factories import PostFactory

ASKED = {"markdown": "When shall we meet?", "options": ["Monday", "Tuesday", "Never"]}


def put(discussion, actor, **terms):
    """A poll that `actor` puts, as the table has it now."""
    poll = start_poll(discussion, actor=actor, **({"submission": uuid4()} | ASKED | terms))
    return Poll.objects.select_related("post__discussion__space__community").get(pk=poll.pk)


def poll_in(discussion, actor):
    """The same without what follows from it, such as that anybody is told."""
    poll = Poll.objects.create(post=PostFactory(discussion=discussion, author=actor, kind="poll"))
    for position, text in enumerate(ASKED["options"], start=1):
        poll.options.create(position=position, text=text)
    return poll


def option(poll, text):
    return poll.options.get(text=text)


def points(poll):
    return dict(poll.options.values_list("text", "points"))
