"""What the directory is narrowed by, and how many each choice leaves for whom."""

import pytest
from django.urls import reverse

from communities.models import Community, CommunityLink, Membership, Role, Subject
from tests.factories import CommunityFactory, CommunityLinkFactory, MembershipFactory, UserFactory
from tests.statements import know_the_sizes

URL = reverse("home:directory")


def counts(client, facet, person=None, **asked):
    if person:
        client.force_login(person)
    found = client.get(URL, asked).context["directory"].counts[facet]
    return {value: number for value, number in found.items() if number}


def names(client, **asked):
    return sorted(found.standing.community.name for found in client.get(URL, asked).context["directory"].found)


def umbrella(upper, *beneath):
    for lower in beneath:
        CommunityLinkFactory(kind="umbrella", upper=upper, lower=lower)


@pytest.fixture
def hidden(db):
    return CommunityFactory(
        name="Hidden grove", slug="grove", visibility="hidden", admission="invitation", language="pt", phase="design"
    )


def test_each_choice_says_how_many_it_leaves(client, db):
    CommunityFactory(name="A")
    CommunityFactory(name="B", admission="request", language="es")
    CommunityFactory(name="C", phase="concluded")

    assert counts(client, "joining") == {"open": 1, "request": 1}
    assert counts(client, "phase") == {"active": 2, "ended": 1}
    assert counts(client, "language") == {"en": 2, "es": 1}


def test_a_choice_counts_within_the_others(client, db):
    CommunityFactory(name="A")
    CommunityFactory(name="Rounds", admission="request", language="es")

    assert counts(client, "joining", language="es") == {"request": 1}
    assert counts(client, "language", language="es") == {"en": 1, "es": 1}  # what else there would be
    assert counts(client, "language", q="rounds") == {"es": 1}


def test_a_subject_counts_with_what_belongs_to_it(client, db):
    skill = Subject.objects.create(slug="skill", label="A skill")
    part = Subject.objects.create(slug="part", label="A part of it", parent=skill)
    one, other, both = (CommunityFactory(name=name) for name in ("A", "B", "C"))
    one.subjects.set([skill])
    other.subjects.set([part])
    both.subjects.set([skill, part])

    assert counts(client, "subject") == {"skill": 3, "part": 2}
    assert names(client, subject="part") == ["B", "C"]


def test_put_away_ones_are_counted_among_what_has_ended(client, db):
    CommunityFactory(phase="archived", language="es")

    assert counts(client, "phase") == {"ended": 1}
    assert counts(client, "language") == {}


def test_the_umbrella_says_how_many_belong_to_it_and_leads_to_them(client, db):
    campus = CommunityFactory(name="The campus", slug="campus")
    umbrella(campus, CommunityFactory(name="A"), CommunityFactory(name="B"))
    CommunityLinkFactory(upper=campus, lower=CommunityFactory(name="A sister"))

    response = client.get(URL)

    assert "2 communities belong to it" in response.content.decode()
    assert f"{URL}?part_of=campus" in response.content.decode()
    assert names(client, part_of="campus") == ["A", "B"]
    assert counts(client, "part_of") == {"campus": 2}


def test_what_only_waits_is_part_of_nothing(client, db):
    campus = CommunityFactory(slug="campus")
    CommunityLinkFactory(kind="umbrella", upper=campus, lower=CommunityFactory(), state=CommunityLink.State.PROPOSED)

    assert counts(client, "part_of") == {}
    assert "belong to it" not in client.get(URL).content.decode()


def test_nothing_of_what_is_hidden_is_counted(client, hidden, outsider):
    campus, ward = CommunityFactory(name="The campus", slug="campus"), CommunityFactory(name="A ward")
    umbrella(campus, ward, hidden)
    umbrella(hidden, CommunityFactory(name="Beneath the grove"))
    MembershipFactory(community=hidden, person__profession="medicine")
    hidden.subjects.add(Subject.objects.create(slug="secret-art", label="Secret art"))

    for person in (None, outsider):
        if person:
            client.force_login(person)
        page = client.get(URL)
        counted = page.context["directory"].counts
        html = page.content.decode()

        assert counted["part_of"] == {"campus": 1}
        assert "pt" not in counted["language"]
        assert "design" not in counted["phase"]
        assert counted["subject"] == {}
        assert counted["profession"] == {}
        assert "1 community belongs to it" in html
        assert not [word for word in ("grove", "Secret art") if word in html.replace("Beneath the grove", "")]
        assert names(client, part_of="grove") == names(client, part_of="there-is-none")


