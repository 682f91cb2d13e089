"""The same of what a team does beyond one line: merging, inviting people to write, keeping its texts."""

from functools import partial

from django.core.files.base import ContentFile

from forums import actions
from forums.models import ListArchive, ReadingPosition
from forums.queries.merging import seen_of
from tests.factories import MembershipFactory


def _merged(world):
    source, target = world.open(), world.open()
    wish = {"reason": "Both ask the same.", "seen": seen_of(source, target)}
    return partial(actions.merge_discussion, source, target=target, actor=world.moderator, **wish)


def _called_in(world):
    discussion, quiet = world.open(), MembershipFactory(community=world.community).person
    ReadingPosition.objects.create(discussion=discussion, person=quiet, last_read=1)
    return partial(actions.call_in, discussion, actor=world.moderator, person=quiet, words="How did it go?")


SAVED = {"title": "Welcome", "markdown": "Good to have you here."}


def _saved(world):
    return actions.save_reply(world.community, actor=world.moderator, **SAVED)


def _checked(world):
    facts = {"key": "aa/none", "size": 1, "state": "checked"}
    return ListArchive.objects.create(community=world.community, space=world.commons, by=world.leader, **facts)


DEEDS = {
    "merge_discussion": _merged,
    "call_in": _called_in,
    "save_reply": lambda w: partial(actions.save_reply, w.community, actor=w.moderator, **SAVED),
    "change_saved_reply": lambda w: partial(
        actions.change_saved_reply, _saved(w), actor=w.moderator, version=0, title="Hello", markdown="Hi."
    ),
    "send_archive": lambda w: partial(
        actions.send_archive, w.commons, actor=w.leader, content=ContentFile(b"From "), name="trainers.mbox"
    ),
    "bring_archive_in": lambda w: partial(actions.bring_archive_in, _checked(w), actor=w.leader),
    "throw_archive_away": lambda w: partial(actions.throw_archive_away, _checked(w), actor=w.leader),
    "throw_saved_reply_away": lambda w: partial(actions.throw_saved_reply_away, _saved(w), actor=w.moderator),
}
