"""The editor of a draft: its lines, its texts, and those of others."""

import re

import pytest

from core.markdown import MAX_LENGTH
from forums.actions import close_discussion, publish_closing, remove_post, reopen_discussion, save_closing
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Closing
from forums.models.closing import MOST_TRIES
from tests.factories import PostFactory
from tests.forums.closings import NO_ROWS, at, typed


def test_the_editor_shows_each_line_with_its_posts(as_moderator, closing):
    summary = "## Said\n\n- Ask first [#2]\n- All [#1, #2, #9]"
    Closing.objects.filter(pk=closing.pk).update(summary=summary)

    page = as_moderator.get(at("closing", closing.discussion)).content.decode()

    assert page.count('<li class="draft__line') == 3
    assert "Ask first [#2]</textarea>" in page
    assert page.count('<details class="draft__post"') == 3
    assert "No post 9, or it was removed" in page
    assert "mails it to 1 person at once" in page
    assert ">Publish and mail 1 person</button>" in page


@pytest.mark.parametrize("name", ["closing-save", "closing-publish"])
def test_who_saves_hears_which_citations_lead_nowhere(as_moderator, closing, moderator, name):
    remove_post(closing.discussion.posts.get(number=2), actor=moderator, reason="A slip.")
    lines = {"summary-prefix": ["- ", "- ", "- "], "summary-line": ["Ask [#1]", "Then [#2]", "So [#12]"]}

    page = as_moderator.post(at(name, closing.discussion), typed(closing, **lines), follow=True).content.decode()

    assert "No posts here have the numbers 2, 12, or they were removed" in page
    closing.refresh_from_db()
    assert re.findall(r'class="cite"[^>]*>(#\d+)', closing.summary_html) == ["#1"]
    assert "#12" in closing.summary_html


def test_nobody_is_warned_of_citations_that_lead_somewhere(as_moderator, closing):
    page = as_moderator.post(at("closing-save", closing.discussion), typed(closing), follow=True).content.decode()

    assert "leads nowhere" not in page


def test_the_editor_stays_within_its_queries(as_moderator, closing, participant, django_assert_max_num_queries):
    for number in range(3, 40):
        PostFactory(discussion=closing.discussion, author=participant, markdown=f"Something {number}.")
    summary = "\n".join(f"- Line [#{number}]" for number in range(1, 40))
    Closing.objects.filter(pk=closing.pk).update(summary=summary)

    with django_assert_max_num_queries(20):
        assert as_moderator.get(at("closing", closing.discussion)).status_code == 200


def test_the_editor_says_what_copse_could_not_do(as_moderator, closing):
    Closing.objects.filter(pk=closing.pk).update(tries=MOST_TRIES + 1, summary="")

    page = as_moderator.get(at("closing", closing.discussion)).content.decode()

    assert "Copse could not draft this one" in page
    assert page.count('<li class="draft__line') == 1


def test_the_editor_of_an_open_discussion_leads_to_it(as_moderator, discussion):
    assert as_moderator.get(at("closing", discussion)).url == discussion.get_absolute_url()


def test_save_keeps_the_lines_in_their_order(as_moderator, closing):
    response = as_moderator.post(at("closing-save", closing.discussion), typed(closing))

    closing.refresh_from_db()
    assert response.url == at("closing", closing.discussion)
    assert closing.summary == "## What was said\n\n- First [#1]\n- Second [#2]\n"


@pytest.mark.parametrize(
    ("tool", "summary", "anchor"),
    [
        ("up-2", "## What was said\n\n- Second [#2]\n- First [#1]\n", "#line-1"),
        ("down-1", "## What was said\n\n- Second [#2]\n- First [#1]\n", "#line-2"),
        ("drop-1", "## What was said\n\n- Second [#2]\n", "#line-1"),
        ("drop-1234567", "## What was said\n\n- First [#1]\n- Second [#2]\n", "#line-1234567"),
        ("add-1", "## What was said\n\n- First [#1]\n- Second [#2]\n", "?add=2#line-2"),
    ],
)
def test_tools_work_without_javascript(as_moderator, closing, tool, summary, anchor):
    response = as_moderator.post(at("closing-save", closing.discussion), typed(closing, tool=tool))

    closing.refresh_from_db()
    assert closing.summary == summary
    assert response.url == at("closing", closing.discussion) + anchor


def test_an_added_line_is_empty_and_takes_the_focus(as_moderator, closing):
    page = as_moderator.get(at("closing", closing.discussion) + "?add=2").content.decode()

    assert re.search(r'aria-label="Line" autofocus>\s*</textarea>', page)


def test_the_summary_is_edited_as_one_text_too(as_moderator, closing):
    text = NO_ROWS | {"closing": closing.pk, "version": 1, "result": "ideas", "summary": "One *text* [#2]."}

    page = as_moderator.get(at("closing", closing.discussion) + "?as=text").content.decode()
    response = as_moderator.post(at("closing-save", closing.discussion), text)

    assert 'name="summary" ' in page
    closing.refresh_from_db()
    assert (closing.summary, closing.result) == ("One *text* [#2].", "ideas")
    assert response.url == at("closing", closing.discussion) + "?as=text"


