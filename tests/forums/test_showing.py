"""What neighbours learned, and what of it a community shows among its own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, CommunityLink, Role
from core.permissions import Refused
from forums.actions.showing import hide_closing, show_closing
from forums.errors import NotShowable
from forums.models import Closing, Discussion, ShownClosing
from tests.factories import CommunityFactory, CommunityLinkFactory, DiscussionFactory, MembershipFactory, UserFactory
from tests.facts import verbs

Visibility = Community.Visibility


@pytest.fixture
def sister(community):
    return CommunityLinkFactory(upper=community, lower=CommunityFactory(name="GP trainers", slug="gp")).lower


def closed(community, space="commons", title="What silence says"):
    """A published closing of a discussion there."""
    discussion = DiscussionFactory(space=community.spaces.get(slug=space), title=title)
    closing = Closing.objects.create(
        discussion=discussion,
        result="lesson",
        excerpt="We asked before we told.",
        drafted_at=timezone.now(),
        published_at=timezone.now(),
        published_by=UserFactory(),
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", locked_at=timezone.now(), closing=closing)
    return closing


@pytest.fixture
def closing(sister):
    return closed(sister)


def page(client, name="learned"):
    return client.get(reverse(f"forums:{name}", args=["campus"]))


def test_the_team_shows_what_a_neighbour_learned(community, facilitator, closing):
    assert show_closing(closing, community=community, actor=facilitator) is True
    assert show_closing(closing, community=community, actor=facilitator) is False  # a double click

    shown = ShownClosing.objects.get()
    assert (shown.community, shown.closing, shown.by) == (community, closing, facilitator)
    assert verbs() == ["shownclosing.put_up"]


def test_and_takes_it_down_again(community, facilitator, moderator, closing):
    show_closing(closing, community=community, actor=facilitator)

    assert hide_closing(closing, community=community, actor=moderator) is True
    assert hide_closing(closing, community=community, actor=moderator) is False

    assert not ShownClosing.objects.exists()
    assert verbs() == ["shownclosing.put_up", "shownclosing.taken_down"]


def test_the_record_of_changes_names_it_also_when_it_is_gone(client, community, facilitator, leader, sister, closing):
    show_closing(closing, community=community, actor=facilitator)
    hide_closing(closing, community=community, actor=facilitator)
    client.force_login(leader)
    address = reverse("communities:audit", args=["campus"])

    found = client.get(address).content.decode()
    assert found.count("What silence says") == 2

    Community.objects.filter(pk=sister.pk).update(visibility=Visibility.HIDDEN)
    found = client.get(address).content.decode()
    assert "What silence says" not in found
    assert [done in found for done in ("put up what another community", "took down what another community")] == [
        True,
        True,
    ]


@pytest.mark.parametrize("action", [show_closing, hide_closing])
def test_others_do_neither(community, participant, outsider, closing, action):
    for person in (participant, outsider):
        with pytest.raises(Refused):
            action(closing, community=community, actor=person)


@pytest.mark.parametrize("space", ["members", "team"])
def test_only_what_was_said_in_the_open_is_shown(community, facilitator, sister, space):
    MembershipFactory(community=sister, person=facilitator, role=Role.LEADER)  # who may read it there

    with pytest.raises(NotShowable):
        show_closing(closed(sister, space), community=community, actor=facilitator)


def test_only_what_a_public_neighbour_learned_is_shown(community, facilitator, sister, closing):
    MembershipFactory(community=sister, person=facilitator)
    Community.objects.filter(pk=sister.pk).update(visibility=Visibility.LISTED)

    with pytest.raises(NotShowable):
        show_closing(closing, community=community, actor=facilitator)


def test_only_what_a_neighbour_learned_is_shown(community, facilitator, sister):
    with pytest.raises(NotShowable):
        show_closing(closed(CommunityFactory()), community=community, actor=facilitator)
    CommunityLink.objects.update(state="ended", ended_at=timezone.now())
    with pytest.raises(NotShowable):
        show_closing(closed(sister), community=community, actor=facilitator)


def test_what_has_ended_shows_nothing_new(community, facilitator, closing):
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    with pytest.raises(Refused):
        show_closing(closing, community=community, actor=facilitator)


def test_it_stands_among_what_was_learned_with_where_it_comes_from(client, community, facilitator, closing):
    closed(community, title="Our own")
    show_closing(closing, community=community, actor=facilitator)

    html = page(client).content.decode()

    assert html.index("What silence says") > html.index("Our own") > 0
    assert "From</span>" not in html
    assert html.count("From GP trainers") == 1
    assert closing.get_absolute_url() in html
    assert "no longer" not in html  # for the team alone


def test_it_is_gone_for_whoever_may_not_read_it_there(client, community, facilitator, sister, closing):
    show_closing(closing, community=community, actor=facilitator)
    Community.objects.filter(pk=sister.pk).update(visibility=Visibility.HIDDEN, admission="invitation")

    html = page(client).content.decode()

    assert "What silence says" not in html
    assert "GP trainers" not in html
    assert ShownClosing.objects.visible_to(facilitator).count() == 0
    client.force_login(MembershipFactory(community=sister).person)
    assert "What silence says" in page(client).content.decode()


def test_what_neighbours_learned_is_listed_as_far_as_one_may_read_it(client, community, sister, closing):
    closed(sister, "members", title="For members")
    closed(CommunityFactory(), title="Of strangers")
    hidden = CommunityFactory(visibility=Visibility.HIDDEN, admission="invitation", name="Hidden grove")
    CommunityLinkFactory(upper=hidden, lower=community)
    closed(hidden, title="Of the grove")

    html = page(client, "learned-near").content.decode()

    assert "What silence says" in html
    assert not [word for word in ("For members", "Of strangers", "Of the grove", "Hidden grove") if word in html]
    client.force_login(MembershipFactory(community=hidden).person)
    assert "Of the grove" in page(client, "learned-near").content.decode()


def test_the_list_goes_on_by_its_position(client, community, sister, monkeypatch):
    titles = [closed(sister, title=f"Lesson {number}").discussion.title for number in range(21)]

    first = page(client, "learned-near")
    found = [each.discussion.title for each in first.context["page"].closings]
    after = first.context["page"].after
    second = client.get(reverse("forums:learned-near", args=["campus"]), {"after": after})
    found += [each.discussion.title for each in second.context["page"].closings]

    assert found == titles[::-1]
    assert second.context["page"].after == ""


def test_the_buttons_show_and_hide(client, community, facilitator, closing):
    client.force_login(facilitator)
    show, hide = (reverse(f"forums:closing-{verb}", args=["campus", closing.pk]) for verb in ("show", "hide"))
    assert show in page(client, "learned-near").content.decode()

    response = client.post(show)

    assert response.url == reverse("forums:learned-near", args=["campus"])
    near = page(client, "learned-near").content.decode()
    assert show not in near
    assert "Stands among what we learned" in near
    assert hide in page(client).content.decode()
    assert client.post(hide).url == reverse("forums:learned", args=["campus"])
    assert not ShownClosing.objects.exists()


def test_the_buttons_are_for_the_team(client, participant, outsider, closing):
    show = reverse("forums:closing-show", args=["campus", closing.pk])
    for person in (participant, outsider):
        client.force_login(person)
        assert show not in page(client, "learned-near").content.decode()
        assert client.post(show).status_code == 403

    assert not ShownClosing.objects.exists()


def test_a_refusal_is_said(client, facilitator, community):
    client.force_login(facilitator)
    stranger = closed(CommunityFactory())

    response = client.post(reverse("forums:closing-show", args=["campus", stranger.pk]), follow=True)

    assert "Only what a public neighbour has learned" in response.content.decode()


def test_what_is_hidden_is_as_what_is_missing(client, facilitator, community):
    client.force_login(facilitator)
    hidden = closed(CommunityFactory(visibility=Visibility.HIDDEN, admission="invitation"))

    answers = [client.post(reverse("forums:closing-show", args=["campus", pk])) for pk in (hidden.pk, 999_999)]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("number", [1, 50])
def test_what_neighbours_learned_takes_few_queries(
    client, community, number, participant, django_assert_max_num_queries
):
    for _each in range(number):
        closed(CommunityLinkFactory(upper=community).lower)
    client.force_login(participant)
    page(client, "learned-near")

    with django_assert_max_num_queries(8):
        page(client, "learned-near")
