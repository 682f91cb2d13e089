"""The directory of communities: what each reader finds, by which words and filters, in which order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Community, Role
from forums.models import Discussion
from home.queries.directory import COMMUNITIES_PER_PAGE
from tests.factories import CommunityFactory, MembershipFactory, PostFactory

URL = reverse("home:directory")


def names(response):
    return [found.standing.community.name for found in response.context["directory"].found]


def found(client, person=None, **asked):
    if person:
        client.force_login(person)
    return names(client.get(URL, asked))


def talked_about(community, *, days_ago, space="commons", title="A talk"):
    discussion = PostFactory(discussion__space=community.spaces.get(slug=space), discussion__title=title).discussion
    moment = timezone.now() - timedelta(days=days_ago)
    Discussion.objects.filter(pk=discussion.pk).update(last_post_at=moment)


def test_a_visitor_finds_what_is_public_or_listed(client, db):
    CommunityFactory(name="Public", summary="Open purpose.", member_count=7)
    CommunityFactory(name="Listed", summary="Listed purpose.", visibility="listed", member_count=41)
    CommunityFactory(name="Hidden", visibility="hidden")

    response = client.get(URL, {"sort": "name"})

    assert names(response) == ["Listed", "Public"]
    assert b"7 members" in response.content
    assert b"41 members" not in response.content
    assert b"Listed purpose." in response.content


def test_a_member_finds_their_hidden_community_with_its_count(client, outsider):
    community = CommunityFactory(name="Hidden", visibility="hidden", summary="Secret purpose.", member_count=3)
    MembershipFactory(community=community, person=outsider)
    client.force_login(outsider)

    response = client.get(URL)

    assert names(response) == ["Hidden"]
    assert b"Secret purpose." in response.content
    assert b"4 members" in response.content


def test_a_guest_of_a_hidden_community_finds_its_name_and_nothing_else(client, outsider):
    community = CommunityFactory(name="Hidden", visibility="hidden", summary="Secret purpose.", member_count=3)
    let_in(outsider, community.spaces.get(slug="team"), role=Role.GUEST, source="guest")
    client.force_login(outsider)

    response = client.get(URL)

    assert names(response) == ["Hidden"]
    assert b"Secret purpose." not in response.content
    assert b" members" not in response.content


@pytest.mark.parametrize(
    "asked", [{"q": "secret"}, {"joining": "open"}, {"phase": "active"}, {"phase": "ended"}, {"language": "pt"}]
)
def test_no_filter_tells_a_guest_what_they_may_not_see(client, outsider, asked):
    CommunityFactory(name="Anybody’s", language="pt", admission="request", phase="design")  # makes it a language
    for name, phase in (("Grove", "active"), ("Old grove", "concluded")):
        community = CommunityFactory(
            name=name, visibility="hidden", summary="Secret purpose.", language="pt", phase=phase
        )
        let_in(outsider, community.spaces.get(slug="team"), role=Role.GUEST, source="guest")

    assert found(client, outsider, **asked) == (["Anybody’s"] if "language" in asked else [])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("feedback", ["Feedback in simulation"]),
        ("feedbak", ["Feedback in simulation"]),
        ("fedback", ["Feedback in simulation"]),
        ("EDUCACION", ["Educación con simulación"]),
        ("simulación", ["Educación con simulación", "Feedback in simulation"]),
        ("equipo", ["Educación con simulación"]),
        ("simulation heard", ["Feedback in simulation"]),
        ("simulation surgery", []),
        ("'; drop table", []),
        ("%", ["Educación con simulación", "Feedback in simulation"]),
    ],
)
def test_words_are_looked_for_in_name_and_purpose_with_accents_and_typos_forgiven(client, db, words, names):
    CommunityFactory(name="Feedback in simulation")
    CommunityFactory(name="Educación con simulación", summary="Para quienes enseñan en equipo.")

    assert found(client, q=words, sort="name") == names


def test_filters_go_together(client, db):
    CommunityFactory(name="A", admission="open", language="en")
    CommunityFactory(name="B", admission="request", language="en")
    CommunityFactory(name="C", admission="open", language="es")
    CommunityFactory(name="D", admission="open", language="en", phase="concluded")

    assert found(client, joining="open", sort="name") == ["A", "C"]
    assert found(client, joining="open", language="en") == ["A"]
    assert found(client, joining="request") == ["B"]
    assert found(client, phase="ended") == ["D"]
    assert found(client, phase="active", language="es") == ["C"]
    assert found(client, joining="nonsense", phase="nonsense", sort="nonsense", language="xx") == list("DCBA")


def test_how_far_a_listed_community_has_come_is_for_its_members(client, outsider):
    listed = CommunityFactory(name="Listed", visibility="listed", phase="concluding")
    CommunityFactory(name="Over", visibility="listed", phase="archived")

    assert found(client, phase="concluding") == []
    assert found(client, phase="ended") == ["Over"]
    MembershipFactory(community=listed, person=outsider)
    assert found(client, outsider, phase="concluding") == ["Listed"]


def test_only_mine(client, community, participant):
    CommunityFactory()

    assert found(client, participant, mine="on") == [community.name]
    client.logout()
    assert len(found(client, mine="on")) == 2


def test_the_order(client, db):
    for name, age in (("Beta", 3), ("alpha", 2), ("Gamma", 1)):
        community = CommunityFactory(name=name)
        Community.objects.filter(pk=community.pk).update(created_at=timezone.now() - timedelta(days=age))
    talked_about(Community.objects.get(name="Beta"), days_ago=1)
    talked_about(Community.objects.get(name="alpha"), days_ago=9)

    assert found(client) == ["Beta", "alpha", "Gamma"]
    assert found(client, sort="newest") == ["Gamma", "alpha", "Beta"]
    assert found(client, sort="name") == ["alpha", "Beta", "Gamma"]


def test_what_one_may_not_read_makes_no_community_lively_nor_is_it_named(client, community, outsider, participant):
    listed = CommunityFactory(name="Listed", visibility="listed")
    talked_about(listed, days_ago=1, title="Inside the listed one")
    talked_about(community, days_ago=2, space="members", title="Among ourselves")
    plain = CommunityFactory(name="Plain")
    talked_about(plain, days_ago=3, title="For everyone")

    for person in (None, outsider):
        page = client.get(URL).content.decode() if person is None else None
        assert found(client, person)[0] == "Plain"
        page = page or client.get(URL).content.decode()
        assert "For everyone" in page
        assert "Inside the listed one" not in page
        assert "Among ourselves" not in page
    assert found(client, participant)[0] == community.name
    assert "Among ourselves" in client.get(URL).content.decode()


@pytest.mark.parametrize("sort", ["", "newest", "name"])
def test_pages_lead_on_and_back_in_every_order(client, db, sort):
    CommunityFactory.create_batch(COMMUNITIES_PER_PAGE + 1)

    first = client.get(URL, {"sort": sort})
    second = client.get(URL, {"sort": sort, "after": first.context["directory"].page.after})
    back = client.get(URL, {"sort": sort, "before": second.context["directory"].page.before})

    assert len(names(first)) == COMMUNITIES_PER_PAGE
    assert len(names(second)) == 1
    assert names(back) == names(first)
    assert b'rel="prev"' in second.content


@pytest.mark.parametrize("position", ["", "no such position", "\x00", "x" * 5000])
def test_an_odd_position_is_no_error(client, community, position):
    assert client.get(URL, {"after": position}).status_code == 200


def test_while_typing_the_list_alone_is_sent(client, community):
    response = client.get(URL, {"q": "campus"}, headers={"HX-Request": "true"})

    assert b"Virtual campus" in response.content
    assert response.content.decode().strip().startswith("<section")
    assert b"<form" not in response.content


def test_what_is_not_there_may_be_started(client, community):
    page = client.get(URL, {"q": "Bedside ultrasound"}).content.decode()

    assert "Not here yet" in page
    assert f"{reverse('communities:new')}?name=Bedside%20ultrasound" in page


def test_an_empty_directory_says_what_it_is_for(client, db):
    assert b"Nothing here yet" in client.get(URL).content


def test_languages_are_those_that_one_may_know_of(client, community, outsider):
    CommunityFactory(language="es", visibility="hidden")

    choices = client.get(URL).context["form"].fields["language"].choices

    assert [code for code, _name in choices] == ["", "en"]


@pytest.mark.parametrize("number", [2, 20])
def test_queries_do_not_grow_with_the_list(client, outsider, django_assert_max_num_queries, number):
    for community in CommunityFactory.create_batch(number):
        talked_about(community, days_ago=1)
    client.force_login(outsider)
    client.get(URL)

    with django_assert_max_num_queries(9):
        client.get(URL, {"q": "community", "joining": "open"})


def test_what_is_archived_is_shown_to_whoever_looks_for_it(client, outsider):
    away = CommunityFactory(name="Put away", phase="archived")
    CommunityFactory(name="Concluded", phase="concluded")

    assert found(client) == ["Concluded"]
    assert found(client, q="put away") == ["Put away"]
    assert sorted(found(client, phase="ended")) == ["Concluded", "Put away"]
    MembershipFactory(community=away, person=outsider)
    assert found(client, outsider, mine="on") == ["Put away"]
