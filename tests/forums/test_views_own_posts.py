import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Membership, Role
from forums import actions
from forums.models import Discussion, Post, PostRevision
from tests.factories import DiscussionFactory, PostFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def discussion(commons, leader):
    found = DiscussionFactory(space=commons, title="When the room shuts down")
    PostFactory(discussion=found, author=leader, kind="prompt", markdown="Who has *tried* it?")
    return found


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="I asked before I told.")


@pytest.fixture
def author(client, participant):
    client.force_login(participant)
    return client


def at(name, post):
    return reverse(f"forums:post-{name}", args=[post.pk])


def test_the_editor_holds_the_source_and_its_version(author, post):
    page = author.get(at("edit", post)).content.decode()

    assert "I asked before I told.</textarea>" in page
    assert '<input type="hidden" name="version" value="0" id="id_version">' in page


def test_an_edit_leads_to_the_post(author, post, discussion):
    response = author.post(at("edit", post), {"text": "I *told* first.", "version": 0})

    post.refresh_from_db()
    assert response.url == discussion.get_absolute_url() + "#post-2"
    assert post.markdown == "I *told* first."


def test_a_stale_edit_shows_both_texts_and_may_be_sent_again(author, post):
    author.post(at("edit", post), {"text": "From one window.", "version": 0})

    refused = author.post(at("edit", post), {"text": "From the other.", "version": 0})
    page = refused.content.decode()
    again = author.post(at("edit", post), {"text": "From the other.", "version": 1})

    post.refresh_from_db()
    assert refused.status_code == 409
    assert "From one window.</p>" in page
    assert "From the other.</textarea>" in page
    assert 'name="version" value="1"' in page
    assert (again.status_code, post.markdown) == (302, "From the other.")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_edit_that_is_refused_keeps_its_text(author, post, discussion, headers):
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")

    response = author.post(at("edit", post), {"text": "What I meant", "version": 0}, headers=headers)

    assert response.status_code == 422
    assert b"What I meant</textarea>" in response.content
    assert b"This discussion is closed now" in response.content
    assert b">Save</button>" not in response.content
    assert not PostRevision.objects.exists()


def test_an_edit_is_previewed_with_the_names_that_stay(author, post, leader):
    sent = {"text": f"So said @{leader.handle}", "version": 0}

    page = author.post(at("edit", post) + "?preview=1", sent).content.decode()
    fragment = author.post(at("edit", post) + "?preview=1", sent, headers=HTMX).content.decode()

    assert fragment.startswith('<p dir="auto">So said <a href="/people/')
    assert fragment in page
    assert f"So said @{leader.handle}</textarea>" in page
    post.refresh_from_db()
    assert post.version == 0


@pytest.mark.parametrize("who", ["moderator", "outsider"])
def test_nobody_opens_the_editor_of_another(client, post, who, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at("edit", post)).status_code == 403
    assert client.post(at("edit", post), {"text": "No", "version": 0}).status_code == 403


@pytest.mark.parametrize("name", ["edit", "history", "remove", "restore"])
def test_a_post_in_a_hidden_room_is_not_found(author, team_room, participant, name):
    hidden = PostFactory(discussion=DiscussionFactory(space=team_room), author=participant)

    assert author.get(at(name, hidden)).status_code == 404
    assert author.post(at(name, hidden)).status_code in (404, 405)


def test_the_page_says_that_a_post_was_edited_and_leads_to_what_it_said(client, author, post, discussion, leader):
    PostFactory(discussion=discussion, author=leader)
    discussion.refresh_from_db()
    actions.edit_post(post, actor=post.author, markdown="I told before I <b>asked</b>.", version=0)
    client.logout()

    page = client.get(discussion.get_absolute_url()).content.decode()
    history = client.get(at("history", post)).content.decode()

    assert page.count("/history/") == 1
    assert f'<a href="{at("history", post)}">edited <time' in page
    assert "I <del>asked</del><ins>told</ins> before I <del>told</del><ins>&lt;b&gt;asked&lt;/b&gt;</ins>." in history


def test_what_was_never_edited_says_so(client, post):
    page = client.get(at("history", post)).content

    assert b"It says what it said from the beginning." in page


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "0", "%00"])
def test_a_history_from_nowhere_is_empty(client, post, before):
    assert client.get(f"{at('history', post)}?before={before}").status_code == 200


