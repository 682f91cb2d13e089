"""Whatever is typed, pasted or forged: an answer beside the field that keeps it, and nothing stored; never a 5xx."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.html import escape

from accounts import documents
from accounts.models import User
from communities.models import ActionPlan, Community
from notifications import kinds
from tests.access.table import ADDRESS, GET, POST, shown_place
from tests.access.world import build
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.statements import changes

pytestmark = pytest.mark.django_db

TWO_MEGABYTES = "too much " * 222_223
UNSEEN = ["", " \t \u3000", "\u202e\u2066\x00\u2069", "\u200b\u2060"]
SPLIT = "Ana\r\nBcc: everybody@copse.example\r\n\r\nHello"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7|add:7 }}{% now 'Y' %}"
BIDI = "a \u202egnp.exe\u202c \u2066b\u2069"
NUL = "one\x00two"
QUOTES = "> " * 10_000 + "deep"
LISTS = "- " * 10_000 + "deep"
LONG_ADDRESS = "x" * 300 + "@copse.example"
BRACKETS = "[" * 10_000 + "(" * 10_000
NOT_UTF8 = "%FF%FE%ED%A0%80"  # as it is sent: broken bytes and a lone surrogate
NO_NUMBERS = ["x", "-1", "1.5", "1e9", "0x10", "\x00", "9" * 30, "9" * 10_000]
NO_MOMENTS = [
    "rubbish",
    "2026-02-31T10:00",
    "99999-01-01T00:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "\x00",
    "9" * 99,
]


@dataclass(frozen=True)
class Kind:
    """What a field of one kind refuses, and what else it may be given without harm."""

    refused: list[str]
    odd: list[str] = field(default_factory=list)
    is_typed: bool = True  # what was typed is kept
    is_shown: bool = True  # its error stands beside it


LINE = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 301], [MARKUP, BIDI, NUL, SPLIT])
SENTENCES = replace(LINE, odd=[MARKUP, BIDI, NUL])
OPTIONAL_LINE = Kind([TWO_MEGABYTES, "x" * 301], [*UNSEEN, MARKUP, BIDI, NUL, SPLIT])
OPTIONAL_SENTENCES = replace(OPTIONAL_LINE, odd=[*UNSEEN, MARKUP, BIDI, NUL])
TEXT = Kind([*UNSEEN, TWO_MEGABYTES], [MARKUP, BIDI, NUL, QUOTES, LISTS, BRACKETS])
OPTIONAL_TEXT = Kind([TWO_MEGABYTES], [*UNSEEN, MARKUP, BIDI, NUL, QUOTES, LISTS, BRACKETS])
MESSAGE = Kind([TWO_MEGABYTES, "x" * 2_001], [*UNSEEN, MARKUP, BIDI, NUL])
REASON = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 501], [MARKUP, BIDI, NUL])
OPTIONAL_REASON = Kind(REASON.refused[len(UNSEEN) :], [*UNSEEN, *REASON.odd])
LIMITED_TEXT = Kind([TWO_MEGABYTES, "x" * 10_001], [*UNSEEN, MARKUP, BIDI, NUL])
CHOICE = Kind(["", "nonsense", "9" * 30, "\x00", MARKUP, TWO_MEGABYTES], is_typed=False)
OPTIONAL_CHOICE = replace(CHOICE, refused=CHOICE.refused[1:])
MOMENT = Kind(NO_MOMENTS, [""])
NUMBER = Kind(["", *NO_NUMBERS], [TWO_MEGABYTES], is_typed=False, is_shown=False)
OPTIONAL_NUMBER = replace(NUMBER, refused=NO_NUMBERS)
UUID = Kind(["", "x", "\x00", "9" * 30, TWO_MEGABYTES], is_typed=False, is_shown=False)
MAIL_ADDRESS = Kind([*UNSEEN, "x", "@", SPLIT, NUL, MARKUP, TWO_MEGABYTES], [LONG_ADDRESS])
NEW_MAIL_ADDRESS = Kind([*MAIL_ADDRESS.refused, LONG_ADDRESS])
SECRET = Kind(["", NUL], [BIDI, TWO_MEGABYTES], is_typed=False)
CODE = Kind([*UNSEEN, NUL, "nonsense", TWO_MEGABYTES], [MARKUP, BIDI])
VERSION = Kind(["", *NO_MOMENTS], ["2000-01-01", TWO_MEGABYTES], is_typed=False)
TICK = Kind([""], [MARKUP, NUL, TWO_MEGABYTES], is_typed=False)
# What is not refused is not believed either: a tick, a hint of the browser.
ANYTHING = Kind([], ["", MARKUP, BIDI, NUL, QUOTES, "9" * 10_000, TWO_MEGABYTES])


@dataclass(frozen=True)
class Form:
    """A form of the site: who sends it where, and of what kind its fields are."""

    fields: dict[str, Kind] = field(default_factory=dict)
    place: str = "site"
    by: str = "participant"
    # What the access test does not send: the rest of a valid form, and an address that needs some preparation.
    valid: dict[str, str] = field(default_factory=dict)
    address: Callable | None = None
    # 200 or 422 is the form again; some answer what nobody can have typed by leading on, or by a 404 or 409.
    refusals: tuple[int, ...] = (200, 422)


def asked_for_a_code(world, client):
    client.post(reverse("account_request_login_code"), {"email": world.people["outsider"].email})
    return reverse("account_confirm_login_code")


def appealed(world, client):
    ruling = world.community.rulings.get()
    ruling.appeal, ruling.appealed_at = "It was meant kindly.", timezone.now()
    ruling.save()
    return reverse("forums:ruling-answer", args=[world.community.slug, ruling.pk])


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


QUESTION_ASKED = 4242
ASKED = f"answer_{QUESTION_ASKED}"


def asked_a_question(world, client):
    world.community.registration_questions.create(pk=QUESTION_ASKED, position=1, text="Where do you teach?")
    return reverse("communities:answers", args=[world.community.slug])


def put_before_the_members(world, client):
    plan, _is_new = ActionPlan.objects.get_or_create(community=world.community)
    plan.state, plan.round, plan.proposed_at = "proposed", 1, timezone.now()
    plan.save()
    return reverse("communities:plan-answer", args=[world.community.slug])


def where_the_team_decides(world, client):
    Community.objects.filter(pk=world.community.pk).update(admission="request")
    return reverse("communities:join", args=[world.community.slug])


def preview_of_a_plan(world, client):
    address, _data = ADDRESS["forums:plan-new"](world, "commons", "participant")
    return f"{address}?preview=question"


PLAN = {
    "title": LINE,
    "kind": CHOICE,
    "result": OPTIONAL_CHOICE,
    "question": TEXT,
    "objective": OPTIONAL_LINE,
    "guidelines": OPTIONAL_TEXT,
    "difficulties": LIMITED_TEXT,
    "opens_at": MOMENT,
    "closes_at": MOMENT,
}
SEEN_FIRST = dict.fromkeys([*PLAN, "submission"], ANYTHING)
STEER = {"text": TEXT, "submission": UUID}
REPLY = {"text": TEXT, "to": OPTIONAL_NUMBER, "submission": UUID}
DRAFT = {"closing": NUMBER, "version": NUMBER}
WEB_ADDRESS = Kind([*UNSEEN, "x", "javascript:alert(1)", "ftp://example.org/", NUL, MARKUP, "x" * 501, TWO_MEGABYTES])
ROWS = {
    **{"thanks-0-person": CHOICE, "thanks-0-words": SENTENCES, "notes-0-person": CHOICE, "notes-0-text": TEXT},
    **{"links-0-kind": CHOICE, "links-0-title": LINE, "links-0-url": WEB_ADDRESS},
}
CLOSING = {**DRAFT, "summary": OPTIONAL_TEXT, "result": OPTIONAL_CHOICE, **ROWS}
CORRECTION = {"summary": TEXT, "result": CHOICE, "reason": SENTENCES, "forgets": ANYTHING, "version": NUMBER}
NEW_COMMUNITY = {
    "name": LINE,
    "summary": SENTENCES,
    "visibility": CHOICE,
    "admission": CHOICE,
    "language": CHOICE,
    "time_zone": CHOICE,
    "submission": UUID,
    "kept_name": ANYTHING,
}
ADDRESSES = Kind([*UNSEEN, "x", "@", "ana@copse.example, bo", SPLIT, NUL, MARKUP, LONG_ADDRESS, TWO_MEGABYTES])
INVITING = {"addresses": ADDRESSES, "role": CHOICE, "message": LIMITED_TEXT, "days": CHOICE, "leave_out": ANYTHING}
LIST = Kind([*UNSEEN, TWO_MEGABYTES, "ana@copse.example\n" * 5_001], [MARKUP, BIDI, NUL, SPLIT, LONG_ADDRESS])
INVITING_LIST = {"file": ANYTHING, "addresses": LIST, "role": CHOICE, "message": LIMITED_TEXT, "days": CHOICE}
QUESTION = {"text": LINE, "help": OPTIONAL_LINE, "is_required": ANYTHING}
CHOICES = Kind([TWO_MEGABYTES, "x" * 81], [*UNSEEN, MARKUP, BIDI, NUL])
ANSWER = Kind([TWO_MEGABYTES, "x" * 1_001], [*UNSEEN, MARKUP, BIDI, NUL])
COMPLAINT = Kind([*UNSEEN, *ANSWER.refused], [MARKUP, BIDI, NUL])
VERDICT = replace(CHOICE, is_shown=False)
SPACE = {"name": LINE, "access": CHOICE, "starters": CHOICE}
DAY = Kind(["", *NO_MOMENTS])


def without_results(world, client):
    world.community.results.update(position=None, state="dropped")
    return reverse("communities:life-step", args=[world.community.slug, "wind-down"])


HOW_MANY = Kind(["", "0", "1001", *NO_NUMBERS], is_typed=False)
SETTINGS = {
    **dict.fromkeys(["visibility", "admission", "language", "time_zone"], CHOICE),
    "tools": OPTIONAL_CHOICE,
    "meeting_place": Kind([TWO_MEGABYTES, "x" * 201], OPTIONAL_LINE.odd),
    "version": NUMBER,
}
GUEST = {"email": MAIL_ADDRESS, "last_day": DAY, "message": LIMITED_TEXT}
PROFILE = {
    **dict.fromkeys(["pronouns", "organisation", "sector", "country"], OPTIONAL_LINE),
    **dict.fromkeys(["bio", "interests", "can_help_with", "wants_to_learn", "declared_interests"], LIMITED_TEXT),
    **dict.fromkeys(["is_simulation_educator", "is_lay_member"], ANYTHING),
    "display_name": LINE,
    "profession": OPTIONAL_CHOICE,
    "time_zone": CHOICE,
    "profile_audience": CHOICE,
}
TEAM = {"place": "commons closing", "by": "moderator"}
TWICE = {"password1": "another-long-pass-phrase", "password2": "another-long-pass-phrase"}
STRANGER = {"email": "nobody@copse.example"}

MEMBER = Kind(["x", "nobody at all", MARKUP, TWO_MEGABYTES], ["", BIDI, NUL])
ITEM = {
    "title": LINE,
    "result": OPTIONAL_CHOICE,
    "owner": MEMBER,
    "due_on": MOMENT,
    "details": LIMITED_TEXT,
}
SECTION = {"version": NUMBER}
RESULTS = {
    **{f"{name}_{place}": OPTIONAL_SENTENCES for place in (1, 2, 3) for name in ("text", "measure")},
    "why_no_results": OPTIONAL_LINE,
}


def step_form(step, fields):
    """One step of the guided start, as its address answers it."""

    def address(world, client):
        return reverse("communities:start-step", args=[world.community.slug, step])

    return Form({**fields, **SECTION}, "problem", "leader", address=address)


# By the name of the address; where one address answers two forms, with a word behind it.
FORMS = {
    "communities:new": Form(NEW_COMMUNITY),
    "communities:start-step": Form({"problem": MESSAGE, **SECTION}, "problem", "leader"),
    "communities:start-step name": step_form("name", {"name": LINE, "summary": SENTENCES, "kept_name": ANYTHING}),
    "communities:start-step objective": step_form(
        "objective", {"objective": MESSAGE, "kinds": OPTIONAL_CHOICE, "needs_baseline": ANYTHING}
    ),
    "communities:start-step people": step_form("people", {"commitment": OPTIONAL_SENTENCES, "rhythm": OPTIONAL_LINE}),
    "communities:start-step audiences": step_form(
        "audiences", {"group_served": MESSAGE, "wider_audience": MESSAGE, "guidelines": LIMITED_TEXT}
    ),
    "communities:charter-section": Form({**RESULTS, **SECTION, "why": OPTIONAL_LINE}, "results", "leader"),
    "communities:result-move": Form({"state": CHOICE, "why": LINE}, by="leader"),
    "communities:result-owner": Form({"owner": MEMBER}, by="leader"),
    "communities:evidence-add": Form({"title": LINE, "url": WEB_ADDRESS}, by="leader"),
    "communities:evidence-remove": Form(by="leader"),
    "communities:join": Form(by="outsider"),
    "communities:leave": Form(),
    "communities:invitation-new": Form(INVITING, by="leader"),
    "communities:invitation-send": Form(INVITING, by="leader"),
    "communities:invitation-again": Form(by="leader"),
    "communities:invitation-revoke": Form(by="leader"),
    "communities:invitation-accept": Form(by="outsider"),
    "communities:invitation-decline": Form(by="anonymous"),
    "communities:lists": Form({**INVITING_LIST, "submission": UUID}, by="leader"),
    "communities:list-send": Form(by="leader"),
    "communities:list-drop": Form(by="leader"),
    "communities:link-new": Form(
        {"label": LINE, "role": CHOICE, "use_limit": NUMBER, "days": CHOICE, "submission": UUID}, by="leader"
    ),
    "communities:link-revoke": Form(by="leader"),
    "communities:link-accept": Form(by="outsider"),
    "communities:question-new": Form({**QUESTION, "kind": CHOICE, "choices": CHOICES, "submission": UUID}, by="leader"),
    "communities:question-change": Form(QUESTION, by="leader"),
    "communities:question-move": Form(by="leader"),
    "communities:question-retire": Form(by="leader"),
    "communities:answers": Form({ASKED: ANSWER}, address=asked_a_question),
    "communities:space-new": Form(SPACE, by="leader"),
    "communities:space-change": Form(SPACE, "private", "leader"),
    "communities:space-archive": Form({}, "private", "leader"),
    "communities:space-unarchive": Form({}, "private", "leader"),
    "communities:space-let-in": Form({"member": CHOICE}, "private", "leader", refusals=(404,)),
    "communities:space-guest": Form(GUEST, "private", "leader"),
    "communities:space-leave": Form({}, "private", "guest"),
    "communities:grant-until": Form({"last_day": DAY}, "private", "leader", refusals=(302,)),
    "communities:grant-end": Form({}, "private", "leader"),
    "communities:join ask": Form({"message": MESSAGE}, by="outsider", address=where_the_team_decides),
    "communities:withdraw": Form(by="requested"),
    "communities:requests-approve": Form({"request": CHOICE, "reason": OPTIONAL_REASON}, by="moderator"),
    "communities:requests-decline": Form({"request": CHOICE, "reason": OPTIONAL_REASON}, by="moderator"),
    "communities:pause": Form({"until": DAY}),
    "communities:resume": Form(),
    "communities:roles-call": Form({"leader": OPTIONAL_LINE, "participant": OPTIONAL_LINE}, by="leader"),
    "communities:member-role": Form({"role": CHOICE, "note": OPTIONAL_LINE}, by="leader"),
    "communities:member-term": Form({"until": MOMENT, "reason": LINE}, by="moderator"),
    "communities:member-suspend": Form({"reason": REASON, "until": MOMENT}, by="moderator"),
    "communities:member-remove": Form({"reason": REASON}, by="moderator"),
    "communities:member-lift": Form(by="moderator"),
    "communities:life-prepare": Form({"members_to_launch": HOW_MANY, "introduced_on": MOMENT}, by="leader"),
    "communities:life-step": Form({"sentence": REASON}, "wind-down", "leader"),
    "communities:life-step why": Form(
        {"sentence": REASON, "why_no_results": SENTENCES}, "wind-down", "leader", address=without_results
    ),
    "communities:settings": Form(SETTINGS, by="leader", refusals=(200, 422, 409)),
    "communities:approval-grant": Form({"sentence": OPTIONAL_REASON}, by="admin"),
    "communities:approval-turn-down": Form({"sentence": REASON}, by="admin"),
    "communities:plan-new": Form({**ITEM, "submission": UUID}, by="moderator"),
    "communities:plan-change": Form({**ITEM, "version": NUMBER}, by="moderator", refusals=(422, 409)),
    "communities:plan-move": Form({"state": CHOICE}, by="moderator", refusals=(302,)),
    "communities:plan-comment": Form({"text": COMPLAINT, "submission": UUID}),
    "communities:plan-propose": Form(by="moderator"),
    "communities:plan-answer": Form({"agrees": CHOICE, "comment": ANSWER}, address=put_before_the_members),
    "communities:plan-adopt": Form(by="leader"),
    "communities:topics": Form({"title": LINE, "why": ANSWER, "submission": UUID}),
    "communities:topic-vote": Form(),
    "communities:topic-vote-back": Form(),
    "communities:topic-answer": Form({"state": CHOICE, "scheduled_on": MOMENT, "answer": ANSWER}, by="moderator"),
    "forums:plan-new": Form({**PLAN, "submission": UUID}, "commons"),
    "forums:plan-new preview": Form(SEEN_FIRST, "commons", address=preview_of_a_plan),
    "forums:plan": Form({**PLAN, "plan_version": NUMBER}, "commons planned", "moderator"),
    "forums:open": Form({}, "commons planned", "moderator"),
    "forums:reply": Form(REPLY, "commons", refusals=(422, 404)),
    "forums:restate": Form(STEER, "commons", "moderator"),
    "forums:summarise": Form(STEER, "commons", "moderator"),
    "forums:post-edit": Form({"text": TEXT, "version": NUMBER}, "commons", "moderator", refusals=(422, 409)),
    "forums:post-remove": Form({"reason": SENTENCES, "blanks_quotations": ANYTHING}, "commons", "leader"),
    "forums:post-report": Form({"kind": CHOICE, "words": ANSWER}, "commons", "leader"),
    "forums:member-report": Form({"kind": CHOICE, "words": COMPLAINT}, by="moderator"),
    "forums:report-case": Form({"words": SENTENCES, "verdict": VERDICT}, by="moderator"),
    "forums:ruling-undo": Form(by="moderator"),
    "forums:ruling-appeal": Form({"words": COMPLAINT}, by="facilitator"),
    "forums:ruling-answer": Form({"words": SENTENCES, "verdict": VERDICT}, by="moderator", address=appealed),
    "forums:post-restore": Form({}, "commons", "moderator"),
    "forums:preview": Form(
        {**REPLY, "text": OPTIONAL_TEXT, "submission": ANYTHING, "mention": ANYTHING}, "commons", refusals=(200, 404)
    ),
    "forums:close": Form({"reason": SENTENCES}, "commons", "moderator"),
    "forums:reopen": Form({"reason": SENTENCES}, "commons closed", "moderator"),
    "forums:closing-save": Form(CLOSING, **TEAM, refusals=(422, 404, 409)),
    "forums:closing-publish": Form({**CLOSING, "summary": TEXT, "result": CHOICE}, **TEAM, refusals=(422, 404, 409)),
    "forums:closing-preview": Form(dict.fromkeys(CLOSING, ANYTHING), **TEAM),
    "forums:closing-rows": Form({**dict.fromkeys(CLOSING, ANYTHING), "row": ANYTHING}, **TEAM),
    "forums:closing-redraft": Form(DRAFT, **TEAM, refusals=(200, 302, 404)),
    "forums:closing-correct": Form(CORRECTION, "commons closed", "moderator", refusals=(422, 409)),
    "forums:follow": Form({}, "commons"),
    "forums:unfollow": Form({}, "commons"),
    "forums:mute": Form({}, "commons"),
    "notifications:read-all": Form(),
    "notifications:settings": Form(
        {
            **{f"kind_{kind}": CHOICE for kind in kinds.KINDS},
            **dict.fromkeys(["rhythm", "hour", "weekday"], CHOICE),
            **dict.fromkeys(["quiet_from", "quiet_until"], OPTIONAL_CHOICE),
        },
        by="outsider",  # whose form has no communities, which each world numbers anew
    ),
    "notifications:as-usual": Form(),
    "notifications:unsubscribe": Form(),
    "notifications:resubscribe": Form(),
    "notifications:silence": Form(),
    "notifications:listen": Form(),
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
# A stranger's password, and codes that only a letter or an app tells.
NEVER_VALID = {
    "account_login",
    "account_confirm_login_code",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
}
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
        form = (self.response.context or {}).get("form")
        errors = dict(form.errors) if form else {}
        for row in chain(*getattr(form, "parts", [])):
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
    "as",
    "before",
    "country",
    "from",
    "helps",
    "joining",
    "kind",
    "language",
    "learns",
    "mine",
    "name",
    "next",
    "phase",
    "preview",
    "profession",
    "q",
    "result",
    "role",
    "show",
    "sort",
    "state",
    "to",
    "year",
}
RUBBISH = ["\x00", "9" * 30, "9" * 10_000, "-1", "²", "\udfff", "https://example.org/"]


@pytest.mark.parametrize("name", GET)
def test_rubbish_in_the_address_does_no_harm(world, name):
    client = world.clients["moderator"]
    with transaction.atomic():
        address, _data = ADDRESS[name](world, shown_place(name, "moderator"), "moderator")
        for value in RUBBISH:
            # What goes first hides what comes after it.
            for first in ("after", "before", "from"):
                asked = {first: value, **dict.fromkeys(PARAMETERS - {"after", "before", "from"}, value)}
                response = client.get(f"{address}?{urlencode(asked, errors='surrogatepass')}&x=%FF%00")

                assert response.status_code < 500, f"{first}={shortened(value)!r}"
                assert "example.org" not in response.get("Location", "").partition("?")[0]
        transaction.set_rollback(True)


def test_every_parameter_of_an_address_is_tried():
    asked = re.compile(r"""GET(?:\.get\(|\[)\s*["'](\w+)""")
    views = [path for app in ("accounts", "communities", "forums", "home", "notifications") for path in views_of(app)]

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

    assert by_hand == takes_posts - {"admin"}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_a_form_is_tried(send, name):
    form = (send(name, without=FORMS[name].fields).response.context or {}).get("form")

    assert set(form.fields if form else ()) <= set(FORMS[name].fields)
