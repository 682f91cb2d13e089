"""Where posts stand when a line goes elsewhere: a few statements, however many posts it has."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.markdown import render
from forums.drafting import cited_numbers, renumbered
from forums.effects.closings import cite
from forums.models import Closing, ClosingRevision, Discussion, FormerPlace, HeldPost, LineMark, Post
from forums.models.post import place_under
from forums.queries.closings import read_summary
from forums.queries.numbers import numbered
from notifications.models import Volume

# When somebody read it stays as it was: nobody has just been here.
_READ = """
    INSERT INTO forums_readingposition (discussion_id, person_id, last_read, changed_at)
    SELECT %s, * FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[])
    ON CONFLICT (person_id, discussion_id) DO UPDATE SET last_read = excluded.last_read
"""


class Node(NamedTuple):
    """A post of a line, as it stands before."""

    pk: int
    parent_id: int | None
    number: int


# By who answers whom: at the last level answers stand beside what they answer. The nearer to the head the earlier,
# since a line that was moved may have a later number above an earlier one.
_LINE = """
    WITH RECURSIVE line(id, level) AS (
        SELECT %s::bigint, 0
        UNION ALL
        SELECT forums_post.id, line.level + 1 FROM forums_post JOIN line ON forums_post.parent_id = line.id
    )
    SELECT forums_post.id, parent_id, number FROM forums_post JOIN line USING (id) ORDER BY level, number
"""
_PLACE = """
    UPDATE forums_post SET discussion_id = %s, number = new.number, path = new.path, depth = new.depth
    FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::smallint[]) AS new(id, number, path, depth)
    WHERE forums_post.id = new.id
"""


def line_of(post: Post) -> list[Node]:
    """`post` and all that answers it or its answers, from the head downwards."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [post.pk])
        return [Node(*row) for row in cursor.fetchall()]


def place_line(line: list[Node], discussion: Discussion, *, parent: Post | None, numbers: dict[int, int]) -> None:
    """Put a whole line beneath `parent`, or on the first level, with the `numbers` given for the ids of its posts.

    Assumes that `discussion`, and the one in which it stood, are locked.
    """
    head, *rest = line
    paths = {head.pk: place_under(parent.path if parent else None, numbers[head.pk])}
    for node in rest:
        assert node.parent_id is not None
        paths[node.pk] = place_under(paths[node.parent_id][0], numbers[node.pk])
    Post.objects.filter(pk=head.pk).update(parent=parent)
    ids = list(paths)
    places = ([numbers[pk] for pk in ids], [paths[pk][0] for pk in ids], [paths[pk][1] for pk in ids])
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [discussion.pk, ids, *places])


def carry_line(post: Post, source: Discussion, target: Discussion, *, by: User) -> None:
    """Take the line that `post` begins out of `source` to the end of `target`, where it stands on the first level.

    What hangs on its posts goes with them. Where it stood, a sentence says where it goes on; the numbers that it had
    lead there, and nobody finds as new what they have read. Assumes that both are locked and as the tables have them.
    """
    line = line_of(post)
    by_arrival = sorted(node.number for node in line)
    following = {number: target.last_number + place for place, number in enumerate(by_arrival, 1)}
    place_line(line, target, parent=None, numbers={node.pk: following[node.number] for node in line})
    ids = [node.pk for node in line]
    # Where a sentence stands in its number, that leads already where an earlier line went.
    places = [FormerPlace(discussion=source, number=node.number, post_id=node.pk) for node in line]
    FormerPlace.objects.bulk_create(places, ignore_conflicts=True)
    _carry_along(ids, source, target)
    carry_statements(source, target, following)
    carry_reading(source.reading_positions.filter(last_read__gte=by_arrival[0]), target, by_arrival)
    target.last_number += len(line)
    source.gap_count += len(line) - 1  # the sentence has the number of the first
    _point(post, source, target, by=by)
    for discussion in (source, target):
        recount(discussion)


