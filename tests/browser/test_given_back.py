"""What stood in a form when its writer was signed out, or its page had grown old, stands in it again."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD

KEPT = "() => Object.keys(sessionStorage).filter((key) => key !== 'htmx-current-path-for-history')"


@pytest.fixture
def page(visit, commons, moderator):
    page = visit(f"/c/campus/s/{commons.slug}/discussions/new/?kind=debate", person=moderator)
    page.get_by_label("Title").fill("Silence after a debrief")
    page.get_by_label("Opening question").fill("What did you say?")
    page.get_by_label("What people do").first.fill("Give one argument.")
    return page


def lose_the_session():
    Session.objects.all().delete()
    caches[settings.SESSION_CACHE_ALIAS].clear()


def sign_in(page, person):
    page.get_by_role("main").get_by_label("E-mail address").fill(person.email)
    page.get_by_role("main").get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_a_plan_is_there_again_after_signing_in(page, moderator):
    lose_the_session()
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    expect(page.get_by_text("stands in its form again")).to_be_visible()

    sign_in(page, moderator)

    expect(page.get_by_text("What you wrote is here again.")).to_be_visible()
    assert page.get_by_label("Title").input_value() == "Silence after a debrief"
    assert page.get_by_label("Opening question").input_value() == "What did you say?"
    assert page.get_by_label("What people do").first.input_value() == "Give one argument."
    page.get_by_role("button", name="Keep the plan").click()
    expect(page.get_by_text("Your plan is kept.")).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate(KEPT) == []


def test_a_page_that_had_grown_old_gives_its_form_back(page):
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => (each.value = 'a'.repeat(64)))"
    )
    page.get_by_role("button", name="Keep the plan").click()

    page.get_by_role("link", name="To the page, fresh").click()

    expect(page.get_by_label("Title")).to_have_value("Silence after a debrief")


def test_somebody_else_finds_nothing(page, facilitator):
    lose_the_session()
    page.get_by_role("button", name="Keep the plan").click()

    sign_in(page, facilitator)

    expect(page.get_by_label("Title")).to_be_visible()
    page.wait_for_load_state()
    expect(page.get_by_label("Title")).to_have_value("")
    assert page.evaluate(KEPT) == []


def test_whoever_signs_out_by_hand_leaves_nothing_behind(page, visit):
    page.evaluate("sessionStorage.setItem('kept 7 /d/1/ id_text', 'My own words.')")

    page.get_by_role("button", name="Menu of Mo Moderator").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_a_page_that_asks_to_sign_in_loses_no_words_either(visit, participant):
    page = visit("/account/profile/", person=participant)
    page.get_by_label("Organisation").fill("St Elsewhere")
    lose_the_session()
    page.get_by_role("button", name="Save").click()

    sign_in(page, participant)

    expect(page.get_by_label("Organisation")).to_have_value("St Elsewhere")


def test_without_javascript_the_words_can_be_copied(visit, participant):
    page = visit("/account/profile/", person=participant, javascript=False)
    page.get_by_label("Organisation").fill("St Elsewhere")
    lose_the_session()

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Copy what you wrote, sign in, and send it again.")).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value("Pia Participant\n\nSt Elsewhere\n\nUTC")
