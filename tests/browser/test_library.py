"""Something comes into a library, at a desk and on a phone without JavaScript, and is played there."""

from playwright.sync_api import expect

from home.demo_world.library import bell
from library.models import File, Item
from tests.browser.steps import MANNERS
from tests.browser.test_axe import Walk
from tests.library import uploads


def file(name, content, media_type="application/octet-stream"):
    return {"name": name, "mimeType": media_type, "buffer": content}


@MANNERS
def test_a_photo_is_added_published_and_taken_down(visit, community, participant, moderator, manner):
    page = visit("/c/campus/library/", person=participant, **manner)
    page.get_by_role("link", name="Add the first").click()
    page.get_by_label("Kind").select_option("Tool")
    page.get_by_label("Title").fill("A board to print")
    page.get_by_label("Text").fill("Hang it where people wash their hands.")
    page.get_by_label("File", exact=False).first.set_input_files(file("board.png", uploads.HTML, "image/png"))
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("“board.png” cannot be taken. It is a web page").first).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("Hang it where people wash their hands.")
    assert not File.objects.exists()

    page.get_by_label("File", exact=False).first.set_input_files(file("board.jpg", uploads.photo((600, 400))))
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_role("heading", name="A board to print")).to_be_visible()
    expect(page.get_by_text("You and those who keep the library see it.")).to_be_visible()
    shown = page.get_by_role("img", name="A board to print")
    expect(shown).to_have_js_property("naturalHeight", 600)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is in the library")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="board.jpg").click()
    assert download.value.suggested_filename == "board.jpg"

    other = visit(Item.objects.get().get_absolute_url(), person=moderator, **manner)
    other.get_by_role("link", name="Take it down").click()
    other.get_by_label("Why").fill("The name of a ward is on it.")
    other.get_by_role("button", name="Take it down").click()
    page.reload()
    expect(page.get_by_text("“The name of a ward is on it.”")).to_be_visible()


def test_a_recording_is_played_and_read(visit, community, participant):
    page = visit("/c/campus/library/add/", person=participant)
    page.get_by_label("Kind").select_option("Audio")
    page.get_by_label("Title").fill("The bell")
    page.get_by_label("File", exact=False).first.set_input_files(file("bell.wav", bell(4)))
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("A recording needs a transcript")).to_be_visible()
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Transcript").fill("[A bell.]")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("[A bell.]")).to_be_visible()

    length = page.locator("audio").evaluate(
        """(audio) => new Promise((known) => {
            if (audio.readyState) known(audio.duration);
            audio.addEventListener("loadedmetadata", () => known(audio.duration));
        })"""
    )
    assert round(length) == 8
    reached = page.locator("audio").evaluate(
        """(audio) => new Promise((known) => {
            audio.addEventListener("seeked", () => known(audio.currentTime));
            audio.currentTime = 6;
        })"""
    )
    assert round(reached) == 6

    walk = Walk(page, [])
    walk.look("a recording")
    page.goto("/c/campus/library/")
    walk.look("a library")
    page.goto(f"/library/{Item.objects.get().pk}/versions/")
    walk.look("versions")
    assert not walk.trouble, "\n".join(walk.trouble)
