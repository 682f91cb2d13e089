"""What the small scripts add to pages that work without them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communities.models import JoinRequest
from forums.models import Post
from tests.factories import DiscussionFactory, PostFactory, UserFactory

AS_ANOTHER = """() => Object.entries(sessionStorage).forEach(([key, text]) => {
    sessionStorage.removeItem(key);
    sessionStorage.setItem(key.replace(/^kept \\d+/, "kept 0"), text);
})"""


@pytest.fixture
def discussion(commons, participant):
    return DiscussionFactory(space=commons, title="Silence after a debrief")


@pytest.fixture
def page(visit, discussion, participant):
    return visit(discussion.get_absolute_url(), person=participant)


def write(page, text):
    box = page.locator("#reply textarea")
    box.fill(text)
    return box


def test_composer_puts_marks_around_the_selection(page):
    box = write(page, "ask first")
    box.select_text()

    page.get_by_role("button", name="Bold").click()
    assert box.input_value() == "**ask first**"

    box.evaluate("(box) => box.setSelectionRange(0, box.value.length)")
    page.get_by_role("button", name="Quote").click()
    assert box.input_value() == "> **ask first**"


def test_composer_makes_a_list_of_the_selected_lines(page):
    box = write(page, "before\nask\ntell")
    box.evaluate("(box) => box.setSelectionRange(8, box.value.length)")

    page.get_by_role("button", name="List", exact=True).click()

    assert box.input_value() == "before\n- ask\n- tell"


def test_composer_previews_while_writing(page):
    box = write(page, "ask **first**")
    preview = page.get_by_role("region", name="Preview")

    page.get_by_role("button", name="Preview").click()
    preview.locator("strong", has_text="first").wait_for()
    box.press_sequentially(" *then tell*")
    preview.locator("em", has_text="then tell").wait_for()

    page.get_by_role("button", name="Preview").click()
    assert preview.is_hidden()
    assert box.input_value() == "ask **first** *then tell*"
    assert not Post.objects.exists()


def test_a_double_click_sends_one_request(page):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    write(page, "I asked before I told.")

    page.locator("#reply").get_by_role("button", name="Reply").dblclick()

    page.locator("#thread .post").wait_for()
    assert len([address for address in sent if "/unsent/" not in address]) == 1  # what is typed is kept besides
    assert Post.objects.count() == 1


def test_what_was_typed_stays_when_the_line_is_cut(page):
    box = write(page, "I asked before I told.")
    page.context.set_offline(True)

    page.locator("#reply").get_by_role("button", name="Reply").click()

    page.get_by_text("could not be reached").wait_for()
    assert box.input_value() == "I asked before I told."

    page.context.set_offline(False)
    page.locator("#reply").get_by_role("button", name="Reply").click()
    page.locator("#thread .post").wait_for()
    assert page.get_by_text("could not be reached").count() == 0


def test_a_refusal_is_said_without_losing_what_was_typed(page, participant):
    box = write(page, "I asked before I told.")
    participant.memberships.update(state="removed", ended_at=timezone.now())

    page.locator("#reply").get_by_role("button", name="Reply").click()

    page.locator("#messages .refusal").wait_for()
    assert box.input_value() == "I asked before I told."
    assert page.locator("h1").inner_text() == "Silence after a debrief"


def test_a_box_that_was_drawn_larger_takes_no_style_along(page):
    box = write(page, "I asked before I told. " * 500)
    box.evaluate("(box) => box.style.blockSize = '30rem'")

    page.locator("#reply").get_by_role("button", name="Reply").click()

    page.locator("#thread .post").wait_for()
    assert page.locator("#counts").inner_text() == "· 1 post by 1 person · you have read them all"
    assert page.locator("#reply textarea").get_attribute("style") is None


def test_signing_in_elsewhere_costs_one_more_press(page):
    box = write(page, "I asked before I told.")
    page.evaluate("document.querySelector('#reply [name=csrfmiddlewaretoken]').value = 'a'.repeat(64)")
    reply = page.locator("#reply").get_by_role("button", name="Reply")

    reply.click()
    page.get_by_text("please send it once more").wait_for()
    assert box.input_value() == "I asked before I told."

    reply.click()
    page.locator("#thread .post").wait_for()
    assert Post.objects.count() == 1


def test_times_are_said_in_the_readers_zone(visit, discussion):
    discussion.closes_at = datetime(2031, 7, 3, 9, 30, tzinfo=UTC)
    discussion.save(update_fields=["closes_at"])
    PostFactory(discussion=discussion)

    page = visit(discussion.get_absolute_url())

    closes = page.locator("time[datetime='2031-07-03T09:30:00Z']").first
    expect(closes).to_have_text("Thu 3 July 2031, 10:30 your time")
    assert page.locator("#thread time").first.text_content() in ("this minute", "1 minute ago")


def test_a_reader_has_one_clock_for_pages_and_forms_wherever_they_are(visit, discussion, moderator):
    """Their profile's: here they sit at a machine in London."""
    moderator.time_zone = "America/Sao_Paulo"
    moderator.save(update_fields=["time_zone"])
    discussion.closes_at = datetime(2031, 7, 3, 1, 30, tzinfo=UTC)
    discussion.save(update_fields=["closes_at"])

    page = visit(discussion.get_absolute_url(), person=moderator)
    closes = page.locator("time[datetime='2031-07-03T01:30:00Z']").first
    expect(closes).to_have_text("Wed 2 July 2031, 22:30 (Sao Paulo)")

    page.goto(f"/d/{discussion.pk}/plan/")
    field = page.get_by_label("Closes")
    assert field.input_value() == "2031-07-02T22:30"
    expect(page.locator("#id_closes_at_helptext")).to_contain_text("Sao Paulo time.")

    page.clock.set_fixed_time(datetime(2031, 7, 3, 1, 30, tzinfo=UTC))
    page.goto("/")
    shown = page.locator("h1 [data-hours]:visible")
    since, until = map(int, shown.get_attribute("data-hours").split("-"))
    assert since <= 22 < until


