"""What asks something similar to what somebody begins to ask: found by its words, shown to whom may read it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from forums.models import Closing
from forums.queries.similar import SHOWN, similar_to
from tests.factories import CommunityFactory, DiscussionFactory

pytestmark = pytest.mark.django_db

TITLE = "Feedback on the ward round"


def titles(title, reader, community):
    return [found.row.title for found in similar_to(title, reader, community=community.pk)]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("Giving feedback after ward rounds", True),
        ("Feedbak on the wrad round", True),
        ("¿Cómo dar feedback en la ward?", True),
        ("Ward meals", False),
        ("Ward", False),
        ("'\\ & | ! <-> (:*", False),
    ],
)
def test_words_in_common_and_titles_with_slips_are_found(members_room, participant, community, typed, is_found):
    DiscussionFactory(space=members_room, title=TITLE)

    assert titles(typed, participant, community) == ([TITLE] if is_found else [])


def test_a_question_is_looked_at_too_and_the_most_alike_comes_first(members_room, participant, community):
    DiscussionFactory(space=members_room, title="Mornings", excerpt="When is there time for feedback on a ward round?")
    DiscussionFactory(space=members_room, title=TITLE)

    assert titles("feedback during ward round", participant, community) == [TITLE, "Mornings"]


def test_few_are_shown_and_none_that_the_author_may_not_read(members_room, team_room, participant, leader, community):
    hidden = CommunityFactory(visibility=Community.Visibility.HIDDEN)
    DiscussionFactory(space=hidden.spaces.get(slug="commons"), title=f"{TITLE}, elsewhere")
    DiscussionFactory(space=team_room, title=f"{TITLE}, for the team")
    DiscussionFactory(space=members_room, title=f"{TITLE}, planned", state="planned", opened_at=None)
    assert titles(TITLE, participant, community) == []

    for number in range(SHOWN + 1):
        DiscussionFactory(space=members_room, title=f"{TITLE} {number}")

    assert len(titles(TITLE, participant, community)) == SHOWN
    assert f"{TITLE}, for the team" in titles(f"{TITLE}, for the team", leader, community)


def test_the_fragment_says_what_a_closed_one_came_to_and_where_others_stand(client, members_room, participant):
    closed = DiscussionFactory(space=members_room, title=TITLE)
    closing = Closing.objects.create(
        discussion=closed, excerpt="Ask first, then tell.", published_at=timezone.now(), published_by=participant
    )
    type(closed).objects.filter(pk=closed.pk).update(state="closed", closing=closing)
    elsewhere = CommunityFactory(name="Riverside", visibility=Community.Visibility.PUBLIC)
    DiscussionFactory(space=elsewhere.spaces.get(slug="commons"), title="Feedback round on a ward")
    client.force_login(participant)
    address = reverse("forums:similar", args=["campus", "members"])

    fragment = client.post(address, {"title": TITLE}).content.decode()

    assert "2 discussions that are similar" in fragment
    assert "Ask first, then tell." in fragment
    assert "Riverside" in fragment
    assert "<html" not in fragment


def test_what_is_typed_stands_in_no_address(client, members_room, participant):
    DiscussionFactory(space=members_room, title=TITLE)
    client.force_login(participant)
    address = reverse("forums:similar", args=["campus", "members"])

    assert client.get(address, {"title": TITLE}).status_code == 405
    page = client.get(reverse("forums:plan-new", args=["campus", "members"]), {"kind": "open"}).content.decode()
    assert f'hx-post="{address}"' in page
    assert f'hx-get="{address}"' not in page


def test_without_javascript_the_preview_shows_them(client, members_room, participant):
    DiscussionFactory(space=members_room, title=TITLE)
    client.force_login(participant)
    address = reverse("forums:plan-new", args=["campus", "members"]) + "?preview=question"

    page = client.post(address, {"title": "ward round feedback", "kind": "open", "question": "What helps?"})

    assert TITLE in page.content.decode()


def test_it_takes_four_queries_and_none_for_a_few_letters(
    members_room, participant, community, django_assert_max_num_queries
):
    DiscussionFactory(space=members_room, title=TITLE)

    with django_assert_max_num_queries(4):
        assert similar_to(TITLE, participant, community=community.pk)
    with django_assert_max_num_queries(0):
        assert similar_to("Feed", participant, community=community.pk) == []
