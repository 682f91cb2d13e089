"""The site's list of subjects, what communities are about, and how they are found by it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.actions import start_community
from communities.actions.vocabulary import merge_subjects, offer_subject, retire_subject
from communities.effects import let_in
from communities.errors import TooManySubjects
from communities.models import Community, Role, Subject
from communities.queries.subjects import choosable, subjects_of
from core.permissions import Refused
from tests.communities.test_actions_settings import WISH, change
from tests.communities.test_views_settings import FORM, SETTINGS
from tests.factories import CommunityFactory, UserFactory

DIRECTORY = reverse("home:directory")


@pytest.fixture(autouse=True)
def first_subjects(db):
    """The list that a migration brings, also where an earlier test has emptied the tables."""
    import_module("communities.migrations.0019_first_subjects").plant(apps, None)


def subject(label):
    return Subject.objects.get(label=label)


def about(community, *labels):
    community.subjects.set([subject(label) for label in labels])
    return community


def labels(subjects):
    return [each.label for each in subjects]


def found(client, **asked):
    return [each.standing.community.name for each in client.get(DIRECTORY, asked).context["directory"].found]


def test_there_is_a_list_to_begin_with(db):
    offered = labels(choosable())

    assert {"Feedback", "Debriefing", "Simulation", "Interprofessional learning", "Leadership"} <= set(offered)
    assert offered[offered.index("Feedback") :][:3] == ["Feedback", "Giving feedback", "Receiving feedback"]


def test_two_are_never_called_alike(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.create(label="FEEDBACK")

    assert Subject.objects.create(label="Feedback!").slug == "feedback-2"


def test_there_are_two_levels(db):
    with pytest.raises(ValidationError):
        Subject(label="Written feedback", parent=subject("Giving feedback")).clean()
    feedback = subject("Feedback")
    feedback.parent = subject("Simulation")
    with pytest.raises(ValidationError):
        feedback.clean()


def test_leaders_say_what_their_community_is_about(community, leader):
    change(community, leader, subjects=[subject("Feedback"), subject("Simulation")])

    assert labels(subjects_of(community)) == ["Feedback", "Simulation"]
    change(community, leader, language="es")
    assert labels(subjects_of(community)) == ["Feedback", "Simulation"]
    change(community, leader, subjects=[])
    assert labels(subjects_of(community)) == []


def test_the_same_subjects_again_change_nothing(community, leader):
    change(community, leader, subjects=[subject("Feedback")])
    change(community, leader, subjects=[subject("Feedback")])

    assert Community.objects.get().settings_version == 1


def test_nobody_else_says_so(community, moderator):
    with pytest.raises(Refused):
        change(community, moderator, subjects=[subject("Feedback")])

    assert not community.subjects.exists()


def test_five_are_enough(community, leader):
    with pytest.raises(TooManySubjects):
        change(community, leader, subjects=Subject.objects.all()[:6])

    change(community, leader, subjects=Subject.objects.all()[:5])
    assert community.subjects.count() == 5


def test_a_community_is_started_with_its_subjects(db):
    community = start_community(actor=UserFactory(), **WISH, subjects=[subject("Feedback")])

    assert labels(subjects_of(community)) == ["Feedback"]


def test_the_settings_page_keeps_them(client, community, leader):
    client.force_login(leader)
    chosen = [str(subject("Feedback").pk), str(subject("Simulation").pk)]

    assert client.post(SETTINGS, FORM | {"subjects": chosen}).status_code == 302

    assert labels(subjects_of(community)) == ["Feedback", "Simulation"]
    page = client.get(SETTINGS).content.decode()
    assert page.count("checked") == 7  # two subjects beside three tools, who may see it and how people join


def test_the_settings_page_says_when_there_are_too_many(client, community, leader):
    client.force_login(leader)

    response = client.post(SETTINGS, FORM | {"subjects": [str(each.pk) for each in Subject.objects.all()[:6]]})

    assert response.status_code == 422
    assert "At most 5 subjects" in response.content.decode()
    assert not community.subjects.exists()


def test_whoever_was_overtaken_is_told_what_it_is_about_now(client, community, leader):
    client.force_login(leader)
    change(community, leader, subjects=[subject("Feedback"), subject("Simulation")])

    response = client.post(SETTINGS, FORM | {"subjects": [str(subject("Leadership").pk)]})

    assert response.status_code == 409
    assert "Feedback and Simulation" in response.content.decode()


def test_a_retired_subject_stays_where_it_was_chosen(client, community, leader, admin):
    about(community, "Feedback")
    retire_subject(subject("Feedback"), actor=admin)

    assert "Feedback" not in labels(choosable())
    assert "Feedback" in labels(choosable(community))
    client.force_login(leader)
    assert client.post(SETTINGS, FORM | {"subjects": [str(subject("Feedback").pk)]}).status_code == 302
    assert labels(subjects_of(community)) == ["Feedback"]
    assert offer_subject(subject("Feedback"), actor=admin)
    assert not offer_subject(subject("Feedback"), actor=admin)
    assert "Feedback" in labels(choosable())


def test_of_two_merged_subjects_one_keeps_what_was_tagged(community, admin):
    other = CommunityFactory()
    about(community, "Debriefing", "Feedback")
    about(other, "Debriefing")

    merge_subjects(subject("Debriefing"), into=subject("Feedback"), actor=admin)

    assert labels(subjects_of(community)) == labels(subjects_of(other)) == ["Feedback"]
    assert not Subject.objects.filter(label="Debriefing").exists()


def test_what_belonged_to_a_merged_subject_belongs_to_the_other(db, admin):
    merge_subjects(subject("Communicating"), into=subject("Giving feedback"), actor=admin)

    assert set(subject("Feedback").children.values_list("label", flat=True)) == {
        *("Communicating in teams", "Communicating with patients"),
        *("Giving feedback", "Receiving feedback"),
    }
    merge_subjects(subject("Feedback"), into=subject("Giving feedback"), actor=admin)
    assert subject("Giving feedback").parent is None
    assert subject("Receiving feedback").parent == subject("Giving feedback")


def test_the_list_is_kept_by_site_staff(leader):
    for deed in (retire_subject, offer_subject):
        with pytest.raises(Refused):
            deed(subject("Feedback"), actor=leader)
    with pytest.raises(Refused):
        merge_subjects(subject("Feedback"), into=subject("Simulation"), actor=leader)

    assert not subject("Feedback").is_retired


def test_site_staff_keep_it_in_the_admin(client, community, admin):
    about(community, "Debriefing")
    client.force_login(admin)
    listed = reverse("admin:communities_subject_changelist")
    changing = reverse("admin:communities_subject_change", args=[subject("Debriefing").pk])

    assert "Debriefing" in client.get(listed).content.decode()
    client.post(reverse("admin:communities_subject_add"), {"label": "Moulage", "parent": subject("Simulation").pk})
    assert subject("Moulage").parent == subject("Simulation")
    client.post(listed, {"action": "retire", "_selected_action": [subject("Moulage").pk]})
    assert subject("Moulage").is_retired
    response = client.post(changing, {"label": "Debriefing", "into": subject("Feedback").pk})
    assert response.url == listed
    assert labels(subjects_of(community)) == ["Feedback"]


def test_communities_are_found_by_subject(client, db):
    about(CommunityFactory(name="A"), "Feedback")
    about(CommunityFactory(name="B", visibility="listed"), "Giving feedback", "Simulation")
    about(CommunityFactory(name="C"), "Leadership")

    assert found(client, subject="feedback", sort="name") == ["A", "B"]
    assert found(client, subject="giving-feedback") == ["B"]
    assert found(client, subject="nonsense", sort="name") == ["A", "B", "C"]
    assert found(client, subject="simulation", joining="request") == []


def test_only_subjects_by_which_something_is_found_are_offered(client, db):
    about(CommunityFactory(), "Giving feedback")
    about(CommunityFactory(visibility="hidden"), "Leadership")

    form = client.get(DIRECTORY).context["form"]

    offered = [slug for slug, _label in form.fields["subject"].choices]
    assert offered == ["", "feedback", "giving-feedback"]


def test_the_subject_tells_a_guest_nothing_of_a_hidden_community(client, outsider):
    hidden = about(CommunityFactory(name="Grove", visibility="hidden"), "Leadership")
    about(CommunityFactory(name="Anybody’s"), "Leadership")
    let_in(outsider, hidden.spaces.get(slug="team"), role=Role.GUEST, source="guest")
    client.force_login(outsider)

    assert found(client, subject="leadership") == ["Anybody’s"]
    page = client.get(DIRECTORY, {"mine": ""}).content.decode()
    assert page.count("?subject=leadership") == 1
    assert "?subject=" not in client.get(hidden.get_absolute_url()).content.decode()


def test_the_front_and_the_cards_say_what_it_is_about(client, community):
    about(community, "Feedback", "Simulation")

    for address in (community.get_absolute_url(), DIRECTORY):
        page = client.get(address).content.decode()
        assert f'<a href="{DIRECTORY}?subject=feedback">Feedback</a>' in page


@pytest.mark.parametrize("number", [3, 19])
def test_queries_of_the_directory_do_not_grow(client, participant, number, django_assert_max_num_queries):
    for _number in range(number):
        about(CommunityFactory(), "Feedback", "Simulation")
    client.force_login(participant)
    client.get(DIRECTORY)

    with django_assert_max_num_queries(10):
        client.get(DIRECTORY)
