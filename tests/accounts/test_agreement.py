"""Terms and privacy: read by everybody, agreed to at sign-up, asked again when they change."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import actions, documents
from accounts.errors import DocumentsChanged
from accounts.models import Consent, User
from core.permissions import Refused
from tests.accounts.conftest import BACKEND
from tests.factories import PostFactory, UserFactory

ASK = reverse("accounts:agreement")
LATER = date(2099, 1, 1)
TEXTS = Path(settings.BASE_DIR) / "templates" / "accounts" / "documents"

# The text of each version there was, by age. Whoever changes what a text says gives it a new version, with a word on
# what is new, and adds it at the end; who only mends a slip of the pen changes nothing but the sum here.
SUMS = {
    ("terms", date(2026, 11, 21)): "2322ec8030ee",
    ("privacy", date(2026, 11, 21)): "9adf91325bcf",
    ("privacy", date(2026, 11, 22)): "08aa173422d4",
    ("privacy", date(2026, 11, 23)): "9120d936f7ae",
}


@pytest.fixture
def changed(monkeypatch):
    """The terms have a newer version."""
    newer = replace(documents.DOCUMENTS["terms"], version=LATER, news="Cats are welcome.")
    monkeypatch.setitem(documents.DOCUMENTS, "terms", newer)


@pytest.fixture
def member(client, participant):
    client.force_login(participant, BACKEND)
    return participant


def news_on(response):
    return response.content.decode().partition('<ul class="rows">')[2].partition("</ul>")[0]


def versions(person):
    return sorted(Consent.objects.filter(person=person).values_list("document", "version"))


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_a_text_that_changes_has_a_new_version(name):
    text = (TEXTS / f"{name}.html").read_bytes()

    assert SUMS[name, documents.DOCUMENTS[name].version] == hashlib.sha256(text).hexdigest()[:12]


def test_a_new_version_is_the_newest_of_all():
    """What a person agreed to is kept as one day (`User.agreed_to`): an earlier one would be asked of nobody."""
    first, *later = sorted({version for _name, version in SUMS})

    assert {name for name, version in SUMS if version == first} == set(documents.DOCUMENTS)
    assert [version for _name, version in SUMS][len(documents.DOCUMENTS) :] == later
    assert documents.newest() == [first, *later][-1]


def test_no_version_is_of_a_day_to_come():
    """Whoever agrees today would agree to a text of tomorrow, and the next one could not be newer."""
    assert documents.newest() <= timezone.localdate()


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_everybody_reads_them_and_the_foot_of_each_page_leads_there(client, db, settings, name):
    settings.OPERATOR, settings.CONTACT_EMAIL = "Lagoon College", "help@copse.example"

    assert f'href="/{name}/"' in client.get("/").content.decode()
    page = client.get(f"/{name}/").content.decode()
    assert str(documents.DOCUMENTS[name].title) in page
    assert "run by Lagoon College" in page
    assert "mailto:help@copse.example" in page


def test_who_signs_up_agrees_to_both(client, db):
    page = client.get(reverse("account_signup")).content.decode()
    assert "By signing up you agree" in page
    form = {"display_name": "Zoe", "email": "zoe@copse.example", "password1": "three quiet hornbeams"}

    client.post(reverse("account_signup"), form)

    person = User.objects.get()
    assert versions(person) == sorted((document.name, document.version) for document in documents.DOCUMENTS.values())
    assert person.agreed_to == documents.newest()


def test_who_agreed_to_what_is_current_is_not_asked(client, member):
    assert client.get("/communities/new/").status_code == 200
    assert client.get(ASK, {"next": "/communities/new/"}).url == "/communities/new/"


def test_who_has_not_agreed_is_asked_and_comes_back_to_where_they_were(client, member, changed):
    response = client.get("/communities/new/?from=menu")
    assert response.url == f"{ASK}?next=%2Fcommunities%2Fnew%2F%3Ffrom%3Dmenu"

    asked = news_on(client.get(response.url))
    assert "Cats are welcome." in asked
    assert 'href="/terms/"' in asked
    assert 'href="/privacy/"' not in asked

    response = client.post(ASK, {"version": LATER, "next": "/communities/new/?from=menu"})
    assert response.url == "/communities/new/?from=menu"
    assert versions(member) == [("terms", LATER)]
    assert client.get("/communities/new/").status_code == 200


def test_agreeing_twice_leaves_one_row(client, member, changed):
    for _ in range(2):
        client.post(ASK, {"version": LATER})
        User.objects.update(agreed_to=None)

    assert versions(member) == [("privacy", documents.DOCUMENTS["privacy"].version), ("terms", LATER)]


def test_what_was_not_shown_is_not_agreed_to(client, member, changed):
    response = client.post(ASK, {"version": "2026-11-21"})

    assert response.status_code == 400
    assert "These texts have changed meanwhile." in response.content.decode()
    assert versions(member) == []


@pytest.mark.parametrize("version", ["", "yes", "2026-02-31"])
def test_without_a_version_nothing_is_agreed_to(client, member, changed, version):
    response = client.post(ASK, {"version": version})

    assert response.status_code == 422
    assert versions(member) == []


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_one_is_led_to_pages_of_this_site_alone(client, member, changed, onward):
    assert client.post(ASK, {"version": LATER, "next": onward}).url == "/"


@pytest.mark.parametrize("url", ["/terms/", "/privacy/", "/account/data/", "/account/", "/account/email/", ASK])
def test_what_one_needs_to_read_or_to_leave_stays_open(client, member, changed, url):
    assert client.get(url).status_code == 200


def test_who_does_not_agree_exports_erases_and_signs_out(client, sure, participant, changed):
    sure(participant)
    assert client.post("/account/data/export/").status_code == 200
    assert client.get("/account/data/erase/").status_code == 200

    assert client.post("/account/logout/").status_code == 302
    assert client.get("/communities/new/").url.startswith("/account/login/")


def test_what_is_sent_is_not_held_up(client, member, community, changed):
    discussion = PostFactory(discussion__space=community.spaces.get(slug="commons")).discussion
    reply = {"text": "My words.", "submission": "00000000-0000-0000-0000-000000000001"}

    client.post(f"/d/{discussion.pk}/reply/", reply)

    assert discussion.posts.filter(author=member, markdown="My words.").exists()


def test_fragments_are_not_held_up(client, member, changed):
    assert client.get("/communities/new/", headers={"HX-Request": "true"}).status_code == 200


def test_visitors_are_not_asked(client, db, changed):
    assert client.get("/").status_code == 200


def test_who_never_agreed_is_asked_for_both(client, db):
    person = UserFactory(agreed_to=None)
    client.force_login(person, BACKEND)

    asked = news_on(client.get(client.get("/").url))

    assert 'href="/terms/"' in asked
    assert 'href="/privacy/"' in asked


def test_nobody_agrees_for_somebody_else(participant, outsider):
    with pytest.raises(Refused):
        actions.agree(participant, actor=outsider, version=documents.newest())

    with pytest.raises(DocumentsChanged):
        actions.agree(participant, actor=participant, version=LATER)
    assert not Consent.objects.exists()


def test_asking_costs_no_query(client, member, django_assert_num_queries, changed):
    client.get("/communities/new/")

    with django_assert_num_queries(1):  # who it is; their session is in the cache
        assert client.get("/communities/new/").url.startswith(ASK)


@pytest.mark.parametrize("page", ["profile", "agreement", "erase"])
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, member, page, method):
    assert getattr(client, method)(reverse(f"accounts:{page}")).status_code == 405


@pytest.mark.parametrize("wanted", ["communities/", "javascript:alert(1)", "//evil.example/", "https://evil.example/"])
def test_the_way_on_is_a_page_of_this_site(client, outsider, wanted):
    client.force_login(outsider)

    assert client.get(reverse("accounts:agreement"), {"next": wanted})["Location"] == reverse("home:home")
