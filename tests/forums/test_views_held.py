"""First posts on the pages: who reads them, where they stand, and how the team decides."""

from uuid import uuid4

import pytest
from django.urls import reverse

from communities.queries import standing_in
from forums import actions
from forums.models import HeldPost, Post
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.holding import SAID, discussion, held, newcomer

__all__ = ["discussion", "held", "newcomer"]

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def page(client, reader, address):
    if reader:
        client.force_login(reader)
    else:
        client.logout()
    return client.get(address)


def text(response):
    return response.content.decode()


def test_a_first_post_is_sent_without_javascript(client, discussion, newcomer):
    client.force_login(newcomer)

    sent = client.post(reverse("forums:reply", args=[discussion.pk]), {"text": SAID, "submission": uuid4()})

    held = HeldPost.objects.get()
    assert (sent.status_code, sent.url.rpartition("#")[2]) == (302, f"held-{held.pk}")
    seen = text(client.get(sent.url))
    assert SAID in seen
    assert "Only you and the team see this." in seen


def test_a_first_post_sent_by_htmx_comes_back_in_its_place(client, discussion, newcomer, participant):
    asked = PostFactory(discussion=discussion, author=participant)
    client.force_login(newcomer)
    address = reverse("forums:reply", args=[discussion.pk])

    at_end = text(client.post(address, {"text": SAID, "submission": uuid4()}, **HTMX))
    beneath = text(client.post(address, {"text": SAID, "submission": uuid4(), "to": asked.number}, **HTMX))

    assert 'hx-swap-oob="beforeend:#thread"' in at_end
    assert 'id="reply"' in at_end
    assert "post--1 post--held" in beneath
    assert "hx-swap-oob" not in beneath


def test_it_names_people_as_it_will_when_it_is_shown(client, discussion, newcomer, participant, moderator):
    client.force_login(newcomer)
    sent = {"text": f"As @{participant.handle} says.", "submission": uuid4()}

    added = text(client.post(reverse("forums:reply", args=[discussion.pk]), sent, **HTMX))

    held = HeldPost.objects.get()
    thread = text(client.get(discussion.get_absolute_url()))
    own = text(client.get(held.get_absolute_url()))
    team = text(page(client, moderator, held.get_absolute_url()))
    post = actions.let_through(held, actor=moderator, version=0)
    assert reverse("home:person", args=[participant.handle]) in post.html
    for seen in (added, thread, own, team):
        assert post.html in seen


def test_nobody_but_its_author_and_the_team_reads_it(client, held, participant, facilitator, moderator, outsider):
    own = held.get_absolute_url()
    for reader in (None, outsider, participant, facilitator):
        assert page(client, reader, own).status_code == 404
        assert SAID not in text(page(client, reader, held.discussion.get_absolute_url()))
    for address in (reverse("forums:print", args=[held.discussion_id]), reverse("home:discussions", args=["campus"])):
        assert SAID not in text(page(client, participant, address))
    assert SAID in text(page(client, moderator, own))
    assert SAID not in text(page(client, moderator, held.discussion.get_absolute_url()))
    assert SAID in text(page(client, held.author, own))


def test_it_stands_beneath_all_that_answers_the_same_post(client, discussion, newcomer, participant):
    asked = PostFactory(discussion=discussion, author=participant, markdown="First.")
    PostFactory(discussion=discussion, author=participant, markdown="Second.")
    PostFactory(discussion=discussion, author=participant, markdown="Beneath.", parent=asked)
    actions.reply(discussion, actor=newcomer, markdown=SAID, submission=uuid4(), parent=asked)
    actions.reply(discussion, actor=newcomer, markdown="And to all.", submission=uuid4())

    seen = text(page(client, newcomer, discussion.get_absolute_url()))

    places = [
        seen.index(f'<p dir="auto">{said}</p>') for said in ("First.", "Beneath.", SAID, "Second.", "And to all.")
    ]
    assert places == sorted(places)


def test_the_page_of_its_author_follows_what_becomes_of_it(client, held, moderator):
    address = held.discussion.get_absolute_url()
    client.force_login(held.author)

    def tag():
        return client.get(address)["ETag"]

    tag()  # the first visit moves how far they have read
    tags = [tag()]
    assert tag() == tags[0]
    actions.change_held(held, actor=held.author, markdown="Otherwise.", version=0)
    tags.append(tag())
    actions.turn_down(held, actor=moderator, words="No.")
    tags.append(tag())

    assert len(set(tags)) == 3
    assert "Otherwise." not in text(client.get(address))


def test_the_page_asks_once_more_for_whom_something_waits(client, held, participant, django_assert_max_num_queries):
    address = held.discussion.get_absolute_url()
    for reader in (held.author, participant):
        client.force_login(reader)
        client.get(address)
        with django_assert_max_num_queries(9):
            client.get(address)


