"""What follows of reactions: how many there are stands on the post, and its author hears of them gently."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count

from accounts.models import User
from accounts.queries import blocked_by
from activity.effects import record
from communities.rules import role_in
from forums.effects.pages import renew_page, renew_pages
from forums.models import Bookmark, Discussion, Post, Reaction
from notifications.effects import forget_told, notify
from notifications.models import Notification

REACTED = "post.reacted"


def count_reactions(posts: Collection[int]) -> None:
    """Write on each of these posts (ids) how many reactions it has. Assumes that their discussions are locked."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Reaction.objects.filter(post__in=posts).order_by("kind").values_list("post", "kind")
    for post, kind, count in rows.annotate(Count("pk")):
        counts[post][kind] = count
    Post.objects.bulk_update([Post(pk=pk, reacted=counts[pk]) for pk in posts], ["reacted"])


def renew_reactions(discussion: Discussion, post: Post) -> None:
    """The same of one post, whose page then shows it. Nobody hears any more of what was all taken back."""
    count_reactions([post.pk])
    renew_page(discussion)
    if not post.reactions.exists():
        forget_told(post, REACTED)


def tell_reacted(post: Post, *, by: User) -> None:
    """Tell the author once for all reactions that come before they have seen the post; the news counts them itself.

    Who belongs there no more hears nothing.
    """
    if post.author is None or role_in(post.author, post.discussion.space) is None or _hears_of_it(post, post.author):
        return
    entry = record(REACTED, actor=by, target=post)
    notify(entry, [post.author], scope=(Discussion.SCOPE, post.discussion_id))


def _hears_of_it(post: Post, author: User) -> bool:
    told = Notification.objects.unread().filter(recipient=author, entry__verb=REACTED)
    told = told.filter(entry__kind=post._meta.label_lower, entry__object_id=post.pk)
    return told.exclude(entry__actor__in=blocked_by(author)).exists()


def forget_reactions(person: User) -> None:
    """What an erased person said without words is theirs, and goes; so do their bookmarks.

    Assumes that the discussions are locked.
    """
    own = Reaction.objects.filter(person=person)
    posts = sorted(set(own.values_list("post", flat=True)))
    renew_pages(Discussion.objects.filter(posts__in=posts))
    own.delete()
    count_reactions(posts)
    Bookmark.objects.filter(person=person).delete()
