import pytest
from django.urls import reverse

from forums.actions import publish_closing
from forums.effects.drafts import Draft
from forums.models import Discussion
from forums.queries.linking import linkable
from tests.factories import DiscussionFactory, ItemFactory
from tests.forums.groups import part

LINKS = reverse("forums:links")


@pytest.fixture
def titled(commons, team_room):
    """Something of each kind whose title says “feedback”, and what a participant does not know of."""
    talk = DiscussionFactory(space=commons, title="Feedback on the day")
    DiscussionFactory(space=team_room, title="Feedback on the team")
    planned = DiscussionFactory(space=commons, title="Feedback to come")
    Discussion.objects.filter(pk=planned.pk).update(state="planned", opened_at=None)
    item = ItemFactory(space=commons, title="A card for feedback")
    return talk, item


def test_a_participant_finds_what_they_may_see(titled, participant):
    talk, item = titled

    found = linkable(participant, "feedback")

    assert [(one.title, one.url) for one in found] == [
        ("Feedback on the day", talk.get_absolute_url()),
        ("A card for feedback", item.get_absolute_url()),
    ]
    assert [one.title for one in linkable(participant, "day feedback")] == ["Feedback on the day"]


def test_a_closing_is_found_by_the_title_of_its_discussion(discussion, closing, moderator, participant):
    draft = Draft(summary="We asked.", result="reflection")
    publish_closing(closing, draft, actor=moderator, version=closing.version)

    kinds = [one.what.partition(" · ")[0] for one in linkable(participant, "feedback")]

    assert kinds == ["Discussion", "What we learned"]


def test_a_discussion_is_found_without_the_rooms_of_its_groups(discussion, moderator, participant):
    part(discussion, moderator, names=("A", "B", "C", "D", "E"))

    assert [one.title for one in linkable(participant, discussion.title)] == [discussion.title]


def test_it_costs_three_queries_however_much_there_is(titled, participant, commons, django_assert_max_num_queries):
    DiscussionFactory.create_batch(10, space=commons, title="Feedback again")

    with django_assert_max_num_queries(3):
        assert len(linkable(participant, "feedback")) == 5


def test_whoever_writes_gets_options_and_nothing_for_one_sign(client, titled, participant):
    client.force_login(participant)

    options = client.get(LINKS, {"q": "feed"}).content.decode()

    assert options.count('role="option"') == 2
    assert f'data-address="{titled[0].get_absolute_url()}"' in options
    assert client.get(LINKS, {"q": "f"}).content == b"\n"


def test_a_visitor_signs_in_first(client, db):
    assert client.get(LINKS, {"q": "feedback"}).status_code == 302
