"""Somebody’s rows in the groups of a discussion."""

from forums.models import Grouping, Subgroup, SubgroupMember


def rows_of_groups(person, words, discussion):
    grouping = Grouping.objects.create(discussion=discussion, by=person, **words.of(Grouping))
    group = Subgroup.objects.create(grouping=grouping, position=1, by=person, **words.of(Subgroup))
    return [grouping, group, SubgroupMember.objects.create(grouping=grouping, subgroup=group, person=person)]
