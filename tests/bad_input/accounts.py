"""Forms of accounts: signing up and in, profile, own data."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts import documents
from accounts.models import User
from tests.bad_input.kinds import (
    ANYTHING,
    CHOICE,
    CODE,
    LIMITED_TEXT,
    LINE,
    MAIL_ADDRESS,
    NEW_MAIL_ADDRESS,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    SECRET,
    TICK,
    VERSION,
    Form,
)
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD


def asked_for_a_code(world, client):
    client.post(reverse("account_request_login_code"), {"email": world.people["outsider"].email})
    return reverse("account_confirm_login_code")


def mailed_a_link(world, client):
    person = world.people["outsider"]
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return client.get(reverse("account_reset_password_from_key", args=key.split("-", 1))).url


def without_a_password(world, client):
    person = UserFactory(password=None)
    person.set_unusable_password()
    person.save()
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return reverse("account_set_password")


def sure_of(name):
    """An address that asks first once more who it is."""

    def address(world, client):
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return reverse(name)

    return address


def half_signed_in(world, client):
    client.post(reverse("account_login"), {"login": world.people["admin"].email, "password": PASSWORD})
    return reverse("mfa_authenticate")


def before_the_agreement(world, client):
    User.objects.filter(pk=world.people["participant"].pk).update(agreed_to=None)
    return reverse("accounts:agreement")


PROFILE = {
    **dict.fromkeys(["pronouns", "organisation", "sector", "country"], OPTIONAL_LINE),
    **dict.fromkeys(["bio", "interests", "can_help_with", "wants_to_learn", "declared_interests"], LIMITED_TEXT),
    **dict.fromkeys(["is_simulation_educator", "takes_questions", "is_lay_member", "works_in_industry"], ANYTHING),
    "display_name": LINE,
    "profession": OPTIONAL_CHOICE,
    "time_zone": CHOICE,
    "profile_audience": CHOICE,
}
TWICE = {"password1": "another-long-pass-phrase", "password2": "another-long-pass-phrase"}
STRANGER = {"email": "nobody@copse.example"}

FORMS = {
    "accounts:profile": Form(
        PROFILE, valid={"display_name": "Pia", "time_zone": "Europe/London", "profile_audience": "nobody"}
    ),
    "account_signup": Form(
        {"display_name": LINE, "email": NEW_MAIL_ADDRESS, "password1": SECRET, "time_zone": ANYTHING},
        by="anonymous",
        valid={**STRANGER, "display_name": "Ana", "password1": PASSWORD, "time_zone": "UTC"},
    ),
    "account_login": Form(
        {"login": MAIL_ADDRESS, "password": SECRET, "remember": ANYTHING},
        by="anonymous",
        valid={"login": "nobody@copse.example", "password": PASSWORD},
    ),
    "account_logout": Form(),
    "account_request_login_code": Form({"email": MAIL_ADDRESS}, by="anonymous", valid=STRANGER),
    "account_confirm_login_code": Form(
        {"code": CODE},
        by="anonymous",
        address=asked_for_a_code,
    ),
    "account_confirm_email": Form(by="anonymous"),
    "account_reset_password": Form({"email": MAIL_ADDRESS}, by="anonymous", valid=STRANGER),
    "account_reset_password_from_key": Form(
        dict.fromkeys(TWICE, SECRET), by="anonymous", valid=TWICE, address=mailed_a_link
    ),
    "account_email": Form(
        {"email": NEW_MAIL_ADDRESS}, valid={**STRANGER, "action_add": ""}, address=sure_of("account_email")
    ),
    "account_email main": Form(
        {"email": MAIL_ADDRESS},
        valid={**STRANGER, "action_primary": ""},
        address=sure_of("account_email"),
        refusals=(302,),
    ),
    "account_change_password": Form(
        dict.fromkeys(["oldpassword", *TWICE], SECRET), valid={**TWICE, "oldpassword": PASSWORD}
    ),
    "account_set_password": Form(dict.fromkeys(TWICE, SECRET), by="requested", valid=TWICE, address=without_a_password),
    "account_reauthenticate": Form({"password": SECRET}, valid={"password": PASSWORD}),
    "accounts:agreement": Form(
        {"version": VERSION, "next": ANYTHING},
        valid={"version": documents.newest().isoformat(), "next": "/"},
        address=before_the_agreement,
    ),
    "accounts:session-end": Form(),
    "accounts:export": Form(),
    "accounts:erase": Form({"is_meant": TICK}, address=sure_of("accounts:erase")),
    "mfa_activate_totp": Form({"code": CODE}, address=sure_of("mfa_activate_totp")),
    "mfa_deactivate_totp": Form(by="admin", address=sure_of("mfa_deactivate_totp")),
    "mfa_authenticate": Form({"code": CODE}, by="anonymous", address=half_signed_in),
    "mfa_reauthenticate": Form({"code": CODE}, by="admin"),
    "mfa_generate_recovery_codes": Form(by="admin", address=sure_of("mfa_generate_recovery_codes")),
    "mfa_download_recovery_codes": Form(by="admin"),
    "usersessions_list": Form(),
}
