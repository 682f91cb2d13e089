"""Who is in which group of a discussion, and who reports for it (P35)."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from communities.effects.holding import lock_around
from communities.rules import LEAST_ROLE
from core.permissions import require
from forums.effects.groups import (
    count_on,
    place,
    renew_groups,
    require_going,
    tell_placed,
    tell_rapporteur,
)
from forums.effects.holding import lock_discussion, lock_group
from forums.errors import GroupFull, NoGroups, NotInGroup, ReportedAlready, TooFewPeople
from forums.models import Discussion, Grouping, Subgroup
from forums.queries.groups import with_size
from forums.rules import TEAM_PARTS, may_come_in, may_join_group, may_leave_group, may_name_rapporteur, may_part


@transaction.atomic
def place_people(grouping: Grouping, *, actor: User, places: Mapping[int, Subgroup | None]) -> None:
    """Put people (ids) into groups, or with None out of any. The others stay where they are, and so does who may not
    write there. Those who come into a group are told once its room is open. Raises DiscussionClosed and CommunityOver.
    """
    lock_around(grouping.discussion.space)  # whose members may be leaving
    discussion = lock_discussion(grouping.discussion)
    require(may_part(actor, discussion), TEAM_PARTS)
    require_going(discussion)
    groups = {group.pk: group for group in grouping.groups.select_related("room")}
    here = _who_may_write(discussion, places)
    wanted = {
        person: group and groups[group.pk]
        for person, group in places.items()
        if group is None or (person in here and group.pk in groups)
    }
    _place(grouping, discussion, wanted)


@transaction.atomic
def deal_out(
    grouping: Grouping, *, actor: User, people: Sequence[int], seed: int | None = None
) -> dict[int, Subgroup | None]:
    """Deal those of `people` (ids) who are in no group out among the groups by chance, evenly; returns who went where.

    The same `seed` deals the same people the same way. Groups that have reported take nobody. Raises NoGroups,
    TooFewPeople where a group would stay empty, DiscussionClosed and CommunityOver.
    """
    lock_around(grouping.discussion.space)  # whose members may be leaving
    discussion = lock_discussion(grouping.discussion)
    require(may_part(actor, discussion), TEAM_PARTS)
    require_going(discussion)
    groups = _taking(grouping, discussion)
    placed = set(grouping.members.values_list("person", flat=True))
    free = [pk for pk in _who_may_write(discussion, people) if pk not in placed]
    _require_enough(len(free), sum(not group.size for group in groups))
    found = _dealt(free, groups, seed=seed)
    _place(grouping, discussion, found)
    return found


def _taking(grouping: Grouping, discussion: Discussion) -> list[Any]:
    """The groups that have not reported, each with its `size`."""
    waiting = grouping.groups.exclude(pk__in=Subgroup.objects.reported().values("pk")).select_related("room")
    groups = list(with_size(waiting, discussion.space))
    if not groups:
        raise NoGroups(_("All groups have reported, so nobody is put into any."))
    return groups


def _require_enough(people: int, empty: int) -> None:
    if 0 < people < empty:
        said = ngettext(
            "There is %(people)s person for %(empty)s empty groups, so some would stay empty.",
            "There are %(people)s people for %(empty)s empty groups, so some would stay empty.",
            people,
        )
        raise TooFewPeople(said % {"people": people, "empty": empty})


@transaction.atomic
def take_in(grouping: Grouping, *, actor: User, person: int | None = None) -> Subgroup | None:
    """Put somebody (id) who came late, or with None `actor`, into the smallest group that has not reported.

    Returns the group that they are in then. Whoever was in one stays there, and who may not write there comes into
    none. Raises NoGroups, GroupFull, DiscussionClosed and CommunityOver.
    """
    lock_around(grouping.discussion.space)  # whose members may be leaving
    discussion = lock_discussion(grouping.discussion)
    grouping = Grouping.objects.get(pk=grouping.pk)
    grouping.discussion = discussion
    late = actor.pk if person is None else person
    comes = late == actor.pk and may_come_in(actor, grouping)
    require(comes or may_part(actor, discussion), _("The team says here who is in which group."))
    require_going(discussion)
    if member := grouping.members.filter(person=late).select_related("subgroup").first():
        return member.subgroup
    groups = [each for each in _taking(grouping, discussion) if grouping.takes_more(each.size)]
    if not groups:
        raise GroupFull(_("There is no place left in any group."))
    found = _dealt(sorted(_who_may_write(discussion, [late])), groups)
    if late == actor.pk:
        place(grouping, found)
    else:
        _place(grouping, discussion, found)
    return found.get(late)


def _who_may_write(discussion: Discussion, people: Any) -> set[int]:
    here = discussion.space.people_holding(LEAST_ROLE["post"])
    return set(here.filter(pk__in=list(people)).values_list("pk", flat=True))


def _place(grouping: Grouping, discussion: Discussion, places: Mapping[int, Subgroup | None]) -> None:
    for group, people in place(grouping, places).items():
        group.grouping.discussion = discussion
        tell_placed(group, people)


@transaction.atomic
def join_group(group: Subgroup, *, actor: User) -> None:
    """Go into a group, out of another one of the same discussion that has not reported; twice is harmless.

    Raises ReportedAlready, GroupFull, DiscussionClosed and CommunityOver.
    """
    lock_around(group.discussion.space)  # whose members may be leaving
    discussion, group = lock_group(group)
    require(may_join_group(actor, group), _("The team says here who is in which group."))
    require_going(discussion)
    if group.grouping.groups.reported().filter(members__person=actor).exists():
        raise ReportedAlready(_("Your group has reported, so you stay in it."))
    others = group.members.writing_in(discussion.space).exclude(person=actor)
    if group.has_reported or not group.grouping.takes_more(others.count()):
        raise GroupFull(_("There is no place left in this group. Choose another one."))
    place(group.grouping, {actor.pk: group})


@transaction.atomic
def leave_group(group: Subgroup, *, actor: User) -> None:
    """Go out of a group; twice is harmless. Raises DiscussionClosed and CommunityOver."""
    discussion, group = lock_group(group)
    require(may_leave_group(actor, group), _("The team says here who is in which group."))
    require_going(discussion)
    if group.members.filter(person=actor).exists():
        place(group.grouping, {actor.pk: None})


@transaction.atomic
def name_rapporteur(group: Subgroup, *, actor: User, person: int | None) -> None:
    """Count on one of a group (id) to report for it, or with None on nobody more than on the others.

    They are told; when they leave, the group counts on the next one. Twice is harmless. Raises NotInGroup,
    DiscussionClosed and CommunityOver.
    """
    discussion, group = lock_group(group)
    require(may_name_rapporteur(actor, group), _("Who is in the group says who reports for it, and the team."))
    require_going(discussion)
    if person is not None and not group.members.writing_in(discussion.space).filter(person=person).exists():
        raise NotInGroup(_("They are not in this group any more. Choose somebody else."))
    if count_on(group, person):
        renew_groups([group.grouping_id])
        if person not in (None, actor.pk):
            tell_rapporteur(group, person, by=actor)


def _dealt(people: Sequence[int], groups: Sequence[Subgroup], *, seed: int | None = None) -> dict[int, Subgroup | None]:
    """Where each of `people` (ids) goes, by chance: into the smallest group of those `groups` that take anybody.

    `groups` come with `size`. The same `seed` deals the same people the same way.
    """
    order = sorted(people)
    chance = Random(seed)
    chance.shuffle(order)
    sizes = {group: group.size for group in groups}  # type: ignore[attr-defined]
    found: dict[int, Subgroup | None] = {}
    for person in order:
        least = min(sizes.values())
        group = chance.choice([each for each, size in sizes.items() if size == least])
        found[person] = group
        sizes[group] += 1
    return found
