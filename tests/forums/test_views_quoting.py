"""Quoting, naming somebody, steering, printing."""

import html
import uuid

import pytest
from django.urls import reverse

from accounts.models import User
from forums import actions
from forums.models import Discussion, Post
from forums.queries.pages import POSTS_PER_PRINT
from forums.queries.readers import POSTS_TO_SUM_UP
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def discussion(commons, leader):
    found = DiscussionFactory(space=commons, title="When the room shuts down", planned_by=leader)
    PostFactory(discussion=found, author=leader, kind="prompt", markdown="Who has *tried* it?")
    return found


@pytest.fixture
def member(client, participant):
    client.force_login(participant)
    return client


def at(name, discussion):
    return reverse(f"forums:{name}", args=[discussion.pk])


def textarea(response):
    page = response.content.decode()
    return html.unescape(page.split("<textarea")[1].split(">\n", 1)[1].split("</textarea>")[0])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_quotation_names_the_writer_and_the_post(member, discussion, facilitator, headers):
    User.objects.filter(pk=facilitator.pk).update(display_name="Fay_[x](y)")
    post = PostFactory(discussion=discussion, author=facilitator, markdown="> Zero\n\nOne.\n\n- two")

    response = member.get(at("reply", discussion), {"to": 2, "quote": 1}, headers=headers)

    assert textarea(response) == (f"> **Fay\\_\\[x\\]\\(y\\)** in [#2](/p/{post.pk}/):\n>\n> One.\n>\n> - two\n\n")


def test_what_is_but_a_quotation_is_quoted_whole(member, discussion, leader):
    PostFactory(discussion=discussion, author=leader, markdown="> Zero")

    assert textarea(member.get(at("reply", discussion), {"to": 2, "quote": 1})).endswith("\n> > Zero\n\n")


def test_a_quotation_is_shown_as_one(member, discussion):
    quoted = textarea(member.get(at("reply", discussion), {"to": 1, "quote": 1}))

    member.post(at("reply", discussion), {"text": quoted + "I have.", "submission": uuid.uuid4(), "to": 1})

    post = discussion.posts.get(number=2)
    assert post.html.startswith('<blockquote>\n<p dir="auto"><strong>Lea Leader</strong> in <a href="/p/')
    assert post.html.endswith('</blockquote>\n<p dir="auto">I have.</p>')


def test_a_removed_post_is_neither_quoted_nor_answered(member, discussion, participant):
    post = PostFactory(discussion=discussion, author=participant, markdown="Unspeakable.")
    actions.remove_post(post, actor=participant)

    asked = member.get(at("reply", discussion), {"to": 2, "quote": 1}, follow=True)
    sent = {"text": "My own words", "submission": uuid.uuid4(), "to": 2}
    refused = [member.post(at("reply", discussion), sent, headers=headers) for headers in ({}, HTMX)]
    again = member.post(at("reply", discussion), {**sent, "to": ""})

    assert b"can be neither answered nor quoted" in asked.content
    for response in refused:
        assert response.status_code == 422
        assert b"My own words</textarea>" in response.content
        assert b"was removed. What you wrote may still fit" in response.content
        assert b'name="to"' not in response.content
        assert b"hx-target" not in response.content.split(b"<form")[1].split(b">")[0]
        assert b"Unspeakable" not in response.content
    assert again.status_code == 302
    assert discussion.posts.get(number=3).parent is None


def test_people_are_offered_by_what_their_name_begins_with(member, discussion, leader, moderator, outsider):
    User.objects.filter(pk=outsider.pk).update(profile_audience="members")

    def offered(text):
        response = member.get(at("people", discussion), {"q": text})
        return [row.split("</bdi>")[0] for row in response.content.decode().split("<bdi>")[1:]]

    assert offered("mo") == ["Mo Moderator"]
    assert offered("LEAD") == ["Lea Leader"]  # the surname too
    assert offered(leader.handle[:7]) == ["Lea Leader"]
    assert offered("ea") == []
    assert offered("") == ["Lea Leader", "Mo Moderator", "Olu Outsider"]  # who wrote here first
    assert offered("%") == offered("\0%_") == []


