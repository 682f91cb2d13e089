"""What follows when a plan that never opened is thrown away."""

from accounts.models import User
from communities.effects.spaces import tell_of_plan_thrown_away
from forums.effects.topics import taken_up_by, topic_left
from forums.models import Discussion, HeldPost
from forums.queries.throwing import hearing_of_the_end
from notifications.effects import withdraw
from notifications.models import Volume


def forget_plan(discussion: Discussion, *, by: User) -> None:
    """Delete it with its stages, prompts, groups and the wish to open it; items of the library are on it no more.

    The log keeps that there was a plan, not what it said. Whoever has a part in it is told. Assumes that it is
    planned, and locked alone, so that nothing is hung on it meanwhile.
    """
    tell_of_plan_thrown_away(
        discussion.space,
        plan=discussion.pk,
        planned_by=discussion.planned_by_id,
        people=hearing_of_the_end(discussion),
        by=by,
    )
    before = taken_up_by(discussion)
    asked = HeldPost.objects.filter(discussion=discussion)
    about = [(discussion._meta.label_lower, [discussion.pk]), ("forums.heldpost", asked.values_list("pk", flat=True))]
    about.append(("forums.prompt", discussion.prompts.values_list("pk", flat=True)))
    for kind, ids in about:
        for pk in ids:
            withdraw(kind, pk)
    Volume.objects.filter(scope_kind=Discussion.SCOPE, scope_id=discussion.pk).delete()
    asked.delete()
    discussion.moves.all().delete()
    if grouping := getattr(discussion, "grouping", None):
        grouping.delete()
    discussion.delete()
    topic_left(before, actor=by)
