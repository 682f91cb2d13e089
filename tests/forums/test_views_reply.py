import re
import uuid

import pytest
from django.urls import reverse

from forums.models import Discussion, Post
from tests.factories import DiscussionFactory, PostFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def discussion(commons):
    return DiscussionFactory(space=commons, title="When the room shuts down")


@pytest.fixture
def asked(discussion, leader):
    return PostFactory(discussion=discussion, author=leader, markdown="Who has *tried* it?")


@pytest.fixture
def url(discussion):
    return reverse("forums:reply", args=[discussion.pk])


@pytest.fixture
def member(client, participant):
    client.force_login(participant)
    return client


def form(text="I asked before I told.", **more):
    return {"text": text, "submission": str(uuid.uuid4()), **more}


def test_a_reply_leads_to_the_post(member, discussion, asked, url, participant):
    response = member.post(url, form(to=asked.number))

    post = discussion.posts.get(number=2)
    assert (post.author, post.parent, post.markdown) == (participant, asked, "I asked before I told.")
    assert response.url == discussion.get_absolute_url() + "#post-2"


def test_htmx_puts_an_answer_in_place_of_its_form(member, discussion, asked, url):
    response = member.post(url, form(to=asked.number), headers=HTMX)

    fragment = response.content.decode()
    assert fragment.startswith('<article class="post post--1" id="post-2"')
    assert fragment.count("<article") == 1
    assert "<form" not in fragment
    assert 'tabindex="-1" autofocus' in fragment
    assert fragment.endswith('<span id="counts" hx-swap-oob="true">· 2 posts by 2 people</span>\n\n')


def test_htmx_adds_a_post_at_the_end_and_gives_a_new_form(member, discussion, asked, url):
    sent = form()

    response = member.post(url, sent, headers=HTMX)

    fragment = response.content.decode()
    assert re.search(r'<div hx-swap-oob="beforeend:#thread"><article class="post" id="post-2"', fragment)
    assert fragment.count('<form class="reply" id="reply"') == 1
    assert sent["submission"] not in fragment
    assert "I asked before I told." not in fragment.split("hx-swap-oob")[0]


def test_a_double_click_adds_one_post(member, discussion, url):
    sent = form()

    responses = [member.post(url, sent), member.post(url, sent)]

    assert discussion.posts.count() == 1
    assert responses[0].url == responses[1].url


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_another_text_from_the_same_page_is_added_too(member, discussion, asked, url, headers):
    """Two tabs may hold one page; and whoever gets no answer may change the text before they send it again."""
    sent = form("Alpha.")

    member.post(url, sent, headers=headers)
    for _click in range(2):
        member.post(url, sent | {"text": "Beta, wholly different."}, headers=headers)

    said = discussion.posts.order_by("number").values_list("markdown", flat=True)
    assert list(said) == ["Who has *tried* it?", "Alpha.", "Beta, wholly different."]


def test_the_form_has_a_page_and_a_fragment(member, discussion, asked, url):
    page = member.get(url, {"to": asked.number})
    fragment = member.get(url, {"to": asked.number}, headers=HTMX)

    assert b"Your answer to Lea Leader" in page.content
    assert b"Who has <em>tried</em> it?" in page.content
    assert b'<input type="hidden" name="to" value="1">' in page.content
    assert fragment.content.decode().lstrip().startswith('<form class="reply post--1" id="reply-1"')
    assert b'id="id_text_1"' in fragment.content


