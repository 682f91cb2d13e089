"""Parting a discussion into groups, and what each reports back (P35)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.queries.audiences import Audience
from communities.rules import role_in
from core.errors import Stale
from core.permissions import require
from forums.effects.files import claim_all
from forums.effects.groups import (
    add_groups,
    close_room,
    open_rooms,
    renew_groups,
    require_going,
    tell_reported,
)
from forums.effects.holding import lock_discussion, lock_group
from forums.effects.measure import require_measure_of_posts
from forums.effects.pacing import require_pace
from forums.effects.pages import renew_page
from forums.effects.posts import finish_text, write_text
from forums.effects.readers import require_no_more
from forums.effects.saying import say
from forums.errors import (
    DiscussionClosed,
    FirstPostWaits,
    GroupedAlready,
    ReportedAlready,
    WrongGroups,
)
from forums.models import Discussion, Grouping, Post, Subgroup
from forums.queries.groups import terms_shown
from forums.rules import TEAM_PARTS, may_part, may_report_back, waits_for_team
from library.models import File


@transaction.atomic
def part_into_groups(
    discussion: Discussion,
    *,
    actor: User,
    names: Sequence[str],
    task: str,
    reports_by: datetime | None = None,
    people_choose: bool = False,
    places: int | None = None,
    tasks: Mapping[str, str] | None = None,
    readers: Audience | None = None,
) -> Grouping:
    """Part a planned or open discussion into groups called `names`, who are to do `task` (Markdown) by `reports_by`.

    Those whose names are in `tasks` do that instead. Each gets a room that begins with its task, at once or when the
    discussion opens. Where `people_choose`, people go
    into groups themselves, `places` in each. All the same once more gives what is there. Raises WrongGroups,
    GroupedAlready, NothingSaid, TextTooLong, ReadByMore, DiscussionClosed and CommunityOver.
    """
    markdown, _html = finish_text(task)
    own = _finished(tasks)
    discussion = lock_discussion(discussion)
    require(may_part(actor, discussion), TEAM_PARTS)
    require_going(discussion)
    _require_names(names)
    terms = _terms(reports_by, people_choose, places)
    grouping, is_new = Grouping.objects.get_or_create(
        discussion=discussion, defaults={"by": actor, "task": markdown, **terms}
    )
    if not is_new:
        wanted = [(name, own.get(name, "")) for name in names]
        is_same = grouping.task == markdown and _has(grouping, terms)
        if is_same and list(grouping.groups.values_list("name", "task")) == wanted:
            return grouping
        raise GroupedAlready(_("Somebody of the team has parted this discussion into groups meanwhile."))
    require_no_more(readers, discussion.space)
    add_groups(grouping, names, own, by=actor)
    record("discussion.parted", actor=actor, target=discussion)
    renew_page(discussion)
    if discussion.is_open:
        open_rooms(discussion, by=actor)
    return grouping


@transaction.atomic
def change_groups(
    grouping: Grouping,
    *,
    actor: User,
    shown: str,
    reports_by: datetime | None,
    people_choose: bool,
    places: int | None,
    names: Sequence[str] = (),
    tasks: Mapping[str, str] | None = None,
) -> Grouping:
    """Change how people come into groups and when these report, and add groups called `names`, with `tasks` of theirs.

    Who is in a group stays there. Another day is reminded of anew. What stands there already, sent once more, changes
    nothing. Raises Stale when somebody else changed them since the form was made, whose `shown` says for which terms
    and groups (forums.queries.groups.terms_shown), and WrongGroups, NothingSaid, TextTooLong, DiscussionClosed and
    CommunityOver.
    """
    own = _finished(tasks)
    discussion = lock_discussion(grouping.discussion)
    require(may_part(actor, discussion), TEAM_PARTS)
    require_going(discussion)
    grouping = Grouping.objects.get(pk=grouping.pk)
    there = dict(grouping.groups.values_list("name", "task"))
    new = [name for name in names if name not in there]  # sent twice, they are added once
    _require_same({name: own.get(name, "") for name in names if name in there}, there)
    _require_names([*there, *new])
    terms = _terms(reports_by, people_choose, places)
    if not new and _has(grouping, terms):
        return grouping
    if shown != terms_shown(grouping, there):
        raise Stale(_("The groups were changed meanwhile."))
    if grouping.reports_by != reports_by:
        grouping.reminded_at = None
    for field, value in terms.items():
        setattr(grouping, field, value)
    grouping.save(update_fields=[*terms, "reminded_at"])
    add_groups(grouping, new, own, by=actor, after=len(there))
    renew_groups([grouping.pk])
    if new and discussion.is_open:
        open_rooms(discussion, by=actor)
    return grouping


def _terms(reports_by: datetime | None, people_choose: bool, places: int | None) -> dict[str, Any]:
    """As columns of a grouping."""
    return {"reports_by": reports_by, "people_choose": people_choose, "places": places if people_choose else None}


def _has(grouping: Grouping, terms: Mapping[str, Any]) -> bool:
    return all(getattr(grouping, field) == value for field, value in terms.items())


def _finished(tasks: Mapping[str, str] | None) -> dict[str, str]:
    return {name: finish_text(task)[0] for name, task in (tasks or {}).items()}


def _require_same(tasks: Mapping[str, str], there: Mapping[str, str]) -> None:
    """Groups that are there already are to do what they do, so that nobody's words are dropped."""
    if other := next((name for name, task in tasks.items() if task != there[name]), None):
        raise WrongGroups(
            _("There is a group called “%(name)s” already, and its task is another one.") % {"name": other}
        )


def _require_names(names: Sequence[str]) -> None:
    different = {name.casefold() for name in names}
    if not 2 <= len(different) == len(names) <= Grouping.MOST_GROUPS:
        raise WrongGroups(_("There are two to twenty groups, each with a name of its own."))


@transaction.atomic
def report_back(
    group: Subgroup,
    *,
    actor: User,
    markdown: str,
    submission: UUID,
    readers: Audience | None = None,
    files: Sequence[File] = (),
) -> Post:
    """Say in the discussion what a group came to, once; its room is closed with that. The same `submission` is once.

    Where the report was removed, and not merely hidden, there may be another. Whoever is in the group and does not
    hear of the post is told. Raises ReportedAlready, FirstPostWaits where the team would look at it first, and as
    `reply`.
    """
    text = write_text(markdown, space=group.discussion.space, writer=actor, files=files)
    discussion, group = lock_group(group)
    role = role_in(actor, discussion.space)
    require(may_report_back(actor, group, role=role), _("Who is in the group reports for it, and the team."))
    if earlier := Post.objects.filter(discussion=discussion, author=actor, submission=submission).first():
        return earlier
    claim_all(text.files, by=actor)
    hold_open(discussion.space.community)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now, so your report could not be added."))
    require_pace(discussion, actor, role=role)
    require_no_more(readers, discussion.space)
    require_measure_of_posts(actor, discussion.space, text, role=role)
    if waits_for_team(actor, discussion.space, role=role):
        raise FirstPostWaits(_("The team looks at your first post here. Let somebody else of your group report."))
    post = say(discussion, text, author=actor, submission=submission, kind=Post.Kind.GROUP_REPORT)
    waits = Subgroup.objects.filter(pk=group.pk, report=group.report_id)  # as it was read
    if group.has_reported or not waits.update(report=post):
        raise ReportedAlready(_("Somebody has reported for this group meanwhile. Your text is below; nothing is lost."))
    close_room(group)
    tell_reported(group, post)
    return post
