"""People and their pages: who is found, by what, and what of them by whom."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from communities.effects import let_in
from communities.models import Community, Membership, Role, Space
from home.queries.people import PEOPLE_PER_PAGE
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory

URL = reverse("home:people")
# A word for each field that a page may show; none of them stands anywhere else.
CANARIES = {
    "display_name": "Canaria Namen",
    "pronouns": "canarypronouns",
    "organisation": "Canaryorganisation",
    "sector": "Canarysector",
    "country": "Canarycountry",
    "bio": "Canarybio",
    "interests": "Canaryinterests",
    "can_help_with": "Canaryhelp",
    "wants_to_learn": "Canarylearn",
    "declared_interests": "Canarydeclared",
}


def page_of(person):
    return reverse("home:person", args=[person.handle])


def found(client, person=None, **asked):
    if person:
        client.force_login(person)
    return [each.display_name for each in client.get(URL, asked).context["page"].rows]


@pytest.fixture
def canary(community):
    """A fellow of the cast who filled in everything."""
    person = UserFactory(**CANARIES)
    MembershipFactory(community=community, person=person)
    return person


def test_visitors_sign_in_to_look_for_people(client, db):
    assert client.get(URL).url == f"{reverse('account_login')}?next={URL}"


@pytest.mark.parametrize(
    ("audience", "readers"), [("fellows", {"participant"}), ("members", {"participant", "outsider"}), ("nobody", set())]
)
def test_each_decides_who_finds_them_and_who_reads_their_page(
    client, canary, participant, outsider, admin, audience, readers
):
    canary.profile_audience = audience
    canary.save()
    if audience == "members":
        readers = readers | {"admin"}

    for name, person in {"participant": participant, "outsider": outsider, "admin": admin}.items():
        client.force_login(person)
        listed = client.get(URL).content.decode()
        response = client.get(page_of(canary))
        shown = response.content.decode()
        in_page = {field for field, word in CANARIES.items() if word in shown}

        assert response.status_code == (200 if name in readers else 404), name
        assert in_page == (set(CANARIES) if name in readers else set()), name
        assert ("Canaria Namen" in listed, "Canaryhelp" in listed) == ((name in readers,) * 2), name
        for field, word in CANARIES.items():
            asked = {"name": word} if field == "display_name" else {"helps": word, "country": ""}
            if field in ("display_name", "can_help_with"):
                assert found(client, **asked) == (["Canaria Namen"] if name in readers else []), (name, field)


def test_a_visitor_finds_the_page_that_is_not_there(client, canary):
    canary.profile_audience = "members"
    canary.save()

    hidden, missing = client.get(page_of(canary)), client.get("/people/nobody-here/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert b"Canaria" not in hidden.content
    assert b"csrfmiddlewaretoken" in hidden.content


@pytest.mark.parametrize("audience", ["fellows", "nobody"])
def test_what_may_not_be_seen_is_the_same_as_what_is_not_there(client, canary, outsider, audience):
    canary.profile_audience = audience
    canary.save()
    client.force_login(outsider)

    hidden = client.get(page_of(canary)).content.decode().replace(canary.handle, "HANDLE")
    missing = client.get("/people/nobody-here/").content.decode().replace("nobody-here", "HANDLE")

    assert without_tokens(hidden) == without_tokens(missing)


def without_tokens(page):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "TOKEN", page)


@pytest.mark.parametrize("audience", ["fellows", "members", "nobody"])
def test_on_members_pages_nothing_is_said_of_whoever_shows_nothing(client, canary, participant, audience):
    canary.profile_audience = audience
    canary.save()
    client.force_login(participant)

    page = client.get(reverse("communities:members", args=["campus"])).content.decode()

    assert "Canaria Namen" in page
    assert ("Canaryorganisation" in page) == (audience != "nobody")
    assert not {word for word in CANARIES.values() if word.startswith("Canaryb") and word in page}


def test_what_somebody_works_at_stands_beneath_their_name(client, canary, participant):
    client.force_login(participant)

    page = client.get(page_of(canary)).content.decode()

    assert page.index("</h1>") < page.index("Canaryorganisation") < page.index("Latest contributions")
    assert page.count("Canaryorganisation") == 1


def test_erased_people_have_no_page(client, canary, participant):
    address = page_of(canary)
    client.force_login(participant)
    assert client.get(address).status_code == 200

    erase_person(canary)

    assert client.get(address).status_code == 404
    assert found(client) == ["Pia Participant"]


@pytest.mark.parametrize("over", ["left", "suspended", "until"])
def test_who_is_no_fellow_any_more_sees_and_finds_nothing(client, canary, participant, over):
    changes = {
        "left": {"state": "left", "ended_at": timezone.now()},
        "suspended": {"state": "suspended"},
        "until": {"until": timezone.now()},
    }
    Membership.objects.filter(person=participant).update(**changes[over])
    client.force_login(participant)

    assert client.get(page_of(canary)).status_code == 404
    assert found(client) == ["Pia Participant"]


def test_guests_of_one_room_see_each_other_and_nobody_else(client, canary, outsider, community):
    room = Space.objects.create(community=community, slug="room", name="Project group", access="private")
    companion = UserFactory(display_name="Companion")
    for person in (outsider, companion):
        let_in(person, room, role=Role.GUEST, source="guest")

    assert found(client, outsider) == ["Companion", "Olu Outsider"]
    assert client.get(page_of(companion)).status_code == 200


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Ana Müller", "Bo Vega", "Pia Participant"]),
        ({"name": "muller"}, ["Ana Müller"]),
        ({"name": "Muler"}, ["Ana Müller"]),
        ({"profession": "midwifery"}, ["Bo Vega"]),
        ({"country": "peru"}, ["Bo Vega"]),
        ({"helps": "debriefing"}, ["Ana Müller"]),
        ({"helps": "debrifing rooms"}, ["Ana Müller"]),
        ({"learns": "ultrasound"}, ["Bo Vega"]),
        ({"helps": "ultrasound"}, []),
        ({"helps": "debriefing", "country": "peru"}, []),
        ({"profession": "witchcraft"}, ["Ana Müller", "Bo Vega", "Pia Participant"]),
    ],
)
def test_people_are_found_by_what_they_say_of_themselves(client, community, participant, asked, names):
    ana = UserFactory(display_name="Ana Müller", country="Austria", can_help_with="Debriefing, and quiet rooms")
    bo = UserFactory(display_name="Bo Vega", country="Perú", profession="midwifery", wants_to_learn="ultrasound")
    for person in (ana, bo):
        MembershipFactory(community=community, person=person)

    assert found(client, participant, **asked) == names


def test_while_typing_the_list_alone_is_sent(client, participant):
    client.force_login(participant)

    page = client.get(URL, {"name": "pia"}, headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith("<section")
    assert "Pia Participant" in page


def test_nobody_found_leads_on(client, participant):
    client.force_login(participant)

    assert b"Nobody fits all of this" in client.get(URL, {"name": "Zzzz"}).content


def test_pages_of_people_lead_on_and_back(client, community, participant):
    MembershipFactory.create_batch(PEOPLE_PER_PAGE, community=community, person__display_name="Same name")
    client.force_login(participant)

    first = client.get(URL).context["page"]
    second = client.get(URL, {"after": first.after}).context["page"]
    back = client.get(URL, {"before": second.before}).context["page"]

    assert (len(first.rows), len(second.rows)) == (PEOPLE_PER_PAGE, 1)
    assert back.rows == first.rows


def test_communities_in_common_are_those_of_both(client, canary, participant, community):
    theirs = CommunityFactory(name="Theirs alone")
    hidden = CommunityFactory(name="Hidden grove", visibility="hidden")
    shared = CommunityFactory(name="Shared grove", visibility="hidden")
    for each in (theirs, hidden, shared):
        MembershipFactory(community=each, person=canary)
    MembershipFactory(community=shared, person=participant)
    client.force_login(participant)

    page = client.get(page_of(canary)).content.decode()

    assert {name for name in ("Theirs alone", "Hidden grove", "Shared grove", "Virtual campus") if name in page} == {
        "Shared grove",
        "Virtual campus",
    }


def test_contributions_are_those_that_their_reader_may_read(
    client, canary, participant, moderator, commons, members_room, team_room
):
    Membership.objects.filter(person=canary).update(role=Role.FACILITATOR)
    secret = CommunityFactory(visibility="hidden").spaces.get(slug="commons")
    for space in (commons, members_room, team_room, secret):
        PostFactory(discussion__space=space, author=canary, markdown=f"Said in {space.slug} of {space.community.slug}")
    PostFactory(
        discussion__space=commons,
        author=canary,
        markdown="Taken back",
        deleted_at=timezone.now(),
        deleted_by=canary,
    )
    PostFactory(discussion=DiscussionFactory(space=commons), markdown="Somebody else’s")

    def said(person):
        client.force_login(person)
        return [each.excerpt for each in client.get(page_of(canary)).context["profile"].contributions]

    assert said(participant) == ["Said in members of campus", "Said in commons of campus"]
    assert said(moderator) == ["Said in team of campus", *said(participant)]


def test_one_s_own_page_says_who_sees_it_and_leads_to_the_form(client, participant, canary):
    client.force_login(participant)
    for audience, said in (("fellows", "as fellows see it"), ("members", "signed in"), ("nobody", "Nobody but you")):
        participant.profile_audience = audience
        participant.save()
        page = client.get(page_of(participant)).content.decode()

        assert said in page
        assert f'href="{reverse("accounts:profile")}">Edit' in page

    assert b">Edit" not in client.get(page_of(canary)).content


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow_with_the_people(client, participant, community, number, django_assert_max_num_queries):
    MembershipFactory.create_batch(number, community=community)
    for _ in range(number):
        other = CommunityFactory()
        MembershipFactory(community=other, person=participant)
        PostFactory(discussion__space=other.spaces.get(slug="commons"), author=participant)
    client.force_login(participant)
    client.get(URL)

    with django_assert_max_num_queries(4):
        client.get(URL, {"helps": "feedback", "name": "person"})
    with django_assert_max_num_queries(6):
        client.get(page_of(participant))


def test_a_page_of_a_community_shows_whom_its_reader_knows_from_elsewhere(client, canary, participant, community):
    front = reverse("home:community", args=["campus"])
    client.force_login(participant)

    def known():
        return [person.display_name for person in client.get(front).context["front"].known]

    assert known() == []
    elsewhere = CommunityFactory()
    for person in (canary, participant):
        MembershipFactory(community=elsewhere, person=person)
    assert known() == ["Canaria Namen"]
    canary.profile_audience = "nobody"
    canary.save()
    assert known() == []
    Community.objects.filter(pk=elsewhere.pk).update(phase="archived")
    client.logout()
    assert known() == []
