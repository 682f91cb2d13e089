"""docs/personal-data.md says of every field what it is; here it is held to that.

A person gets a row in every table that points at people, with a word in each of its texts that
stands nowhere else. Their export must hold what the page promises, and after their erasure the
words must be found exactly where the page says that they are kept.
"""

import json
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session

from accounts.effects import erase_person
from accounts.models import User
from communities.models import Membership
from core import seams
from tests.everywhere.page import RULES
from tests.everywhere.person import person_everywhere
from tests.everywhere.words import Words
from tests.factories import UserFactory
from tests.traces import PAGE, columns_with

CLASSES = {"none", "personal", "about another", "secret"}
OUTCOMES = {"–", "blanked", "deleted", "kept"}


def all_fields():
    every = apps.get_models(include_auto_created=True)
    return {f"{model._meta.label}.{field.name}": field for model in every for field in model._meta.local_fields}


def mistakes(rules):
    """What the page leaves out, or says without sense."""
    fields = all_fields()
    yield from (f"{name} is not classed" for name in fields.keys() - rules.keys())
    yield from (f"{name} does not exist" for name in rules.keys() - fields.keys())
    for name, rule in rules.items():
        if rule.kind not in CLASSES or rule.outcome not in OUTCOMES:
            yield f"{name}: unknown words"
        if (rule.kind == "none") is not (rule.outcome == "–"):
            yield f"{name}: {rule.kind} does not go with {rule.erasure}"
        if rule.kind == "secret" and rule.is_exported:
            yield f"{name} is a secret"
        if rule.kind == "personal" and not rule.is_exported and ":" not in rule.export:
            yield f"{name}: no reason why it is not exported"
        if rule.outcome == "kept" and ":" not in rule.erasure:
            yield f"{name}: no reason why it is kept"
        if name in fields and fields[name].related_model is User and rule.kind == "none":
            yield f"{name} points at a person"


def test_every_field_is_classed():
    assert sorted(mistakes(RULES)) == []


def test_a_field_that_is_not_classed_is_noticed():
    rules = {name: rule for name, rule in RULES.items() if name != "forums.Post.markdown"}

    assert list(mistakes(rules)) == ["forums.Post.markdown is not classed"]


def apps_with_a_key_to_a_person():
    root = PAGE.parent.parent
    for app in apps.get_app_configs():
        fields = [field for model in app.get_models() for field in model._meta.local_fields]
        if Path(app.path).parent == root and (app.label == "accounts" or any(f.related_model is User for f in fields)):
            yield app.label


def test_every_app_with_a_key_to_a_person_erases_and_exports():
    keyed = set(apps_with_a_key_to_a_person())

    others = {"communities", "library", "meetings", "forums", "evaluation"}
    assert keyed == {"accounts", "activity", "notifications", *others}
    assert keyed <= seams.person_erased.answers.keys()
    assert keyed <= seams.person_export.answers.keys()


@pytest.fixture
def words():
    return Words()


@pytest.fixture
def world(db, words):
    return person_everywhere(words)


def test_the_person_has_a_row_wherever_one_can_be(world):
    _person, rows = world
    pointing = {model for model in apps.get_models(include_auto_created=True) if points_at_a_person(model)}

    assert {model._meta.label for model in pointing - rows.keys()} == {"guardian.UserObjectPermission"}


def points_at_a_person(model):
    return any(field.related_model is User for field in model._meta.local_fields)


def test_the_export_holds_what_is_promised(world, words):
    person, _rows = world

    export = seams.person_export.ask(person)

    text = json.dumps(export)
    missing = [name for name, rule in RULES.items() if rule.is_exported and not holds(export, rule.export.split("."))]
    assert missing == []
    assert {name: word in text for name, word in words.given.items()} == {
        name: RULES[name].is_exported for name in words.given
    }


def holds(export, path):
    """Whether there is something at `path`, in the first of each list on the way."""
    for step in path:
        if isinstance(export, list):
            export = export[0] if export else {}
        if step not in export:
            return False
        export = export[step]
    return export not in ([], {})


def test_an_erased_person_is_found_only_where_the_page_says_so(world, words):
    person, _rows = world

    erase_person(person)

    found = {name for name, word in words.given.items() if columns_with(word)}
    assert found == {name for name in words.given if RULES[name].outcome == "kept"}


def test_the_words_are_looked_for_where_they_are(world, words):
    for word in set(words.given.values()):
        assert columns_with(word) == {column_of(name) for name, given in words.given.items() if given == word}


def column_of(name):
    model, field = name.rsplit(".", 1)
    return f"{apps.get_model(model)._meta.db_table}.{apps.get_model(model)._meta.get_field(field).column}"


def test_an_erased_person_s_rows_go_or_stay_as_the_page_says(world):
    person, rows = world

    erase_person(person)

    gone = {model._meta.label for model, row in rows.items() if not model._base_manager.filter(pk=row.pk).exists()}
    assert gone == {name.rsplit(".", 1)[0] for name, rule in RULES.items() if rule.outcome == "deleted"} - {
        "sessions.Session"
    }
    assert Membership.objects.get(person=person).state == Membership.State.LEFT


def test_an_erased_person_s_row_is_blank(world):
    person, _rows = world

    erase_person(person)

    person.refresh_from_db()
    blanked = [
        name.rsplit(".", 1)[1]
        for name, rule in RULES.items()
        if name.startswith("accounts.User.") and rule.outcome == "blanked"
    ]
    stays = {field: getattr(person, field) for field in blanked} | {"password": ""}
    assert {field: value for field, value in stays.items() if value not in ("", None, False)} == {
        "email": f"erased-{person.pk}@invalid",
        "handle": f"former-{person.pk}",
        "time_zone": "UTC",
        "language": "en",
        "profile_audience": "nobody",
    }
    assert not person.has_usable_password()
    assert (person.name, person.is_active) == ("Former member", False)


def test_an_erased_person_s_sessions_end(client, world, django_capture_on_commit_callbacks):
    person, _rows = world
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="192.0.2.1")
    other = client.__class__()
    other.force_login(UserFactory())

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person)
        assert Session.objects.count() == 2

    assert Session.objects.get().session_key == other.session.session_key
    assert client.get("/account/profile/").status_code == 302


def test_an_erased_person_is_signed_out_before_their_sessions_end(client, world):
    person, _rows = world
    client.force_login(person)

    erase_person(person)

    assert client.get("/account/profile/").status_code == 302


def test_an_erased_person_s_mail_address_may_be_used_again(world):
    person, _rows = world
    email = person.email

    erase_person(person)
    erase_person(person)

    assert UserFactory(email=email).pk != person.pk
    assert list(User.objects.present().filter(email=email).values_list("erased_at", flat=True)) == [None]
