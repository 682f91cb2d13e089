"""What else of a newcomer waits is read, and let through, on one page; what is said to them of it is true."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.models import Role
from forums import actions
from forums.models import HeldPost
from notifications.effects import send_due_mail
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.holding import discussion, held, newcomer

__all__ = ["discussion", "held", "newcomer"]

pytestmark = pytest.mark.django_db


def hold(space, newcomer, said, **more):
    where = DiscussionFactory(space=space, **more)
    PostFactory(discussion=where, kind="prompt")
    return actions.reply(where, actor=newcomer, markdown=said, submission=uuid4())


@pytest.fixture
def second(discussion, newcomer, held):
    return hold(discussion.space, newcomer, "My second thought.", title="Round two")


@pytest.fixture
def team(client, moderator):
    client.force_login(moderator)
    return client


def let_through(team, held, *others):
    sent = {"version": held.version_read, "others": [f"{other.pk}-{other.version_read}" for other in others]}
    return team.post(reverse("forums:held-let-through", args=[held.pk]), sent, follow=True).content.decode()


def states(*rows):
    return list(HeldPost.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("state", flat=True))


def test_what_else_waits_is_read_and_let_through_on_one_page(team, held, second):
    page = team.get(held.get_absolute_url()).content.decode()
    ticked = re.findall(r'name="others" value="([^"]+)" checked', page)

    team.post(reverse("forums:held-let-through", args=[held.pk]), {"version": 0, "others": ticked})

    assert "What else of Nia Newcomer waits" in page
    assert "My second thought." in page
    assert states(held, second) == ["let_through"] * 2
    assert second.discussion.posts.get(number=2).markdown == "My second thought."


def test_what_is_unticked_waits_on(team, held, second):
    let_through(team, held)

    assert states(held, second) == ["let_through", "waiting"]


def test_nobody_lets_through_what_they_have_not_read(team, held, second, newcomer):
    read = HeldPost.objects.get(pk=second.pk)
    actions.change_held(second, actor=newcomer, markdown="Buy my **pills**", version=0)

    page = let_through(team, held, read)

    assert states(held, second) == ["let_through", "waiting"]
    assert "Something else of theirs could not be shown with it" in page


def test_an_opening_that_waits_is_opened_with_it(team, held, discussion, newcomer):
    planned = DiscussionFactory(space=discussion.space, planned_by=newcomer, state="planned", opened_at=None)
    actions.open_discussion(planned, actor=newcomer)
    opening = planned.held_posts.get()

    let_through(team, held, opening)

    planned.refresh_from_db()
    assert planned.state == "open"


def test_others_and_elsewhere_are_none_of_it(team, moderator, community, held, participant, newcomer, discussion):
    foreign = CommunityFactory(holds_first_posts=True)
    for person, role in ((newcomer, Role.PARTICIPANT), (moderator, Role.MODERATOR)):
        MembershipFactory(community=foreign, person=person, role=role)
    elsewhere = hold(foreign.spaces.get(slug="commons"), newcomer, "Elsewhere.")
    of_another = hold(discussion.space, participant, "Of another.")
    assert isinstance(elsewhere, HeldPost)
    assert isinstance(of_another, HeldPost)

    page = team.get(held.get_absolute_url()).content.decode()
    let_through(team, held, elsewhere, of_another)

    assert "What else of" not in page
    assert states(elsewhere, of_another) == ["waiting"] * 2


@pytest.mark.parametrize("sent", ["x", "1-", "-1", "1-x", "9" * 30, "\x00"])
def test_what_cannot_be_read_lets_nothing_through(team, held, second, sent):
    answer = team.post(reverse("forums:held-let-through", args=[held.pk]), {"version": 0, "others": [sent]})

    assert answer.status_code == 409
    assert states(held, second) == ["waiting"] * 2


def test_the_author_is_told_what_is_true(client, team, held, second, newcomer, mailoutbox):
    let_through(team, held)
    send_due_mail()
    client.force_login(newcomer)
    notices = reverse("notifications:list")

    early = client.get(notices).content.decode()
    client.force_login(held.community.memberships.get(role=Role.MODERATOR).person)
    let_through(client, second)
    client.force_login(newcomer)
    late = client.get(notices).content.decode()

    mail = next(mail for mail in mailoutbox if mail.to == [newcomer.email])
    assert "What else of yours waits is looked at still." in mail.body
    assert "(what else of yours waits is looked at still)" in early
    assert "looked at still" not in late
