"""Everything that people do in forums, about what was read before the community came to its end (see test_over.py)."""

from functools import partial
from uuid import uuid4

from django.utils import timezone

from communities.models import Community, Space
from forums import actions
from forums.actions import showing
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Asked, Closing, Discussion, HeldPost, Post
from tests.factories import CommunityFactory, CommunityLinkFactory, DiscussionFactory, MembershipFactory, PostFactory

AROUND = {
    Space: "community",
    Discussion: "space__community",
    Post: "discussion__space__community",
    Closing: "discussion__space__community",
    Asked: "discussion__space__community",
    HeldPost: "discussion__space__community",
}


def read(row):
    """The row with its community, as a view has read it."""
    return type(row)._base_manager.select_related(AROUND[type(row)]).get(pk=row.pk)


class World:
    """One community with all that an action of forums may be about, and who may do it."""

    def __init__(self, community, **people):
        self.community, self.people = community, people
        self.commons, self.members_room = (community.spaces.get(slug=slug) for slug in ("commons", "members"))
        self.__dict__.update(people)

    def planned(self):
        return read(DiscussionFactory(space=self.commons, planned_by=self.moderator, state="planned", opened_at=None))

    def open(self, **fields):
        discussion = DiscussionFactory(space=self.commons, planned_by=self.moderator, **fields)
        PostFactory(discussion=discussion, author=self.moderator, kind="prompt")
        return read(discussion)

    def post(self, **fields):
        return read(PostFactory(discussion=self.open(), author=self.participant, **fields))

    def answer(self):
        return read(PostFactory(discussion=self.open(kind="question"), author=self.participant))

    def closing(self):
        discussion = self.open()
        actions.close_discussion(discussion, actor=self.moderator, reason="")
        draft_due()
        return read(discussion.closings.get())

    def published(self):
        closing = self.closing()
        return read(actions.publish_closing(closing, Draft("So.", "lesson"), actor=self.moderator, version=1))

    def closed(self):
        return read(self.published().discussion)

    def held(self):
        Community.objects.filter(pk=self.community.pk).update(holds_first_posts=True)
        newcomer = MembershipFactory(community=self.community).person
        return read(actions.reply(self.open(), actor=newcomer, markdown="I am new.", submission=uuid4()))

    def asked(self):
        question = self.open(kind="question")
        (asked,) = actions.ask_members(question, actor=self.moderator, people=[self.participant])
        return read(asked)

    def neighbour_s(self):
        other = CommunityFactory()
        CommunityLinkFactory(lower=self.community, upper=other)
        discussion = DiscussionFactory(space=other.spaces.get(slug="commons"))
        return Closing.objects.create(
            discussion=discussion, summary="So.", result="lesson", published_at=timezone.now(), published_by=self.leader
        )


def new(**fields):
    return {"submission": uuid4(), **fields}


DEEDS = {
    "ask_members": lambda w: partial(
        actions.ask_members, w.open(kind="question"), actor=w.moderator, people=[w.participant]
    ),
    "pass_on": lambda w: partial(actions.pass_on, w.asked(), actor=w.participant),
    "plan_discussion": lambda w: partial(
        actions.plan_discussion, read(w.commons), actor=w.moderator, **new(title="Why", question="Why?")
    ),
    "change_plan": lambda w: partial(
        actions.change_plan, w.planned(), actor=w.moderator, plan_version=0, title="Why not"
    ),
    "open_discussion": lambda w: partial(actions.open_discussion, w.planned(), actor=w.moderator),
    "close_discussion": lambda w: partial(actions.close_discussion, w.open(), actor=w.moderator, reason="Done"),
    "save_closing": lambda w: partial(
        actions.save_closing, w.closing(), Draft("So.", "lesson"), actor=w.moderator, version=1
    ),
    "publish_closing": lambda w: partial(
        actions.publish_closing, w.closing(), Draft("So.", "lesson"), actor=w.moderator, version=1
    ),
    "redraft_closing": lambda w: partial(actions.redraft_closing, w.closing(), actor=w.moderator, version=1),
    "reopen_discussion": lambda w: partial(actions.reopen_discussion, w.closed(), actor=w.moderator, reason="More"),
    "correct_closing": lambda w: partial(
        actions.correct_closing, w.published(), actor=w.moderator, version=2, summary="No.", result="ideas", reason="x"
    ),
    "move_discussion": lambda w: partial(
        actions.move_discussion, w.open(), source_id=w.commons.pk, target=read(w.members_room), actor=w.moderator
    ),
    "reply": lambda w: partial(actions.reply, w.open(), actor=w.participant, **new(markdown="And?")),
    "steer": lambda w: partial(actions.steer, w.open(), actor=w.moderator, kind="restatement", **new(markdown="Back.")),
    "edit_post": lambda w: partial(actions.edit_post, w.post(), actor=w.participant, markdown="Or?", version=0),
    "react": lambda w: partial(actions.react, w.post(), actor=w.moderator, kind="helpful"),
    "accept_answer": lambda w: partial(actions.accept_answer, w.answer(), actor=w.moderator),
    "remove_post": lambda w: partial(actions.remove_post, w.post(), actor=w.moderator, reason="No."),
    "restore_post": lambda w: partial(
        actions.restore_post, w.post(deleted_at=timezone.now(), deleted_by=w.moderator), actor=w.moderator
    ),
    "let_through": lambda w: partial(actions.let_through, w.held(), actor=w.moderator, version=0),
    "turn_down": lambda w: partial(actions.turn_down, w.held(), actor=w.moderator, words="No."),
    "begin_introductions": lambda w: partial(
        actions.begin_introductions, w.community, actor=w.moderator, title="Hello", question="Who?"
    ),
    "show_closing": lambda w: partial(showing.show_closing, w.neighbour_s(), community=w.community, actor=w.moderator),
}


def change_held(world):
    held = world.held()
    return partial(actions.change_held, held, actor=held.author, markdown="I was new.", version=0)


def hide_closing(world):
    closing = world.neighbour_s()
    showing.show_closing(closing, community=world.community, actor=world.moderator)
    return partial(showing.hide_closing, closing, community=world.community, actor=world.moderator)


def take_back_reaction(world):
    post = world.post()
    actions.react(post, kind="helpful", actor=world.moderator)
    return partial(actions.take_back_reaction, post, kind="helpful", actor=world.moderator)


def take_back_answer(world):
    post = world.answer()
    actions.accept_answer(post, actor=world.moderator)
    return partial(actions.take_back_answer, read(post), actor=world.moderator)


DEEDS |= {"take_back_reaction": take_back_reaction, "take_back_answer": take_back_answer}
DEEDS |= {"change_held": change_held, "hide_closing": hide_closing}
