"""What an action locks before it asks for leave."""

from typing import Any

from django.utils.translation import gettext as _

from communities.effects.holding import in_its_space, lock_in_space
from core.locks import lock, lock_all
from forums.errors import MergedMeanwhile
from forums.models import Discussion, Post, Subgroup
from forums.queries.quoting import discussions_repeating


def lock_discussion(discussion: Discussion) -> Discussion:
    """See `lock_in_space`, which says nothing of a community that has come to its end meanwhile.

    Raises MergedMeanwhile where nothing stands in it any more.
    """
    held = lock_in_space(discussion)
    if held.state == Discussion.State.MERGED:
        raise MergedMeanwhile(_("All of this discussion goes on in another one now."))
    return held


def hold_unmerged(discussion: Discussion) -> None:
    """Keep a discussion from being merged while something is kept beside it. Raises MergedMeanwhile."""
    lock_discussion(discussion)


def lock_pair(one: Discussion, other: Discussion) -> tuple[Discussion, Discussion]:
    """The same of two at once, in the order in which everybody locks them, also where one was merged meanwhile."""
    held = {discussion.pk: discussion for discussion in lock_all([one, other])}
    return in_its_space(held[one.pk], one.space), in_its_space(held[other.pk], other.space)


def lock_post(post: Post) -> tuple[Discussion, Post]:
    """Lock the discussion in which `post` stands, also where its line went to another one meanwhile.

    Returns both as they are now.
    """
    while True:
        discussion = lock_in_space(post.discussion)  # of one that was merged, the post says where it goes on
        found = _WITH_PEOPLE.get(pk=post.pk)
        if found.discussion_id == discussion.pk:
            found.discussion = discussion
            return discussion, found
        post = Post.objects.select_related("discussion__space__community").get(pk=post.pk)


def lock_with_quotations(post: Post) -> tuple[Discussion, Post]:
    """As `lock_post`, after its community and all discussions in which the words of `post` may stand once more."""
    around: list[Any] = [post.discussion.space.community, *discussions_repeating(post)]
    lock_all(around)
    return lock_post(post)


def lock_group(group: Subgroup) -> tuple[Discussion, Subgroup]:
    """Lock the discussion of which `group` is a part, then its room; returns the discussion and the group as they are.

    Whatever changes a group holds its discussion.
    """
    discussion = lock_discussion(group.discussion)
    found = Subgroup.objects.select_related("grouping", "room", "report").get(pk=group.pk)
    found.grouping.discussion = discussion
    if found.room is not None:
        found.room = lock(found.room)
    return discussion, found


_WITH_PEOPLE = Post.objects.select_related("author", "sender")
