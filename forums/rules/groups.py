"""Who may part a discussion into groups, go into one, and report for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Role
from forums.models import Discussion, Grouping, Subgroup, SubgroupMember
from forums.rules.discussions import may_post, may_run

TEAM_PARTS = _("Moderators and leaders part discussions into groups.")


def may_part(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Into groups, and say who is in which: who runs the discussion. A room is not parted again, nor introductions."""
    is_whole = discussion.part_of_id is None and discussion.introductions_of_id is None
    return is_whole and may_run(person, discussion, role=role)


def may_come_in(person: Any, grouping: Grouping, *, role: Role | None = None) -> bool:
    """Into any of the groups, where people choose and where there is room."""
    return grouping.people_choose and may_post(person, grouping.discussion, role=role)


def may_join_group(person: Any, group: Subgroup, *, role: Role | None = None) -> bool:
    """Whoever may write in the discussion, where people choose."""
    return may_come_in(person, group.grouping, role=role)


def may_leave_group(person: Any, group: Subgroup, *, role: Role | None = None) -> bool:
    """The same, as long as the group has not reported."""
    return not group.has_reported and may_join_group(person, group, role=role)


def may_report_back(person: Any, group: Subgroup, *, role: Role | None = None) -> bool:
    """Whoever is in the group and may write in the discussion; and who runs that."""
    is_theirs = SubgroupMember.objects.filter(subgroup=group, person=person.pk).exists()
    is_theirs = is_theirs or may_run(person, group.discussion, role=role)
    return is_theirs and may_post(person, group.discussion, role=role)


def may_name_rapporteur(person: Any, group: Subgroup, *, role: Role | None = None) -> bool:
    """The same, as long as the group has not reported."""
    return not group.has_reported and may_report_back(person, group, role=role)
