"""What follows when posts from a mailing list become a person's, or go back under the name they had there."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from forums.effects.pages import renew_pages
from forums.effects.reactions import count_reactions
from forums.models import Discussion, ImportedSender, Post, Reaction
from forums.queries.claims import posts_under


def hand_over(sender: ImportedSender) -> int:
    """Put what stands under `sender` under the person who claimed it; returns how many posts those are.

    Nobody is told, and nobody follows a discussion by it. Assumes that the space of `sender`, whose lock keeps
    archives from coming in, and the discussions are locked. A few statements, however many posts.
    """
    _take_back_reactions(sender)
    return _put(sender, posts_under(sender), -1, author=sender.claimed_by_id, sender=None)


def _take_back_reactions(sender: ImportedSender) -> None:
    """Nobody reacts to what is their own."""
    own = Reaction.objects.filter(post__in=posts_under(sender), person=sender.claimed_by_id)
    posts = sorted(set(own.values_list("post", flat=True)))
    own.delete()
    count_reactions(posts)


def hand_back(sender: ImportedSender, posts: QuerySet[Post]) -> int:
    """Put `posts`, which were claimed with `sender`, under their name again. Assumes what `hand_over` does."""
    return _put(sender, posts, +1, author=None, sender=sender)


def _put(by: ImportedSender, posts: QuerySet[Post], step: int, **origin: Any) -> int:
    """Where both of them wrote they count as one person less, or more."""
    where = list(posts.order_by().values_list("discussion", flat=True).distinct())
    discussions = Discussion.objects.filter(pk__in=where)
    if step < 0:
        _of_both(discussions, by).update(people_count=F("people_count") + step)
    moved = posts.update(**origin)
    if step > 0:
        _of_both(discussions, by).update(people_count=F("people_count") + step)
    renew_pages(discussions)
    return moved


def _of_both(discussions: QuerySet[Discussion], sender: ImportedSender) -> QuerySet[Discussion]:
    standing = Post.objects.said().filter(discussion=OuterRef("pk")).order_by()
    return discussions.filter(
        Exists(standing.filter(sender=sender)), Exists(standing.filter(author=sender.claimed_by_id))
    )


def forget_claims(person: User) -> None:
    """An erased person's name on lists goes; what comes from there later is a former member's, as what is here."""
    ImportedSender.objects.filter(claimed_by=person).update(name="")