def test_a_closed_discussion_has_no_form(member, discussion, url):
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")

    assert member.get(url).url == discussion.get_absolute_url()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reply_that_comes_after_the_close_keeps_its_text(member, discussion, url, headers):
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")

    response = member.post(url, form("What I wanted to say"), headers=headers)

    assert response.status_code == 422
    assert b"What I wanted to say</textarea>" in response.content
    assert b"This discussion is closed now" in response.content
    assert b">Reply</button>" not in response.content
    assert b"Copy what you still need" in response.content
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"text": ""}, "Please write a few words."),
        ({"text": "  \n "}, "Please write a few words."),
        ({"text": "---"}, "There is nothing to read in this yet."),
        ({"text": "[a]: https://example.org"}, "There is nothing to read in this yet."),
        ({"text": "a" * 100_001}, "This text has 100001 characters"),
        ({"text": "kept", "submission": ""}, "This form was incomplete."),
        ({"text": "kept", "submission": "x' OR 1=1"}, "This form was damaged."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_does_not_fit_is_refused_beside_the_field_with_its_text(member, discussion, url, sent, refusal, headers):
    response = member.post(url, {**form(), **sent}, headers=headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert refusal in page
    assert re.search(r'<div class="field__error"[^>]*>|<p class="field__error">', page)
    assert f"{sent['text'].strip()[:50]}" in page
    assert " autofocus" in page
    assert not Post.objects.exists()


def test_a_missing_text_is_refused(member, discussion, url):
    assert member.post(url, {}).status_code == 422


def test_two_megabytes_are_refused_and_kept(member, discussion, url):
    text = "Two words " * 200_000

    response = member.post(url, form(text))

    assert response.status_code == 422
    assert b"is the most that fits" in response.content
    assert text.strip().encode() in response.content


def test_more_than_a_form_can_hold_is_refused(member, discussion, url):
    assert member.post(url, form("a" * 6_000_000)).status_code == 400
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Nul\x00l", "Null"),
        ("\u202eEvil\u202c text\u2066", "Evil text"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_what_is_invisible_is_left_out(member, discussion, url, text, kept):
    assert member.post(url, form(text)).status_code == 302
    assert Post.objects.get().markdown == kept


def test_ten_thousand_nested_quotes_are_harmless(member, discussion, url):
    response = member.post(url, form(">" * 10_000 + " deep\n\nand my answer"))

    assert response.status_code == 302
    assert Post.objects.get().html.count("<blockquote>") < 40
    assert member.get(discussion.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>"]
)
def test_nothing_runs(member, discussion, url, text):
    member.post(url, form(text))

    html = Post.objects.get().html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_bytes_that_are_no_text_are_harmless(member, discussion, url):
    body = b"text=%FF%FE%80hello&submission=" + str(uuid.uuid4()).encode()

    response = member.post(url, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 302
    assert "hello" in Post.objects.get().markdown


@pytest.mark.parametrize("to", ["2", "99999999999999999999", "-1", "1e3", "x", "1" * 5000, "\x00"])
def test_a_post_that_is_not_here_cannot_be_answered(member, discussion, asked, url, to):
    PostFactory(number=2)

    assert member.post(url, form(to=to)).status_code == 404
    assert member.get(url, {"to": to}).status_code == 404
    assert discussion.posts.count() == 1


def test_who_may_not_write_is_refused_and_who_may_not_see_finds_nothing(client, discussion, url, outsider, team_room):
    hidden = reverse("forums:reply", args=[DiscussionFactory(space=team_room).pk])

    for _ in (None, client.force_login(outsider)):
        assert client.post(url, form()).status_code == 403
        assert client.get(url).status_code == 403
        assert client.post(hidden, form()).status_code == 404
        assert client.get(hidden).status_code == 404
    assert not Post.objects.exists()


def test_a_post_needs_its_token(participant, url):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(participant)

    assert strict.post(url, form()).status_code == 403


def test_preview_shows_the_text_and_adds_nothing(member, discussion, asked):
    address = reverse("forums:preview", args=[discussion.pk])

    fragment = member.post(address, form("So *this*"), headers=HTMX)
    page = member.post(address, form("So *this*", to=asked.number))

    assert fragment.content.decode() == '<p dir="auto">So <em>this</em></p>'
    assert b"So <em>this</em>" in page.content
    assert b"So *this*</textarea>" in page.content
    assert b'name="to" value="1"' in page.content
    assert Post.objects.count() == 1


def test_a_preview_keeps_the_submission(member, discussion):
    sent = form("So *this*")

    page = member.post(reverse("forums:preview", args=[discussion.pk]), sent)

    assert sent["submission"].encode() in page.content


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_preview_of_too_much_says_so(member, discussion, headers):
    address = reverse("forums:preview", args=[discussion.pk])

    response = member.post(address, form("a" * 100_001), headers=headers)

    assert b"is the most that fits" in response.content


def test_preview_is_for_those_who_may_write(client, discussion, outsider, team_room):
    hidden = DiscussionFactory(space=team_room)

    for _ in (None, client.force_login(outsider)):
        assert client.post(reverse("forums:preview", args=[discussion.pk]), form()).status_code == 403
        assert client.post(reverse("forums:preview", args=[hidden.pk]), form()).status_code == 404
    assert client.get(reverse("forums:preview", args=[discussion.pk])).status_code == 405