def test_people_who_may_not_see_the_room_are_not_offered(member, members_room, outsider, leader):
    User.objects.update(profile_audience="members")
    discussion = DiscussionFactory(space=members_room)

    page = member.get(at("people", discussion)).content.decode()

    assert leader.handle in page
    assert outsider.handle not in page


def test_at_most_eight_are_offered_and_names_are_escaped(member, discussion, community):
    MembershipFactory.create_batch(9, community=community, person__display_name="<script>alert(1)")

    page = member.get(at("people", discussion)).content.decode()

    assert page.count('role="option"') == 8
    assert "<script" not in page


def test_the_list_of_people_is_for_those_who_write(client, discussion, team_room, outsider):
    assert client.get(at("people", discussion)).status_code == 403
    client.force_login(outsider)
    assert client.get(at("people", discussion)).status_code == 403
    assert client.get(at("people", DiscussionFactory(space=team_room))).status_code == 404


def test_without_javascript_a_person_is_chosen_from_a_list(member, discussion, leader):
    page = member.get(at("reply", discussion), {"to": 1}).content.decode()
    assert f'<option value="{leader.handle}">Lea Leader</option>' in page

    sent = {"text": "What do you say?\n", "to": 1, "submission": uuid.uuid4(), "mention": leader.handle}
    response = member.post(at("preview", discussion), sent)

    assert textarea(response) == f"What do you say? @{leader.handle} "
    assert ">Lea Leader</a>" in response.content.decode()


def test_a_person_chosen_after_a_quotation_is_not_quoted(member, discussion, leader):
    response = member.post(at("preview", discussion), {"text": "> So\r\n\r\n", "mention": leader.handle})

    assert textarea(response) == f"> So\n\n@{leader.handle} "


@pytest.mark.parametrize("mention", ["nobody", "\0", "x" * 10_000, "' OR 1=1"])
def test_whoever_cannot_be_named_is_not_added(member, discussion, mention):
    response = member.post(at("preview", discussion), {"text": "So", "mention": mention})

    assert textarea(response) == "So"


def test_a_moderator_restates_the_question_with_one_click(client, discussion, moderator, leader):
    client.force_login(moderator)
    prefilled = textarea(client.get(at("restate", discussion)))

    response = client.post(at("restate", discussion), {"text": prefilled, "submission": uuid.uuid4()}, follow=True)

    post = discussion.posts.get(number=2)
    assert (post.kind, post.author, post.parent) == ("restatement", moderator, None)
    assert "> Who has *tried* it?" in post.markdown
    page = response.content.decode()
    assert 'class="post post--steering"' in page
    assert "Back to the question</span>" in page
    assert leader.notifications.get().entry.verb == "post.steered"


def test_the_latest_summary_stands_in_the_plan_of_every_page(client, discussion, moderator):
    for text in ("First summary.", "Second summary."):
        post = actions.steer(
            discussion, actor=moderator, kind="interim_summary", markdown=text, submission=uuid.uuid4()
        )

    page = client.get(discussion.get_absolute_url()).content.decode()
    link = reverse("forums:post-number", args=[discussion.pk, 3])
    assert page.count(f'<a href="{link}">Post 3</a>') == 1
    assert "Summary so far" in page

    actions.remove_post(post, actor=moderator)
    page = client.get(discussion.get_absolute_url()).content.decode()
    assert f'<a href="{reverse("forums:post-number", args=[discussion.pk, 2])}">Post 2</a>' in page