def test_a_stale_save_shows_both_texts_and_can_be_sent_again(as_moderator, closing, leader):
    save_closing(closing, Draft("Her words", "lesson"), actor=leader, version=1)

    response = as_moderator.post(
        at("closing-save", closing.discussion), typed(closing, version=1, **{"summary-line": ["Title", "My words", ""]})
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Lea Leader has saved this meanwhile" in page
    assert "Her words" in page
    assert "My words</textarea>" in page
    assert '<input type="hidden" name="version" value="2"' in page


def test_a_text_that_comes_after_publication_is_still_shown(as_moderator, closing, leader):
    publish_closing(closing, Draft("Her words", "lesson"), actor=leader, version=1)

    response = as_moderator.post(at("closing-publish", closing.discussion), typed(closing, version=1))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Lea Leader has already published this" in page
    assert "First [#1]</textarea>" in page
    assert "Publish and mail" not in page


def test_a_text_that_comes_after_reopening_is_still_shown(as_moderator, closing, leader):
    reopen_discussion(closing.discussion, actor=leader, reason="More")

    response = as_moderator.post(at("closing-publish", closing.discussion), typed(closing, version=1))

    assert response.status_code == 409
    assert "First [#1]</textarea>" in response.content.decode()
    assert not Closing.objects.published().exists()


def test_an_empty_closing_is_refused_beside_its_field(as_moderator, closing):
    response = as_moderator.post(
        at("closing-publish", closing.discussion), typed(closing, **{"summary-line": ["", "", " "]})
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_summary">Summary: Say in a sentence' in page
    closing.refresh_from_db()
    assert closing.published_at is None


def test_too_long_a_text_is_refused_and_kept(as_moderator, closing):
    much = "word " * (MAX_LENGTH // 5 + 1)
    text = NO_ROWS | {"closing": closing.pk, "version": 1, "result": "ideas", "summary": much}

    response = as_moderator.post(at("closing-save", closing.discussion), text)

    assert response.status_code == 422
    assert "characters" in response.content.decode()
    assert "word word" in response.content.decode()


@pytest.mark.parametrize(
    "damage", [{"version": "x"}, {"closing": ""}, {"result": "gold"}, {"summary-prefix": ["<b>", "\0", "- " * 99]}]
)
def test_a_damaged_form_is_answered_kindly(as_moderator, closing, damage):
    response = as_moderator.post(at("closing-save", closing.discussion), typed(closing, **damage))

    assert response.status_code in (302, 422)


def test_preview_is_what_participants_will_see(as_moderator, closing):
    response = as_moderator.post(
        at("closing-preview", closing.discussion), typed(closing), headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert page.startswith("<h3")
    assert 'class="cite"' in page
    closing.refresh_from_db()
    assert closing.version == 1


def test_preview_without_javascript_is_the_editor_with_the_text(as_moderator, closing):
    text = NO_ROWS | {"closing": closing.pk, "version": 1, "result": "ideas", "summary": "**Bold** words"}

    page = as_moderator.post(at("closing-preview", closing.discussion), text).content.decode()

    assert "<strong>Bold</strong> words" in page
    assert "**Bold** words</textarea>" in page


def test_the_next_closing_can_start_from_the_published_one(as_moderator, closing, participant, moderator):
    publish_closing(closing, Draft("- What we found [#2]", "lesson"), actor=moderator, version=1)
    discussion = reopen_discussion(closing.discussion, actor=moderator, reason="More")
    PostFactory(discussion=discussion, author=participant, markdown="One thing more.")
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    draft = discussion.closings.unpublished().get()
    start = f"{at('closing', discussion)}?from={closing.pk}"

    page = as_moderator.get(at("closing", discussion)).content.decode()
    started = as_moderator.get(start).content.decode()
    as_moderator.get(f"{at('closing', discussion)}?from={draft.pk}")

    assert f'href="{start}">Start from the summary of' in page
    assert "What we found [#2]</textarea>" not in page
    assert "What we found [#2]</textarea>" in started
    assert f'<input type="hidden" name="closing" value="{draft.pk}"' in started
    assert '<option value="lesson" selected>' in started
    assert "1 post came after it" in started
    draft.refresh_from_db()
    assert (draft.version, draft.was_edited) == (1, False)


def test_of_two_texts_the_lines_that_differ_are_marked(as_moderator, closing, leader):
    theirs = "## What was said\n\n- First [#1]\n- Theirs alone [#2]\n"
    save_closing(closing, Draft(theirs, "ideas"), actor=leader, version=1)

    page = as_moderator.post(at("closing-save", closing.discussion), typed(closing, version=1)).content.decode()

    marked = re.findall(r'<li class="draft__line[^"]*draft__line--differs".*?</li>', page, re.DOTALL)
    assert len(marked) == 2
    assert "Not in your text:" in marked[0]
    assert "Theirs alone [#2]" in marked[0]
    assert "Not in the other text:" in marked[1]
    assert "Second [#2]</textarea>" in marked[1]


def test_without_another_text_no_line_is_marked(as_moderator, closing):
    assert "draft__line--differs" not in as_moderator.get(at("closing", closing.discussion)).content.decode()


def test_what_came_of_it_is_chosen_and_not_given(as_moderator, closing):
    page = as_moderator.get(at("closing", closing.discussion)).content.decode()
    kept = as_moderator.post(at("closing-save", closing.discussion), typed(closing, result=""), follow=True)
    closing.refresh_from_db()
    refused = as_moderator.post(at("closing-publish", closing.discussion), typed(closing, result=""))

    closing.refresh_from_db()
    assert '<option value="" selected>Choose what fits best</option>' in page
    assert "Those who run discussions here see it" in kept.content.decode()
    assert refused.status_code == 422
    assert "Choose what came of it, before it goes to everyone." in refused.content.decode()
    assert (closing.published_at, closing.result) == (None, "")


def test_a_post_behind_a_line_is_named_however_many_there_are(as_moderator, closing, participant):
    for _each in range(4):
        PostFactory(discussion=closing.discussion, author=participant)
    closing.discussion.closings.update(summary="- All say so [#2, #3, #4, #5, #6].")

    page = as_moderator.get(at("closing", closing.discussion)).content.decode()

    assert f">#6 {participant.name}</a>" in page
