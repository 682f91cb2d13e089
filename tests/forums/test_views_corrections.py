import pytest
from django.urls import reverse

from forums import actions
from forums.models import Closing
from forums.queries.quoting import quotation_of
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import edit

SENT = {"summary": "- Somebody fell [#2].", "result": "lesson", "reason": "It named somebody."}


@pytest.fixture
def discussion(commons, leader):
    found = DiscussionFactory(space=commons)
    PostFactory(discussion=found, author=leader, kind="prompt")
    return found


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="Mrs Gray of bed 4 fell.")


@pytest.fixture
def published(post, moderator, closing):
    return actions.publish_closing(closing, **edit(closing, summary="“Mrs Gray fell” [#2]"), actor=moderator)


def at(name, closing):
    return reverse(f"forums:closing-{name}", args=[closing.discussion_id, closing.pk])


def test_a_moderator_corrects_in_place(as_moderator, published, discussion):
    shown = as_moderator.get(discussion.get_absolute_url()).content.decode()
    form = as_moderator.get(at("correct", published)).content.decode()
    sent = as_moderator.post(at("correct", published), SENT | {"version": published.version})
    page = as_moderator.get(sent.url).content.decode()

    assert at("correct", published) in shown
    assert "“Mrs Gray fell” [#2]</textarea>" in form
    assert sent.url == Closing.objects.get().get_absolute_url()
    assert "Somebody fell" in page
    assert "Mrs Gray fell”" not in page
    assert "Corrected" in page


def test_readers_find_that_and_why_but_not_the_old_words(client, published, moderator, participant):
    actions.correct_closing(published, actor=moderator, version=published.version, **SENT)
    client.force_login(participant)

    page = client.get(published.discussion.get_absolute_url()).content.decode()
    history = client.get(at("corrections", published)).content.decode()

    assert at("corrections", published) in page
    assert at("correct", published) not in page
    assert "It named somebody." in history
    assert "Gray" not in history


def test_moderators_read_what_it_said(as_moderator, published, moderator):
    actions.correct_closing(published, actor=moderator, version=published.version, **SENT)

    page = as_moderator.get(at("corrections", published)).content.decode()

    assert "Gray" in page
    assert "<del>" in page


def test_what_was_not_corrected_has_no_corrections(as_moderator, published):
    assert as_moderator.get(at("corrections", published)).status_code == 404


def test_who_does_not_run_it_corrects_nothing(client, published, participant):
    client.force_login(participant)

    assert client.get(at("correct", published)).status_code == 403
    assert client.post(at("correct", published), SENT | {"version": published.version}).status_code == 403


def test_a_draft_has_no_correction(as_moderator, post, closing):
    assert as_moderator.get(at("correct", closing)).status_code == 404


def test_a_stale_correction_shows_both_texts_and_may_be_sent_again(as_moderator, published):
    version = published.version
    as_moderator.post(at("correct", published), SENT | {"version": version})

    refused = as_moderator.post(at("correct", published), SENT | {"summary": "A fall [#2]", "version": version})
    again = as_moderator.post(at("correct", published), SENT | {"summary": "A fall [#2]", "version": version + 1})

    assert refused.status_code == 409
    assert "Somebody fell" in refused.content.decode()
    assert "A fall [#2]</textarea>" in refused.content.decode()
    assert f'name="version" value="{version + 1}"' in refused.content.decode()
    assert again.status_code == 302
    assert Closing.objects.get().summary == "A fall [#2]"


def test_a_correction_says_why(as_moderator, published):
    refused = as_moderator.post(at("correct", published), SENT | {"reason": "", "version": published.version})

    assert refused.status_code == 422
    assert Closing.objects.get().corrected_at is None


def test_removing_leads_to_where_the_words_stand(as_moderator, published, post, discussion, leader):
    answer = PostFactory(discussion=discussion, author=leader, parent=post, markdown=quotation_of(post) + "How?")

    page = as_moderator.get(reverse("forums:post-remove", args=[post.pk])).content.decode()

    assert at("correct", published) in page
    assert answer.get_absolute_url() in page
    assert "They stay until somebody edits them" in page


def test_a_removal_may_blank_them(as_moderator, published, post):
    sent = {"reason": "It names a patient.", "blanks_quotations": "on"}

    answer = as_moderator.post(reverse("forums:post-remove", args=[post.pk]), sent, follow=True)

    assert "Removed. The answers to it stay." in answer.content.decode()
    assert "Gray" not in Closing.objects.get().summary


def test_an_author_finds_where_they_are_quoted(client, published, discussion, post, moderator, participant):
    actions.reopen_discussion(discussion, actor=moderator, reason="More to say.")
    client.force_login(participant)

    page = client.get(reverse("forums:post-remove", args=[post.pk])).content.decode()
    done = client.post(reverse("forums:post-remove", args=[post.pk]), follow=True).content.decode()

    assert "Its words also stand here" in page
    assert at("correct", published) not in page
    assert "blanks_quotations" not in page
    assert "Deleted. The answers to it stay." in done
