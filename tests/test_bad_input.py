"""Whatever is typed, pasted or forged: an answer beside the field that keeps it, and nothing stored; never a 5xx."""

import re
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from django.utils.html import escape

from tests.access.table import ADDRESS, GET, POST, is_shown, shown_place
from tests.access.world import build
from tests.bad_input.table import FORMS
from tests.masking import body_of
from tests.statements import changes

pytestmark = pytest.mark.django_db

# A stranger's password, codes that only a letter or an app tells, and what is sent as a file alone.
NEVER_VALID = {
    "account_login",
    "account_confirm_login_code",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "forums:list-archive",  # a file
    "meetings:participants",  # the same
}
NOT_UTF8 = "%FF%FE%ED%A0%80"  # as it is sent: broken bytes and a lone surrogate
SENT = [(name, one) for name, form in FORMS.items() for one in form.fields]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build("public")
        transaction.set_rollback(True)


URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    response: object
    written: list[str]  # statements that changed something for good
    page: str = ""  # what is seen in the end, where it leads on

    @property
    def status(self):
        return self.response.status_code

    @property
    def errors(self):
        """{field: what is said of it} of the form that is shown again."""
        context = self.response.context or {}
        form = context.get("form")
        errors = {}
        beside = [context.get(name) for name in ("opening", "break_form", "add", "several", "guests")]
        for other in (form, *beside):
            errors |= getattr(other, "errors", {})
        for row in chain(*getattr(form, "parts", []), getattr(form, "rows", [])):
            errors |= {row.add_prefix(name): found for name, found in row.errors.items()}
        return {name: [str(error) for error in found] for name, found in errors.items()}


# Sessions hold the messages that are to be shown, and how far somebody is on the way in.
SESSIONS = ("django_session",)


@pytest.fixture
def send(world):
    """Send a form, valid but for `values`, and undo whatever came of it; `look` is called before that."""

    def send(name, values=None, *, without=(), raw="", look=lambda: None):
        name, form = name.partition(" ")[0], FORMS[name]
        client = world.clients[form.by]
        cookies = deepcopy(client.cookies)
        cache.clear()
        with transaction.atomic():
            address, valid = ADDRESS[name](world, form.place, form.by)
            if form.address:
                address = form.address(world, client)
            fields = {
                one: value for one, value in {**valid, **form.valid, **(values or {})}.items() if one not in without
            }
            body = "&".join(filter(None, [urlencode(fields), raw]))
            with CaptureQueriesContext(connection) as queries:
                answer = Answer(client.post(address, body, content_type=URLENCODED), changes(queries, but=SESSIONS))
            page = client.get(answer.response.url) if answer.status == 302 else answer.response
            answer.page = page.content.decode(errors="replace")  # one form is answered by a file
            look()
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    return send


def shortened(value):
    return value if len(value) < 50 else f"{value[:20]}… ({len(value)})"


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.fields and name not in NEVER_VALID])
def test_what_is_valid_is_taken(send, name):
    answer = send(name)

    assert answer.status in (200, 302)
    assert answer.errors == {}


@pytest.mark.parametrize(("name", "one"), SENT)
def test_what_cannot_be_taken_is_refused_beside_its_field(send, name, one):
    form, kind = FORMS[name], FORMS[name].fields[one]
    for value in kind.refused:
        answer = send(name, {one: value})

        said = f"{one}={shortened(value)!r}"
        assert answer.status in form.refusals, said
        assert answer.written == [], said
        if answer.status not in (200, 422):
            continue
        errors = answer.errors if kind.is_shown else {one: list(chain(*answer.errors.values()))}
        assert errors.get(one), said
        assert all(escape(error) in answer.page for error in errors[one]), said
        if kind.is_typed:
            assert escape(value) in answer.page, said


@pytest.mark.parametrize(("name", "one"), SENT)
def test_what_is_odd_does_no_harm(send, name, one):
    for value in FORMS[name].fields[one].odd:
        answer = send(name, {one: value})

        said = f"{one}={shortened(value)!r}"
        assert answer.status < 500, said
        assert "<script>alert" not in answer.page, said
        assert "<img src=x" not in answer.page, said
        if answer.status == 302:
            assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", answer.page), said
            assert not re.search(r"\s*\nBcc", answer.page), said
        assert not any("everybody@copse.example" in message.recipients() for message in mail.outbox), said


@pytest.mark.parametrize("name", FORMS)
def test_fields_may_be_missing_or_broken(send, name):
    form = FORMS[name]
    for one, kind in form.fields.items():
        missing, broken = send(name, without=[one]), send(name, without=[one], raw=f"{one}={NOT_UTF8}")

        assert missing.status < 500, one
        assert broken.status < 500, one
        if "" in kind.refused:
            assert missing.written == [], one
    nothing = send(name, without=form.fields)

    assert nothing.status < 500
    if any("" in kind.refused for kind in form.fields.values()):
        assert nothing.written == []


