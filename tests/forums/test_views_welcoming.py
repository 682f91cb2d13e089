"""The pages on which newcomers are seen, say hello and put that aside."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Membership
from forums.actions import begin_introductions
from forums.models import Discussion, HelloPutAside, Post
from forums.queries.welcoming import CARDS_PER_PAGE, hello_begun
from tests.factories import MembershipFactory, PostFactory

URL = reverse("forums:newcomers", args=["campus"])
HELLO = reverse("forums:hello", args=["campus"])
ASIDE = reverse("forums:hello-aside", args=["campus"])
BEGIN = reverse("forums:introductions-begin", args=["campus"])
FRONT = reverse("home:community", args=["campus"])
OFFER = "Say hello"


@pytest.fixture
def thread(community, facilitator):
    return begin_introductions(community, actor=facilitator, title="Introductions", question="Who are you?")


@pytest.fixture
def old_hand(community, moderator):
    Membership.objects.filter(person=moderator).update(joined_at=timezone.now() - timedelta(days=90))
    return moderator


def test_the_page_is_for_members(client, community, outsider):
    assert client.get(URL).status_code == 404
    client.force_login(outsider)
    assert client.get(URL).status_code == 404


def test_the_team_opens_the_place_once_with_a_click(client, community, facilitator):
    client.force_login(facilitator)
    assert "Open the introductions" in client.get(URL).content.decode()

    first, again = client.post(BEGIN), client.post(BEGIN)

    thread = Discussion.objects.get()
    assert first.url == again.url == thread.get_absolute_url()
    assert "Open the introductions" not in client.get(URL).content.decode()


def test_members_are_refused_to_open_it_and_are_not_offered_it(client, community, participant):
    client.force_login(participant)

    assert "Open the introductions" not in client.get(URL).content.decode()
    assert client.post(BEGIN).status_code == 403
    assert not Discussion.objects.exists()


def test_a_refusal_is_said(client, community, facilitator):
    community.spaces.update(archived_at=timezone.now())
    client.force_login(facilitator)

    assert "Open one first" in client.post(BEGIN, follow=True).content.decode()


def test_a_newcomer_says_hello_from_the_front(client, thread, participant):
    participant.can_help_with = "Debriefing with actors"
    participant.save()
    client.force_login(participant)
    front = client.get(FRONT).content.decode()
    assert OFFER in front
    assert "Debriefing with actors" in front
    form = {**hello_begun(participant), "submission": uuid4()}

    first, again = client.post(HELLO, form), client.post(HELLO, form)

    post = Post.objects.get(author=participant)
    assert post.markdown == "**What I bring**\n\nDebriefing with actors"
    assert first.url == again.url
    assert first.url.endswith(f"#post-{post.number}")
    assert 'action="/c/campus/newcomers/hello/"' not in client.get(FRONT).content.decode()


def test_a_hello_that_waits_for_the_team_is_not_asked_for_again(client, community, thread, participant):
    community.holds_first_posts = True
    community.save()
    client.force_login(participant)

    page = client.post(HELLO, {"who": "I teach midwives.", "submission": uuid4()}, follow=True).content.decode()

    assert "I teach midwives." in page
    assert not Post.objects.filter(author=participant).exists()
    assert 'action="/c/campus/newcomers/hello/"' not in client.get(FRONT).content.decode()


def test_whoever_prepares_a_launch_is_offered_the_place(client, community, leader):
    community.phase = "design"
    community.save()
    client.force_login(leader)
    life = reverse("communities:life", args=["campus"])
    assert "give newcomers a place for it" in client.get(life).content.decode()

    begin_introductions(community, actor=leader, title="Introductions", question="Who are you?")

    assert "give newcomers a place for it" not in client.get(life).content.decode()


def test_home_asks_as_well(client, thread, participant):
    client.force_login(participant)

    assert "Say hello in Virtual campus" in client.get("/").content.decode()


def test_a_hello_without_a_word_is_refused_and_keeps_the_questions(client, thread, participant):
    client.force_login(participant)

    response = client.post(HELLO, {"who": " ", "submission": uuid4()})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Please write a few words under one of the questions." in page
    assert "What I hope for here" in page
    assert "**" not in page
    assert not Post.objects.filter(author=participant).exists()


def test_what_is_too_long_stays_in_the_form(client, thread, participant):
    client.force_login(participant)

    response = client.post(HELLO, {"who": "Nursing", "hope": "long " * 30_000, "submission": uuid4()})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["hope"]
    assert not Post.objects.filter(author=participant).exists()


def test_a_newcomer_puts_it_aside_with_a_click(client, thread, participant):
    client.force_login(participant)

    assert client.get(ASIDE).status_code == 405
    response = client.post(ASIDE, follow=True)

    assert HelloPutAside.objects.get().person == participant
    assert 'action="/c/campus/newcomers/hello/"' not in response.content.decode()
    assert 'action="/c/campus/newcomers/hello/"' not in client.get("/").content.decode()
    assert client.get(HELLO).status_code == 200  # the place stays open to them


def test_without_a_thread_nobody_is_asked(client, community, participant):
    client.force_login(participant)

    assert OFFER not in client.get(FRONT).content.decode()
    assert client.get(HELLO).status_code == 404


def test_a_card_offers_to_welcome_and_says_what_the_profile_says(client, thread, old_hand, participant):
    participant.can_help_with = "Role play"
    participant.save()
    hello = PostFactory(discussion=thread, author=participant, markdown="I teach midwives in the hills.")
    client.force_login(old_hand)

    page = client.get(URL).content.decode()

    assert "I teach midwives in the hills." in page
    assert "Role play" in page
    assert f"/d/{thread.pk}/reply/?to={hello.number}" in page


def test_whoever_has_not_written_yet_is_welcomed_by_name(client, thread, old_hand, participant):
    client.force_login(old_hand)
    link = f"/d/{thread.pk}/reply/?mention={participant.handle}"

    assert link in client.get(URL).content.decode()
    assert f"@{participant.handle} " in client.get(link).content.decode()


def test_nobody_is_named_by_an_address_who_may_not_be_named(client, thread, old_hand, outsider):
    client.force_login(old_hand)

    assert f"@{outsider.handle}" not in client.get(f"/d/{thread.pk}/reply/?mention={outsider.handle}").content.decode()


def test_a_profile_for_nobody_shows_the_name_alone(client, thread, old_hand, participant):
    participant.profile_audience, participant.can_help_with = "nobody", "Canary"
    participant.save()
    client.force_login(old_hand)

    page = client.get(URL).content.decode()

    assert participant.name in page
    assert "Canary" not in page
    assert reverse("home:person", args=[participant.handle]) not in page


@pytest.mark.parametrize("number", [2, CARDS_PER_PAGE + 5])
def test_the_page_asks_as_little_however_many_are_new(
    client, community, thread, old_hand, number, django_assert_max_num_queries
):
    for membership in MembershipFactory.create_batch(number, community=community):
        PostFactory(discussion=thread, author=membership.person)
    client.force_login(old_hand)
    client.get(URL)

    with django_assert_max_num_queries(12):
        page = client.get(URL).content.decode()

    assert page.count("card__foot") == min(number + 1, CARDS_PER_PAGE)
    assert ('rel="next"' in page) is (number >= CARDS_PER_PAGE)
