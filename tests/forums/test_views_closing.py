import re

import pytest

from communities.models import Community
from forums.actions import close_discussion, publish_closing, reopen_discussion, save_closing
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Closing, Discussion
from notifications.queries import unread_count
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import NO_ROWS, at, typed

State = Discussion.State
PAGES = ("close", "closing", "closing-redraft", "reopen")
POSTS = ("close", "closing-save", "closing-publish", "closing-preview", "closing-redraft", "reopen")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [(None, 404), ("outsider", 404), ("participant", 403), ("facilitator", 403)]
)
def test_pages_are_for_those_who_run_the_discussion(client, request, closing, name, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.get(at(name, closing.discussion)).status_code == status


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize(("who", "status"), [(None, 404), ("outsider", 404), ("participant", 403), ("admin", 404)])
def test_verbs_are_for_those_who_run_the_discussion(client, request, closing, name, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))

    response = client.post(at(name, closing.discussion), typed(closing, reason="Because"))

    assert response.status_code == status
    closing.refresh_from_db()
    assert (closing.version, closing.published_at, closing.discussion.state) == (1, None, State.CLOSING)


def test_whoever_is_not_signed_in_gets_a_sign_in_form_even_where_they_may_read(client, closing, community):
    Community.objects.filter(pk=community.pk).update(visibility=Community.Visibility.PUBLIC)
    closing.discussion.space.access = "open"
    closing.discussion.space.save()

    response = client.get(at("closing", closing.discussion))

    assert response.status_code == 404
    assert f'name="next" value="{at("closing", closing.discussion)}"' in response.content.decode()


@pytest.mark.parametrize("name", ["closing-save", "closing-publish", "closing-preview"])
def test_get_of_a_verb_leads_to_the_editor_and_changes_nothing(as_moderator, closing, name):
    assert as_moderator.get(at(name, closing.discussion)).url == at("closing", closing.discussion)
    closing.refresh_from_db()
    assert (closing.version, closing.published_at) == (1, None)


def test_close_asks_for_a_reason(as_moderator, discussion):
    page = as_moderator.get(at("close", discussion))
    refused = as_moderator.post(at("close", discussion), {"reason": " "})
    closed = as_moderator.post(at("close", discussion), {"reason": "The time is up."})

    assert "Why now?" in page.content.decode()
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert closed.url == at("closing", discussion)
    discussion.refresh_from_db()
    assert (discussion.state, discussion.close_reason) == (State.CLOSING, "The time is up.")


def test_close_of_a_closed_discussion_leads_to_its_closing(as_moderator, closing):
    assert as_moderator.get(at("close", closing.discussion)).url == at("closing", closing.discussion)


def test_close_of_a_planned_discussion_says_why_not(as_moderator, members_room):
    planned = DiscussionFactory(space=members_room, state=State.PLANNED, opened_at=None)

    response = as_moderator.post(at("close", planned), {"reason": "No"})

    assert response.status_code == 422
    assert "has not been opened yet" in response.content.decode()


