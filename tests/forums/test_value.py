"""What a closing is worth, and to whom: kept with its draft, shown with it, put right with it."""

import pytest
from django.urls import reverse

from forums import actions
from forums.effects.drafts import is_kept
from forums.models import Closing, ClosingRevision
from notifications.effects import send_due_mail
from tests.forums.closings import at, edit, typed

WORTH = "Trainers in two wards ask first <now>;\npatients wait less."


@pytest.fixture
def published(closing, moderator):
    return actions.publish_closing(closing, **edit(closing, value=WORTH), actor=moderator)


def correct(closing, actor, **changed):
    given = {"version": closing.version, "summary": closing.summary, "result": "lesson", "reason": "A slip."}
    return actions.correct_closing(closing, actor=actor, **given | changed)


def test_it_is_kept_with_the_draft_and_filled_in_again(as_moderator, closing, discussion):
    sent = as_moderator.post(at("closing-save", discussion), typed(closing, value=f"  {WORTH} "))
    form = as_moderator.get(sent.url).context["form"]

    assert Closing.objects.get().value == WORTH
    assert form["value"].value() == WORTH


def test_it_may_be_left_out_and_is_never_too_long(as_moderator, closing, discussion):
    as_moderator.post(at("closing-save", discussion), typed(closing))
    assert Closing.objects.get().value == ""

    refused = as_moderator.post(at("closing-save", discussion), typed(closing, version=2, value="x" * 501))

    assert refused.status_code == 422
    assert Closing.objects.get().value == ""


def test_another_value_is_another_text(published, moderator):
    edited = {"summary": published.summary, "result": "lesson"}

    assert is_kept(published, edit(published, **edited, value=WORTH)["draft"], editor=moderator)
    assert not is_kept(published, edit(published, **edited, value="Less.")["draft"], editor=moderator)


@pytest.mark.parametrize("name", ["discussion", "print", "learned"])
def test_everybody_reads_it_under_its_own_heading(client, published, participant, name):
    community = published.discussion.space.community
    address = {
        "discussion": published.discussion.get_absolute_url(),
        "print": at("print", published.discussion),
        "learned": reverse("forums:learned", args=[community.slug]),
    }[name]
    client.force_login(participant)

    page = client.get(address).content.decode()

    assert "What it is worth" in page
    assert "ask first &lt;now&gt;;" in page


def test_what_says_nothing_of_it_has_no_heading_for_it(client, closing, moderator, participant):
    published = actions.publish_closing(closing, **edit(closing), actor=moderator)
    client.force_login(participant)

    assert "What it is worth" not in client.get(published.discussion.get_absolute_url()).content.decode()


def test_the_letter_says_it_in_both_its_parts(published, mailoutbox):
    send_due_mail()

    (mail,) = mailoutbox
    assert f"What it is worth\n{WORTH}\n" in mail.body
    assert "ask first &lt;now&gt;;<br>patients wait less." in mail.alternatives[0].content


def test_a_preview_shows_it(as_moderator, closing, discussion):
    shown = as_moderator.post(
        at("closing-preview", discussion), typed(closing, value=WORTH), headers={"HX-Request": "true"}
    )

    assert "ask first &lt;now&gt;;" in shown.content.decode()


def test_whoever_is_late_sees_the_other_one(as_moderator, closing, discussion, leader):
    actions.save_closing(closing, **edit(closing, value="Hers."), actor=leader)

    late = as_moderator.post(at("closing-save", discussion), typed(closing, version=1, value="His."))

    assert late.status_code == 409
    assert "Hers." in late.content.decode()
    assert late.context["form"]["value"].value() == "His."


def test_it_is_put_right_in_its_place(published, moderator):
    correct(published, moderator, value="Trainers ask first.")

    assert Closing.objects.get().value == "Trainers ask first."
    assert ClosingRevision.objects.get().value == WORTH


def test_a_correction_that_says_nothing_of_it_leaves_it(published, moderator):
    correct(published, moderator, summary="We ask first [#2].")

    assert Closing.objects.get().value == WORTH


def test_the_old_words_of_it_go_where_they_should(published, moderator):
    correct(published, moderator, value="Mrs Gray waits less.")
    again = Closing.objects.get()

    correct(again, moderator, value="A patient waits less.", keeps_old=False)

    assert list(ClosingRevision.objects.values_list("value", flat=True)) == ["", ""]


def test_the_page_of_corrections_compares_it(as_moderator, published, moderator):
    correct(published, moderator, value="Trainers ask first.")

    page = as_moderator.get(reverse("forums:closing-corrections", args=[published.discussion_id, published.pk]))

    (correction,) = page.context["corrections"]
    assert "patients wait less" in "".join(piece.text for piece in correction.pieces if piece.kind == "del")