def test_its_members_count_it(client, hidden):
    campus = CommunityFactory(name="The campus", slug="campus")
    umbrella(campus, hidden)
    umbrella(hidden, campus_ward := CommunityFactory(name="A ward"))
    person = MembershipFactory(community=hidden).person
    client.force_login(person)

    assert counts(client, "part_of") == {"campus": 1, "grove": 1}
    assert names(client, part_of="grove") == [campus_ward.name]


def test_professions_go_by_what_profiles_tell_inside(client, outsider):
    public, listed = CommunityFactory(name="Public"), CommunityFactory(name="Listed", visibility="listed")
    MembershipFactory(community=public, person__profession="nursing", person__profile_audience="members")
    MembershipFactory(community=public, person__profession="nursing", person__profile_audience="members")
    MembershipFactory(community=public, person__profession="medicine", person__profile_audience="fellows")
    MembershipFactory(community=listed, person__profession="pharmacy", person__profile_audience="members")

    assert counts(client, "profession") == {}
    assert counts(client, "profession", outsider) == {"nursing": 1}
    assert names(client, profession="nursing") == ["Public"]
    assert names(client, profession="pharmacy") == []
    MembershipFactory(community=listed, person=outsider)
    assert counts(client, "profession") == {"nursing": 1, "pharmacy": 1}


def test_a_visitor_is_asked_nothing_about_professions(client, db):
    CommunityFactory(name="A")

    assert "find-profession" not in client.get(URL).content.decode()
    assert names(client, profession="nursing") == ["A"]


def test_choices_stand_in_the_form_with_their_numbers(client, db):
    CommunityFactory(language="es")
    CommunityFactory()

    html = client.get(URL, {"language": "es"}).content.decode()

    assert '<option value="es" selected>' in html
    assert "(1)" in html
    assert '<details class="finder__more" open>' in html
    assert 'value="de"' not in html  # nobody speaks it here


def test_they_follow_what_htmx_asks(client, db):
    CommunityFactory(language="es")

    html = client.get(URL, {"language": "es"}, headers={"HX-Request": "true"}).content.decode()

    assert 'id="facets" hx-swap-oob="true"' in html


def filled(number):
    """So many communities, linked, tagged and with people of several professions."""
    made = Community.objects.bulk_create(
        Community(slug=f"many-{each}", name=f"Many {each}", summary="To learn.", phase="active", visibility="public")
        for each in range(number)
    )
    people = [UserFactory(profession=profession) for profession in ("nursing", "medicine", "pharmacy")]
    Membership.objects.bulk_create(
        Membership(community=each, person=people[place % 3], role=Role.LEADER) for place, each in enumerate(made)
    )
    CommunityLink.objects.bulk_create(
        CommunityLinkFactory.build(
            kind="umbrella", upper=made[0], lower=each, proposed_by=people[0], answered_by=people[0]
        )
        for each in made[1:]
    )
    subject = Subject.objects.create(slug="skill", label="A skill")
    Community.subjects.through.objects.bulk_create(
        Community.subjects.through(community=each, subject=subject) for each in made
    )
    know_the_sizes()


@pytest.mark.parametrize("number", [10, 5_000])
def test_it_takes_few_queries_however_many_there_are(client, outsider, number, django_assert_max_num_queries):
    filled(number)
    client.force_login(outsider)
    client.get(URL)

    with django_assert_max_num_queries(10):
        page = client.get(URL, {"subject": "skill", "language": "en"})

    assert page.context["directory"].counts["subject"] == {"skill": number}
    assert page.context["directory"].counts["part_of"] == {"many-0": number - 1}
