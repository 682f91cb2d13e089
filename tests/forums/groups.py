"""What the tests of groups share."""

from uuid import uuid4

from forums.actions import change_groups, part_into_groups, place_people, report_back
from forums.models import Discussion, Grouping, Subgroup
from forums.queries.groups import terms_shown

TASK = "Bring back three points."


def part(discussion, actor, names=("Wards", "Practices"), **terms):
    """The groups into which `actor` parts a discussion, by their place."""
    grouping = part_into_groups(discussion, actor=actor, names=list(names), **({"task": TASK} | terms))
    return [again(group) for group in grouping.groups.all()]


def shown(discussion):
    """What a form carries that is made for the groups of a discussion as they stand."""
    grouping = Grouping.objects.get(discussion=discussion)
    return terms_shown(grouping, grouping.groups.values_list("name", flat=True))


def change(grouping, actor, **terms):
    """Change groups by a form that was made for them as they stand."""
    terms = {"reports_by": None, "people_choose": False, "places": None, "shown": shown(grouping.discussion)} | terms
    return change_groups(grouping, actor=actor, **terms)


def again(group):
    """A group as the table has it now."""
    found = Subgroup.objects.select_related("grouping__discussion__space__community", "room", "report")
    return found.get(pk=group.pk)


def room_of(group):
    return Discussion.objects.select_related("space__community").get(pk=again(group).room_id)


def put(group, actor, *people):
    place_people(group.grouping, actor=actor, places={person.pk: group for person in people})


def report(group, actor, text="We would ask first.", **how):
    return report_back(group, actor=actor, markdown=text, **({"submission": uuid4()} | how))


def rows_of(*names):
    """The rows of groups as a form sends them."""
    return {f"groups-{at}-name": name for at, name in enumerate(names)} | {
        "groups-TOTAL_FORMS": len(names),
        "groups-INITIAL_FORMS": 0,
    }
