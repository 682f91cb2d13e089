"""What is moved, hidden, removed or closed to somebody is gone for them at once, by every way by which it came."""

import pytest
from django.core.cache import caches

from communities.actions import change_space, leave_community, remove_member, suspend_member
from communities.actions.settings import change_settings
from communities.effects import let_in
from communities.models import Membership, Role, Space
from forums import actions
from tests.forums import vanishing
from tests.forums.moving import move
from tests.forums.vanishing import ALL, READERS, WORDS, Look, told

pytestmark = pytest.mark.django_db

STRANGERS = {"anonymous", "visitor"}


def moved_to(slug):
    def deed(world):
        for discussion in (world.talk, world.lesson):
            move(type(discussion).objects.get(pk=discussion.pk), world.space(slug), world.people["moderator"])

    return deed


def moved_to_a_private_room(world):
    room = Space.objects.create(community=world.community, slug="room", name="Room", access="private")
    let_in(world.people["moderator"], room, role=Role.MODERATOR, source="member")
    moved_to("room")(world)


def space_made_the_team_s(world):
    space, leader = world.space("commons"), world.people["leader"]
    change_space(space, actor=leader, name=space.name, access="team", starters=space.starters, is_confirmed=True)


def community_hidden(world):
    community = world.community
    same = {name: getattr(community, name) for name in ("language", "time_zone", "meeting_place", "tools")}
    by = {"actor": world.people["leader"], "version": community.settings_version, "is_confirmed": True}
    change_settings(community, visibility="hidden", admission="invitation", **same, **by)


def reported(world):
    actions.report_post(world.post, actor=world.people["reader"], kind="names_patient")


def removed(world):
    actions.remove_post(world.post, actor=world.people["moderator"], reason="It names a ward.")


def shut_out(act):
    def deed(world):
        for name in ("member", "reader"):
            membership = Membership.objects.get(person=world.people[name], community=world.community)
            act(membership, reason="A rest.", actor=world.people["leader"])

    return deed


def left(world):
    for name in ("member", "reader"):
        leave_community(world.community, actor=world.people[name])


# (how visible the community is before, what is done, {who loses sight: of what}); whoever is not named loses nothing.
EVERYTHING = dict.fromkeys(READERS, ALL)
OF_STRANGERS = dict.fromkeys(STRANGERS, ALL)
THE_POST = {reader: {WORDS} for reader in READERS}
OF_MEMBERS = dict.fromkeys(("member", "reader"), ALL)
DEEDS = {
    "moved to the members": ("public", moved_to("members"), OF_STRANGERS),
    "moved to the team": ("public", moved_to("team"), EVERYTHING),
    "moved to a private room": ("public", moved_to_a_private_room, EVERYTHING),
    "the space is the team's now": ("public", space_made_the_team_s, EVERYTHING),
    "the community is hidden": ("public", community_hidden, OF_STRANGERS),
    "a post is hidden by a report": ("public", reported, THE_POST),
    "a post is removed": ("public", removed, THE_POST),
    "a member is suspended": ("hidden", shut_out(suspend_member), OF_MEMBERS),
    "a member is removed": ("hidden", shut_out(remove_member), OF_MEMBERS),
    "a member leaves": ("hidden", left, OF_MEMBERS),
}


def found_by(reader, seen):
    return set().union(*(words for (who, _way), words in seen.items() if who == reader))


@pytest.mark.parametrize("name", DEEDS)
def test_what_one_may_see_no_more_is_gone_at_once(name):
    visibility, deed, lost = DEEDS[name]
    caches["pages"].clear()
    world = vanishing.build(visibility)
    look = Look(world)
    before = look()
    in_sight = {key: words for key, words in told().items() if visibility == "public" or key[0] not in STRANGERS}
    assert {key: words - before[key] for key, words in in_sight.items() if words - before[key]} == {}

    deed(world)

    after = look()
    still = {key: words & lost.get(key[0], set()) for key, words in after.items()}
    assert {key: words for key, words in still.items() if words} == {}
    for reader in {reader for reader, _way in in_sight}:
        assert found_by(reader, after) == found_by(reader, in_sight) - lost.get(reader, set())
