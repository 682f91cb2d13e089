"""The pages on which leaders let their community belong together with others."""

import pytest
from django.urls import reverse

from communities.models import Community, CommunityLink, Role
from tests.factories import CommunityFactory, CommunityLinkFactory, MembershipFactory
from tests.masking import masked

State, Visibility = CommunityLink.State, Community.Visibility
FORM = {"other": "GP trainers", "stands": "beside", "sentence": "We teach the same people."}


def url(name, *more, slug="campus"):
    return reverse(f"communities:{name}", args=[slug, *more])


@pytest.fixture
def other(db):
    return CommunityFactory(name="GP trainers", slug="gp-trainers", summary="Trainers of trainees.")


@pytest.fixture
def their_leader(other):
    return MembershipFactory(community=other, role=Role.LEADER).person


@pytest.fixture
def asked(community, other):
    """A proposal to the community."""
    return CommunityLinkFactory(upper=other, lower=community, state=State.PROPOSED)


@pytest.fixture
def agreed(community, other):
    return CommunityLinkFactory(upper=other, lower=community)


@pytest.fixture
def grove(db):
    return CommunityFactory(name="Hidden grove", slug="grove-x7", visibility="hidden", admission="invitation")


@pytest.mark.parametrize("said", ["GP trainers", "gp trainers", "gp-trainers", "https://copse.example/c/gp-trainers/"])
def test_propose_by_name_or_address(client, community, leader, other, said):
    client.force_login(leader)

    response = client.post(url("neighbour-new"), {**FORM, "other": said})

    assert response.url == reverse("home:neighbours", args=["campus"])
    link = CommunityLink.objects.get()
    assert (link.asking, link.asked, link.sentence, link.state) == (community, other, FORM["sentence"], State.PROPOSED)


def test_a_double_click_is_one_proposal(client, leader, other):
    client.force_login(leader)

    for _click in range(2):
        client.post(url("neighbour-new"), FORM)

    assert CommunityLink.objects.count() == 1


def test_part_of_a_name_offers_what_it_might_be(client, leader, other):
    client.force_login(leader)

    response = client.post(url("neighbour-new"), {**FORM, "other": "trainers"})

    assert response.status_code == 422
    assert response.context["form"].likely == [other]
    assert 'name="other" value="gp-trainers"' in response.content.decode()


def test_several_of_one_name_are_told_apart(client, leader, other):
    CommunityFactory(name="GP Trainers", slug="gp-2")
    client.force_login(leader)

    response = client.post(url("neighbour-new"), FORM)

    assert response.status_code == 422
    assert {each.slug for each in response.context["form"].likely} == {"gp-trainers", "gp-2"}


def test_a_hidden_one_is_answered_as_one_that_is_not_there(client, leader, grove):
    client.force_login(leader)

    hidden = client.post(url("neighbour-new"), {**FORM, "other": "grove-x7"})
    missing = client.post(url("neighbour-new"), {**FORM, "other": "grove-y8"})

    assert (hidden.status_code, missing.status_code) == (422, 422)
    assert masked(hidden, "grove-x7") == masked(missing, "grove-y8")
    assert not CommunityLink.objects.exists()


def test_what_is_wrong_stands_beside_its_field(client, leader, other):
    client.force_login(leader)

    response = client.post(url("neighbour-new"), {"other": "", "stands": "above all", "sentence": "x" * 301})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"other", "stands", "sentence"}


def test_a_refusal_is_said_in_the_form(client, leader, agreed):
    client.force_login(leader)

    response = client.post(url("neighbour-new"), FORM)

    assert response.status_code == 422
    assert "You belong together already" in response.content.decode()


def test_proposing_is_for_leaders(client, moderator, outsider):
    client.force_login(moderator)
    assert client.get(url("neighbour-new")).status_code == 403
    client.force_login(outsider)
    assert client.get(url("neighbour-new")).status_code == 404


def test_the_field_offers_what_the_reader_may_know_of(client, participant, other, grove):
    client.force_login(participant)

    html = client.get(url("neighbours-found"), {"other": "g"}).content.decode()
    nothing = client.get(url("neighbours-found"), {"other": ""}).content.decode()

    assert "GP trainers" in html
    assert "Hidden grove" not in html
    assert nothing.strip() == ""


def test_whoever_is_asked_answers(client, leader, asked):
    client.force_login(leader)
    html = client.get(url("neighbour", asked.pk)).content.decode()
    assert url("neighbour-agree", asked.pk) in html
    assert asked.sentence in html
    assert "Trainers of trainees." in html

    response = client.post(url("neighbour-agree", asked.pk), {"answer": "Gladly."})

    assert response.url == reverse("home:neighbours", args=["campus"])
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.answered_by) == (State.AGREED, "Gladly.", leader)


def test_and_declines(client, leader, asked):
    client.force_login(leader)

    client.post(url("neighbour-decline", asked.pk), {"answer": ""})

    asked.refresh_from_db()
    assert asked.state == State.DECLINED
    assert client.get(url("neighbour", asked.pk)).status_code == 404


