"""An image and a file go with what is said: dropped and pasted at a desk, picked on a phone without JavaScript."""

from base64 import b64encode

import pytest
from playwright.sync_api import expect

from forums.models import Post
from library.models import File
from tests.factories import DiscussionFactory, PostFactory
from tests.library.uploads import HTML, image

# What a browser does with what somebody drops or has copied.
GIVE = """(box, [kind, files]) => {
  const transfer = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  const given = { bubbles: true, cancelable: true };
  if (kind === "paste") box.dispatchEvent(new ClipboardEvent(kind, { ...given, clipboardData: transfer }));
  else box.dispatchEvent(new DragEvent(kind, { ...given, dataTransfer: transfer }));
}"""


@pytest.fixture
def address(site, commons, moderator):
    discussion = DiscussionFactory(space=commons, title="Rooms for feedback")
    PostFactory(discussion=discussion, author=moderator, kind="prompt", markdown="Where do you sit?")
    return discussion.get_absolute_url()


def give(box, kind, *files):
    box.evaluate(GIVE, [kind, [(name, media_type, b64encode(content).decode()) for name, media_type, content in files]])


def test_an_image_is_pasted_and_a_file_is_dropped(visit, address, participant, leader):
    page = visit(address, person=participant)
    box = page.get_by_label("Your answer")
    box.fill("Like this:\n\n")
    give(box, "paste", ("room.jpg", "image/jpeg", image(size=(600, 400))))
    said = page.get_by_label("What it shows")
    expect(said).to_be_visible()
    expect(box).to_be_focused()  # whoever writes goes on writing
    said.fill("Two [chairs]")
    expect(box).to_have_value(f"Like this:\n\n![Two chairs](/library/files/{File.objects.get().pk}/)\n")
    give(box, "drop", ("guide.txt", "text/plain", b"Ask before you tell."), ("page.html", "text/html", HTML))
    expect(page.get_by_text("“page.html” cannot be taken.")).to_be_visible()
    expect(page.get_by_label("guide.txt")).to_be_checked()
    page.get_by_role("button", name="Reply", exact=True).click()

    shown = page.get_by_role("img", name="Two chairs")
    expect(shown).to_have_js_property("naturalWidth", 600)
    other = visit(address, person=leader)
    expect(other.get_by_role("img", name="Two chairs")).to_have_js_property("naturalWidth", 600)
    with other.expect_download() as download:
        other.get_by_role("link", name="guide.txt").click()
    assert download.value.suggested_filename == "guide.txt"
    assert [row.file.name for row in Post.objects.get(number=2).files.all()] == ["room.jpg", "guide.txt"]


@pytest.fixture
def hold(visit, address, participant):
    """A page on which somebody writes, and whose files arrive when the test lets them."""
    page = visit(address, person=participant)
    held = []
    page.route("**/files/", lambda route: held.append(route))

    def sent(number):
        """The request with which the file of that number comes, once it is on its way."""
        while len(held) < number:
            page.wait_for_timeout(50)
        return held[number - 1]

    return page, sent


def test_what_is_sent_meanwhile_goes_when_every_file_is_there(hold, address):
    page, sent = hold
    box = page.get_by_label("Your answer")
    box.fill("Like this:")
    for number, name in enumerate(("one.txt", "two.txt"), 1):
        give(box, "drop", (name, "text/plain", b"Ask before you tell."))
        sent(number)  # what was dropped later may else be there first
    expect(page.locator(".chosen progress")).to_have_count(2)
    page.get_by_role("button", name="Reply", exact=True).click()

    sent(1).continue_()
    expect(page.get_by_label("one.txt")).to_be_checked()
    assert not Post.objects.filter(number=2).exists()
    sent(2).continue_()
    expect(page.get_by_role("link", name="two.txt")).to_be_visible()
    assert [row.file.name for row in Post.objects.get(number=2).files.all()] == ["one.txt", "two.txt"]


