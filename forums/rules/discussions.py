"""Who may plan, write, steer and close.

Where one page asks several times it passes the `role` that `role_in` gave it.
"""

from typing import Any

from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, may, may_schedule_topics, role_in, role_in_community
from forums.models import (
    Asked,
    Closing,
    Discussion,
    HeldPost,
    ImportedSender,
    Poll,
    Post,
    SubgroupMember,
)
from forums.rules.reports import may_handle_reports
from library.rules import may_contribute


def may_plan(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Whether `person` may start a discussion here: everyone who takes part, or the team, as the space says.

    Nobody where the community works without discussions; those that are there go on to their end.
    """
    if not space.community.uses(Community.Tool.DISCUSSIONS):
        return False
    verb = "start_discussion" if space.starters == Space.Starters.EVERYONE else "start_discussion_as_team"
    return may(person, verb, space, role=role)


def may_change_plan(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Who runs discussions, and who planned it as long as it is planned. A room of a group has no plan of its own."""
    if discussion.part_of_id is not None:
        return False
    if discussion.state == Discussion.State.PLANNED and discussion.planned_by_id == person.pk:
        return may_plan(person, discussion.space, role=role)
    return may_run(person, discussion, role=role)


def may_run(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Open, steer, close, publish, reopen."""
    return may(person, "run_discussion", discussion.space, role=role)


def may_close(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """With a summary, and open it again: who runs it. The room of a group closes with what the group reports."""
    return discussion.part_of_id is None and may_run(person, discussion, role=role)


def may_move(person: Any, discussion: Discussion, target: Space) -> bool:
    """Take it into another space of its community: who runs discussions in both.

    Introductions stay where they are, and the room of a group where the discussion is.
    """
    is_free = discussion.introductions_of_id is None and discussion.part_of_id is None
    is_within = target.community_id == discussion.space.community_id and is_free
    return is_within and may_run(person, discussion) and may(person, "run_discussion", target)


def may_split(person: Any, discussion: Discussion) -> bool:
    """Take a line into a discussion of its own: who runs this one and may start another there."""
    return may_run(person, discussion) and may_plan(person, discussion.space)


def may_correct(person: Any, closing: Closing, *, role: Role | None = None) -> bool:
    """What a published closing says, in place: who runs the discussion."""
    return closing.published_at is not None and may_run(person, closing.discussion, role=role)


def may_keep_closing(person: Any, closing: Closing, *, role: Role | None = None) -> bool:
    """In the library, where something came of it: who runs the discussion, and adds to the library there."""
    came = closing.published_at is not None and closing.result != Closing.Result.NONE
    may_add = may_contribute(person, closing.discussion.space, role=role)
    return came and may_add and may_run(person, closing.discussion, role=role)


def may_keep_post(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """In the library, as its author's: its author, and who runs the discussion. What steers belongs to where it was."""
    is_theirs = post.author_id == person.pk or may_run(person, post.discussion, role=role)
    is_said = post.kind == Post.Kind.CONTRIBUTION
    return is_said and is_theirs and may_contribute(person, post.discussion.space, role=role)


def may_keep_tags(person: Any, community: Community) -> bool:
    """Rename the community's tags, and join two of them: who runs discussions there."""
    held = role_in_community(person, community)
    return held is not None and held >= LEAST_ROLE["run_discussion"]


def may_take_up(person: Any, space: Space) -> bool:
    """Say that a discussion there takes up what members want to learn."""
    return may_schedule_topics(person, space.community)


def may_open(person: Any, discussion: Discussion) -> bool:
    """Who runs discussions, and who planned it: for them, too, a second time is harmless."""
    is_own = discussion.planned_by_id == person.pk
    return (is_own and may_plan(person, discussion.space)) or may_run(person, discussion)


def is_signed(discussion: Discussion) -> bool:
    """Whether whoever planned it may still start discussions there, so that its question goes out in their name."""
    planner = discussion.planned_by
    return planner is not None and planner.is_active and may_plan(planner, discussion.space)


def may_throw_away(person: Any, discussion: Discussion) -> bool:
    """What was planned and never opened: whoever may open it. The room of a group goes with its discussion."""
    return discussion.part_of_id is None and may_open(person, discussion)


def may_post(person: Any, discussion: Discussion, *, role: Role | None = None) -> bool:
    """Whether `person` may write in this space; whether the discussion is open is the action's question.

    In the room of a group those write who are in it, and the team.
    """
    held = role_in(person, discussion.space) if role is None else role
    is_here = discussion.part_of_id is None or not is_held_up(discussion, role=held)
    return may(person, "post", discussion.space, role=held) and (is_here or _is_in_room(person, discussion))


def _is_in_room(person: Any, room: Discussion) -> bool:
    return SubgroupMember.objects.filter(subgroup__room=room, person=person.pk).exists()


def may_react(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """Whoever may write in this space, to what others wrote; also where the discussion is closed."""
    is_said = post.author_id != person.pk and post.kind not in Post.SIGNS
    return is_said and may_post(person, post.discussion, role=role)


def may_bookmark(person: Any, post: Post) -> bool:
    """Whoever is signed in and may see it."""
    return bool(person.is_authenticated) and Post.objects.visible_to(person).filter(pk=post.pk).exists()


def may_accept(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """Take a post as the answer to a question: whoever asked it, and who runs the discussion."""
    discussion = post.discussion
    if discussion.kind != Discussion.Kind.QUESTION or post.kind != Post.Kind.CONTRIBUTION or post.number == 1:
        return False
    asked = discussion.planned_by_id == person.pk and may_post(person, discussion, role=role)
    return asked or may_run(person, discussion, role=role)


def may_read_words(person: Any, post: Post) -> bool:
    """What stands is read by whoever sees its place; what a report hides, by its author and who runs the discussion."""
    is_theirs = person.is_authenticated and post.author_id == person.pk
    return not post.is_removed or (post.is_hidden and (is_theirs or may_run(person, post.discussion)))


def is_held_up(discussion: Discussion, *, role: Role | None) -> bool:
    """Whether who holds `role` there waits where it is slowed down or paused: everybody but the team."""
    return role is None or role < Role.FACILITATOR


def may_edit(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """Its author alone: nobody rewrites the words of others. What steers, as long as they run the discussion.

    What stands without a name its author cannot mend: who runs the discussion does.
    """
    if post.is_anonymous:
        return may_run(person, post.discussion, role=role)
    is_theirs = _may_withdraw(person, post, role=role) and post.kind not in Post.FIXED
    return is_theirs and (post.kind not in Post.STEERING or may_run(person, post.discussion, role=role))


def _may_withdraw(person: Any, post: Post, *, role: Role | None = None) -> bool:
    return post.author_id == person.pk and may_post(person, post.discussion, role=role)


def may_remove(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """Its author, and who runs the discussion; what says where a line goes on stays."""
    if post.kind in Post.SIGNS:
        return False
    return _may_withdraw(person, post, role=role) or may_run(person, post.discussion, role=role)


def may_restore(person: Any, post: Post, *, role: Role | None = None) -> bool:
    """What its author withdrew they alone bring back; what a moderator removed, who runs the discussion."""
    if post.is_withdrawn:
        return _may_withdraw(person, post, role=role)
    return may_run(person, post.discussion, role=role)


def may_vote(person: Any, poll: Poll, *, role: Role | None = None) -> bool:
    """Whoever may write there; whether votes are taken is the action's question."""
    return may_post(person, poll.discussion, role=role)


def may_follow(person: Any, discussion: Discussion) -> bool:
    """Whoever is signed in and may see it."""
    return bool(person.is_authenticated) and Discussion.objects.visible_to(person).filter(pk=discussion.pk).exists()


def waits_for_team(person: Any, space: Space, *, role: Role | None = None) -> bool:
    """Whether what `person` says here is looked at first: of whom nothing stands in this community yet (P4).

    Only where its leaders want that. The team waits for nobody. Private rooms, into which people were let by name,
    stand apart: nothing waits there, and what stands there spares nobody the wait elsewhere.
    """
    if not space.community.holds_first_posts or space.access == Space.Access.PRIVATE:
        return False
    held = role_in(person, space) if role is None else role
    if held is not None and held >= Role.FACILITATOR:
        return False
    said = Post.objects.standing().filter(author=person, discussion__space__community=space.community_id)
    return not said.exclude(discussion__space__access=Space.Access.PRIVATE).exists()


def may_decide_held(person: Any, held: HeldPost) -> bool:
    """Whoever handles reports and reads the space, as long as the community lives; never their own."""
    community = held.community
    if held.author_id == person.pk or not (community.is_writable and may_handle_reports(person, community)):
        return False
    return Space.objects.visible_to(person).filter(pk=held.space_id).exists()


def may_change_held(person: Any, held: HeldPost) -> bool:
    """Its author, as long as they may write there: what they say while it waits."""
    return held.author_id == person.pk and not held.is_opening and may_post(person, held.discussion)


def may_take_back(person: Any, held: HeldPost) -> bool:
    """Its author, also where they may write no more."""
    return bool(held.author_id == person.pk)


def may_keep_place(person: Any) -> bool:
    """Whether Copse remembers how far `person` has read."""
    return bool(person.is_authenticated)


def may_begin_introductions(person: Any, community: Community, *, role: Role | None = None) -> bool:
    """Open the thread in which newcomers say hello: the team, where the community works with discussions."""
    held = role_in_community(person, community) if role is None else role
    is_open = community.is_writable and community.uses(Community.Tool.DISCUSSIONS)
    return is_open and held is not None and held >= LEAST_ROLE["welcome"]


def may_put_hello_aside(person: Any, community: Community) -> bool:
    """Whoever is asked to introduce themselves: members."""
    return role_in_community(person, community) is not None


def may_ask_members(person: Any, discussion: Discussion, *, is_answered: bool, role: Role | None = None) -> bool:
    """Put an open question to members who may know (P12): whoever asked it, others as long as nobody has answered.

    Nobody of whom the team looks at first posts: asking sends a mail.
    """
    is_question = discussion.kind == Discussion.Kind.QUESTION and discussion.is_open
    is_theirs = discussion.planned_by_id == person.pk or not is_answered
    may_say = is_question and is_theirs and may_post(person, discussion, role=role)
    return may_say and not waits_for_team(person, discussion.space, role=role)


def may_pass_on(person: Any, asked: Asked) -> bool:
    """Say "not me": whom it was put to, as long as something is written there."""
    return bool(asked.person_id == person.pk) and asked.discussion.space.is_writable


def may_claim(person: Any, sender: ImportedSender) -> bool:
    """Whoever confirmed the address, of what they may read, as long as anything is written there."""
    is_theirs = ImportedSender.objects.visible_to(person).filter(pk=sender.pk).exists()
    return is_theirs and sender.space.is_writable


def may_give_back(person: Any, sender: ImportedSender) -> bool:
    """Whoever claimed it, for some days."""
    is_theirs = sender.claimed_by_id == person.pk
    return bool(is_theirs and sender.is_claimed_lately and sender.space.is_writable)
