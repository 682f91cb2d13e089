"""What is gone when a plan is thrown away, and who hears of it."""

from dataclasses import dataclass
from typing import Any

from activity.models import Entry
from communities.models import Space
from communities.rules import LEAST_ROLE
from forums.models import Discussion, Subgroup
from forums.rules import may_run
from notifications.hearing import listeners
from notifications.models import Volume


@dataclass(frozen=True)
class Goes:
    """What goes with a plan, counted."""

    stages: int
    prompts: int  # 0 for whoever may not know of any
    items: int
    groups: int
    hearing: int  # people who are told


def what_goes(discussion: Discussion, person: Any) -> Goes:
    """What `person` would throw away."""
    return Goes(
        stages=discussion.stages.count(),
        prompts=discussion.prompts.count() if may_run(person, discussion) else 0,
        items=discussion.material.count(),
        groups=Subgroup.objects.filter(grouping__discussion=discussion).count(),
        hearing=len(hearing_of_the_end(discussion) - {person.pk}),
    )


def hearing_of_the_end(discussion: Discussion) -> set[int]:
    """The ids of those who are told when it is thrown away, unless they did it.

    Whoever planned it, and of those who run discussions there who follow it, asked something in its queue or laid
    out material; nobody who wants to hear nothing of it.
    """
    about = {"scope_kind": Discussion.SCOPE, "scope_id": discussion.pk}
    quiet = Volume.objects.filter(**about, level__in=Volume.QUIET).values_list("person", flat=True)
    gave = {*discussion.prompts.values_list("by", flat=True), *discussion.material.values_list("by", flat=True)}
    involved = gave | set(listeners(Discussion.SCOPE, discussion.pk))
    team = discussion.space.people_holding(LEAST_ROLE["run_discussion"]).filter(pk__in=involved)
    planner = {discussion.planned_by_id} if discussion.planned_by_id else set()
    return (planner | set(team.values_list("pk", flat=True))) - set(quiet)


def thrown_away_from(pk: int, person: Any) -> Space | None:
    """The space in which `person` has thrown the plan `pk` away, where they may still read it."""
    if not person.is_authenticated:
        return None
    thrown = Entry.objects.filter(actor=person, verb="discussion.thrown_away", data__discussion=pk).first()
    spaces = Space.objects.visible_to(person).select_related("community")
    return spaces.filter(pk=thrown.data["space"]).first() if thrown else None
