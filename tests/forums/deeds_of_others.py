"""The same of polls, stages, what is kept in the library, and what came from a mailing list."""

from functools import partial

from allauth.account.models import EmailAddress

from forums import actions
from forums.actions import promotions
from forums.models import ImportedSender, Tag
from tests.factories.archives import message
from tests.forums.archives import bring
from tests.forums.deeds import new
from tests.forums.polls import ASKED, option, put

ADDRESS = "ana.ruiz@uni.example"
KEPT = {"kind": "tip", "title": "Ask first", "licence": "by-sa"}


def _vote(world):
    poll = put(world.open(), world.moderator)
    return partial(actions.vote, poll, actor=world.participant, chosen=[option(poll, "Monday")])


def _next_stage(world):
    discussion = world.open()
    discussion.stages.create(position=1, title="One round")
    return partial(actions.next_stage, discussion, actor=world.moderator, after=None)


def _sender(world):
    EmailAddress.objects.create(user=world.participant, email=ADDRESS, verified=True)
    bring(world.commons, message("a", subject="Debriefing in pairs"))
    return ImportedSender.objects.select_related("space__community").get(name="Ana Ruiz")


def _given_back(world):
    sender = _sender(world)
    actions.claim_posts(sender, actor=world.participant)
    return partial(actions.give_back_posts, sender, actor=world.participant)


def _renamed(world):
    tag = Tag.objects.create(community=world.community, name="OSCE")
    tag.discussions.add(world.open())
    return partial(actions.rename_tag, tag, name="Stations", actor=world.moderator)


DEEDS = {
    "start_poll": lambda w: partial(actions.start_poll, w.open(), actor=w.moderator, **new(**ASKED)),
    "vote": _vote,
    "end_poll": lambda w: partial(actions.end_poll, put(w.open(), w.moderator), actor=w.moderator),
    "next_stage": _next_stage,
    "keep_closing": lambda w: partial(
        promotions.keep_closing, w.published(), actor=w.moderator, authors=[w.moderator], **KEPT
    ),
    "keep_post": lambda w: partial(promotions.keep_post, w.post(), actor=w.participant, **KEPT),
    "claim_posts": lambda w: partial(actions.claim_posts, _sender(w), actor=w.participant),
    "give_back_posts": _given_back,
    "rename_tag": _renamed,
}
