"""A draft in which no line says what was learned is published once somebody has said twice that it is meant."""

import pytest
from django.urls import reverse

from forums import actions
from forums.drafting.drafted import digests
from forums.effects.drafts import Draft
from forums.errors import NothingLearned
from forums.models import Closing
from forums.queries.closings import drafted_for, own_statements
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import drafted

pytestmark = pytest.mark.django_db

NAMES_ALONE = """\
## What was asked

- Mo Moderator: “Who has tried it?” [#1]

## Links shared

- <https://example.org/card> — Pia Participant [#2]

## Who took part

Mo Moderator [#1], Pia Participant [#2]
"""


@pytest.fixture
def discussion(members_room, moderator, participant):
    found = DiscussionFactory(space=members_room, title="Debriefing")
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="Who has tried it?")
    PostFactory(discussion=found, author=participant, markdown="<https://example.org/card>")
    return found


def publish(closing, moderator, summary, *, result="lesson", **more):
    draft = Draft(summary, result)
    return actions.publish_closing(closing, draft, actor=moderator, version=closing.version, **more)


def test_copse_drafts_such_a_text(closing):
    assert not own_statements(closing.discussion, closing.summary)


@pytest.mark.parametrize(
    ("added", "is_said"),
    [
        ("", False),
        ("- Further posts, not quoted here: [#2]\n", False),
        ("- Pia Participant: “I asked first.” [#2]\n", True),
        ("\nAsk before you tell.\n", True),
    ],
)
def test_what_says_what_was_learned(discussion, added, is_said):
    assert bool(own_statements(discussion, NAMES_ALONE + added)) is is_said


def test_a_text_without_headings_says_it(discussion):
    assert own_statements(discussion, "Ask before you tell.") == ["Ask before you tell."]


def test_an_untouched_draft_is_not_published_unasked(closing, moderator):
    with pytest.raises(NothingLearned):
        publish(closing, moderator, closing.summary)
    closing.refresh_from_db()
    assert closing.published_at is None

    published = publish(closing, moderator, closing.summary, is_confirmed=True)

    assert published.published_by == moderator
    assert published.excerpt == ""  # no teaser of names


QUOTED = "- Pia Participant: “I ask the learner first, because it works.” [#3]"


@pytest.fixture
def told(discussion, participant, moderator):
    """A draft that quotes what somebody said."""
    PostFactory(discussion=discussion, author=participant, markdown="I ask the learner first, because it works.")
    closing = drafted(discussion, moderator)
    assert QUOTED in closing.summary
    return closing


def test_what_copse_quotes_is_not_what_you_learned(told, moderator):
    with pytest.raises(NothingLearned):
        publish(told, moderator, told.summary)

    published = publish(told, moderator, told.summary, is_confirmed=True)

    assert published.published_by == moderator
    assert published.excerpt == "Pia Participant: “I ask the learner first, because it works.”"  # better than nothing


@pytest.mark.parametrize(
    ("line", "is_own"),
    [
        (QUOTED, False),
        (QUOTED.replace(" [#3]", ""), False),  # less is not more
        (QUOTED.replace("- ", "1. "), False),
        (QUOTED.replace("it works", "it worked"), True),
        (f"{QUOTED} (so do we now)", True),
        (f"{QUOTED}\n- So do we now.", True),
        ("", False),
    ],
)
def test_a_line_is_somebody_s_once_they_wrote_or_changed_it(told, moderator, line, is_own):
    summary = told.summary.replace(QUOTED, line)

    own = own_statements(told.discussion, summary, drafted=drafted_for([told]))

    assert bool(own) is is_own


def test_what_a_person_wrote_stands_first_in_lists(told, moderator):
    published = publish(told, moderator, f"{told.summary}\n## What we learned\n\nAsk before you tell.\n")

    assert published.excerpt == "Ask before you tell."


def test_lines_taken_over_from_an_earlier_closing_are_still_drafted(told, moderator, discussion):
    publish(told, moderator, told.summary, is_confirmed=True)
    discussion.refresh_from_db()
    actions.reopen_discussion(discussion, actor=moderator, reason="More came up.")
    PostFactory(discussion=discussion, author=moderator, markdown="Another thing, because it matters.")
    again = drafted(discussion, moderator)

    with pytest.raises(NothingLearned):
        publish(again, moderator, told.summary)


NOTED = "- Pia Participant: “I asked first.” [#2] (answered by Ben; valued by 2 people)"


