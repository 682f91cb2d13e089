"""What a person says in a discussion."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.locks import lock
from core.permissions import require
from forums.effects.posts import add_post, finish_text
from forums.errors import DiscussionClosed, WrongThread
from forums.models import Discussion, Post
from forums.queries.people import ids_concerned
from forums.rules import may_post
from notifications.effects import notify


@transaction.atomic
def reply(discussion: Discussion, *, actor: User, markdown: str, submission: UUID, parent: Post | None = None) -> Post:
    """Add what `actor` says, as an answer to `parent` or on the first level.

    The same `submission` gives the post it made before, so a double click is
    harmless. Who wrote `parent` is told by mail; who else wrote or follows, in-app.
    Raises NothingSaid, TextTooLong, WrongThread, DiscussionClosed when a close came first, and Busy.
    """
    require(may_post(actor, discussion), _("Only members write here."))
    markdown, html = finish_text(markdown)
    space, discussion = discussion.space, lock(discussion)
    discussion.space = space
    earlier = discussion.posts.filter(author=actor, submission=submission).first()
    if earlier is not None:
        return earlier
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now, so your answer could not be added."))
    if parent is not None and parent.discussion_id != discussion.pk:
        raise WrongThread(_("The post that you answer is not part of this discussion."))
    post = add_post(discussion, markdown=markdown, html=html, parent=parent, submission=submission, author=actor)
    _tell(post)
    return post


def _tell(post: Post) -> None:
    answered = post.parent.author_id if post.parent else None
    is_answer = answered not in (None, post.author_id)
    entry = record("post.replied" if is_answer else "post.added", actor=post.author, target=post)
    scope = (Discussion.SCOPE, post.discussion_id)
    if is_answer:
        notify(entry, [answered], mail=True, scope=scope)
    notify(entry, ids_concerned(post.discussion), scope=scope)
