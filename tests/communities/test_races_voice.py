"""What is said in a community's name and what is put into its box, at the same moment on real connections."""

from functools import partial
from uuid import uuid4

import pytest

from communities.actions import draft_statement, remove_member, suggest
from communities.actions.notes import note_of_member
from communities.errors import TooManySuggestions
from communities.models import FacilitationNote, Membership, Role, Statement, Suggestion
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def community():
    return CommunityFactory()


def suggesting(community, person):
    return partial(suggest, community, actor=person, submission=uuid4(), text="Shorter meetings", is_signed=False)


def test_the_box_takes_no_more_unsigned_ones_than_it_says(community):
    people = [MembershipFactory(community=community).person for _ in range(2)]
    for _number in range(Suggestion.MOST_UNSIGNED_A_DAY - 1):
        suggesting(community, people[0])()

    outcome = meanwhile(suggesting(community, people[0]), suggesting(community, people[1]))

    assert isinstance(outcome, TooManySuggestions)
    assert Suggestion.objects.count() == Suggestion.MOST_UNSIGNED_A_DAY


@pytest.mark.parametrize("deed", ["suggest", "draft", "note"])
def test_who_is_removed_while_they_wait_leaves_no_word(community, deed):
    leader = MembershipFactory(community=community, role=Role.LEADER).person
    writer = MembershipFactory(community=community, role=Role.MODERATOR)
    about = MembershipFactory(community=community)
    said = {"actor": writer.person, "submission": uuid4()}
    deeds = {
        "suggest": suggesting(community, writer.person),
        "draft": partial(draft_statement, community, title="We begin", markdown="On Monday.", **said),
        "note": partial(note_of_member, about, text="Knows pumps.", **said),
    }
    fresh = Membership.objects.select_related("community").get(pk=writer.pk)

    outcome = meanwhile(partial(remove_member, fresh, reason="Adverts.", actor=leader), deeds[deed])

    assert isinstance(outcome, Refused)
    assert not any(model.objects.exists() for model in (Suggestion, Statement, FacilitationNote))