def _carry_along(ids: list[int], source: Discussion, target: Discussion) -> None:
    HeldPost.objects.filter(parent__in=ids).update(discussion=target)
    LineMark.objects.filter(post__in=ids).update(discussion=target)
    Closing.objects.filter(branch__in=ids).update(discussion=target)
    if source.answer_id in ids:
        source.answer = None


def carry_statements(source: Discussion, target: Discussion, following: dict[int, int]) -> None:
    """What single lines came to cites their posts by the numbers that these have now, and leads to others.

    `following` has the new numbers by the old ones.
    """
    went = set(following.values())
    for closing in target.closings.filter(branch__number__in=went).prefetch_related("revisions"):
        texts: list[Closing | ClosingRevision] = [closing, *closing.revisions.all()]
        cited = {number for text in texts for number in cited_numbers(text.summary)}
        others = numbered(source, cited - following.keys()).items()
        instead = {number: f"[#{number}]({post.get_absolute_url()})" for number, post in others}
        instead |= {number: f"[#{following[number]}]" for number in cited & following.keys()}
        for text in texts:
            text.summary = renumbered(text.summary, instead)
            text.save(update_fields=["summary"])
        read = read_summary(target, closing.summary)
        Closing.objects.filter(pk=closing.pk).update(summary_html=read.html)
        cite(closing, read)


def came_from(source: Discussion, post: Post) -> str:
    """A sentence for the question where a line goes on. It names nothing that fewer people might read one day."""
    address = reverse("forums:post-number", args=[source.pk, post.number])
    with translation.override(source.space.community.language):
        return _("This goes on from [another discussion](%(address)s).") % {"address": address}


def _point(post: Post, source: Discussion, target: Discussion, *, by: User) -> None:
    """A sentence where the line began."""
    address = reverse("forums:discussion-short", args=[target.pk])
    with translation.override(source.space.community.language):
        text = _("This branch goes on in [a discussion of its own](%(address)s).") % {"address": address}
    Post.objects.create(
        discussion=source,
        parent=post.parent,
        number=post.number,
        path=post.path,
        depth=post.depth,
        kind=Post.Kind.POINTER,
        author=by,
        markdown=text,
        html=render(text),
    )


def carry_reading(rows: QuerySet, target: Discussion, by_arrival: list[int]) -> None:
    """Whoever had read any of what comes has read as much of it where it is now, and all that stood there before.

    `rows` are their reading positions, and `by_arrival` the numbers that it had, which follow those of `target` in
    their order.
    """
    read = list(rows.values_list("person", "last_read", "changed_at"))
    reached = [target.last_number + bisect_right(by_arrival, last_read) for _person, last_read, _at in read]
    people, moments = [person for person, _read, _at in read], [at for _person, _read, at in read]
    with connection.cursor() as cursor:
        cursor.execute(_READ, [target.pk, people, reached, moments])


def carry_volumes(source: Discussion, target: Discussion) -> None:
    """Who follows or mutes `source` hears as much of `target`, unless they have said otherwise of that."""
    scope: dict[str, Any] = {"scope_kind": Discussion.SCOPE, "scope_id": source.pk}
    levels: Iterable[tuple[int, str]] = Volume.objects.filter(**scope).values_list("person", "level")
    scope["scope_id"] = target.pk
    rows = [Volume(person_id=person, level=level, **scope) for person, level in levels]
    Volume.objects.bulk_create(rows, ignore_conflicts=True)


def recount(discussion: Discussion) -> None:
    """Count anew what stands in a discussion. Assumes that it is locked and as the table has it but for its numbers."""
    said = discussion.posts.said()
    people = said.order_by().values("author", "sender").distinct()
    discussion.post_count, discussion.people_count = said.count(), people.count()
    written = discussion.posts.exclude(kind__in=Post.SIGNS)  # what was removed was written all the same
    discussion.last_post_at = written.aggregate(last=Max("created_at"))["last"]
    discussion.version += 1
    discussion.save(
        update_fields=["post_count", "people_count", "last_post_at", "last_number", "gap_count", "answer", "version"]
    )