@pytest.mark.parametrize("name", ["account_signup", "accounts:profile", "forums:reply"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("x=" + "y" * 6_000_000, URLENCODED),
        ("&".join(f"a{number}=1" for number in range(1_001)), URLENCODED),
        ("a=1", f"{URLENCODED}; charset=no-such-charset"),
        ("a=%E9", f"{URLENCODED}; charset=latin-1"),
        ("--edge\r\nrubbish", "multipart/form-data; boundary=edge"),
        ("--edge", "multipart/form-data; boundary="),
        ('{"a": 1}', "application/json"),
        ("a", "no type at all"),
    ],
    ids=["six megabytes", "1,001 fields", "charset", "latin", "multipart", "boundary", "json", "type"],
)
def test_bodies_that_are_no_form_are_refused(world, name, body, content_type):
    form = FORMS[name]
    address, _valid = ADDRESS[name](world, form.place, form.by)

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = world.clients[form.by].generic("POST", address, body, content_type=content_type)
        written = changes(queries, but=SESSIONS)

    assert response.status_code in (200, 400, 422)
    assert written == []


PARAMETERS = {
    "add",
    "after",
    "afterwards",
    "as",
    "code",
    "before",
    "country",
    "from",
    "helps",
    "joining",
    "kind",
    "language",
    "learns",
    "level",
    "like",
    "mention",
    "mine",
    "name",
    "next",
    "other",
    "person",
    "phase",
    "preview",
    "profession",
    "q",
    "result",
    "role",
    "show",
    "since",
    "sort",
    "state",
    "subject",
    "tag",
    "title",
    "to",
    "topic",
    "unsent",
    "until",
    "which",
    "year",
    "saved",
    "into",
    "post",
    "day",
    "zone",
}
RUBBISH = ["\x00", "9" * 30, "9" * 10_000, "-1", "²", "\udfff", "https://example.org/", "9999-12-31"]


def looker(name):
    """A leader where a page is for leaders alone; else a moderator."""
    shown_to = {subject for subject in ("moderator", "leader") if is_shown(name, subject)}
    return "leader" if shown_to == {"leader"} else "moderator"


@pytest.mark.parametrize("name", GET)
def test_rubbish_in_the_address_does_no_harm(world, name):
    subject = looker(name)
    client = world.clients[subject]
    with transaction.atomic():
        address, _data = ADDRESS[name](world, shown_place(name, subject), subject)
        for value in RUBBISH:
            # What goes first hides what comes after it.
            for first in ("after", "before", "from"):
                asked = {first: value, **dict.fromkeys(PARAMETERS - {"after", "before", "from"}, value)}
                response = client.get(f"{address}?{urlencode(asked, errors='surrogatepass')}&x=%FF%00")

                body_of(response)
                assert response.status_code < 500, f"{first}={shortened(value)!r}"
                assert "example.org" not in response.get("Location", "").partition("?")[0]
        transaction.set_rollback(True)


def test_every_parameter_of_an_address_is_tried():
    asked = re.compile(r"""GET(?:\.get\(|\[)\s*["'](\w+)""")
    views = [
        path
        for app in ("accounts", "communities", "forums", "home", "library", "meetings", "notifications")
        for path in views_of(app)
    ]

    assert {found for path in views for found in asked.findall(path.read_text())} <= set(PARAMETERS)


def views_of(app):
    return [path for path in Path(settings.BASE_DIR, app).rglob("*.py") if "views" in str(path)]


@pytest.mark.parametrize(
    "value",
    ["9" * 30, "9" * 5_000, "0", "x" * 5_000, "%00", "%FF", "%D9%A1", "a%0Ab", "%E2%80%AE"],
    ids=["beyond bigint", "digits", "zero", "long", "nul", "byte", "arabic", "newline", "bidi"],
)
def test_numbers_and_names_beyond_all_measure_are_not_there(world, value):
    client = world.clients["moderator"]
    for route in routes():
        for method in (client.get, client.post):
            with transaction.atomic():
                response = method(VARIABLE.sub(value, route))
                transaction.set_rollback(True)

            assert response.status_code in (200, 302, 404, 405), route


VARIABLE = re.compile(r"<[^>]*>|\(\?P<.*?\)(?=/|-)")


def routes(resolver=None, before="/"):
    """Every address that holds something variable, as it is written in urls.py; Django's admin is Django's."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).strip("^$")
        if isinstance(entry, URLResolver):
            yield from routes(entry, route) if entry.namespace != "admin" else ()
        elif VARIABLE.search(route):
            yield route


def test_every_form_of_the_site_is_tried():
    by_hand = {name.partition(" ")[0] for name in FORMS}
    # Whoever is not signed in may be led to the entrance wherever they post.
    takes_posts = {name for name, rows in POST.items() if any(set(row[1:]) - {"5"} for row in chain(*rows.values()))}

    # What is posted there is a mail, and no form: tests/forums/test_inbound_doors.py.
    assert by_hand == takes_posts - {"admin", "forums:mail-in"}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_a_form_is_tried(send, name):
    form = (send(name, without=FORMS[name].fields).response.context or {}).get("form")

    assert set(form.fields if form else ()) <= set(FORMS[name].fields)
