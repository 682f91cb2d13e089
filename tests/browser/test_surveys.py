"""A self-assessment from the first click to its results, at a desk and on a phone without JavaScript."""

from playwright.sync_api import expect

from communities.models import ExpectedResult
from evaluation.models import Answer, Survey
from tests.browser.steps import MANNERS
from tests.evaluation.asking import answered, members


@MANNERS
def test_a_self_assessment(visit, community, facilitator, participant, manner):
    ExpectedResult.objects.create(community=community, position=1, text="A shared guide")
    desk = visit("/c/campus/surveys/", person=facilitator, **manner)
    desk.get_by_role("button", name="Prepare a self-assessment").click()
    expect(desk.get_by_text("nobody is asked until you open it")).to_be_visible()
    desk.get_by_role("link", name="What helped us on?").click()
    desk.get_by_label("Question", exact=True).fill("What helped you to try something new?")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("radio", name="Without names").check()
    desk.get_by_role("button", name="Open the survey").click()
    expect(desk.get_by_role("heading", name="Open the survey?")).to_be_visible()
    desk.get_by_role("button", name="Open it").click()
    expect(desk.get_by_text("It is open, and those who take part are told.")).to_be_visible()
    survey = Survey.objects.select_related("space__community").get()

    page = visit(survey.get_absolute_url(), person=participant, **manner)
    expect(page.get_by_role("heading", name="You answer without your name")).to_be_visible()
    page.get_by_role("group", name="How far are we with “A shared guide”?").get_by_label("4").check()
    page.get_by_label("What helped you to try something new?").fill("Somebody asked me first.")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="You have answered")).to_be_visible()
    assert list(Answer.objects.values_list("person", flat=True)) == [None, None]
    answered(survey, members(community, 5))

    desk.reload()
    expect(desk.get_by_text("6 of 7 have answered so far.")).to_be_visible()
    desk.get_by_text("Close it now …").click()
    desk.get_by_role("button", name="Close it for good").click()
    expect(desk.get_by_text("Somebody asked me first.")).to_be_visible()
    expect(desk.get_by_text("3.2 of 5 on average").first).to_be_visible()
    desk.get_by_text("Show numbers").first.click()
    expect(desk.get_by_role("row", name="4 2 33")).to_be_visible()

    page.goto(page.url.replace(survey.get_absolute_url(), "/c/campus/charter/"))
    expect(page.get_by_text("3.2 of 5")).to_be_visible()
