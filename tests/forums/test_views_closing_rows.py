"""What stands beside the summary, edited as rows: with and without JavaScript, wrong, stale and previewed."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from core.forms.rows import MOST_ROWS
from forums.actions import close_discussion, publish_closing, reopen_discussion, save_closing
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Discussion
from tests.factories import DiscussionFactory, PostFactory

PARTS = ("thanks", "notes", "links")


@pytest.fixture
def discussion(members_room, moderator, participant, facilitator):
    found = DiscussionFactory(space=members_room, title="Feedback on the day")
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What would have to change?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first.")
    PostFactory(discussion=found, author=participant, markdown="And wait.")
    PostFactory(discussion=found, author=facilitator, markdown="Sit down.")
    return found


def at(name, closing):
    return reverse(f"forums:{name}", args=[closing.discussion_id])


def typed(closing, *, thanks=(), notes=(), links=(), **changes):
    """A valid form with these rows of (field, value) pairs by name."""
    sent = {"closing": closing.pk, "version": closing.version, "result": "lesson", "summary": "We agreed [#2]."}
    for part, rows in zip(PARTS, (thanks, notes, links), strict=True):
        sent |= {f"{part}-TOTAL_FORMS": len(rows), f"{part}-INITIAL_FORMS": 0}
        sent |= {f"{part}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return sent | changes


def thanked(person, words="for the question"):
    return {"person": person.pk, "words": words}


LINK = {"kind": "article", "title": "A guide", "url": "https://example.org/guide"}
EMPTY = {"kind": "address", "title": "", "url": ""}


def test_the_editor_offers_those_who_wrote_and_says_what(as_moderator, closing, participant):
    page = as_moderator.get(at("closing", closing)).content.decode()

    thanks, notes = (
        re.search(rf'<select name="{part}-0-person".*?</select>', page, re.DOTALL)[0] for part in ("thanks", "notes")
    )
    assert f'<option value="{participant.pk}">Pia Participant, 2 posts</option>' in thanks
    assert "Pia Participant" in notes
    assert "Mo Moderator" not in thanks + notes  # nobody thanks, or writes to, themselves
    assert "Who wrote here: 3 people" in page
    assert "Ask the trainee first.</a>" in page


def test_the_editor_proposes_nobody(as_moderator, closing):
    page = as_moderator.get(at("closing", closing)).content.decode()

    assert " selected>Pia" not in page
    assert page.count(">none yet") == 3


def test_only_who_may_still_read_here_is_written_to(as_moderator, closing, participant, community):
    community.memberships.filter(person=participant).delete()

    page = as_moderator.get(at("closing", closing)).content.decode()

    assert page.count("Pia Participant, 2 posts") == 1


def test_rows_are_saved_and_shown_again(as_moderator, closing, participant, facilitator, moderator):
    note = {"person": facilitator.pk, "text": "Your *chair*."}

    as_moderator.post(
        at("closing-save", closing), typed(closing, thanks=[thanked(participant)], notes=[note], links=[LINK, EMPTY])
    )

    assert list(closing.acknowledgements.values_list("person", "words")) == [(participant.pk, "for the question")]
    kept = closing.private_notes.get()
    assert (kept.receiver, kept.author, kept.markdown) == (facilitator, moderator, "Your *chair*.")
    assert kept.html == '<p dir="auto">Your <em>chair</em>.</p>'
    assert list(closing.follow_ons.values_list("kind", "title", "url")) == [tuple(LINK.values())]
    page = as_moderator.get(at("closing", closing)).content.decode()
    assert f'<option value="{participant.pk}" selected>' in page
    assert "Your *chair*.</textarea>" in page
    assert 'value="https://example.org/guide"' in page


def test_the_notes_of_one_moderator_are_not_shown_to_another(client, closing, moderator, leader, participant):
    save_closing(closing, Draft("A", "ideas", notes=[(participant.pk, "Between us")]), actor=moderator, version=1)
    client.force_login(leader)

    page = client.get(at("closing", closing)).content.decode()
    closing.refresh_from_db()
    stale = client.post(at("closing-save", closing), typed(closing, version=0)).content.decode()

    assert "Between us" not in page
    assert "Between us" not in stale


@pytest.mark.parametrize(
    ("part", "row", "field"),
    [
        ("thanks", {"person": "", "words": "for it"}, "person"),
        ("thanks", {"person": 999_999_999, "words": "for it"}, "person"),
        ("thanks", {"person": "1", "words": " "}, "words"),
        ("thanks", {"person": "1", "words": "x" * 301}, "words"),
        ("notes", {"person": "1", "text": ""}, "text"),
        ("notes", {"person": "1", "text": "x" * 5_001}, "text"),
        ("links", LINK | {"title": ""}, "title"),
        ("links", LINK | {"url": "javascript:alert(1)"}, "url"),
        ("links", LINK | {"url": "ftp://example.org/"}, "url"),
        ("links", LINK | {"url": "no address"}, "url"),
        ("links", LINK | {"kind": "nonsense"}, "kind"),
    ],
)
def test_a_wrong_row_is_refused_beside_its_field_and_kept(as_moderator, closing, participant, part, row, field):
    row = row | {"person": participant.pk} if row.get("person") == "1" else row

    response = as_moderator.post(at("closing-save", closing), typed(closing, **{part: [row]}))

    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{part}-0-{field}_error"' in page
    assert f'<a href="#id_{part}-0-{field}">' in page
    assert all(escape(value) in page for value in row.values() if isinstance(value, str) and value.strip())
    closing.refresh_from_db()
    assert closing.version == 1


def test_an_address_without_a_scheme_gets_one(as_moderator, closing):
    as_moderator.post(at("closing-save", closing), typed(closing, links=[LINK | {"url": "example.org/a"}]))

    assert closing.follow_ons.get().url == "https://example.org/a"


@pytest.mark.parametrize("part", ["thanks", "notes"])
def test_nobody_has_two_rows(as_moderator, closing, participant, part):
    row = {"person": participant.pk, "words": "for it", "text": "Well done"}

    response = as_moderator.post(at("closing-save", closing), typed(closing, **{part: [row, row]}))

    assert response.status_code == 422
    assert "This person has a row already." in response.content.decode()


def test_more_rows_than_fit_are_refused(as_moderator, closing):
    response = as_moderator.post(at("closing-save", closing), typed(closing, links=[LINK] * (MOST_ROWS + 1)))

    assert response.status_code == 422
    assert f"At most {MOST_ROWS} rows fit here." in response.content.decode()


def test_a_form_without_its_rows_is_refused(as_moderator, closing, moderator, participant):
    save_closing(closing, Draft("A", "ideas", thanks=[(participant.pk, "for it")]), actor=moderator, version=1)
    sent = {"closing": closing.pk, "version": 2, "result": "lesson", "summary": "We agreed."}

    response = as_moderator.post(at("closing-save", closing), sent)

    assert response.status_code == 422
    assert "This form was incomplete." in response.content.decode()
    assert closing.acknowledgements.count() == 1


def test_adding_a_row_keeps_what_is_typed_and_stores_nothing(as_moderator, closing, participant):
    sent = typed(closing, thanks=[thanked(participant)], links=[LINK | {"url": "not finis"}], row="add-thanks")

    page = as_moderator.post(at("closing-rows", closing), sent).content.decode()

    assert 'name="thanks-1-person"' in page
    assert re.search(r'id="id_thanks-1-person"[^>]* autofocus|autofocus[^>]* id="id_thanks-1-person"', page)
    assert "for the question</textarea>" in page
    assert 'value="not finis"' in page
    assert "We agreed [#2].</textarea>" in page
    assert "Please look at this again" not in page
    closing.refresh_from_db()
    assert (closing.version, closing.acknowledgements.count()) == (1, 0)


def test_a_row_is_taken_away(as_moderator, closing, participant, facilitator):
    rows = [thanked(participant, "first"), thanked(facilitator, "second")]

    page = as_moderator.post(
        at("closing-rows", closing), typed(closing, thanks=rows, row="drop-thanks-0")
    ).content.decode()

    assert "second</textarea>" in page
    assert "first</textarea>" not in page
    assert 'name="thanks-1-person"' not in page


def test_htmx_gets_the_rows_alone(as_moderator, closing, participant):
    sent = typed(closing, thanks=[thanked(participant)], links=[LINK], row="add-links")

    page = as_moderator.post(at("closing-rows", closing), sent, headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<div class="draft-rows" id="closing-links-rows">')
    assert 'name="links-TOTAL_FORMS" value="2"' in page
    assert "thanks" not in page


@pytest.mark.parametrize("tool", ["", "add", "add-nothing", "drop-thanks-99", "drop-thanks--1", "up-thanks-0", "\x00"])
def test_an_unknown_tool_changes_no_row(as_moderator, closing, participant, tool):
    response = as_moderator.post(at("closing-rows", closing), typed(closing, thanks=[thanked(participant)], row=tool))

    assert response.status_code == 200
    assert 'name="thanks-TOTAL_FORMS" value="1"' in response.content.decode()


def test_the_preview_shows_what_is_complete(as_moderator, closing, participant, facilitator):
    sent = typed(
        closing, thanks=[thanked(participant), thanked(facilitator, "")], links=[LINK, LINK | {"url": "javascript:1"}]
    )

    page = as_moderator.post(at("closing-preview", closing), sent, headers={"HX-Request": "true"}).content.decode()

    assert "<bdi>Pia Participant</bdi></b> – <bdi>" in page
    assert "Fay" not in page
    assert page.count("A guide") == 1
    assert "javascript" not in page


def test_after_somebody_else_s_edit_both_are_shown(as_moderator, closing, leader, participant, facilitator):
    theirs = {
        "thanks": [(facilitator.pk, "for the chair")],
        "follow_ons": [("list", "Their list", "https://example.org/l")],
    }
    save_closing(closing, Draft("Theirs", "ideas", **theirs), actor=leader, version=1)

    response = as_moderator.post(
        at("closing-publish", closing), typed(closing, thanks=[thanked(participant)], links=[LINK], version=1)
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "<bdi>for the chair</bdi>" in page
    assert "for the question</textarea>" in page
    assert "Their list" in page
    assert 'value="https://example.org/guide"' in page
    again = typed(closing, thanks=[thanked(participant)], version=2)
    assert as_moderator.post(at("closing-publish", closing), again).status_code == 302
    assert closing.acknowledgements.get().person == participant


def test_an_earlier_closing_lends_thanks_and_links_but_no_notes(
    as_moderator, closing, moderator, participant, facilitator
):
    said = {"thanks": [(participant.pk, "for it")], "notes": [(participant.pk, "Delivered")]}
    publish_closing(closing, Draft("A", "ideas", follow_ons=[tuple(LINK.values())], **said), actor=moderator, version=1)
    discussion = reopen_discussion(closing.discussion, actor=moderator, reason="More")
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    later = discussion.closings.unpublished().get()
    save_closing(
        later, Draft("B", "ideas", notes=[(facilitator.pk, "Not yet")]), actor=moderator, version=later.version
    )

    page = as_moderator.get(f"{at('closing', closing)}?from={closing.pk}").content.decode()

    assert "for it</textarea>" in page
    assert 'value="https://example.org/guide"' in page
    assert "Not yet</textarea>" in page
    assert "Delivered" not in page


def test_the_next_discussions_of_the_space_are_offered(as_moderator, closing, members_room, settings):
    settings.SITE_URL = "https://copse.example"
    open_one = DiscussionFactory(space=members_room, title="What next?")
    DiscussionFactory(space=members_room, title="Next spring", state=Discussion.State.PLANNED, opened_at=None)

    page = as_moderator.get(at("closing", closing)).content.decode()

    assert f'<option value="https://copse.example{open_one.get_absolute_url()}">What next?</option>' in page
    assert ">Next spring (planned)</option>" in page
    assert closing.discussion.title not in page.partition("<datalist")[2].partition("</datalist>")[0]


def test_thanks_and_links_stand_beneath_the_published_summary(client, closing, moderator, participant):
    publish_closing(
        closing,
        Draft("We agreed.", "ideas", thanks=[(participant.pk, "<b>for it</b>")], follow_ons=[tuple(LINK.values())]),
        actor=moderator,
        version=1,
    )
    client.force_login(participant)

    page = client.get(closing.discussion.get_absolute_url()).content.decode()

    assert "<bdi>Pia Participant</bdi></b> – <bdi>&lt;b&gt;for it&lt;/b&gt;</bdi>" in page
    assert '<a href="https://example.org/guide" rel="nofollow noopener noreferrer ugc"><bdi>A guide</bdi></a>' in page


def test_the_history_keeps_reason_thanks_and_links(client, closing, moderator, participant):
    said = {"thanks": [(participant.pk, "for it")], "follow_ons": [tuple(LINK.values())]}
    publish_closing(closing, Draft("We agreed.", "ideas", **said), actor=moderator, version=1)
    reopen_discussion(closing.discussion, actor=moderator, reason="One thing was forgotten.")
    client.force_login(participant)

    page = client.get(closing.discussion.get_absolute_url()).content.decode()

    assert "Closed and reopened" in page
    assert "<b>Why it was closed:</b> <bdi>Done</bdi>" in page
    assert "One thing was forgotten." in page
    assert "for it</bdi>" in page
    assert "A guide" in page
