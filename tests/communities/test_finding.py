"""Words that find communities, and what is said of names."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communities.queries import advice_on, find_communities, name_hints, similar_communities, telling_words, words_of
from communities.queries.method import method
from tests.factories import CommunityFactory, MembershipFactory

VISITOR = AnonymousUser()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  Feedback, FEEDBACK and more ", ["feedback", "and", "more"]),
        ("men's health — peer-review", ["men's", "health", "peer-review"]),
        ("_%'\"\\", []),
        (" ".join("abcdefghijkl"), list("abcdefgh")),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


def test_words_that_say_nothing_are_left_out():
    assert telling_words("A community of practice about feedback for people") == ["feedback"]


@pytest.mark.parametrize(
    "name",
    [
        "Coordination of clinical teaching",
        "To co-ordinate the programme",
        "Monitoring learners",
        "Managing our placements",
        "Committee of programme directors",
        "The subcommittee on assessment",
    ],
)
def test_names_of_offices_are_advised_on(name):
    assert len(name_hints(name)) == 1


@pytest.mark.parametrize("name", ["Feedback in simulation", "Pain management in primary care", "Manager training", ""])
def test_most_names_are_left_alone(name):
    assert name_hints(name) == []


def test_our_own_examples_are_what_they_say():
    assert not any(name_hints(name) for name in method().good_names)
    assert all(name_hints(name) for name in method().poor_names)


def test_similar_ones_by_name_or_purpose(db):
    named = CommunityFactory(name="Feedback after simulation", summary="For teams.")
    told = CommunityFactory(name="Virtual campus", summary="Simulation staff who want their feedback to be heard.")
    CommunityFactory(name="Handover at night", summary="For wards.")
    CommunityFactory(name="Feedback after simulation, once", phase="concluded")

    assert similar_communities(VISITOR, "A guide to feedback in simulation") == [named, told]
    assert similar_communities(VISITOR, "the and of") == []


def test_similar_ones_are_those_whose_purpose_one_may_read(outsider):
    hidden = CommunityFactory(name="Feedback after simulation", visibility="hidden")

    assert similar_communities(outsider, "Feedback after simulation") == []
    MembershipFactory(community=hidden, person=outsider)
    assert similar_communities(outsider, "Feedback after simulation") == [hidden]


def test_without_words_everything_that_one_may_know_of_is_found(outsider):
    shown = CommunityFactory()
    CommunityFactory(visibility="hidden")

    assert list(find_communities(outsider, " ? ")) == [shown]


@pytest.mark.parametrize("name", ["Médecine rurale", "medecine RURALE"])
def test_a_name_that_there_is_already_is_said(db, name):
    CommunityFactory(name="Médecine rurale", phase="concluded")
    CommunityFactory(name="Hidden rurale", visibility="hidden")

    assert len(advice_on(name, VISITOR).hints) == 1
    assert advice_on(name + " 2", VISITOR).hints == advice_on("Hidden rurale", VISITOR).hints == []
