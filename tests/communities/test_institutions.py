"""Institutions, who is in a community for one, and who runs it together."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from communities.actions import leave_community
from communities.actions.handover import offer_leadership
from communities.actions.institutions import (
    add_host,
    confirm_representation,
    decline_representation,
    remove_host,
    represent,
    represent_nobody,
)
from communities.actions.vocabulary import merge_institutions
from communities.effects.merging import move_pointers
from communities.errors import RepresentationOver, TooManyHosts, TooManyInstitutions
from communities.models import HandOver, Institution, Membership, Representation
from communities.models.institutions import folded
from communities.queries.institutions import Unlisted, institution_named, institutions_found, institutions_like
from core.errors import Gone
from core.permissions import Refused
from tests.communities.life import in_phase
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.facts import told

HILLSIDE = Unlisted("Hillside Hospital", "Kenya", "hospital", "https://hillside.example/")


def institution(name="Universidade de São Paulo", country="Brazil", **facts):
    return Institution.objects.create(name=name, country=country, kind="university", **facts)


def test_one_institution_has_one_row_whatever_its_accents_and_signs(db):
    assert folded("  Universidade de SÃO-Paulo ") == "universidade de sao paulo"
    institution()
    with pytest.raises(IntegrityError), transaction.atomic():
        institution("UNIVERSIDADE DE SAO PAULO", "brazil")

    assert institution(country="Portugal").pk


def test_institutions_are_found_while_a_name_is_typed(db):
    saopaulo, lagos = institution(), institution("University of Lagos", "Nigeria")

    assert institutions_found("sao paul") == [saopaulo]
    assert institutions_found("lagos nig") == [lagos]
    assert institutions_found("  ") == []
    assert institutions_like("Lagos University") == [lagos]
    assert institutions_like("Riverside") == []


def test_a_name_means_one_institution_or_several(db):
    here, there = institution("Saint Mary’s", "Ireland"), institution("Saint Mary’s", "Canada")

    assert set(institution_named("saint mary s")) == {here, there}
    assert institution_named("Saint Mary’s, Canada") == [there]
    assert institution_named("Saint") == []


def test_a_member_says_for_whom_they_are_here_and_the_team_hears_of_it(community, participant, moderator, facilitator):
    said = represent(community, institution=HILLSIDE, actor=participant)

    assert (said.state, said.institution.name, said.institution.added_by) == ("said", HILLSIDE.name, participant)
    assert told(moderator) == ["representation.claimed"]
    assert told(facilitator) == told(participant) == []


def test_the_same_again_changes_nothing(community, participant, moderator):
    first = represent(community, institution=HILLSIDE, actor=participant)
    again = represent(community, institution=first.institution, actor=participant)

    assert again == first
    assert told(moderator) == ["representation.claimed"]
    assert Institution.objects.count() == 1


def test_another_institution_waits_anew(community, participant, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)
    confirm_representation(said, institution=said.institution_id, actor=moderator)

    other = represent(community, institution=institution(), actor=participant)

    assert (other.pk, other.state, other.answered_by) == (said.pk, "said", None)
    assert Membership.objects.get(person=participant).stands_for is None


def test_the_team_confirms_and_the_member_is_told(community, participant, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)

    assert confirm_representation(said, institution=said.institution_id, actor=moderator)
    assert not confirm_representation(said, institution=said.institution_id, actor=moderator)

    membership = Membership.objects.get(person=participant)
    assert membership.stands_for == said.institution
    assert (membership.representation.answered_by, told(participant)) == (moderator, ["representation.confirmed"])


def test_the_team_may_decline_and_take_a_badge_away(community, participant, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)
    confirm_representation(said, institution=said.institution_id, actor=moderator)
    decline_representation(said, institution=said.institution_id, actor=moderator)

    assert Membership.objects.get(person=participant).stands_for is None
    assert told(participant) == ["representation.confirmed", "representation.unconfirmed"]
    assert represent(community, institution=said.institution, actor=participant).state == "said"


def test_nobody_confirms_what_they_have_not_read(community, participant, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)
    read = said.institution_id
    represent(community, institution=institution(), actor=participant)

    with pytest.raises(RepresentationOver):
        confirm_representation(said, institution=read, actor=moderator)

    represent_nobody(community, actor=participant)
    with pytest.raises(RepresentationOver):
        confirm_representation(said, institution=read, actor=moderator)


def test_who_confirms(community, participant, facilitator, moderator, leader, outsider):
    said = represent(community, institution=HILLSIDE, actor=participant)
    for person in (participant, facilitator, outsider):
        with pytest.raises(Refused):
            confirm_representation(said, institution=said.institution_id, actor=person)
    own = represent(community, institution=institution(), actor=moderator)
    with pytest.raises(Refused):
        confirm_representation(own, institution=own.institution_id, actor=moderator)

    assert confirm_representation(own, institution=own.institution_id, actor=leader)
    own = represent(community, institution=institution("Riverside"), actor=leader)
    assert confirm_representation(own, institution=own.institution_id, actor=leader)


def test_who_says_so(community, participant, outsider):
    with pytest.raises(Refused):
        represent(community, institution=HILLSIDE, actor=outsider)
    in_phase(community, "concluded")
    with pytest.raises(Refused):
        represent(community, institution=HILLSIDE, actor=participant)

    assert not Institution.objects.exists()


def test_a_member_is_here_for_themselves_again(community, participant):
    represent(community, institution=HILLSIDE, actor=participant)

    assert represent_nobody(community, actor=participant)
    assert not represent_nobody(community, actor=participant)
    assert not Representation.objects.exists()


def test_it_ends_with_the_membership(community, participant, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)
    confirm_representation(said, institution=said.institution_id, actor=moderator)

    leave_community(community, actor=participant)

    assert not Representation.objects.exists()
    assert Institution.objects.exists()


def test_nobody_fills_the_list(community, participant):
    for number in range(5):
        represent(community, institution=Unlisted(f"Hospital {number}", "Kenya", "hospital"), actor=participant)

    with pytest.raises(TooManyInstitutions):
        represent(community, institution=HILLSIDE, actor=participant)

    assert Representation.objects.get().institution.name == "Hospital 4"


def test_leaders_say_who_runs_it_together(community, leader, moderator):
    assert add_host(community, institution=HILLSIDE, actor=leader)
    assert not add_host(community, institution=HILLSIDE, actor=leader)
    with pytest.raises(Refused):
        add_host(community, institution=institution(), actor=moderator)
    with pytest.raises(Refused):
        remove_host(community, institution=community.hosts.get(), actor=moderator)

    assert remove_host(community, institution=community.hosts.get(), actor=leader)
    assert not community.hosts.exists()


def test_five_are_enough_to_run_it(community, leader):
    for number in range(5):
        add_host(community, institution=institution(f"Hospital {number}"), actor=leader)

    with pytest.raises(TooManyHosts):
        add_host(community, institution=institution(), actor=leader)

    assert community.hosts.count() == 5


def test_of_two_merged_institutions_one_takes_over_what_the_other_was(community, participant, admin, leader):
    lagos, unilag = institution("University of Lagos", "Nigeria"), institution("Unilag", "Nigeria")
    other = CommunityFactory()
    represent(community, institution=unilag, actor=participant)
    community.hosts.add(lagos, unilag)
    other.hosts.add(unilag)

    with pytest.raises(Refused):
        merge_institutions(unilag, into=lagos, actor=leader)
    merge_institutions(unilag, into=lagos, actor=admin)

    assert Representation.objects.get().institution == lagos
    assert list(community.hosts.all()) == list(other.hosts.all()) == [lagos]
    assert list(Institution.objects.all()) == [lagos]
    merge_institutions(unilag, into=lagos, actor=admin)
    merge_institutions(lagos, into=lagos, actor=admin)
    assert list(Institution.objects.all()) == [lagos]


def test_nobody_is_here_for_one_that_was_merged_meanwhile(community, participant, leader, admin):
    lagos, unilag = institution("University of Lagos", "Nigeria"), institution("Unilag", "Nigeria")
    merge_institutions(Institution.objects.get(pk=unilag.pk), into=lagos, actor=admin)

    with pytest.raises(Gone):
        represent(community, institution=unilag, actor=participant)
    with pytest.raises(Gone):
        add_host(community, institution=unilag, actor=leader)


def test_what_cannot_be_moved_is_not_thrown_away(community, participant, leader):
    asked = offer_leadership(community, to=participant, afterwards="leader", actor=leader)

    with pytest.raises(IntegrityError, match="hand_over_to_another"), transaction.atomic():
        move_pointers(asked.leader, asked.successor)

    assert HandOver.objects.get() == asked


def test_what_waits_is_for_whoever_says_so_and_for_those_who_confirm(community, participant, facilitator, moderator):
    said = represent(community, institution=HILLSIDE, actor=participant)

    def sees(person):
        return Representation.objects.visible_to(person).filter(pk=said.pk).exists()

    assert [sees(person) for person in (participant, moderator, facilitator)] == [True, True, False]
    assert not sees(AnonymousUser())
    confirm_representation(said, institution=said.institution_id, actor=moderator)
    assert sees(facilitator)


def test_erased_people_are_here_for_nobody(community, participant, admin):
    from accounts.effects import erase_person

    represent(community, institution=HILLSIDE, actor=participant)
    MembershipFactory(community=community, person=UserFactory())

    erase_person(participant)

    assert not Representation.objects.exists()
    assert Institution.objects.get().added_by == participant