def test_the_waiting_page_moves_on_when_the_draft_is_there(as_moderator, discussion, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")
    address = at("closing", discussion)

    page = as_moderator.get(address)
    not_yet = as_moderator.get(address, headers={"HX-Request": "true"})
    draft_due()
    ready = as_moderator.get(address, headers={"HX-Request": "true"})

    assert "The draft is being written" in page.content.decode()
    assert 'data-behaviour="late" hidden>This takes longer than usual' in page.content.decode()
    assert not_yet.status_code == 204
    assert ready.headers["HX-Refresh"] == "true"


def test_a_closing_of_another_discussion_is_not_found(as_moderator, closing, members_room):
    other = DiscussionFactory(space=members_room)

    assert as_moderator.post(at("closing-save", other), typed(closing)).status_code == 404


def test_publish_leads_to_the_closing_on_top(as_moderator, closing):
    response = as_moderator.post(at("closing-publish", closing.discussion), typed(closing), follow=True)

    page = response.content.decode()
    assert response.redirect_chain[0][0].endswith(f"#closing-{closing.pk}")
    assert "Published, and on its way to 1 person." in page
    assert "What we learned" in page
    assert page.index("What we learned") < page.index("The question")
    assert f'href="/p/{closing.discussion.posts.get(number=2).pk}/">#2</a>' in page


def test_publish_twice_is_harmless(as_moderator, closing):
    sent = typed(closing)

    first = as_moderator.post(at("closing-publish", closing.discussion), sent)
    second = as_moderator.post(at("closing-publish", closing.discussion), sent)

    assert first.url == second.url
    assert "only once" in as_moderator.get(second.url).content.decode()
    assert Closing.objects.published().count() == 1


def test_another_text_after_ones_own_publication_is_not_lost(as_moderator, closing):
    as_moderator.post(at("closing-publish", closing.discussion), typed(closing))

    later = typed(closing, **{"summary-line": ["What was said", "First, and better [#1]", ""]})
    response = as_moderator.post(at("closing-publish", closing.discussion), later)

    page = response.content.decode()
    assert response.status_code == 409
    assert "already published, so your text was not used" in page
    assert "You have already published this, in another window" in page
    assert "First, and better [#1]</textarea>" in page
    closing.refresh_from_db()
    assert "better" not in closing.summary


def test_publishing_where_nobody_else_is_says_so(client, members_room, moderator):
    alone = DiscussionFactory(space=members_room)
    PostFactory(discussion=alone, author=moderator, kind="prompt", markdown="What would have to change?")
    close_discussion(alone, actor=moderator, reason="Done")
    draft_due()
    client.force_login(moderator)

    page = client.get(at("closing", alone)).content.decode()
    sent = client.post(at("closing-publish", alone), typed(alone.closings.get()), follow=True).content.decode()

    assert ">Publish</button>" in page
    assert "0 people" not in page + sent
    assert "Published. No mail goes out" in sent


def test_redraft_asks_first_and_names_who_edited(as_moderator, closing, leader):
    save_closing(closing, Draft("Her words", "lesson"), actor=leader, version=1)
    address = at("closing-redraft", closing.discussion)

    page = as_moderator.get(address).content.decode()
    stale = as_moderator.post(address, {"closing": closing.pk, "version": 1}, follow=True)
    closing.refresh_from_db()
    kept = closing.summary
    asked = as_moderator.post(address, {"closing": closing.pk, "version": 2}, follow=True)

    assert "Lea Leader has edited this draft" in page
    assert "This was changed meanwhile" in stale.content.decode()
    assert kept == "Her words"
    assert "The draft is being written" in asked.content.decode()


def test_reopen_leads_back_and_shows_the_history(as_moderator, closing, moderator):
    publish_closing(closing, Draft("What we found [#2].", "lesson"), actor=moderator, version=1)
    discussion = closing.discussion

    page = as_moderator.get(at("reopen", discussion)).content.decode()
    refused = as_moderator.post(at("reopen", discussion), {"reason": ""})
    reopened = as_moderator.post(at("reopen", discussion), {"reason": "New evidence came in."}, follow=True)

    shown = reopened.content.decode()
    assert "stays readable" in page
    assert refused.status_code == 422
    assert "New evidence came in." in shown
    assert "What we found" in shown
    assert "panel--accent closing" in shown


def test_posts_after_the_draft_are_announced(as_moderator, closing, participant, moderator):
    save_closing(closing, Draft("Edited", "lesson"), actor=moderator, version=1)
    reopen_discussion(closing.discussion, actor=moderator, reason="More")
    PostFactory(discussion=Discussion.objects.get(pk=closing.discussion_id), author=participant)
    close_discussion(closing.discussion, actor=moderator, reason="Done")

    page = as_moderator.get(at("closing", closing.discussion)).content.decode()

    assert "1 post came after this draft was written" in page


def test_whoever_reopens_it_second_reads_why_and_keeps_what_they_typed(as_moderator, closing):
    address = at("reopen", closing.discussion)
    for _click in (1, 2):
        assert as_moderator.post(address, {"reason": "New evidence came in."}).status_code == 302

    answer = as_moderator.post(address, {"reason": "Ana asked."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has done this meanwhile, with this reason: “New evidence came in.”" in page
    assert ">\nAna asked.</textarea>" in page


def test_why_it_was_closed_stands_with_what_was_learned(as_moderator, closing, moderator):
    publish_closing(closing, Draft("What we found [#2].", "lesson"), actor=moderator, version=1)

    page = as_moderator.get(closing.discussion.get_absolute_url()).content.decode()

    assert "Why it was closed:</b> <bdi>Done</bdi>" in page


@pytest.mark.parametrize("name", ["close", "reopen"])
def test_a_reason_is_no_essay(as_moderator, discussion, closing, name):
    response = as_moderator.post(at(name, discussion), {"reason": "word " * 480})

    assert response.status_code == 422


def test_nothing_in_a_closing_is_active(as_moderator, closing):
    nasty = '<script>alert(1)</script> [#2](javascript:alert(1)) [x](/p/1/ "a > [#2] \\"onclick=") `[#2]`'
    text = NO_ROWS | {"closing": closing.pk, "version": 1, "result": "ideas", "summary": nasty}

    as_moderator.post(at("closing-save", closing.discussion), text)

    closing.refresh_from_db()
    assert "<script" not in closing.summary_html
    assert "javascript:" not in re.sub(r">[^<]*<", "><", closing.summary_html)
    assert "onclick" not in "".join(re.findall(r"<\w+ ([^>\"]*)=", closing.summary_html))


def test_looking_at_a_draft_or_a_closing_reads_its_notice(as_moderator, client, closing, moderator, participant):
    as_moderator.get(at("closing", closing.discussion))
    assert unread_count(moderator) == 0
    publish_closing(closing, Draft("What we found [#2].", "lesson"), actor=moderator, version=1)
    assert unread_count(participant) == 1

    client.force_login(participant)
    client.get(closing.discussion.get_absolute_url())

    assert unread_count(participant) == 0