@pytest.mark.parametrize(
    ("notes", "is_own"),
    [
        (" (answered by Ben; valued by 2 people)", False),
        (" ( valued by 2 people)", False),
        (" (valued by 2 people)", False),
        (" (answered by Ben;)", False),
        (" ()", False),
        ("", False),
        (" (valued by 3 people)", True),
        (" (answered by Ben; and so do we now)", True),
        (" (so do we now)", True),
    ],
)
def test_a_line_with_a_note_struck_is_still_drafted(discussion, notes, is_own):
    line = NOTED.partition(" (answered")[0] + notes

    assert bool(own_statements(discussion, line, drafted=digests(NOTED))) is is_own


def test_a_correction_shows_in_lists_what_publishing_would(told, moderator, discussion):
    publish(told, moderator, told.summary, is_confirmed=True)
    discussion.refresh_from_db()
    actions.reopen_discussion(discussion, actor=moderator, reason="More came up.")
    again = drafted(discussion, moderator)
    taken_over = told.summary.replace(QUOTED, f"{QUOTED}\n- Ask before you tell.")
    published = publish(again, moderator, taken_over)
    Closing.objects.filter(pk=published.pk).update(drafted_lines=[])  # as where Copse drafted the earlier one alone
    assert published.excerpt == "Ask before you tell."

    corrected = correct(published, moderator, taken_over.replace("you tell", "you tell anybody"))
    names_alone = correct(corrected, moderator, NAMES_ALONE)

    assert corrected.excerpt == "Ask before you tell anybody."
    assert names_alone.excerpt == ""


def test_what_a_line_came_to_is_shown_whatever_it_says(discussion, moderator, participant):
    post = PostFactory(discussion=discussion, author=participant)
    closing = actions.close_line(post, actor=moderator, words="Done.", statement="See <https://example.org/a>.").closing

    corrected = correct(closing, moderator, "<https://example.org/card>")

    assert closing.excerpt == "See https://example.org/a."
    assert corrected.excerpt == "https://example.org/card"


def correct(closing, moderator, summary):
    closing = Closing.objects.get(pk=closing.pk)
    said = {"summary": summary, "result": "lesson", "reason": "A slip."}
    return actions.correct_closing(closing, actor=moderator, version=closing.version, **said)


def test_what_stands_for_removed_words_is_nobody_s_lesson(told, moderator):
    post = told.discussion.posts.get(number=3)
    actions.remove_post(post, actor=moderator, reason="It names a patient.", blanks_quotations=True)
    told.refresh_from_db()

    assert "It was removed." in told.summary
    with pytest.raises(NothingLearned):
        publish(told, moderator, told.summary)


def test_the_checklist_says_what_is_missing(client, told, moderator):
    client.force_login(moderator)
    url = reverse("forums:closing", args=[told.discussion_id])

    before = client.get(url)
    actions.save_closing(told, Draft(f"{told.summary}\nAsk first.\n", ""), actor=moderator, version=told.version)
    after = client.get(url)

    assert [page.context["checklist"].checks[0].is_done for page in (before, after)] == [False, True]
    missing = "No line says what you learned yet"
    assert [missing in page.content.decode() for page in (before, after)] == [True, False]


def test_where_nothing_came_of_it_nobody_asks(closing, moderator):
    assert publish(closing, moderator, closing.summary, result=Closing.Result.NONE).published_by == moderator


def test_a_sentence_is_enough(closing, moderator):
    published = publish(closing, moderator, f"{closing.summary}\nAsk before you tell.\n")

    assert "Ask before you tell." in published.excerpt


def test_the_editor_asks_once_more(client, closing, moderator):
    client.force_login(moderator)
    url = reverse("forums:closing-publish", args=[closing.discussion_id])
    rows = {f"{part}-{key}": 0 for part in ("thanks", "notes", "links") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    sent = {"closing": closing.pk, "version": closing.version, "summary": closing.summary, "result": "lesson", **rows}

    asked = client.post(url, sent)
    page = asked.content.decode()
    closing.refresh_from_db()
    assert (asked.status_code, closing.published_at) == (422, None)
    assert "No line says what you learned yet" in page
    assert 'name="confirm" value="1">Publish it all the same</button>' in page

    client.post(url, sent | {"confirm": 1})
    closing.refresh_from_db()
    assert closing.published_by == moderator
