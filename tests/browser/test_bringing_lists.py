"""A leader brings in what a mailing list said before there was a community, and somebody takes over what they wrote."""

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from forums.models import Discussion, ListArchive
from tests.browser.steps import MANNERS
from tests.factories.archives import message
from tests.running import eventually

ADDRESS = "pia@ward.example"
TITLE = "Silence after a debrief"
TALK = b"".join(
    [
        message(
            "silence",
            sender="Bea Lund <bea@ward.example>",
            subject=f"[trainers] {TITLE}",
            body="I stop asking, and then nobody says a word. What do you do?\n",
        ),
        message(
            "waiting",
            answers=["silence"],
            sender=f'"P. Participant" <{ADDRESS}>',
            subject=f"Re: [trainers] {TITLE}",
            body="I count to ten. Somebody always speaks at eight.\n",
            minutes=50,
        ),
        message("nobody", sender="", subject="Out of office", minutes=60),
    ]
)


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "trainers.mbox"
    path.write_bytes(TALK)
    return path


@MANNERS
def test_a_list_comes_in_and_somebody_claims_theirs(visit, commons, leader, participant, archive, manner):
    EmailAddress.objects.create(user=participant, email=ADDRESS, verified=True)
    page = visit("/c/campus/", person=leader, **manner)

    def await_words(words):
        """With JavaScript the page looks again by itself, without it somebody does."""
        said = page.get_by_role("main").get_by_text(words, exact=True)
        again = page.get_by_role("link", name="Look again")
        if not manner["javascript"]:
            expect(said.or_(again)).to_be_visible()
            eventually(lambda: said.is_visible() or not page.goto(page.url))
        expect(said).to_be_visible()

    page.get_by_role("link", name="Running it").click()
    page.get_by_role("link", name="List archive").click()
    page.get_by_label("The archive").set_input_files(archive)
    page.get_by_label("Space").select_option(label=commons.name)
    page.get_by_role("button", name="Look through it").click()
    await_words("Posts that would come")
    expect(page.get_by_text("2, by 2 people")).to_be_visible()
    expect(page.get_by_role("row", name="It does not say whom it is from 1")).to_be_visible()
    assert not Discussion.objects.exists()

    page.get_by_role("button", name="Bring it in").click()
    await_words("Posts that came")
    page.get_by_role("link", name="Read them in Commons").click()
    page.get_by_role("link", name=TITLE).click()
    posts = page.get_by_role("article")
    expect(posts.filter(has_text="I stop asking")).to_contain_text("Asked by Bea Lund on a mailing list")
    expect(posts.filter(has_text="I count to ten")).to_contain_text("P. Participant")
    assert not default_storage.exists(ListArchive.objects.get().key)

    theirs = visit("/account/email/", person=participant, **manner)
    theirs.get_by_role("link", name="Make it yours").click()
    expect(theirs.get_by_text("1 post in Virtual campus, Commons")).to_be_visible()
    theirs.get_by_role("button", name="Make them mine").click()
    expect(theirs.get_by_text("What P. Participant wrote there is yours now.")).to_be_visible()
    theirs.get_by_role("link", name=TITLE).click()
    own = theirs.locator("#thread article").filter(has_text="I count to ten")
    expect(own).to_contain_text("Pia Participant")
    expect(own.get_by_role("link", name="Edit")).to_be_visible()


@MANNERS
def test_what_is_no_archive_is_said_at_once_and_what_is_thrown_away_goes(visit, commons, leader, archive, manner):
    page = visit("/c/campus/list-archive/", person=leader, **manner)
    page.get_by_label("The archive").set_input_files(
        {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    page.get_by_role("button", name="Look through it").click()
    expect(page.get_by_text("This is not the archive of a mailing list.").first).to_be_visible()

    page.get_by_label("The archive").set_input_files(archive)
    page.get_by_role("button", name="Look through it").click()
    page.get_by_role("button", name="Throw it away").click()

    expect(page.get_by_text("It is thrown away.")).to_be_visible()
    expect(page.get_by_role("button", name="Look through it")).to_be_visible()
    sent = ListArchive.objects.get()
    assert (sent.state, default_storage.exists(sent.key)) == ("dropped", False)
