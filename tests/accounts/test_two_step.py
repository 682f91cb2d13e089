"""A second step: set up, asked for at the door, required of site staff."""

import io
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.accounts.conftest import BACKEND
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD, SECRET

ADMIN = reverse("admin:index")
ACTIVATE = reverse("mfa_activate_totp")


def code_of(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


@pytest.mark.django_db(transaction=True)  # allauth tells of it once that is certain, while the request is there
def test_a_second_step_is_set_up_and_told_by_mail(sure, participant):
    client = sure(participant)
    secret = re.search(r"<code>(\w+)</code>", client.get(ACTIVATE).content.decode())[1]

    response = client.post(ACTIVATE, {"code": code_of(secret)}, follow=True)

    page = response.content.decode()
    codes = Authenticator.objects.get(user=participant, type="recovery_codes").wrap().get_unused_codes()
    assert Authenticator.objects.filter(user=participant, type="totp").exists()
    assert len(codes) == 10
    assert all(f"<li>{code}</li>" in page for code in codes)
    assert "Two-step sign-in is on." in page
    assert mail.outbox[0].to == [participant.email]
    assert "Two-step sign-in was turned on" in mail.outbox[0].body


def test_a_wrong_code_sets_nothing_up(sure, participant):
    response = sure(participant).post(ACTIVATE, {"code": "000000"})

    assert list(response.context["form"].errors) == ["code"]
    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_nothing(client, db):
    person = UserFactory(second_step=True)

    response = sign_in(client, person)
    assert response.url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:account")).status_code == 302

    wrong = client.post(response.url, {"code": "000000"})
    assert list(wrong.context["form"].errors) == ["code"]
    client.post(response.url, {"code": code_of()})
    assert client.get(reverse("accounts:account")).status_code == 200


def test_a_mailed_code_alone_opens_nothing(client, db):
    person = UserFactory(second_step=True)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = re.search(r"minutes\.\s+(\S+)", mail.outbox[0].body)[1]

    response = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert response.url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:account")).status_code == 302


def test_a_recovery_code_opens_once(client, sure, db):
    person = UserFactory()
    sure(person)
    secret = re.search(r"<code>(\w+)</code>", client.get(ACTIVATE).content.decode())[1]
    client.post(ACTIVATE, {"code": code_of(secret)})
    code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    for status in (302, 200):
        client.post(reverse("account_logout"))
        sign_in(client, person)

        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == status


@pytest.mark.parametrize("url", [ADMIN, reverse("admin:accounts_user_changelist"), reverse("admin:password_change")])
def test_staff_without_a_second_step_are_led_to_set_one_up(client, db, url):
    staff = UserFactory(is_staff=True, is_superuser=True, second_step=False)
    client.force_login(staff, BACKEND)

    response = client.get(url)
    assert response.url == ACTIVATE
    assert client.post(reverse("admin:accounts_user_add"), {"email": "x@copse.example"}).url == ACTIVATE
    assert "Site staff sign in with two steps." in client.get(reverse("mfa_index")).content.decode()

    Authenticator.objects.create(user=staff, type="totp", data={"secret": SECRET})
    assert client.get(ADMIN).status_code == 200


def test_recovery_codes_alone_are_no_second_step(client, db):
    staff = UserFactory(is_staff=True, is_superuser=True, second_step=False)
    Authenticator.objects.create(user=staff, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    client.force_login(staff, BACKEND)

    assert client.get(ADMIN).url == ACTIVATE


def test_the_demo_asks_its_staff_for_no_second_step(client, db, settings):
    settings.TWO_STEP_FOR_STAFF = False
    client.force_login(UserFactory(is_staff=True, is_superuser=True, second_step=False), BACKEND)

    assert client.get(ADMIN).status_code == 200


def test_staff_help_who_has_lost_their_telephone_and_see_no_key(client, admin):
    person = UserFactory(second_step=True)
    step = Authenticator.objects.get(user=person)
    client.force_login(admin, BACKEND)
    page = reverse("admin:mfa_authenticator_change", args=[step.pk])

    assert SECRET not in client.get(page).content.decode()
    client.post(page, {"user": admin.pk})
    step.refresh_from_db()
    assert step.user == person
    client.post(reverse("admin:mfa_authenticator_delete", args=[step.pk]), {"post": "yes"})
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_last_of_the_staff_gets_in_again_by_a_command(admin):
    call_command("end_two_steps", admin.email.upper(), stdout=io.StringIO())

    assert not Authenticator.objects.filter(user=admin).exists()
    with pytest.raises(CommandError, match="Nobody signs in with"):
        call_command("end_two_steps", "nobody@copse.example")


def test_whoever_found_the_telephone_is_signed_out(client, admin, django_capture_on_commit_callbacks):
    sign_in(client, admin)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.get(reverse("accounts:account")).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        call_command("end_two_steps", admin.email, stdout=io.StringIO())

    assert client.get(reverse("accounts:account")).status_code == 302


def test_who_has_a_second_step_may_still_change_their_address(sure, db):
    person = UserFactory(second_step=True)

    sure(person).post(reverse("account_email"), {"email": "zoe@copse.example", "action_add": ""})

    assert person.emailaddress_set.filter(email="zoe@copse.example").exists()


def test_the_offer_is_gone_once_it_is_taken(client, participant):
    offer = b"Set up two-step sign-in"
    client.force_login(participant, BACKEND)
    assert offer in client.get(reverse("accounts:account")).content

    Authenticator.objects.create(user=participant, type="totp", data={"secret": SECRET})

    assert offer not in client.get(reverse("accounts:account")).content