def test_nothing_is_sent_where_a_file_was_refused_meanwhile(hold):
    page, sent = hold
    box = page.get_by_label("Your answer")
    box.fill("Like this:")
    give(box, "drop", ("page.html", "text/html", HTML))
    page.get_by_role("button", name="Reply", exact=True).click()
    sent(1).continue_()

    expect(page.get_by_text("“page.html” cannot be taken.")).to_be_visible()
    expect(box).to_have_value("Like this:")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".post__body").get_by_text("Like this:")).to_be_visible()


def test_whoever_types_while_an_image_is_on_its_way_goes_on(hold):
    page, sent = hold
    box = page.get_by_label("Your answer")
    box.fill("")
    give(box, "paste", ("room.jpg", "image/jpeg", image()))
    box.press_sequentially("Look at the cha")
    page.evaluate("document.querySelector('form.reply').dispatchEvent(new Event('unsent:keep', {bubbles: true}))")
    expect(page.locator("form.reply [name=known]")).not_to_have_value("")
    sent(1).continue_()
    expect(page.get_by_label("What it shows")).to_be_visible()
    box.press_sequentially("irs")

    expect(box).to_have_value(f"Look at the chairs\n\n![room](/library/files/{File.objects.get().pk}/)\n")


def test_a_folder_and_what_did_not_arrive_are_said_until_the_next_try(visit, address, participant):
    page = visit(address, person=participant)
    box = page.get_by_label("Your answer")
    page.evaluate("DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true })")
    give(box, "drop", ("photos", "", b""))
    expect(page.get_by_text("A folder cannot be sent. Add the files in it: photos")).to_be_visible()

    page.evaluate("DataTransferItem.prototype.webkitGetAsEntry = () => null")
    page.route("**/files/", lambda route: route.abort())
    give(box, "drop", ("guide.txt", "text/plain", b"Ask before you tell."))
    expect(page.get_by_text("This did not arrive. Please try again: guide.txt")).to_be_visible()
    expect(page.get_by_text("A folder cannot be sent")).to_be_hidden()
    page.unroute("**/files/")
    for _time in range(2):
        give(box, "drop", ("guide.txt", "text/plain", b"Ask before you tell."))
    expect(page.get_by_label("guide.txt")).to_have_count(2)
    expect(page.get_by_text("This did not arrive")).to_be_hidden()


def test_it_is_said_where_nothing_can_be_sent(visit, address, participant):
    page = visit(address, person=participant)
    page.route("**/composer-uploads*", lambda route: route.abort())
    give(page.get_by_label("Your answer"), "drop", ("guide.txt", "text/plain", b"Ask before you tell."))

    expect(page.locator("#messages .refusal")).to_be_visible()


def test_an_image_that_is_taken_out_of_the_text_is_not_sent(visit, address, participant):
    page = visit(address, person=participant)
    box = page.get_by_label("Your answer")
    picked = {"name": "room.jpg", "mimeType": "image/jpeg", "buffer": image()}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Image or file").click()
    chooser.value.set_files([picked])
    expect(page.get_by_label("room.jpg")).to_be_checked()
    page.get_by_label("room.jpg").uncheck()
    expect(box).to_have_value("\n")
    box.fill("Without it.")
    page.get_by_role("button", name="Reply", exact=True).click()

    expect(page.get_by_text("Without it.")).to_be_visible()
    assert not Post.objects.get(number=2).files.exists()


def test_without_javascript_files_are_sent_with_the_words(visit, address, participant):
    page = visit(address, person=participant, javascript=False, width=360)
    picked = {"name": "room.jpg", "mimeType": "image/jpeg", "buffer": image(size=(600, 400))}
    page.get_by_label("Add images or files").set_input_files(
        [picked, {"name": "page.html", "mimeType": "text/html", "buffer": HTML}]
    )
    page.get_by_label("Your answer").fill("Like this:")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_text("“page.html” cannot be taken.")).to_be_visible()
    page.get_by_label("What it shows").fill("Two chairs")
    page.get_by_role("button", name="Reply", exact=True).click()

    expect(page.get_by_role("img", name="Two chairs")).to_have_js_property("naturalWidth", 600)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
