import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from communities.actions.coaching import ask_coach
from communities.models import Coach, CoachingRequest, Institution
from tests.factories import CommunityFactory, UserFactory

LIST = reverse("admin:communities_community_changelist")


@pytest.fixture
def staff(client, admin):
    client.force_login(admin)
    return client


def test_hidden_communities_are_listed_by_number_and_counts_alone(staff):
    CommunityFactory(name="Open grove", summary="Purpose in the open.")
    hidden = CommunityFactory(name="Hidden grove", slug="grove-x7", visibility="hidden", member_count=19)

    page = staff.get(LIST).content.decode()

    assert "Open grove" in page
    assert f">{hidden.pk}<" in page
    assert ">19<" in page
    assert "Hidden grove" not in page
    assert "grove-x7" not in page


def test_nothing_can_be_opened_or_changed_there(staff, community):
    for action in ("change", "delete", "history"):
        address = reverse(f"admin:communities_community_{action}", args=[community.pk])
        assert staff.get(address).status_code == 403
    assert staff.get(reverse("admin:communities_community_add")).status_code == 403


def test_nothing_that_holds_members_text_memberships_or_grants_is_registered():
    own = {"home", "forums", "communities", "notifications", "activity", "accounts", "guardian"}
    registered = {model._meta.label for model in admin.site._registry if model._meta.app_label in own}

    kept_by_staff = {"communities.Subject", "communities.Institution", "communities.Coach"}
    assert registered == {"accounts.User", "communities.Community", "forums.InboundMail"} | kept_by_staff
    assert apps.get_model("auth.Group") not in admin.site._registry


def test_a_coach_stays_who_they_are(staff, community, leader, outsider):
    coach = Coach.objects.create(person=UserFactory(), helps_with="Starting.")
    asked = ask_coach(community, coach=coach, message="Where do we begin?", actor=leader)
    address = reverse("admin:communities_coach_change", args=[coach.pk])

    staff.post(address, {"person": outsider.pk, "helps_with": "Closing.", "is_available": "on"})

    changed = Coach.objects.get()
    assert (changed.person_id, changed.helps_with) == (coach.person_id, "Closing.")
    assert asked not in CoachingRequest.objects.visible_to(outsider)
    assert asked.message not in staff.get(address).content.decode()


INSTITUTION = {"kind": "university", "country": "Wales", "website": "uni.example.org"}


def test_institutions_are_added_changed_and_merged(staff):
    add = reverse("admin:communities_institution_add")
    staff.post(add, {"name": "Uni of Wales", **INSTITUTION})
    staff.post(add, {"name": "UoW", **INSTITUTION})
    kept, other = Institution.objects.order_by("name")
    change = reverse("admin:communities_institution_change", args=[other.pk])

    assert kept.website == "https://uni.example.org"
    assert "Another word for" in staff.get(change).content.decode()
    staff.post(change, {"name": "UoW", **INSTITUTION, "into": kept.pk})

    assert list(Institution.objects.all()) == [kept]
    page = staff.get(reverse("admin:communities_institution_changelist")).content.decode()
    assert "Uni of Wales" in page


def test_of_an_institution_there_is_one_row(staff):
    Institution.objects.create(name="Uni of Wales", kind="university", country="Wales")
    other = Institution.objects.create(name="UoW", kind="university", country="Wales")
    twice = {**INSTITUTION, "name": "UNI OF WALES", "country": "wales"}
    addresses = (
        reverse("admin:communities_institution_add"),
        reverse("admin:communities_institution_change", args=[other.pk]),
    )

    for address in addresses:
        page = staff.post(address, twice)

        assert page.status_code == 200
        assert "Uni of Wales, Wales is there already." in page.content.decode()
    assert Institution.objects.count() == 2


def test_a_name_that_grows_when_it_is_folded_is_taken(staff):
    staff.post(reverse("admin:communities_institution_add"), {**INSTITUTION, "name": "\ufdfa" * 100})

    assert len(Institution.objects.get().key) == 400


def test_coaches_are_named(staff, outsider):
    coach = {"person": outsider.pk, "helps_with": "Starting.", "is_available": "on"}

    staff.post(reverse("admin:communities_coach_add"), coach)

    assert Coach.objects.get().person == outsider
    assert "Starting." in staff.get(reverse("admin:communities_coach_changelist")).content.decode()
