"""Somebody is erased, or takes another name, while what they said is written on. Without the order of locks: 40P01."""

from functools import partial
from uuid import uuid4

import pytest

from accounts.actions import change_profile
from accounts.effects import erase_person
from accounts.models import User
from communities.models import Role
from core.locks import lock
from forums.actions import ask_members, reply
from forums.models import Asked, Discussion, Post
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def community(discussion):
    community = discussion.space.community
    MembershipFactory(community=community, role=Role.LEADER)
    return community


@pytest.fixture
def member(community):
    return MembershipFactory(community=community).person


def again(row):
    """The row as another process has it."""
    return type(row)._base_manager.get(pk=row.pk)


def erasing(person):
    return partial(erase_person, again(person))


def renaming(person):
    renamed = again(person)
    renamed.display_name = "Nora Newly-Named"
    return partial(change_profile, renamed, actor=renamed, fields=["display_name"])


@pytest.mark.parametrize("deed", [erasing, renaming])
def test_a_new_account_writes_on_while_it_is_erased_or_named_otherwise(discussion, member, deed):
    """A new account is locked beneath the discussion, to count what it has said."""
    PostFactory(discussion=discussion, author=member)
    saying = partial(reply, again(discussion), actor=again(member), markdown="And yet.", submission=uuid4())

    outcome = meanwhile(partial(lock, discussion), deed(member), saying)

    assert outcome is None
    said = Post.objects.get(markdown="And yet.")
    name = "Former member" if deed is erasing else "Nora Newly-Named"
    assert (said.writer, again(discussion).version > discussion.version) == (name, True)


@pytest.mark.parametrize("deed", [erasing, renaming])
def test_somebody_is_asked_while_they_are_erased_or_named_otherwise(community, member, deed):
    """Whom a question is put to is locked beneath it, to count how often they are asked."""
    asker, other = (MembershipFactory(community=community).person for _ in range(2))
    room = community.spaces.get(slug="members")
    question = DiscussionFactory(space=room, kind="question", planned_by=asker)
    ask_members(again(question), actor=asker, people=[member])
    asking = partial(ask_members, again(question), actor=asker, people=[again(member), other])

    outcome = meanwhile(partial(lock, question), deed(member), asking)

    assert outcome is None
    left = {other.pk} if deed is erasing else {member.pk, other.pk}
    assert set(Asked.objects.values_list("person", flat=True)) == left


def in_a_post(discussion, handle):
    PostFactory(discussion=discussion, author=UserFactory(), markdown=f"Ask @{handle}.")


def in_the_plan(discussion, handle):
    Discussion.objects.filter(pk=discussion.pk).update(objective=f"As @{handle} says")


@pytest.mark.parametrize("typed", [in_a_post, in_the_plan])
def test_what_names_a_handle_is_locked_before_whose_it_is(discussion, member, typed):
    """Also where somebody typed it, and the person said nothing."""
    typed(discussion, member.handle)

    outcome = meanwhile(partial(lock, discussion), erasing(member), partial(lock, member))

    assert outcome is None
    assert User.objects.get(pk=member.pk).erased_at is not None
