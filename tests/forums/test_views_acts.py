import pytest
from django.urls import reverse

from accounts.effects import erase_person
from forums import actions
from tests.factories import PostFactory


@pytest.fixture
def post(discussion, participant):
    return discussion.posts.get(number=2)


def address(post):
    return reverse("forums:post-more", args=[post.pk])


def shown(client, person, post, **headers):
    if person is not None:
        client.force_login(person)
    return client.get(address(post), headers=headers)


def ways(response):
    """The verbs of the addresses that a list of acts leads to."""
    text = response.content.decode()
    verbs = ("history", "report", "block", "remove")
    return [verb for verb in verbs if f"/{verb}/" in text.partition('class="acts"')[2].partition("</section>")[0]]


def test_a_member_reports_and_blocks_and_does_not_remove(client, post, facilitator):
    assert ways(shown(client, facilitator, post)) == ["report", "block"]


def test_its_author_deletes_it_as_long_as_the_discussion_is_open(client, post, moderator, participant):
    before = ways(shown(client, participant, post))
    actions.close_discussion(post.discussion, actor=moderator, reason="Done")

    assert (before, ways(shown(client, participant, post))) == (["remove"], [])


def test_who_runs_the_discussion_removes_any_but_the_question(client, discussion, post, moderator):
    assert ways(shown(client, moderator, post)) == ["report", "block", "remove"]
    assert ways(shown(client, moderator, discussion.posts.get(number=1))) == []


def test_what_it_said_before_is_a_way_once_it_was_edited(client, post, participant, facilitator):
    actions.edit_post(post, actor=participant, markdown="Ask twice.", version=0)
    PostFactory(discussion=post.discussion, author=facilitator)
    later = post.discussion.posts.get(number=2)
    actions.edit_post(later, actor=participant, markdown="Ask three times.", version=1)

    assert "history" in ways(shown(client, facilitator, post))


def test_nobody_is_there_to_be_blocked_where_the_author_is_erased(client, post, participant, facilitator):
    erase_person(participant)

    assert ways(shown(client, facilitator, post)) == ["report"]


def test_htmx_gets_the_list_alone(client, post, facilitator):
    fragment = shown(client, facilitator, post, HX_Request="true").content.decode()
    page = shown(client, facilitator, post).content.decode()

    assert fragment.lstrip().startswith('<section class="acts"')
    assert "data-closes-acts" in fragment
    assert "data-closes-acts" not in page
    assert "Ask the trainee first." in page


def test_an_outsider_finds_nothing(client, post, outsider):
    assert shown(client, outsider, post).status_code == 404


def test_a_removed_post_leads_back_to_its_place(client, post, participant):
    actions.remove_post(post, actor=participant)

    response = shown(client, participant, post)

    assert (response.status_code, response.url) == (302, f"{post.discussion.get_absolute_url()}#post-2")


def test_a_visitor_is_asked_to_sign_in(client, post, commons):
    post.discussion.space = commons
    post.discussion.save(update_fields=["space"])

    page = shown(client, None, post).content.decode()

    assert "to do more with this post" in page
    assert ways(shown(client, None, post)) == []
