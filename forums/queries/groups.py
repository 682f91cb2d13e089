"""The groups of a discussion as one reader finds them, and whom they can be made of."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import User
from communities.models import Space
from communities.queries import visible_people
from communities.rules import LEAST_ROLE
from core.markdown import plain, render
from core.seams import Resolved
from forums.models import Discussion, Grouping, Post, ReadingPosition, Subgroup, SubgroupMember
from forums.queries.resolving import resolved

LISTED = 100  # people on one page who can be put into groups
_SEPARATOR = " · "
_IN_SHORT = 200  # signs of a task that are shown beside its group


def title_of_room(discussion: Discussion, name: str) -> str:
    """What the room of a group is called wherever it stands alone."""
    longest = Discussion._meta.get_field("title").max_length or 0
    return f"{name}{_SEPARATOR}{discussion.title}"[:longest]


def terms_shown(grouping: Grouping, names: Iterable[str]) -> str:
    """What a form carries of the terms and the names of the groups for which it was made: another once any differs."""
    terms = (grouping.reports_by, grouping.people_choose, grouping.places, tuple(names))
    return hashlib.blake2b(repr(terms).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True)
class Groups:
    """Into which groups a discussion is parted, in their order.

    Each has `size`, `is_mine`, and `shows_report`: whether the reader may read what it came to.
    """

    grouping: Grouping
    groups: list[Any]

    @property
    def mine(self) -> Any:
        """The group that the reader is in, or None."""
        return next((group for group in self.groups if group.is_mine), None)

    @property
    def names(self) -> list[str]:
        return [group.name for group in self.groups]

    @property
    def reported(self) -> int:
        return sum(group.has_reported for group in self.groups)

    @property
    def waiting(self) -> int:
        """How many have a room and have not reported."""
        return sum(group.room is not None and not group.has_reported for group in self.groups)

    @property
    def empty(self) -> int:
        """How many have not reported, and nobody is in them."""
        return sum(not group.size and not group.has_reported for group in self.groups)

    @property
    def takes_more(self) -> bool:
        """Whether there is a place in any that has not reported."""
        return any(self.grouping.takes_more(group.size) and not group.has_reported for group in self.groups)

    @property
    def is_filled(self) -> bool:
        """Whether anybody is in any, and some have not reported."""
        return any(group.size for group in self.groups) and self.reported < len(self.groups)

    @property
    def have_rooms(self) -> bool:
        return any(group.room for group in self.groups)


def groups_of(discussion: Discussion, reader: Any) -> Groups | None:
    """One query; None where the discussion is not parted."""
    groups = list(_sized(Subgroup.objects.filter(grouping__discussion=discussion), discussion.space, reader))
    return Groups(groups[0].grouping, groups) if groups else None


def with_people(groups: Groups, discussion: Discussion, reader: Any) -> Groups:
    """The same, with the `people` of each whom `reader` may know to be in it, `others`, the number of the rest, and
    the `rapporteur`, if that is one of the people.

    Each says also whether it `takes_more` where people choose, and its `own_task` in short. One query.
    """
    _name_people(groups.groups, discussion, reader)
    for group in groups.groups:
        group.takes_more = groups.grouping.takes_more(group.size)
        group.own_task = plain(render(group.task), _IN_SHORT) if group.task else ""
    return groups


def _name_people(groups: Sequence[Any], around: Discussion, reader: Any) -> None:
    members = SubgroupMember.objects.filter(subgroup__in=groups).writing_in(around.space)
    wrote = Post.objects.said().filter(Q(discussion=around) | Q(discussion__part_of=around))
    known = Q(person__in=visible_people(reader)) | Q(person__in=wrote.order_by().values("author"))
    found: dict[int, list[User]] = {group.pk: [] for group in groups}
    rapporteurs: dict[int, User] = {}
    for member in members.filter(known).select_related("person").order_by("person__display_name", "person"):
        found[member.subgroup_id].append(member.person)
        if member.reports:
            rapporteurs[member.subgroup_id] = member.person
    for group in groups:
        group.people = found[group.pk]
        group.rapporteur = rapporteurs.get(group.pk)
        group.others = group.size - len(group.people)


def has_rapporteur(group: Subgroup) -> bool:
    """Whether anybody was named to report for it, whoever may know who that is."""
    return SubgroupMember.objects.filter(subgroup=group, reports=True).exists()


def with_size(groups: QuerySet[Subgroup], space: Space) -> QuerySet[Subgroup]:
    """With `size`: how many are in each and may write in `space`."""
    return groups.annotate(size=Count("members", filter=Q(members__in=SubgroupMember.objects.writing_in(space))))


def _sized(groups: QuerySet[Subgroup], space: Space, reader: Any) -> QuerySet[Subgroup]:
    own = SubgroupMember.objects.writing_in(space).filter(subgroup=OuterRef("pk"), person=reader.pk)
    is_mine: Any = Exists(own) if reader.is_authenticated else Value(False)
    shown = Post.objects.visible_to(reader).standing().filter(pk=OuterRef("report"))
    found = with_size(groups, space).annotate(is_mine=is_mine, shows_report=Exists(shown))
    return found.select_related("grouping", "room", "report").order_by("position")


def room_of(room: Discussion, reader: Any) -> Any:
    """The group whose room a discussion is, as `groups_of` has it, with who is in it and what it reported.

    It has `people`, `others` and `rapporteur` as `with_people` says. Two queries; for a room alone.
    """
    found = _sized(Subgroup.objects.filter(room=room), room.space, reader)
    found = found.select_related("grouping__discussion", "report__author", "report__sender", "report__discussion")
    group: Any = found.get()
    group.discussion.space = room.space
    _name_people([group], group.discussion, reader)
    return group


def state_of_room(group: Any) -> tuple[Any, ...]:
    """What changes with whatever the page of its room shows of a group that `room_of` found."""
    report = group.report
    people = tuple((person.pk, person.name, person == group.rapporteur) for person in group.people)
    said = report and (report.pk, report.version, report.deleted_at, report.writer, report.discussion.version)
    return (group.discussion.version, people, group.others, said, group.shows_report)


def is_in_room(person: Any, room: Discussion) -> bool:
    return SubgroupMember.objects.filter(subgroup__room=room, person=person.pk).exists()


def reports_among(posts: Sequence[Any]) -> dict[int, Subgroup]:
    """{id of a post: the group whose report it is}; no query where none is of that kind."""
    told = [post.pk for post in posts if post.kind == Post.Kind.GROUP_REPORT and post.deleted_at is None]
    if not told:
        return {}
    return {group.report_id or 0: group for group in Subgroup.objects.filter(report__in=told).select_related("room")}


def people_to_place(discussion: Discussion, reader: Any, text: str = "") -> QuerySet[User]:
    """Who may write there and whom `reader` may see, with the `group` (id) that they are in.

    First those who are in a group, then those who have written or read, then the others. `text` begins a part of the
    name, or the handle.
    """
    placed = SubgroupMember.objects.filter(grouping__discussion=discussion, person=OuterRef("pk"))
    wrote = Post.objects.standing().filter(discussion=discussion, author=OuterRef("pk"))
    read = ReadingPosition.objects.filter(discussion=discussion, person=OuterRef("pk"))
    people = visible_people(reader).filter(pk__in=discussion.space.people_holding(LEAST_ROLE["post"]).values("pk"))
    if text:
        starts = Q(display_name__istartswith=text) | Q(display_name__icontains=f" {text}")
        people = people.filter(starts | Q(handle__istartswith=text))
    people = people.annotate(
        group=Subquery(placed.values("subgroup")[:1]),
        takes_part=Exists(wrote) | Exists(read),
        turn=Case(When(Exists(placed), then=0), When(Exists(wrote) | Exists(read), then=1), default=2),
    )
    return people.order_by("turn", "display_name", "pk")


def count_free(discussion: Discussion, reader: Any) -> dict[str, int]:
    """Of those whom `reader` may put into groups, how many are in none: "all", and the "part" that takes part."""
    people: Any = people_to_place(discussion, reader)
    free = people.filter(group=None).order_by()
    return free.aggregate(all=Count("pk"), part=Count("pk", filter=Q(takes_part=True)))


def latecomers(discussion: Discussion, reader: Any) -> QuerySet[User]:
    """Whom `reader` may put into groups, who take part, and who are in none."""
    people: Any = people_to_place(discussion, reader)
    return people.filter(group=None, takes_part=True)


def resolve_groups(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Of groups, as the discussion is seen of which they are; each says whether it `counts_on_me` to report."""
    own = SubgroupMember.objects.filter(subgroup=OuterRef("pk"), person=reader.pk, reports=True)
    found = Subgroup.objects.visible_to(reader).filter(pk__in=ids).annotate(counts_on_me=Exists(own))
    found = found.select_related("grouping__discussion__space__community", "room", "report")
    return {group.pk: resolved(group, group.discussion) for group in found}


def export_groups(person: User) -> dict[str, Any]:
    """Which groups `person` is in, into which they parted a discussion, and which they added, JSON-ready."""
    members = SubgroupMember.objects.filter(person=person).select_related("subgroup", "grouping__discussion")
    made = Grouping.objects.filter(by=person).select_related("discussion").prefetch_related("groups").order_by("pk")
    added = Subgroup.objects.filter(Q(by=person) | Q(by=None, grouping__by=person))
    added = added.select_related("grouping__discussion").order_by("pk")
    return {
        "groups": [
            {
                "discussion": row.grouping.discussion.title,
                "group": row.subgroup.name,
                "since": row.at.isoformat(),
                "reports": row.reports,
            }
            for row in members.order_by("pk")
        ],
        "groups_made": [
            {
                "discussion": row.discussion.title,
                "names": [group.name for group in row.groups.all()],
                "task": row.task,
                "at": row.made_at.isoformat(),
            }
            for row in made
        ],
        "groups_added": [{"discussion": row.discussion.title, "group": row.name, "task": row.task} for row in added],
    }