def test_an_author_deletes_and_undoes_from_the_message(author, post, discussion):
    asked = author.get(at("remove", post)).content.decode()
    response = author.post(at("remove", post), follow=True)
    page = response.content.decode()

    assert "Delete your post?" in asked
    assert "reason" not in asked
    assert "I asked before I told." not in page
    assert "Pia Participant deleted this post." in page
    assert re.search(rf'<form class="cluster" method="post" action="{at("restore", post)}">', page)
    assert f'form="react" formaction="{at("restore", post)}"' in page

    back = author.post(at("restore", post), follow=True).content.decode()
    assert "I asked before I told." in back
    assert "The post is back." in back


def test_after_ten_minutes_a_page_asks_before_it_comes_back(author, post, discussion):
    author.post(at("remove", post))
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now() - timedelta(minutes=11))
    page = author.get(discussion.get_absolute_url()).content.decode()

    assert f'href="{at("restore", post)}"' in page
    assert f'formaction="{at("restore", post)}"' not in page
    assert "Bring this post back?" in author.get(at("restore", post)).content.decode()


def test_a_moderator_gives_the_reason_that_everybody_reads(client, post, discussion, moderator):
    client.force_login(moderator)
    without = client.post(at("remove", post), {"reason": ""})
    client.post(at("remove", post), {"reason": "It names a <patient>."})
    client.get(discussion.get_absolute_url())
    own = client.get(discussion.get_absolute_url()).content.decode()
    client.logout()
    page = client.get(discussion.get_absolute_url()).content.decode()

    assert without.status_code == 422
    assert "A moderator removed this post by Pia Participant. <q>It names a &lt;patient&gt;.</q>" in page
    assert "I asked before I told." not in page + own
    assert at("restore", post) in own
    assert at("restore", post) not in page


def test_the_undo_of_a_moderator_is_not_offered_to_the_author(author, post, discussion, moderator):
    actions.remove_post(post, actor=moderator, reason="No.")

    assert at("restore", post) not in author.get(discussion.get_absolute_url()).content.decode()
    assert author.get(at("restore", post)).status_code == 403


def test_answers_to_a_removed_post_keep_their_place(author, post, discussion, leader):
    PostFactory(discussion=discussion, author=leader, parent=post, markdown="I agree.")
    actions.remove_post(post, actor=post.author)

    page = author.get(discussion.get_absolute_url()).content.decode()

    assert page.index('id="post-2"') < page.index('<article class="post post--1" id="post-3"')
    assert "I agree." in page


def test_the_question_is_not_offered_for_deletion(client, discussion, leader):
    client.force_login(leader)
    question = discussion.posts.get(number=1)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert at("edit", question) in page
    assert at("remove", question) not in page
    assert client.get(at("remove", question)).status_code == 302
    client.post(at("remove", question))
    question.refresh_from_db()
    assert not question.is_removed


def test_a_removed_post_shows_its_text_nowhere(client, author, post, discussion, moderator):
    actions.edit_post(post, actor=post.author, markdown="Unspeakable.", version=0)
    actions.remove_post(post, actor=post.author)
    addresses = [
        discussion.get_absolute_url(),
        reverse("forums:print", args=[discussion.pk]),
        at("history", post),
        at("edit", post),
        at("restore", post),
        reverse("forums:reply", args=[discussion.pk]) + "?to=2&quote=1",
    ]
    for person in (post.author, moderator):
        client.force_login(person)
        for address in addresses:
            page = client.get(address, follow=True).content.decode()
            assert "Unspeakable" not in page, address
            assert "before I told" not in page, address


def test_readers_are_offered_what_they_may_do(client, post, discussion, participant, moderator, outsider):
    """Also where the page was kept for another reader."""
    offered = {}
    for person in (participant, moderator, outsider, participant):
        client.force_login(person)
        client.get(discussion.get_absolute_url())
        page = client.get(discussion.get_absolute_url()).content.decode()
        offered[person] = [name for name in ("edit", "more", "restore") if at(name, post) in page]

    assert offered == {participant: ["edit", "more"], moderator: ["more"], outsider: ["more"]}


def test_a_summary_is_offered_for_editing_only_to_who_runs_the_discussion(client, discussion, moderator):
    PostFactory(discussion=discussion, author=moderator, kind="interim_summary")
    client.force_login(moderator)
    page, offer = discussion.get_absolute_url(), f"Edit your post {discussion.last_number}"
    assert offer in client.get(page).content.decode()

    Membership.objects.filter(person=moderator).update(role=Role.PARTICIPANT)

    summary = discussion.posts.get(number=discussion.last_number)
    assert offer not in client.get(page).content.decode()
    assert at("remove", summary) in client.get(at("more", summary)).content.decode()
