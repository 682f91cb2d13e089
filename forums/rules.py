"""Who may plan, write, steer and close.

Where one page asks several times it passes the `role` that `role_in` gave it.
"""

from typing import Any

from communities.models import Community, Membership, Role, Space
from communities.rules import LEAST_ROLE, may, role_in, role_in_community
from forums.models import Closing, Discussion, Post, Report, Ruling


def may_plan(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Whether `person` may start a discussion here: everyone who takes part, or the team, as the space says.

    Nobody where the community works without discussions; those that are there go on to their end.
    """
    if not space.community.uses(Community.Tool.DISCUSSIONS):
        return False
    verb = "start_discussion" if space.starters == Space.Starters.EVERYONE else "start_discussion_as_team"
    return may(person, verb, space, role=role)


def may_change_plan(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Who runs discussions, and who planned it as long as it is planned."""
    if discussion.state == Discussion.State.PLANNED and discussion.planned_by_id == person.pk:
        return may_plan(person, discussion.space, role=role)
    return may_run(person, discussion, role=role)


def may_run(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Open, steer, close, publish, reopen."""
    return may(person, "run_discussion", discussion.space, role=role)


def may_correct(person: Any, closing: Closing, *, role: Role | None = None) -> bool:
    """What a published closing says, in place: who runs the discussion."""
    return closing.published_at is not None and may_run(person, closing.discussion, role=role)


def may_open(person: Any, discussion: Discussion) -> bool:
    """Who runs discussions, and who planned it: for them, too, a second time is harmless."""
    is_own = discussion.planned_by_id == person.pk
    return (is_own and may_plan(person, discussion.space)) or may_run(person, discussion)


def may_post(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Whether `person` may write in this space; whether the discussion is open is the action's question."""
    return may(person, "post", discussion.space, role=role)


def may_edit(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """Its author alone: nobody rewrites the words of others. What steers, as long as they run the discussion."""
    is_theirs = _may_withdraw(person, post, role=role)
    return is_theirs and (post.kind not in Post.STEERING or may_run(person, post.discussion, role=role))


def _may_withdraw(person: Any, post: Post, *, role: Role | None = None) -> bool:
    return post.author_id == person.pk and may_post(person, post.discussion, role=role)


def may_remove(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """Its author, and who runs the discussion."""
    return _may_withdraw(person, post, role=role) or may_run(person, post.discussion, role=role)


def may_restore(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """What its author withdrew they alone bring back; what a moderator removed, who runs the discussion."""
    if post.is_withdrawn:
        return _may_withdraw(person, post, role=role)
    return may_run(person, post.discussion, role=role)


def may_follow(person: Any, discussion: Discussion) -> bool:
    """Whoever is signed in and may see it."""
    return bool(person.is_authenticated) and Discussion.objects.visible_to(person).filter(pk=discussion.pk).exists()


def may_keep_place(person: Any) -> bool:
    """Whether Copse remembers how far `person` has read."""
    return bool(person.is_authenticated)


def may_report(person: Any, post: Post) -> bool:
    """Whoever belongs here, also where nothing is written any more; one's own post one changes or deletes."""
    is_other = person.is_authenticated and post.author_id != person.pk
    return bool(is_other) and role_in(person, post.space) is not None


def may_report_person(person: Any, membership: Membership) -> bool:
    """Members, of one another."""
    is_other = membership.is_live and membership.person_id != person.pk
    return is_other and role_in_community(person, membership.community) is not None


def may_handle_reports(person: Any, community: Community) -> bool:
    """Moderators and leaders, also where nothing is written any more."""
    held = role_in_community(person, community)
    return held is not None and held >= LEAST_ROLE["handle_reports"]


def may_decide(person: Any, case: Report | Ruling) -> bool:
    """Whoever handles reports, what they may read, and never what is about themselves."""
    if case.concerned_id == person.pk or not may_handle_reports(person, case.community):
        return False
    return case.post is None or Post.objects.visible_to(person).filter(pk=case.post_id).exists()


def may_appeal(person: Any, ruling: Ruling) -> bool:
    """Whom it is about, against what was upheld, once."""
    is_theirs = person.is_authenticated and ruling.concerned_id == person.pk
    return bool(is_theirs and ruling.is_upheld and not ruling.is_undone and not ruling.is_appealed)


def may_answer_appeal(person: Any, ruling: Ruling) -> bool:
    """Somebody else than who decided, where there is one."""
    if not may_decide(person, ruling):
        return False
    handling = Membership.objects.live().holding(LEAST_ROLE["handle_reports"]).filter(community=ruling.community_id)
    others = handling.filter(person__is_active=True).exclude(person__in=[ruling.by_id, ruling.concerned_id or 0])
    return person.pk != ruling.by_id or not others.exists()