def test_too_long_an_answer_is_given_back(client, leader, asked):
    client.force_login(leader)

    response = client.post(url("neighbour-agree", asked.pk), {"answer": "x" * 301})

    assert response.status_code == 422
    assert "x" * 301 in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == State.PROPOSED


def test_whoever_asked_takes_it_back(client, their_leader, asked):
    client.force_login(their_leader)
    assert url("neighbour-withdraw", asked.pk, slug="gp-trainers") in (
        client.get(url("neighbour", asked.pk, slug="gp-trainers")).content.decode()
    )

    client.post(url("neighbour-withdraw", asked.pk, slug="gp-trainers"))

    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN


def test_an_answer_that_comes_too_late_is_refused_in_words(client, leader, their_leader, asked):
    client.force_login(leader)
    CommunityLink.objects.filter(pk=asked.pk).update(state=State.AGREED, answered_at=asked.proposed_at)

    response = client.post(url("neighbour-decline", asked.pk), follow=True)

    assert "already" in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == State.AGREED


def test_either_ends_it(client, leader, agreed):
    client.force_login(leader)
    assert client.post(url("neighbour-end", agreed.pk), {"sentence": ""}).status_code == 422

    client.post(url("neighbour-end", agreed.pk), {"sentence": "We are one now."})

    agreed.refresh_from_db()
    assert (agreed.state, agreed.ending, agreed.ended_by) == (State.ENDED, "We are one now.", leader)


def test_what_waits_is_for_leaders(client, participant, moderator, asked):
    for person in (participant, moderator):
        client.force_login(person)
        assert client.get(url("neighbour", asked.pk)).status_code == 404
        assert client.post(url("neighbour-agree", asked.pk)).status_code == 404

    asked.refresh_from_db()
    assert asked.state == State.PROPOSED


def test_what_is_agreed_is_read_by_all_and_ended_by_leaders(client, moderator, agreed):
    assert agreed.sentence in client.get(url("neighbour", agreed.pk)).content.decode()  # a visitor
    assert agreed.proposed_by.name not in client.get(url("neighbour", agreed.pk)).content.decode()
    client.force_login(moderator)

    html = client.get(url("neighbour", agreed.pk)).content.decode()

    assert url("neighbour-end", agreed.pk) not in html
    assert client.post(url("neighbour-end", agreed.pk), {"sentence": "No."}).status_code == 403
    agreed.refresh_from_db()
    assert agreed.state == State.AGREED


def test_a_link_is_found_from_its_own_ends_alone(client, leader, agreed):
    CommunityFactory(slug="elsewhere")

    assert client.get(url("neighbour", agreed.pk, slug="elsewhere")).status_code == 404


def test_a_hidden_neighbour_is_shown_to_its_own_members_and_leaders(client, community, participant, leader, grove):
    link = CommunityLinkFactory(upper=grove, lower=community)
    both = MembershipFactory(community=grove).person

    def status(person):
        client.force_login(person)
        return client.get(url("neighbour", link.pk)).status_code

    assert [status(person) for person in (participant, both, leader)] == [404, 200, 200]
    html = client.get(url("neighbour", link.pk)).content.decode()
    assert "Hidden grove" in html
    assert "/c/grove-x7/" not in html
    assert grove.summary not in html


def test_what_has_ended_is_read_and_not_changed(client, community, leader, agreed):
    Community.objects.filter(pk=community.pk).update(phase="concluded")
    client.force_login(leader)

    assert url("neighbour-end", agreed.pk) not in client.get(url("neighbour", agreed.pk)).content.decode()
    assert client.post(url("neighbour-end", agreed.pk), {"sentence": "Over."}).status_code == 403
    assert client.get(url("neighbour-new")).status_code == 403


def test_people_who_bridge_by_pages(client, community, participant, other, agreed):
    MembershipFactory(community=other, person=participant)
    names = [f"Person {number:02}" for number in range(26)]
    for name in names:
        person = MembershipFactory(community=community, person__display_name=name).person
        MembershipFactory(community=other, person=person)
    client.force_login(participant)

    first = client.get(url("bridges")).context["page"]
    second = client.get(url("bridges"), {"after": first.after}).context["page"]

    assert [each.person.name for each in [*first.rows, *second.rows]] == names


def test_people_who_bridge_are_nobody_s_for_strangers(client, community, other, agreed):
    person = MembershipFactory(community=community).person
    MembershipFactory(community=other, person=person)

    html = client.get(url("bridges")).content.decode()

    assert person.name not in html
    assert "Nobody whom you could see" in html


@pytest.mark.parametrize("number", [1, 60])
def test_people_who_bridge_take_few_queries(
    client, community, participant, other, agreed, number, django_assert_max_num_queries
):
    MembershipFactory(community=other, person=participant)
    for _each in range(number):
        MembershipFactory(community=other, person=MembershipFactory(community=community).person)
    client.force_login(participant)
    client.get(url("bridges"))

    with django_assert_max_num_queries(7):
        client.get(url("bridges"))
