import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.effects import erase_person
from accounts.models import User
from tests.factories import PostFactory, UserFactory

LIST = reverse("admin:accounts_user_changelist")


@pytest.fixture
def staff(client, admin):
    client.force_login(admin)
    return client


def change(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


@pytest.mark.parametrize("url", ["/admin/", "/admin/login/", LIST])
def test_site_staff_sign_in_at_the_door_of_everyone(client, outsider, url):
    assert client.get(url, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    client.force_login(outsider)

    assert client.get(url, follow=True).status_code == 403


def test_what_people_say_about_themselves_is_not_shown(staff):
    person = UserFactory(bio="What I say.", organisation="Lagoon College", interests="fishing")

    pages = staff.get(LIST).content + staff.get(change(person)).content

    assert person.email.encode() in pages
    for text in (b"What I say.", b"Lagoon College", b"fishing"):
        assert text not in pages


def test_a_person_is_made_without_a_user_name(staff):
    staff.post(
        reverse("admin:accounts_user_add"),
        {"email": "new@copse.example", "display_name": "New", "usable_password": "false"},
    )

    person = User.objects.get(email="new@copse.example")
    assert not person.has_usable_password()
    assert person.handle.startswith("new-")


def test_an_address_is_its_owner_s_to_change(staff, outsider):
    staff.post(change(outsider), {"email": "x@copse.example", "display_name": "Olu", "is_active": "on"})

    before = outsider.email
    outsider.refresh_from_db()
    assert (outsider.email, outsider.display_name) == (before, "Olu")


def test_pages_that_name_a_person_are_made_anew_when_staff_change_the_name(staff, outsider):
    discussion = PostFactory(author=outsider).discussion
    before = discussion.version

    staff.post(change(outsider), {"display_name": "Olu", "is_active": "on"})

    discussion.refresh_from_db()
    assert discussion.version == before + 1


def test_nobody_is_deleted(staff, outsider):
    assert staff.post(reverse("admin:accounts_user_delete", args=[outsider.pk])).status_code == 403
    staff.post(LIST, {"action": "delete_selected", "_selected_action": [outsider.pk], "post": "yes"})

    assert User.objects.filter(pk=outsider.pk).exists()


def test_what_staff_did_to_an_address_is_forgotten_with_the_person(staff, outsider):
    address = outsider.emailaddress_set.get()
    staff.post(
        reverse("admin:account_emailaddress_change", args=[address.pk]),
        {"user": outsider.pk, "email": address.email, "primary": "on"},
    )
    assert address.email in LogEntry.objects.get().object_repr

    erase_person(outsider)

    assert LogEntry.objects.get().object_repr == ""
