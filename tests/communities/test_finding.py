"""Words that find communities, and what is said of names."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communities.models import Charter, ExpectedResult, Subject
from communities.queries import find_communities, name_hints, similar_communities, telling_words, words_of
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


@pytest.fixture
def ward(db):
    """A public community whose name and purpose say little; its subject, charter and result say the rest."""
    ward = CommunityFactory(name="Ward nine", summary="We meet on Mondays.", visibility="public")
    Charter.objects.update_or_create(
        community=ward, defaults={"problem": "Handover is loud.", "objective": "A calm éducation."}
    )
    ExpectedResult.objects.create(community=ward, position=1, text="A checklist at each bed")
    skill = Subject.objects.create(label="Kindred arts", slug="kindred-arts")
    ward.subjects.add(Subject.objects.create(label="Storyweaving", slug="storyweaving", parent=skill))
    return ward


WORDS = ["storyweaving", "storyweavin", "kindred", "handover", "education", "checklist", "ward storyweaving handover"]


@pytest.mark.parametrize("text", WORDS)
def test_a_community_is_found_by_its_subjects_and_its_charter(ward, text):
    CommunityFactory(name="Another", summary="Something else.")

    assert list(find_communities(VISITOR, text)) == [ward]


@pytest.mark.parametrize(("text", "found"), [("storyweaving", 1), ("handover", 0), ("checklist", 0), ("ward", 1)])
def test_a_listed_community_is_found_by_what_it_tells_to_everyone(ward, text, found):
    ward.visibility = "listed"
    ward.save()

    assert find_communities(VISITOR, text).count() == found
    assert find_communities(MembershipFactory(community=ward).person, text).count() == 1


def test_a_result_that_was_dropped_finds_nothing(ward):
    ward.results.update(position=None, state="dropped")

    assert not find_communities(VISITOR, "checklist").exists()
