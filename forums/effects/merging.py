"""What follows when all of one discussion goes on in another one."""

from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.markdown import render
from forums.effects.moves import leave_behind
from forums.effects.placing import carry_reading, carry_statements, line_of, place_line, recount
from forums.effects.topics import topic_left
from forums.effects.unsent import carry_steering
from forums.mbox.prose import escaped
from forums.models import (
    Asked,
    CalledIn,
    Closing,
    Discussion,
    FormerPlace,
    HeldPost,
    LineMark,
    Merge,
    Post,
    Reopening,
    Unsent,
)
from forums.queries.answers import ACCEPTED
from forums.queries.merging import carries_answer
from notifications.effects import forget_told, withdraw_from_others
from notifications.models import Volume

# A summary so far stays one, so that what it cites is found in it; `summing_up` says that it sums up nothing here.
_STEERED = (Post.Kind.PROMPT, Post.Kind.RESTATEMENT, Post.Kind.NEXT_QUESTION)


def carry_all(source: Discussion, target: Discussion, *, by: User, reason: str) -> Merge:
    """Let all posts of `source` stand in `target`, in their order beneath one that says where they come from.

    Their ids stay, and so does all that hangs on them; the numbers that they had lead to them. Those who had read all
    of `target` find as new what they had not read of `source`. Assumes that both are locked and as the tables have
    them.
    """
    if source.space_id != target.space_id:
        leave_behind(source, target.space)
    _carry_volumes(source, target)
    posts = list(source.posts.order_by("number").values_list("pk", "number"))
    by_arrival = [number for _pk, number in posts]
    _make_unlike(Post.objects.filter(discussion=source), Post.objects.filter(discussion=target))
    # It comes last, so that whoever has read everything finds it, and it alone, as new.
    marker = _mark(source, target, number=target.last_number + len(posts) + 1, by=by, reason=reason)
    source.posts.filter(parent=None).update(parent=marker)
    source.posts.filter(kind__in=_STEERED).update(kind=Post.Kind.CONTRIBUTION)  # it steers nothing here
    following = {number: target.last_number + place for place, number in enumerate(by_arrival, 1)}
    numbers = {pk: following[number] for pk, number in posts} | {marker.pk: marker.number}
    place_line(line_of(marker), target, parent=None, numbers=numbers)
    marker.refresh_from_db(fields=["path", "depth"])
    places = [FormerPlace(discussion=source, number=number, post_id=pk) for pk, number in posts]
    FormerPlace.objects.bulk_create(places, ignore_conflicts=True)
    _carry_along(source, target, marker)
    carry_statements(source, target, following)
    ahead = target.reading_positions.filter(last_read__gte=target.last_number)
    carry_reading(source.reading_positions.filter(person__in=ahead.values("person")), target, by_arrival)
    _carry_answer(source, target)
    _end(source, by=by)
    _carry_invitations(source, target)
    target.last_number = marker.number
    recount(target)
    return Merge.objects.create(source=source, marker=marker, reason=reason, by=by)


def _mark(source: Discussion, target: Discussion, *, number: int, by: User, reason: str) -> Post:
    said = {"title": escaped(source.title), "reason": escaped(" ".join(reason.split()))}
    with translation.override(target.space.community.language):
        text = _("All that was said in “%(title)s” goes on here: %(reason)s") % said
    kind = Post.Kind.MERGED
    # Its place is given with that of what stands beneath it.
    return Post.objects.create(
        discussion=target, number=number, path="~", kind=kind, author=by, markdown=text, html=render(text)
    )


def _carry_along(source: Discussion, target: Discussion, marker: Post) -> None:
    """What waits there or was begun there comes beneath the marker, where it answered nobody."""
    held = HeldPost.objects.filter(discussion=source, is_opening=False)
    _make_unlike(held, HeldPost.objects.filter(discussion=target))
    held.filter(parent=None).update(parent=marker)
    held.update(discussion=target)
    LineMark.objects.filter(discussion=source).update(discussion=target)
    Closing.objects.filter(discussion=source, branch__isnull=False).update(discussion=target)
    begun = Unsent.objects.filter(discussion=source)
    begun.filter(kind=Unsent.Kind.ANSWER).update(discussion=None, post=marker)
    carry_steering(begun, target)


def _make_unlike(rows: QuerySet, others: QuerySet) -> None:
    """Nobody sends the same twice, unless they mean to: then it may not keep both from standing in one discussion."""
    alike = others.filter(author=OuterRef("author"), submission=OuterRef("submission"))
    rows.filter(Exists(alike)).update(submission=RandomUUID())


def _carry_volumes(source: Discussion, target: Discussion) -> None:
    """Who follows `source` follows `target`, unless they have said otherwise of that.

    Who wants to hear less of `source` hears as little of `target` where nothing but what they wrote in `source` would
    let them hear of it. Others hear of it as before.
    """
    scope: dict[str, Any] = {"scope_kind": Discussion.SCOPE, "scope_id": source.pk}
    wishes = Volume.objects.filter(**scope)
    wrote = {"author": OuterRef("person"), "deleted_at": None}
    only_there = Exists(source.posts.filter(**wrote)) & ~Exists(target.posts.filter(**wrote))
    chosen = wishes.filter(~Q(level__in=Volume.QUIET) | only_there)
    rows = [
        Volume(person_id=person, level=level, scope_kind=Discussion.SCOPE, scope_id=target.pk)
        for person, level in chosen.values_list("person", "level")
    ]
    Volume.objects.bulk_create(rows, ignore_conflicts=True)
    wishes.delete()


def _carry_answer(source: Discussion, target: Discussion) -> None:
    """What was taken as the answer is that of `target` too, or nobody's any more; `recount` stores it."""
    if carries_answer(source, target):
        target.answer = source.answer
    elif source.answer is not None:
        forget_told(source.answer, ACCEPTED)


def _carry_invitations(source: Discussion, target: Discussion) -> None:
    """Whom somebody invited or asked counts as such where they read it now: nobody is, twice for one thing."""
    readers = target.space.readers().order_by().values("pk")
    for model in (Asked, CalledIn):
        there = model.objects.filter(discussion=target).values_list("person", flat=True)
        rows = model.objects.filter(discussion=source, person__in=readers).exclude(person__in=there)
        rows.update(discussion=target)


def _end(source: Discussion, *, by: User) -> None:
    """Nobody finds it any more, and what people were told of it itself counts as read."""
    source.state, source.answer = Discussion.State.MERGED, None
    source.gap_count = source.last_number
    source.save(update_fields=["state"])
    recount(source)
    topic_left(source.topic_id, actor=by)
    withdraw_from_others(
        User.objects.none(),
        {
            "forums.discussion": [source.pk],
            "forums.reopening": Reopening.objects.filter(discussion=source).values("pk"),
            "forums.asked": Asked.objects.filter(discussion=source).values("pk"),
            "forums.calledin": CalledIn.objects.filter(discussion=source).values("pk"),
        },
    )