def test_its_author_changes_it_and_takes_it_back(client, held):
    client.force_login(held.author)
    address = reverse("forums:held-edit", args=[held.pk])

    form = client.get(address)
    looked = client.post(f"{address}?preview=1", {"text": "*So*", "version": 0}, **HTMX)
    saved = client.post(address, {"text": "I ask, then tell.", "version": 0})
    stale = client.post(address, {"text": "From another window.", "version": 0})
    empty = client.post(address, {"text": " ", "version": 1})

    assert SAID in text(form)
    assert text(looked) == '<p dir="auto"><em>So</em></p>'
    assert (saved.status_code, saved.url) == (302, held.get_absolute_url())
    assert stale.status_code == 409
    assert "From another window." in text(stale)
    assert "I ask, then tell." in text(stale)
    assert empty.status_code == 422
    back = client.post(reverse("forums:held-take-back", args=[held.pk]), follow=True)
    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert "I ask, then tell." in text(back)


def test_others_change_nothing(client, held, participant, moderator):
    for reader, status in ((participant, 404), (moderator, 403)):
        client.force_login(reader)
        for name in ("held-edit", "held-take-back"):
            answer = client.post(reverse(f"forums:{name}", args=[held.pk]), {"text": "Mine.", "version": 0})
            assert answer.status_code == status
    client.force_login(held.author)
    for name in ("held-let-through", "held-turn-down"):
        answer = client.post(reverse(f"forums:{name}", args=[held.pk]), {"version": 0, "words": "So."})
        assert answer.status_code == 403
    held.refresh_from_db()
    assert (held.is_waiting, held.markdown) == (True, SAID)


def test_the_team_finds_it_and_lets_it_through(client, held, moderator, participant):
    client.force_login(moderator)
    queue = text(client.get(reverse("forums:reports", args=["campus"])))
    assert "A first post by Nia Newcomer" in queue
    assert held.get_absolute_url() in queue

    shown = client.post(reverse("forums:held-let-through", args=[held.pk]), {"version": 0}, follow=True)

    assert "It is shown now." in text(shown)
    assert SAID in text(page(client, participant, held.discussion.get_absolute_url()))
    post = Post.objects.get(author=held.author)
    assert page(client, moderator, held.get_absolute_url()).url == post.get_absolute_url()


def test_what_cannot_be_let_through_says_so(client, held, moderator):
    client.force_login(moderator)
    actions.change_held(held, actor=held.author, markdown="Otherwise.", version=0)
    address = reverse("forums:held-let-through", args=[held.pk])

    stale = client.post(address, {"version": 0})
    without = client.post(address, {})
    actions.close_discussion(held.discussion, actor=moderator, reason="Done")
    closed = client.post(address, {"version": 1})

    assert [each.status_code for each in (stale, without, closed)] == [409] * 3
    assert "Please read it again." in text(stale)
    assert "Otherwise." in text(closed)
    assert "is closed by now" in text(closed)


def test_turned_down_with_words_for_its_author_alone(client, held, moderator, participant):
    client.force_login(moderator)
    address = reverse("forums:held-turn-down", args=[held.pk])

    silent = client.post(address, {"words": ""})
    done = client.post(address, {"words": "Please leave the advertising out."})

    assert silent.status_code == 422
    assert (done.status_code, done.url) == (302, reverse("forums:reports", args=["campus"]))
    own = text(page(client, held.author, held.get_absolute_url()))
    assert "Please leave the advertising out." in own
    assert SAID in own
    assert page(client, participant, held.get_absolute_url()).status_code == 404


def test_a_first_discussion_asks_the_team(client, discussion, newcomer, moderator):
    planned = DiscussionFactory(space=discussion.space, planned_by=newcomer, state="planned", opened_at=None)
    client.force_login(newcomer)

    asked = client.post(reverse("forums:open", args=[planned.pk]), follow=True)
    own = text(client.get(planned.get_absolute_url()))

    assert "has been asked to open yours" in text(asked)
    assert "Open it now" not in own
    assert "you are told when they have looked" in own
    client.force_login(moderator)
    held = planned.held_posts.get()
    assert "wants to start a discussion" in text(client.get(held.get_absolute_url()))
    client.post(reverse("forums:held-let-through", args=[held.pk]), {"version": 0})
    planned.refresh_from_db()
    assert planned.is_open


def test_the_queue_is_counted_for_the_team_alone(client, held, moderator, participant, community):
    assert "1 report or first post waits" in text(page(client, moderator, "/"))
    assert "first post waits" not in text(page(client, participant, "/"))
    counts = [standing_in(community, reader).waiting_reports for reader in (moderator, participant, held.author)]

    assert counts == [1, 0, 0]