def test_times_name_their_zone_without_a_script(visit, discussion):
    discussion.closes_at = datetime(2031, 7, 3, 9, 30, tzinfo=UTC)
    discussion.save(update_fields=["closes_at"])

    page = visit(discussion.get_absolute_url(), javascript=False)

    closes = page.locator("time[datetime='2031-07-03T09:30:00Z']").first
    assert closes.text_content() == "Thu 3 July 2031, 09:30 UTC"
    assert page.locator("html").get_attribute("lang") == "en"


def test_what_was_typed_is_there_again_until_it_is_sent(page, discussion):
    write(page, "").press_sequentially("I asked before I told.")

    page.goto(page.url.replace(discussion.get_absolute_url(), "/"))
    page.goto(page.url.rstrip("/") + discussion.get_absolute_url())
    box = page.locator("#reply textarea")
    assert box.input_value() == "I asked before I told."
    assert page.get_by_text("What you typed here before is back.").is_visible()

    box.press("Control+Enter")
    page.locator("#thread .post").wait_for()
    page.reload()
    assert page.locator("#reply textarea").input_value() == ""
    assert Post.objects.count() == 1


def test_what_came_back_can_be_left_out(page):
    write(page, "").press_sequentially("Never mind")
    page.reload()

    page.get_by_role("button", name="Start afresh").click()

    assert page.locator("#reply textarea").input_value() == ""
    page.reload()
    assert page.locator("#reply textarea").input_value() == ""
    assert page.get_by_text("What you typed here before is back.").is_hidden()


def test_what_one_person_typed_is_not_offered_to_another(page):
    write(page, "").press_sequentially("Between me and this box")
    page.evaluate(AS_ANOTHER)

    page.reload()

    assert page.locator("#reply textarea").input_value() == ""


def asked(visit, community, moderator):
    """The moderator's page with a request, just approved in place: its message stands above."""
    JoinRequest.objects.create(community=community, person=UserFactory(display_name="Ana Asks"))
    page = visit(f"/c/{community.slug}/requests/", person=moderator)
    now = datetime.now(UTC)
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(minutes=1))  # from here on it goes as far as a test lets it
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#messages > [data-passing]")).to_be_visible()
    return page


def test_what_an_answer_says_goes_by_itself(visit, community, moderator, leader):
    page = asked(visit, community, moderator)
    message = page.locator("#messages > [data-passing]")

    page.clock.fast_forward(7_000)
    expect(message).to_be_visible()
    page.clock.fast_forward(2_000)

    expect(message).to_have_count(0)


def test_what_is_being_read_does_not_go(visit, community, moderator, leader):
    page = asked(visit, community, moderator)
    message = page.locator("#messages > [data-passing]")
    message.hover()

    page.clock.fast_forward(9_000)
    expect(message).to_be_visible()
    page.mouse.move(0, 700)
    page.clock.fast_forward(5_000)

    expect(message).to_have_count(0)
