import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from tests.factories import CommunityFactory

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

    assert registered == {"accounts.User", "communities.Community"}
    assert apps.get_model("auth.Group") not in admin.site._registry
