"""What follows of itself for the groups of a discussion: their rooms open and close with it, and they are reminded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.models import Membership, Space
from core.locks import lock_all, take
from core.markdown import plain
from forums.effects.due import for_each_due
from forums.effects.mentions import keep_mentions, tell_mentioned
from forums.effects.pages import renew_pages
from forums.effects.posts import EXCERPT_LENGTH, add_post, write_text
from forums.errors import DiscussionClosed
from forums.models import Discussion, Grouping, Post, Subgroup, SubgroupMember
from forums.queries.groups import title_of_room
from forums.queries.people import ids_concerned
from forums.rules import may_run
from notifications.effects import notify

AHEAD = timedelta(days=2)  # of the day of their report, groups are reminded


def require_going(discussion: Discussion) -> None:
    """Groups change while a discussion is planned or open. Raises DiscussionClosed and CommunityOver."""
    hold_open(discussion.space.community)
    if not (discussion.is_open or discussion.opened_at is None):
        raise DiscussionClosed(_("This discussion is closed now, so its groups stay as they are."))


def add_groups(grouping: Grouping, names: Sequence[str], tasks: Mapping[str, str], *, by: User, after: int = 0) -> None:
    """Groups with those names, and the tasks that `by` wrote for some, behind the place `after`.

    Assumes that the discussion is locked.
    """
    Subgroup.objects.bulk_create(
        Subgroup(grouping=grouping, position=place, name=name, task=tasks.get(name, ""), by=by)
        for place, name in enumerate(names, after + 1)
    )


def open_rooms(discussion: Discussion, *, by: User) -> None:
    """Give each group that has none a room, which begins with the task, and tell those who are in it.

    Whoever wrote its task signs it, or `by`, where they run the discussion no more. Whom a group's own task names is
    told in its room; whom that of all names, in the room of their own group where that begins with it, and else in the
    first that does. Nothing where the discussion is not parted. Assumes that it is locked and open.
    """
    others_are_told = Subgroup.objects.filter(grouping__discussion=discussion, task="").exclude(room=None).exists()
    members = SubgroupMember.objects.filter(grouping__discussion=discussion).writing_in(discussion.space)
    groups = dict(members.values_list("person", "subgroup"))
    alike = set(members.filter(subgroup__task="").values_list("person", flat=True))  # those who do what all do
    rapporteurs = dict(members.filter(reports=True).values_list("subgroup", "person"))
    without = Subgroup.objects.filter(grouping__discussion=discussion, room=None)
    for group in without.select_related("grouping__by", "by"):
        group.grouping.discussion = discussion
        post, named = _begin_room(discussion, group, by=by)
        group.room = post.discussion
        group.save(update_fields=["room"])
        own = {person for person, its in groups.items() if its == group.pk}
        if group.task:
            tell_mentioned(post, named)
        else:
            tell_mentioned(post, named & own if others_are_told else named - (alike - own))
            others_are_told = True
        tell_placed(group, own)
        if group.pk in rapporteurs:
            tell_rapporteur(group, rapporteurs[group.pk])


def _begin_room(discussion: Discussion, group: Subgroup, *, by: User) -> tuple[Post, frozenset[int]]:
    """The post with which its room begins, and whom (ids) it names."""
    writer, now = group.signs, timezone.now()
    if writer.is_active and may_run(writer, discussion):
        by = writer
    text = write_text(group.task or group.grouping.task, space=discussion.space, writer=by)
    room = Discussion.objects.create(
        space=discussion.space,
        part_of=discussion,
        title=title_of_room(discussion, group.name),
        question=text.markdown,
        excerpt=plain(text.html, EXCERPT_LENGTH),
        planned_by=by,
        state=Discussion.State.OPEN,
        opened_at=now,
    )
    post = add_post(room, markdown=text.markdown, html=text.html, kind=Post.Kind.PROMPT, author=by)
    keep_mentions(post, text.named)
    return post, text.named.addressed


def tell_placed(group: Subgroup, people: Iterable[int]) -> None:
    """Tell people (ids) that they are in a group; nobody before its room is open."""
    if group.room is not None and (new := list(people)):
        notify(record("subgroup.placed", actor=None, target=group), new, scope=(Discussion.SCOPE, group.room.pk))


def tell_rapporteur(group: Subgroup, person: int, *, by: User | None = None) -> None:
    """Tell somebody (id) that their group counts on them to report; nobody before its room is open."""
    if group.room is not None:
        entry = record("subgroup.rapporteur", actor=by, target=group)
        notify(entry, [person], scope=(Discussion.SCOPE, group.room.pk))


def _people_in(group: Subgroup) -> list[int]:
    return list(group.members.writing_in(group.discussion.space).values_list("person", flat=True))


def tell_reported(group: Subgroup, report: Post) -> None:
    """Tell those of the group who do not hear of the post itself. Assumes what `report_back` does."""
    discussion = report.discussion
    entry = record("subgroup.reported", actor=report.author, target=group)
    notify(entry, set(_people_in(group)) - set(ids_concerned(discussion)), scope=(Discussion.SCOPE, discussion.pk))


def place(grouping: Grouping, places: Mapping[int, Subgroup | None]) -> dict[Subgroup, list[int]]:
    """Put people (ids) into groups, or out of any; returns whom it brought into which. The rest stay where they are.

    Assumes that the discussion is locked.
    """
    before = dict(grouping.members.filter(person__in=places).values_list("person", "subgroup"))
    changed = {person: group for person, group in places.items() if before.get(person) != (group and group.pk)}
    brought: dict[Subgroup, list[int]] = {}
    going = grouping.members.filter(person__in=changed)
    left = _reported_for(going)
    going.delete()
    for person, group in changed.items():
        if group is not None:
            brought.setdefault(group, []).append(person)
    SubgroupMember.objects.bulk_create(
        SubgroupMember(grouping=grouping, subgroup=group, person_id=person)
        for group, people in brought.items()
        for person in people
    )
    if changed:
        renew_groups([grouping.pk])
    _hand_on(left)
    return brought


def count_on(group: Subgroup, person: int | None) -> bool:
    """Let somebody (id) of a group report for it, or nobody of them in particular; whether that is another one than
    before. Assumes that the discussion is locked.
    """
    before = group.members.filter(reports=True).exclude(person=person).update(reports=False)
    after = group.members.filter(reports=False, person=person).update(reports=True)
    return bool(before or after)


def _reported_for(members: QuerySet[SubgroupMember]) -> list[int]:
    """The groups (ids) that count on one of these."""
    return list(members.filter(reports=True).order_by().values_list("subgroup", flat=True))


def _hand_on(groups: Sequence[int], *, is_said: bool = False) -> None:
    """Who came first of those who stay reports for groups (ids) that whoever was to do so has left, and is told.

    `is_said`: something else that they are told now says so. Assumes that the discussions are locked.
    """
    going = Q(grouping__discussion__state__in=[Discussion.State.PLANNED, Discussion.State.OPEN])
    going &= Q(grouping__discussion__space__in=Space.objects.writable())
    for group in Subgroup.objects.filter(going, pk__in=groups).exclude(pk__in=Subgroup.objects.reported().values("pk")):
        next_one = group.members.writing_in(group.discussion.space).order_by("at", "pk").first()
        if next_one is not None and count_on(group, next_one.person_id) and not is_said:
            tell_rapporteur(group, next_one.person_id)


def close_room(group: Subgroup) -> None:
    """What the group came to stands in the discussion around it. Assumes that both are locked."""
    if group.room is not None:
        _lock_up([group.room.pk])


def close_rooms(discussion: Discussion) -> None:
    """The rooms of a discussion that is being closed take no more words. Assumes that it is locked."""
    rooms = lock_all(discussion.rooms.filter(state=Discussion.State.OPEN))
    _lock_up([room.pk for room in rooms])


def _lock_up(rooms: Sequence[int]) -> None:
    Discussion.objects.filter(pk__in=rooms, state=Discussion.State.OPEN).update(
        state=Discussion.State.CLOSED, locked_at=timezone.now(), version=F("version") + 1
    )


def reopen_rooms(discussion: Discussion) -> None:
    """Where the discussion goes on, so do the groups that have not reported. Assumes that it is locked."""
    _open_again(discussion.rooms.exclude(group__in=Subgroup.objects.reported()))


def _open_again(rooms: QuerySet[Discussion]) -> None:
    held = lock_all(rooms.filter(state=Discussion.State.CLOSED))
    closed = Discussion.objects.filter(pk__in=[room.pk for room in held], state=Discussion.State.CLOSED)
    closed.update(state=Discussion.State.OPEN, locked_at=None, version=F("version") + 1)


def follow_report(report: Post) -> None:
    """The room of a group goes on when its report was removed, and is closed again when that comes back.

    Nothing where the group has another report by now. Assumes that the discussion in which the report stands is locked.
    """
    rooms = Discussion.objects.filter(group__report=report)
    if report.is_gone:
        _open_again(rooms.filter(part_of__state=Discussion.State.OPEN))
    else:
        _lock_up([room.pk for room in lock_all(rooms)])


def rename_rooms(discussion: Discussion) -> None:
    """The rooms are called by the discussion around them. Assumes that it is locked."""
    for room in lock_all(discussion.rooms.all()):
        title = title_of_room(discussion, room.group.name)
        if room.title != title:
            room.title = title
            room.version += 1
            room.save(update_fields=["title", "slug", "version"])


def remind_groups_due(at: datetime | None = None) -> None:
    """Remind, once, each group that has not reported when the day of its report is near."""
    now = at or timezone.now()
    due = Grouping.objects.filter(reminded_at=None, reports_by__gt=now, reports_by__lte=now + AHEAD)
    due = due.filter(discussion__state=Discussion.State.OPEN, discussion__space__in=Space.objects.writable())
    for_each_due(due, lambda pk: _remind_one(pk, now))


@transaction.atomic
def _remind_one(pk: int, now: datetime) -> None:
    grouping = Grouping.objects.select_related("discussion__space").get(pk=pk)
    if take(Discussion.objects.filter(pk=grouping.discussion_id, state=Discussion.State.OPEN)) is None:
        return
    # Asked again under the lock: another worker may have reminded them, or the day may have been moved.
    if not Grouping.objects.filter(pk=pk, reminded_at=None, reports_by__lte=now + AHEAD).update(reminded_at=now):
        return
    _replace_silent(grouping)
    groups = grouping.groups.exclude(pk__in=Subgroup.objects.reported().values("pk")).select_related("room")
    for group in groups:
        group.grouping = grouping
        if group.room is not None and (people := _people_in(group)):
            entry = record("subgroup.due", actor=None, target=group)
            notify(entry, people, scope=(Discussion.SCOPE, group.room.pk))


def _replace_silent(grouping: Grouping) -> None:
    """No group goes on counting on somebody who may not write there any more. Assumes that the discussion is locked."""
    writing = grouping.members.writing_in(grouping.discussion.space)
    if left := _reported_for(grouping.members.exclude(pk__in=writing.values("pk"))):
        renew_groups([grouping.pk])
        _hand_on(left, is_said=True)


def leave_groups(membership: Membership) -> None:
    """Whoever belongs to a community no more is in none of its groups."""
    there = SubgroupMember.objects.filter(
        person=membership.person_id, grouping__discussion__space__community=membership.community_id
    )
    _take_out(there)


def forget_groups(person: User) -> None:
    """An erased person is in no group. Assumes that the discussions of these groups, and their rooms, are locked."""
    _take_out(SubgroupMember.objects.filter(person=person))


def _take_out(members: QuerySet[SubgroupMember]) -> None:
    groupings = list(members.order_by().values_list("grouping", flat=True).distinct())
    renew_groups(groupings)
    left = _reported_for(members)
    members.delete()
    _hand_on(left)


def renew_groups(groupings: Sequence[int]) -> None:
    """What a browser has kept of the discussions of these groupings (ids), and of their rooms, counts no more."""
    pages = Discussion.objects.filter(Q(grouping__in=groupings) | Q(part_of__grouping__in=groupings))
    held = lock_all(pages)
    renew_pages(Discussion.objects.filter(pk__in=[page.pk for page in held]))
