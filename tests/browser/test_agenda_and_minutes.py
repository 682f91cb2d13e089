"""What a meeting does is set before it, what it came to is written after it and kept in the library."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.browser.steps import MANNERS
from tests.browser.test_axe import Walk
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.meetings.minutes import RECORDING, published


@MANNERS
def test_an_agenda_is_put_in_order(visit, commons, facilitator, participant, manner):
    meeting = MeetingFactory(space=commons, title="Debriefing clinic")
    SeatFactory(meeting=meeting, person=participant)
    page = visit(meeting.get_absolute_url(), person=facilitator, **manner)
    page.get_by_role("main").get_by_role("link", name="Agenda").click()
    page.get_by_label("What").fill("Coffee")
    page.get_by_role("button", name="Add an item").click()
    if manner["javascript"]:
        expect(page.get_by_label("What").nth(1)).to_be_focused()
    page.get_by_label("What").nth(1).fill("Whose case it is")
    page.get_by_label("Minutes").nth(1).fill("15")
    page.get_by_label("Who").nth(1).fill("@nobody.here")
    page.get_by_role("button", name="Move item 2 up").click()
    expect(page.get_by_label("What").first).to_have_value("Whose case it is")
    if manner["javascript"]:
        expect(page.get_by_role("button", name="Move item 1 down")).to_be_focused()
    page.get_by_role("button", name="Save the agenda").click()
    expect(page.get_by_text("No member has the handle @nobody.here").first).to_be_visible()
    page.get_by_label("Who").first.fill(f"@{participant.handle}")
    page.get_by_role("button", name="Save the agenda").click()

    expect(page.get_by_role("row").nth(1)).to_contain_text("Pia Participant")
    assert [(item.title, item.minutes) for item in meeting.agenda.all()] == [("Whose case it is", 15), ("Coffee", None)]


@MANNERS
def test_minutes_are_written_published_and_kept(visit, commons, facilitator, participant, manner):
    began = timezone.now() - timedelta(hours=2)
    meeting = MeetingFactory(space=commons, starts_at=began, reflection="What will you try on Monday?")
    page = visit(meeting.get_absolute_url(), person=facilitator, **manner)
    page.get_by_role("link", name="Write the minutes").click()
    page.get_by_label("What was decided").fill("We *ask* first.")
    page.get_by_role("button", name="Preview").nth(1).click()
    expect(page.get_by_text("ask", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    reader = visit(meeting.get_absolute_url(), person=participant, **manner)
    expect(reader.get_by_text("What will you try on Monday?")).to_be_visible()
    expect(reader.get_by_text("ask", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Publish them").click()
    expect(page.get_by_text("The minutes are published")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", name="What was decided")).to_be_visible()

    page.get_by_role("link", name="Keep them in the library").click()
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is in the library")).to_be_visible()
    reader.reload()
    reader.get_by_role("link", name=meeting.title).last.click()
    expect(reader.get_by_text("The minutes of")).to_be_visible()
    reader.get_by_role("link", name=meeting.title).click()
    assert reader.url.endswith(Meeting.objects.get().get_absolute_url())


def test_their_pages_are_for_everybody(visit, commons, facilitator):
    meeting = MeetingFactory(space=commons, starts_at=timezone.now() - timedelta(hours=2))
    meeting.agenda.create(position=1, title="Whose case it is", minutes=15, kind="welcome", presenter=facilitator)
    published(meeting, facilitator, recording=RECORDING)
    walk = Walk(visit(person=facilitator), [])

    for name in ("meeting", "agenda", "minutes", "minutes-keep"):
        walk.page.goto(reverse(f"meetings:{name}", args=[meeting.pk]))
        walk.look(name)

    assert not walk.trouble
