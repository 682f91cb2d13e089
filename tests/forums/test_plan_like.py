"""Nothing that was said among few goes further with a plan that is begun like an earlier one."""

from uuid import uuid4

import pytest
from django.urls import reverse

from communities.effects import let_in
from communities.models import Role, Space
from forums.actions import lay_out, plan_discussion
from forums.models import Discussion
from tests.factories import DiscussionFactory, ItemFactory, MembershipFactory, PostFactory
from tests.forums.prompts import queued

pytestmark = pytest.mark.django_db

CANARY = "canary-of-a-few"
FURTHER = [("team", "commons"), ("team", "members"), ("members", "commons"), ("few", "commons"), ("few", "members")]
BESIDE = [("few", "others"), ("members", "elsewhere"), ("commons", "elsewhere"), ("team", "few")]
NO_FURTHER = [("commons", "commons"), ("commons", "team"), ("members", "team"), ("few", "few"), ("commons", "few")]


@pytest.fixture
def spaces(community, moderator):
    """Those of the community, two private rooms of it, and the members' room of another one; the moderator runs all."""
    for slug in ("few", "others"):
        room = Space.objects.create(community=community, slug=slug, name=slug.title(), access="private")
        let_in(moderator, room, role=Role.MODERATOR, source="member")
    elsewhere = MembershipFactory(person=moderator, role=Role.MODERATOR).community.spaces.get(slug="members")
    return {space.slug: space for space in community.spaces.all()} | {"elsewhere": elsewhere}


def earlier_in(space, by):
    """A discussion with the word in all that could come along."""
    found = DiscussionFactory(
        space=space, title=CANARY, objective=CANARY, guidelines=CANARY, difficulties=CANARY, question=CANARY
    )
    PostFactory(discussion=found, author=by, kind="prompt", markdown=CANARY)
    queued(found, by, CANARY)
    lay_out(found, actor=by, item_id=ItemFactory(space=space).pk, why=CANARY)
    return found


def plan_like(client, earlier, space):
    """(status of the form that is begun like it, that form, what is planned where its number is sent all the same)."""
    address = reverse("forums:plan-new", args=[space.community.slug, space.slug])
    form = client.get(address, {"like": earlier.pk})
    said = {"title": "Again", "kind": "open", "question": "Why?", "submission": str(uuid4()), "like": earlier.pk}
    client.post(address, said)
    return form.status_code, form.content.decode(), Discussion.objects.get(title="Again")


@pytest.mark.parametrize(("source", "target"), FURTHER + BESIDE)
def test_into_a_place_that_others_read_nothing_is_carried(as_moderator, moderator, spaces, source, target):
    earlier = earlier_in(spaces[source], moderator)

    status, form, planned = plan_like(as_moderator, earlier, spaces[target])

    assert status == 403
    assert CANARY not in form
    assert not planned.prompts.exists()
    assert not planned.material.exists()


@pytest.mark.parametrize(("source", "target"), NO_FURTHER)
def test_among_those_who_read_it_anyhow_it_comes_along(as_moderator, moderator, spaces, source, target):
    earlier = earlier_in(spaces[source], moderator)

    status, form, planned = plan_like(as_moderator, earlier, spaces[target])

    assert status == 200
    assert CANARY in form
    assert list(planned.prompts.values_list("markdown", flat=True)) == [CANARY]
    assert list(planned.material.values_list("why", flat=True)) == [CANARY]


def test_the_deed_itself_carries_nothing_further(moderator, spaces):
    earlier = earlier_in(spaces["team"], moderator)

    planned = plan_discussion(
        spaces["commons"], actor=moderator, title="Again", question="Why?", submission=uuid4(), like=earlier
    )

    assert (planned.prompts.count(), planned.material.count()) == (0, 0)
