import gzip
import re

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Reaction
from tests.factories import MembershipFactory, PostFactory


@pytest.fixture
def post(discussion, participant):
    return discussion.posts.get(number=2)


@pytest.fixture
def as_facilitator(client, facilitator):
    client.force_login(facilitator)
    return client


def at(verb, post, *args):
    return reverse(f"forums:post-{verb}", args=[post.pk, *args])


def buttons(page):
    """(verb, kind, pressed) of each reaction's button."""
    found = re.findall(r'formaction="/p/\d+/(\w+)/(\w+)/" aria-pressed="(\w+)"', page.content.decode())
    return [(verb, kind, pressed == "true") for verb, kind, pressed in found]


def test_without_htmx_one_returns_to_the_post(as_facilitator, post):
    response = as_facilitator.post(at("react", post, "helpful"))

    assert (response.status_code, response.url) == (302, f"{post.discussion.get_absolute_url()}#post-2")
    assert Reaction.objects.count() == 1


def test_htmx_gets_the_row_with_what_can_be_done_next(as_facilitator, post):
    said = as_facilitator.post(at("react", post, "tried"), headers={"HX-Request": "true"})
    taken = as_facilitator.post(at("unreact", post, "tried"), headers={"HX-Request": "true"})

    assert said.content.decode().lstrip().startswith('<div class="post__actions">')
    assert (buttons(said), buttons(taken)) == ([("unreact", "tried", True)], [("react", "helpful", False)])


def test_the_page_offers_it_to_whom_may_and_counts_for_the_others(client, post, facilitator, participant, moderator):
    actions.react(post, kind="helpful", actor=moderator)
    actions.react(post, kind="tried", actor=facilitator)
    seen = {}
    for person in (facilitator, moderator, participant, facilitator):
        client.force_login(person)
        page = client.get(post.discussion.get_absolute_url())
        seen[person] = [row for row in buttons(page) if row[1] != "helpful" or row[0] == "unreact" or row[2]]
    text = page.content.decode()

    assert seen[facilitator] == [("unreact", "tried", True)]
    assert seen[moderator] == [("unreact", "helpful", True), ("react", "tried", False)]
    assert seen[participant] == []
    assert "Helpful 1" in text
    client.force_login(participant)
    assert "Helpful 1 · I tried this 1</a>" in client.get(post.discussion.get_absolute_url()).content.decode()


def test_a_visitor_reads_the_counts(client, post, commons, facilitator):
    type(post.discussion).objects.filter(pk=post.discussion_id).update(space=commons)
    post.discussion.refresh_from_db()
    actions.react(post, kind="new", actor=facilitator)

    page = client.get(post.discussion.get_absolute_url()).content.decode()

    assert f'href="{at("reactions", post)}">New to me 1</a>' in page
    assert 'id="react"' not in page


def test_on_paper_there_is_nothing_to_press(as_facilitator, post):
    page = as_facilitator.get(reverse("forums:print", args=[post.discussion_id])).content.decode()

    assert "formaction" not in page


def test_what_nobody_knows_is_not_there(as_facilitator, post):
    assert as_facilitator.post(at("react", post, "boo")).status_code == 404


def test_outsiders_find_nothing_and_authors_are_refused(client, post, outsider, participant):
    answers = []
    for person in (outsider, participant):
        client.force_login(person)
        answers.append(client.post(at("react", post, "helpful")).status_code)

    assert (answers, Reaction.objects.count()) == ([404, 403], 0)


def test_who_reacted_is_a_page_and_a_list_in_place(as_facilitator, post, moderator):
    actions.react(post, kind="helpful", actor=moderator)

    page = as_facilitator.get(at("reactions", post)).content.decode()
    fragment = as_facilitator.get(at("reactions", post), headers={"HX-Request": "true"}).content.decode()

    assert "Mo Moderator" in page
    assert "data-closes-acts" not in page
    assert fragment.lstrip().startswith('<section class="acts"')
    assert "Mo Moderator" in fragment


def test_outsiders_do_not_learn_who_reacted(client, post, outsider):
    client.force_login(outsider)

    assert client.get(at("reactions", post)).status_code == 404


def test_more_offers_all_four_and_says_which_are_said(as_facilitator, post, facilitator):
    actions.react(post, kind="thanks", actor=facilitator)

    page = as_facilitator.get(at("more", post))

    assert buttons(page) == [
        ("react", "helpful", False),
        ("react", "new", False),
        ("react", "tried", False),
        ("unreact", "thanks", True),
    ]


def test_a_page_full_of_reactions_stays_within_its_budget(
    client, discussion, community, participant, facilitator, moderator, django_assert_max_num_queries
):
    for number in range(18):
        post = PostFactory(discussion=discussion, author=moderator, markdown=f"Number {number}. " + "Ask first. " * 30)
        for kind in ("helpful", "tried", "thanks"):
            actions.react(post, kind=kind, actor=facilitator)
            actions.react(post, kind=kind, actor=participant)
    client.force_login(participant)
    url = discussion.get_absolute_url()
    client.get(url)

    with django_assert_max_num_queries(6):
        page = client.get(url)

    assert len([row for row in buttons(page) if row[2]]) == 18 * 3
    assert len(page.content) < 60_000
    assert len(gzip.compress(page.content)) < 12_000


def test_nobody_s_reactions_cost_nobody_a_query(client, discussion, facilitator, django_assert_max_num_queries):
    client.force_login(facilitator)
    url = discussion.get_absolute_url()
    client.get(url)

    with django_assert_max_num_queries(5):
        client.get(url)


def test_readers_with_other_reactions_are_not_shown_the_same_page(client, post, community, moderator):
    others = [MembershipFactory(community=community).person for _each in range(2)]
    actions.react(post, kind="helpful", actor=others[0])
    actions.react(post, kind="helpful", actor=moderator)
    pressed = []
    for person in (*others, moderator):
        client.force_login(person)
        client.get(post.discussion.get_absolute_url())
        page = client.get(post.discussion.get_absolute_url())
        pressed.append(("unreact", "helpful", True) in buttons(page))

    assert pressed == [True, False, True]
