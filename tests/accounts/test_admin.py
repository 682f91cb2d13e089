import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.effects import erase_person
from accounts.models import User
from tests.factories import PostFactory, UserFactory
from tests.factories.accounts import PASSWORD, SECRET

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


def test_what_staff_did_to_an_address_is_forgotten_with_the_person(admin, outsider):
    address = outsider.emailaddress_set.get()
    LogEntry.objects.log_actions(admin.pk, [address], CHANGE, change_message="Changed.")
    assert address.email in LogEntry.objects.get().object_repr

    erase_person(outsider)

    assert LogEntry.objects.get().object_repr == ""


def test_staff_neither_give_nor_change_nor_remove_an_address(staff, outsider):
    address = outsider.emailaddress_set.get()
    other = {"user": outsider.pk, "email": "x@copse.example", "verified": "on"}

    answers = [
        staff.post(reverse("admin:account_emailaddress_add"), other),
        staff.post(reverse("admin:account_emailaddress_change", args=[address.pk]), other),
        staff.post(reverse("admin:account_emailaddress_delete", args=[address.pk]), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert staff.get(reverse("admin:account_emailaddress_change", args=[address.pk])).status_code == 200
    assert outsider.emailaddress_set.get().email == address.email


def test_staff_set_nobody_s_password(staff, outsider):
    """Nor is it set by what the form for changes takes along."""
    words = {"password1": "three long words here", "password2": "three long words here", "usable_password": "true"}
    before = outsider.password

    answer = staff.post(f"/admin/accounts/user/{outsider.pk}/password/", words)
    staff.post(change(outsider), {"display_name": "Olu", "is_active": "on", "password": "x", **words})

    assert answer.status_code in (302, 404)  # the admin takes it for an id that there is not
    outsider.refresh_from_db()
    assert (outsider.password, outsider.display_name) == (before, "Olu")


def test_who_was_erased_is_looked_at_and_not_changed(staff, outsider):
    erase_person(outsider)

    assert staff.get(change(outsider)).status_code == 200
    answer = staff.post(change(outsider), {"display_name": "Olu Real Name", "is_active": "on"})

    assert answer.status_code == 403
    outsider.refresh_from_db()
    assert (outsider.display_name, outsider.is_active) == ("", False)


def test_staff_write_only_what_they_changed(staff, outsider):
    """Another window may have changed the rest of the row since it was read."""
    with CaptureQueriesContext(connection) as caught:
        staff.post(change(outsider), {"display_name": "Olu", "is_active": "on"})

    (written,) = [query["sql"] for query in caught if query["sql"].startswith('UPDATE "accounts_user"')]
    assert written.partition(" WHERE ")[0] == 'UPDATE "accounts_user" SET "display_name" = \'Olu\''


@pytest.mark.parametrize("how", ["page", "list"])
def test_whose_second_step_staff_remove_is_signed_out(staff, outsider, how, django_capture_on_commit_callbacks):
    thief = Client()
    thief.post(reverse("account_login"), {"login": outsider.email, "password": PASSWORD})
    assert thief.get(reverse("accounts:account")).status_code == 200
    step = Authenticator.objects.create(user=outsider, type=Authenticator.Type.TOTP, data={"secret": SECRET})

    chosen = {"action": "delete_selected", "_selected_action": [step.pk], "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        if how == "page":
            staff.post(reverse("admin:mfa_authenticator_delete", args=[step.pk]), {"post": "yes"})
        else:
            staff.post(reverse("admin:mfa_authenticator_changelist"), chosen)

    assert not Authenticator.objects.filter(user=outsider).exists()
    assert thief.get(reverse("accounts:account")).status_code == 302
