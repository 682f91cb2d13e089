import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories.accounts import UserFactory

PASSWORD = "seven-quiet-hornbeams"


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("COPSE_ADMIN_PASSWORD", PASSWORD)


def create(email="root@copse.example"):
    output = io.StringIO()
    call_command("create_first_admin", email=email, name="Ada Root", stdout=output)
    return output.getvalue()


def test_create_first_admin_makes_one_who_can_sign_in_at_once(client, db):
    output = create()

    person = User.objects.get()
    assert (person.email, person.display_name) == ("root@copse.example", "Ada Root")
    assert person.is_superuser
    assert person.is_staff
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified, address.primary) == (person, person.email, True, True)
    assert client.login(email="root@copse.example", password=PASSWORD)
    assert PASSWORD not in output


def test_create_first_admin_refuses_a_second_one(admin):
    with pytest.raises(CommandError, match="already"):
        create()

    assert list(User.objects.all()) == [admin]


def test_create_first_admin_refuses_the_address_of_a_member(db):
    UserFactory(email="root@copse.example")

    with pytest.raises(CommandError, match="address already"):
        create("Root@copse.example")

    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("root@copse.example", "12345678901", "numeric"),
        ("root@copse.example", "short", "too short"),
        ("nobody", PASSWORD, "valid email"),
        (None, PASSWORD, "COPSE_ADMIN_EMAIL"),
        ("root@copse.example", "", "COPSE_ADMIN_PASSWORD"),
    ],
)
def test_create_first_admin_names_what_is_missing_or_weak(db, monkeypatch, email, password, reason):
    monkeypatch.setenv("COPSE_ADMIN_PASSWORD", password)

    with pytest.raises(CommandError, match=reason):
        create(email)

    assert not User.objects.exists()
