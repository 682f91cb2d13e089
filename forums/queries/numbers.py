"""Which post a number in a text of a discussion means, also where its line has gone elsewhere since."""

from collections.abc import Collection

from django.db.models import F

from forums.models import Discussion, Post


def numbered(discussion: Discussion, numbers: Collection[int], *, also_removed: bool = False) -> dict[int, Post]:
    """{number: post} of those that stand, or of all, by the numbers that they have in `discussion` or had there.

    One query, and one more where one of them went elsewhere. Where a post did, not everybody who reads `discussion`
    may read that.
    """
    every = Post.objects.select_related("author", "sender", "discussion")
    here = {post.number: post for post in every.filter(discussion=discussion, number__in=numbers)}
    found = {number: post for number, post in here.items() if post.kind != Post.Kind.POINTER}
    if gone := {number for number in set(numbers) - found.keys() if number <= discussion.last_number}:
        there = every.filter(former_places__discussion=discussion, former_places__number__in=gone)
        found |= {post.had: post for post in there.annotate(had=F("former_places__number"))}
    return {number: post for number, post in found.items() if also_removed or post.deleted_at is None}


def numbers_of(post: Post) -> dict[int, set[int]]:
    """{id of a discussion: the numbers that `post` has or had there}. One query, unless `former_places` are at hand."""
    numbers = {post.discussion_id: {post.number}}
    for place in post.former_places.all():
        numbers.setdefault(place.discussion_id, set()).add(place.number)
    return numbers
