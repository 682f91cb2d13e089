"""A community among those that it belongs together with."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, CommunityLink, Role
from forums.models import Closing, Discussion
from tests.factories import CommunityFactory, CommunityLinkFactory, DiscussionFactory, MembershipFactory, UserFactory

Visibility = Community.Visibility
PAGE = "/c/campus/neighbours/"


def umbrella(upper, lower, **facts):
    return CommunityLinkFactory(kind="umbrella", upper=upper, lower=lower, **facts)


def closed(community, title):
    discussion = DiscussionFactory(space=community.spaces.get(slug="commons"), title=title)
    now = timezone.now()
    closing = Closing.objects.create(
        discussion=discussion, result="lesson", drafted_at=now, published_at=now, published_by=UserFactory()
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", locked_at=now, closing=closing)


@pytest.fixture
def grove(community):
    """A hidden sister, with something learned, something coming up, and somebody who is in both."""
    grove = CommunityFactory(
        name="Hidden grove", slug="grove-x7", visibility="hidden", admission="invitation", summary="To grow in peace."
    )
    CommunityLinkFactory(upper=grove, lower=community, sentence="We meet under the same trees.")
    closed(grove, "What the grove learned")
    DiscussionFactory(
        space=grove.spaces.get(slug="commons"), title="The grove closes", closes_at=timezone.now() + timedelta(days=3)
    )
    bridge = MembershipFactory(community=community, person__display_name="Bridget Between").person
    MembershipFactory(community=grove, person=bridge)
    return grove


OF_THE_GROVE = (
    *("Hidden grove", "grove-x7", "To grow in peace", "under the same trees"),
    *("What the grove learned", "The grove closes", "Bridget Between"),
)


def test_it_shows_who_belongs_together_what_they_learned_and_what_comes_up(client, community):
    top, below, sister = (CommunityFactory(name=name) for name in ("The campus", "A ward", "GP trainers"))
    umbrella(top, community)
    umbrella(community, below)
    CommunityLinkFactory(upper=sister, lower=community)
    closed(sister, "What silence says")
    DiscussionFactory(
        space=below.spaces.get(slug="commons"), title="Before the round", closes_at=timezone.now() + timedelta(days=3)
    )

    response = client.get(PAGE)

    page = response.context["neighbours"]
    assert [(stands, [each.name for each in those]) for stands, those in page.groups] == [
        ("above", ["The campus"]),
        ("beneath", ["A ward"]),
        ("beside", ["GP trainers"]),
    ]
    html = response.content.decode()
    assert "What silence says" in html
    assert "Before the round" in html
    assert "Waits for an answer" not in html


def test_members_see_whom_they_have_in_common(client, community, participant):
    sister = CommunityFactory(name="GP trainers")
    CommunityLinkFactory(upper=sister, lower=community)
    MembershipFactory(community=sister, person=participant)
    bridge = MembershipFactory(community=community, person__display_name="Bridget Between").person
    MembershipFactory(community=sister, person=bridge)
    client.force_login(participant)

    assert "Bridget Between" in client.get(PAGE).content.decode()


def test_with_none_it_says_what_neighbours_are(client, leader):
    assert "No neighbours so far" in client.get(PAGE).content.decode()
    client.force_login(leader)
    assert reverse("communities:neighbour-new", args=["campus"]) in client.get(PAGE).content.decode()


def test_leaders_find_what_waits_for_their_answer(client, community, leader, participant):
    other = CommunityFactory(name="GP trainers")
    link = umbrella(other, community, state=CommunityLink.State.PROPOSED)
    address = reverse("communities:neighbour", args=["campus", link.pk])
    client.force_login(participant)
    assert "GP trainers" not in client.get(PAGE).content.decode()

    client.force_login(leader)
    html = client.get(PAGE).content.decode()

    assert address in html
    assert "They ask whether they are your umbrella." in html


@pytest.mark.parametrize("who", ["a visitor", "a participant", "an outsider", "a leader elsewhere"])
def test_nothing_of_a_hidden_neighbour_is_given_away(client, community, grove, participant, outsider, who):
    person = {
        "a participant": participant,
        "an outsider": outsider,
        "a leader elsewhere": MembershipFactory(role=Role.LEADER).person,
    }.get(who)
    if person:
        client.force_login(person)

    addresses = [PAGE, "/c/campus/", "/c/campus/learned/", f"{PAGE}learned/", f"{PAGE}people/", "/communities/"]
    for address in addresses:
        html = client.get(address).content.decode()
        assert not [word for word in OF_THE_GROVE if word in html], address


def test_its_own_members_see_all_of_it(client, community, grove):
    both = MembershipFactory(community=community).person
    MembershipFactory(community=grove, person=both)
    client.force_login(both)

    html = client.get(PAGE).content.decode()

    assert not [word for word in OF_THE_GROVE if word not in html and word != "under the same trees"]


def test_leaders_see_the_name_of_a_hidden_neighbour_alone(client, community, grove, leader):
    client.force_login(leader)

    html = client.get(PAGE).content.decode()

    assert "Hidden grove" in html
    assert not [word for word in OF_THE_GROVE[1:] if word in html]


def test_a_listed_community_shows_its_neighbours_to_members(client, community, participant):
    Community.objects.filter(pk=community.pk).update(visibility=Visibility.LISTED)

    assert client.get(PAGE).status_code == 404
    client.force_login(participant)
    assert client.get(PAGE).status_code == 200


def test_links_of_what_has_ended_stay_to_be_read(client, community):
    CommunityLinkFactory(upper=CommunityFactory(name="GP trainers"), lower=community)
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    assert "GP trainers" in client.get(PAGE).content.decode()


def test_neighbours_come_by_pages(client, community):
    names = [f"Ward {number:02}" for number in range(31)]
    for name in names:
        umbrella(community, CommunityFactory(name=name))

    first = client.get(PAGE).context["neighbours"]
    second = client.get(PAGE, {"after": first.page.after}).context["neighbours"]
    back = client.get(PAGE, {"before": second.page.before}).context["neighbours"]

    assert [each.name for each in [*first.page.rows, *second.page.rows]] == names
    assert [each.name for each in back.page.rows] == names[:30]


@pytest.mark.parametrize("number", [1, 50])
def test_it_takes_few_queries(client, community, leader, number, django_assert_max_num_queries):
    for each in range(number):
        other = CommunityFactory()
        CommunityLinkFactory(upper=other, lower=community, state="proposed" if each % 5 == 4 else "agreed")
        MembershipFactory(community=other, person=leader)
        MembershipFactory(community=other, person=MembershipFactory(community=community).person)
        closed(other, f"Lesson {each}")
    client.force_login(leader)
    client.get(PAGE)

    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_the_front_page_names_a_few(client, community):
    top, sister = CommunityFactory(name="The campus"), CommunityFactory(name="GP trainers")
    umbrella(top, community)
    CommunityLinkFactory(upper=sister, lower=community)

    near = client.get("/c/campus/").context["standing"].community.near

    assert [(each["name"], each["stands"]) for each in near] == [("The campus", "above"), ("GP trainers", "beside")]