def test_steering_twice_is_once_and_never_after_the_close(client, discussion, moderator):
    client.force_login(moderator)
    sent = {"text": "So far.", "submission": uuid.uuid4()}
    for _ in range(2):
        client.post(at("summarise", discussion), sent)
    assert discussion.posts.filter(kind="interim_summary").count() == 1

    Discussion.objects.filter(pk=discussion.pk).update(state="closing")
    response = client.post(at("summarise", discussion), {"text": "Too late", "submission": uuid.uuid4()})
    assert response.status_code == 422
    assert b"Too late</textarea>" in response.content
    assert b">Post it</button>" not in response.content


def test_a_steering_post_is_previewed(client, discussion, moderator):
    client.force_login(moderator)
    sent = {"text": "So *far*.", "submission": uuid.uuid4()}

    page = client.post(at("summarise", discussion) + "?preview=1", sent).content.decode()
    fragment = client.post(at("summarise", discussion) + "?preview=1", sent, headers=HTMX).content.decode()

    assert fragment == '<p dir="auto">So <em>far</em>.</p>'
    assert fragment in page
    assert discussion.posts.count() == 1


def test_steering_is_for_those_who_run_it(member, discussion):
    for name in ("restate", "summarise"):
        assert member.get(at(name, discussion)).status_code == 403
        assert member.post(at(name, discussion), {"text": "x", "submission": uuid.uuid4()}).status_code == 403


def test_a_summary_is_suggested_to_moderators_when_much_was_said(client, discussion, participant, moderator):
    client.force_login(moderator)
    link = "Much was said since the last summary."

    def suggests():
        client.get(discussion.get_absolute_url())
        return link in client.get(discussion.get_absolute_url()).content.decode()

    assert not suggests()
    Discussion.objects.filter(pk=discussion.pk).update(last_number=POSTS_TO_SUM_UP + 1)
    assert suggests()
    Discussion.objects.filter(pk=discussion.pk).update(last_number=7, opened_at="2026-01-01T00:00Z")
    assert suggests()
    Discussion.objects.filter(pk=discussion.pk).update(last_number=3)
    assert not suggests()

    Discussion.objects.filter(pk=discussion.pk).update(last_number=POSTS_TO_SUM_UP + 1)
    client.force_login(participant)
    assert not suggests()


def test_the_print_view_holds_everything_and_no_buttons(client, discussion, leader, participant):
    long = "\n".join(f"> line {number}" for number in range(9))
    PostFactory.create_batch(60, discussion=discussion, author=leader, markdown=f"{long}\n\nYes.")
    gone = PostFactory(discussion=discussion, author=participant, markdown="Unspeakable.")
    actions.remove_post(gone, actor=participant)
    leader.time_zone, discussion.space.community.time_zone = "America/Lima", "Asia/Amman"
    leader.save()
    discussion.space.community.save()
    discussion.posts.filter(number=2).update(created_at="2026-03-03T07:00Z")
    client.force_login(leader)

    page = client.get(at("print", discussion)).content.decode()

    assert "All times are by the clock of Amman." in page
    assert ">Tue 3 March, 10:00</time>" in page
    assert page.count("<article ") == 62
    assert '<details class="quote" open>' in page
    assert "<details>" not in page
    assert "Unspeakable" not in page
    assert "/reply/" not in page
    assert "/edit/" not in page
    assert f'href="{at("print", discussion)}"' in client.get(discussion.get_absolute_url()).content.decode()


def test_a_very_long_discussion_is_printed_in_parts(client, discussion, leader, django_assert_max_num_queries):
    Post.objects.bulk_create(
        Post(
            discussion=discussion,
            author=leader,
            number=number,
            path=f"{number:05}",
            markdown="Yes.",
            html="<p>Yes.</p>",
        )
        for number in range(2, POSTS_PER_PRINT + 3)
    )

    with django_assert_max_num_queries(3):
        first = client.get(at("print", discussion)).content.decode()
    after = first.split('href="?after=')[1].split('"')[0]
    second = client.get(at("print", discussion), {"after": after}).content.decode()

    assert (first.count("<article "), second.count("<article ")) == (POSTS_PER_PRINT, 2)
