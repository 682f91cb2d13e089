"""Subjects and coaches of those who lead; institutions for which members are there."""

import re

import pytest
from playwright.sync_api import expect

from communities.models import Coach, Subject
from tests.browser.steps import MANNERS
from tests.factories import UserFactory


@pytest.fixture
def coach(community):
    person = UserFactory(display_name="Ruth Coach")
    Coach.objects.create(person=person, helps_with="First years of a community")
    return person


@pytest.fixture
def subjects(db):
    for label in ("Debriefing", "Leadership"):
        Subject.objects.get_or_create(label=label)


@MANNERS
def test_a_leader_says_what_it_is_about_and_asks_a_coach(visit, community, leader, coach, subjects, manner):
    page = visit("/c/campus/settings/", person=leader, **manner)
    main = page.get_by_role("main")
    page.get_by_label("Debriefing", exact=True).check()
    page.get_by_label("Leadership", exact=True).check()
    main.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    page.goto("/c/campus/")
    main.get_by_role("link", name="Debriefing", exact=True).click()
    expect(page).to_have_url(re.compile("subject=debriefing$"))
    expect(main.get_by_role("link", name="Virtual campus")).to_be_visible()

    page.goto("/c/campus/leading/")
    main.get_by_role("link", name="Ask for a conversation").click()
    main.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_label("What would you like to talk about?").fill("Two write and thirty read.")
    main.get_by_role("button", name="Ask", exact=True).click()
    expect(main).to_contain_text("waits for an answer")

    page = visit("/", person=coach, **manner)
    page.get_by_role("main").get_by_role("link", name="Answer").click()
    expect(page.get_by_role("main")).to_contain_text("Two write and thirty read.")
    page.get_by_label("Yes").check()
    page.get_by_label("A word to them").fill("Friday at five.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Nobody waits")).to_be_visible()

    page = visit("/c/campus/leading/", person=leader, **manner)
    expect(page.get_by_role("main")).to_contain_text("Friday at five.")


@MANNERS
def test_a_member_is_there_for_an_institution_and_is_confirmed(visit, community, participant, moderator, manner):
    page = visit("/c/campus/institutions/", person=participant, **manner)
    main = page.get_by_role("main")
    main.get_by_role("link", name="I am here for an institution").click()
    page.get_by_label("Institution").fill("Hillside Hospital")
    main.get_by_role("button", name="Ask the team to confirm it").click()
    expect(page.get_by_label("Country")).to_be_visible()
    page.get_by_label("Country").fill("Kenya")
    page.get_by_label("What it is").select_option("hospital")
    main.get_by_role("button", name="Ask the team to confirm it").click()
    expect(main).to_contain_text("waits to be confirmed")

    page = visit("/c/campus/institutions/", person=moderator, **manner)
    page.get_by_role("button", name="Confirm", exact=False).first.click()
    expect(page.get_by_text("Confirmed. They are told.")).to_be_visible()

    page = visit("/c/campus/members/", person=participant, **manner)
    row = page.get_by_role("listitem").filter(has_text=participant.name)
    expect(row).to_contain_text("Hillside Hospital")
