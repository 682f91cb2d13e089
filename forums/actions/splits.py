"""Taking a line elsewhere: beneath another post, or into a discussion of its own (P43)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.queries.audiences import Audience
from core.markdown import plain
from core.permissions import require
from forums.effects.discussions import begin
from forums.effects.holding import lock_post
from forums.effects.lines import end_mark
from forums.effects.pages import renew_page
from forums.effects.placing import came_from, carry_line, carry_volumes, line_of, place_line
from forums.effects.posts import EXCERPT_LENGTH, finish_text
from forums.effects.readers import require_no_more
from forums.errors import DiscussionClosed, NotALine, SplitMeanwhile, WrongThread
from forums.models import Discussion, LineMark, Post
from forums.queries.people import ids_concerned
from forums.rules import may_run, may_split
from notifications.effects import notify


@transaction.atomic
def move_line(post: Post, *, actor: User, parent: Post | None) -> Post:
    """Put the line that `post` begins beneath `parent`, a post of its discussion, or on the first level.

    Numbers and addresses stay; what it answers is another post now. Where it stands already it stays.
    Raises NotALine, WrongThread beneath itself or in another discussion, DiscussionClosed and CommunityOver.
    """
    discussion, post = lock_post(post)
    require(may_run(actor, discussion), _("Moderators and leaders steer discussions here."))
    _require_movable(post, discussion)
    if parent is not None:
        parent = _found(parent, discussion)
    if (parent and parent.pk) == post.parent_id:
        return post
    line = line_of(post)
    if parent and parent.pk in {node.pk for node in line}:
        raise WrongThread(_("A branch does not stand beneath itself. Choose a post outside of it."))
    place_line(line, discussion, parent=parent, numbers={node.pk: node.number for node in line})
    renew_page(discussion)
    record("post.line_moved", actor=actor, target=post, data={"beneath": parent and parent.number})
    post.refresh_from_db(fields=["parent", "path", "depth"])
    return post


def _found(parent: Post, discussion: Discussion) -> Post:
    """Where it stands now: its own line may have been moved meanwhile."""
    found = discussion.posts.filter(pk=parent.pk).exclude(kind=Post.Kind.POINTER).first()
    if found is None:
        raise WrongThread(_("There is no such post in this discussion."))
    return found


@transaction.atomic
def split_line(
    post: Post,
    *,
    source_id: int,
    actor: User,
    title: str,
    question: str,
    submission: UUID,
    readers: Audience | None = None,
) -> Discussion:
    """Let the line that `post` begins go on in a discussion of its own in the same space, and return that.

    `source_id` is the discussion in which `actor` found it: what somebody else has taken elsewhere since stays there.

    It opens with `question` (Markdown), asked by `actor`; the posts follow in their order, with all that hangs on them.
    Where the line was off topic it is so no more, other than lines within it.
    Those who wrote or follow are told, and follow there as they did. The same `submission` gives the discussion that
    it made before. `readers` are as in `reply`. Raises SplitMeanwhile, NotALine, NothingSaid, TextTooLong,
    ReadByMore, DiscussionClosed and CommunityOver.
    """
    finish_text(question)  # what shows nothing waits for no lock
    discussion, post = lock_post(post)
    require(may_split(actor, discussion), _("Who steers discussions here, and may start one, splits a branch off."))
    for earlier in Discussion.objects.filter(planned_by=actor, submission=submission):
        return earlier
    _require_found(discussion, source_id)
    _require_movable(post, discussion)
    require_no_more(readers, discussion.space)
    concerned = ids_concerned(discussion)
    markdown, html = finish_text(f"{question}\n\n{came_from(discussion, post)}")
    target = Discussion.objects.create(
        space=discussion.space,
        title=title,
        question=markdown,
        excerpt=plain(html, EXCERPT_LENGTH),
        planned_by=actor,
        submission=submission,
    )
    begin(target, asked_by=actor)
    if end_mark(post, LineMark.Kind.OFF_TOPIC, by=actor):  # where it has a question of its own, it is on topic
        record("post.taken_back_in", actor=actor, target=post)
    carry_line(post, discussion, target, by=actor)
    carry_volumes(discussion, target)
    entry = record("discussion.split", actor=actor, target=target, data={"from": discussion.pk, "number": post.number})
    notify(entry, concerned, scope=(Discussion.SCOPE, discussion.pk))
    return target


def _require_found(discussion: Discussion, source_id: int) -> None:
    if discussion.pk == source_id:
        return
    if Discussion.objects.filter(pk=source_id, state=Discussion.State.MERGED).exists():
        raise SplitMeanwhile(_("All of this discussion goes on in another one now."))
    raise SplitMeanwhile(_("This branch was split off meanwhile."))


def _require_movable(post: Post, discussion: Discussion) -> None:
    hold_open(discussion.space.community)
    if post.number == 1:
        raise NotALine(_("All branches answer the opening question. You can move or close the whole discussion."))
    if post.kind == Post.Kind.POINTER:
        raise NotALine(_("What stood here goes on in another discussion."))
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now: its branches stay where they are."))
