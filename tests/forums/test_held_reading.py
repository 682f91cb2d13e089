"""Who reads a first post when it does not wait any more, or nobody can decide (P4)."""

import pytest
from django.urls import reverse

from communities.models import Community
from communities.queries import standing_in
from forums import actions
from forums.models import HeldPost
from forums.queries.held import answered_in, held_in, resolve_held
from tests.forums.holding import SAID, discussion, held, newcomer

__all__ = ["discussion", "held", "newcomer"]

pytestmark = pytest.mark.django_db
WHY = "Please leave the advertising out."


def page(client, reader, address, **more):
    client.force_login(reader)
    return client.get(address, **more)


def text(response):
    return response.content.decode()


@pytest.fixture
def turned_down(held, moderator):
    actions.turn_down(held, actor=moderator, words=WHY)
    return held


def test_what_was_turned_down_is_read_by_its_author_alone(client, turned_down, moderator, leader):
    queue = reverse("forums:reports", args=["campus"])

    for reader, pages in ((moderator, [queue]), (leader, [queue, reverse("communities:audit", args=["campus"])])):
        assert not HeldPost.objects.visible_to(reader).exists()
        assert page(client, reader, turned_down.get_absolute_url()).url == queue
        for address in pages:
            seen = text(page(client, reader, address))
            assert turned_down.discussion.title in seen
            assert SAID not in seen
            assert WHY not in seen
    own = text(page(client, turned_down.author, turned_down.get_absolute_url()))
    assert SAID in own
    assert WHY in own


def test_the_team_lists_what_became_of_first_posts(client, turned_down, discussion, newcomer, moderator, leader):
    community = discussion.space.community

    listed = answered_in(community, leader)

    assert [(one.author, one.decided_by, one.state) for one in listed] == [(newcomer, moderator, "turned_down")]
    assert listed[0].get_deferred_fields() == {"markdown", "words"}
    assert answered_in(community, newcomer) == []
    seen = text(page(client, leader, reverse("forums:reports", args=["campus"])))
    assert "Nia Newcomer" in seen
    assert "not let through" in seen
    assert "Mo Moderator" in seen


def test_what_was_let_through_leads_the_team_to_the_post(client, held, moderator, leader):
    post = actions.let_through(held, actor=moderator, version=0)

    assert page(client, leader, held.get_absolute_url()).url == post.get_absolute_url()
    seen = text(page(client, leader, reverse("forums:reports", args=["campus"])))
    assert f'<a href="{held.get_absolute_url()}">Nia Newcomer</a>' in seen


@pytest.mark.parametrize("name", ["forums:held-turn-down", "forums:held-let-through"])
def test_a_second_one_of_the_team_hears_that_it_is_answered(client, turned_down, leader, name):
    client.force_login(leader)

    told = client.post(
        reverse(name, args=[turned_down.pk]), {"words": "What I think of it.", "version": 0}, follow=True
    )

    assert told.redirect_chain == [(reverse("forums:reports", args=["campus"]), 302)]
    assert "Somebody else has turned it down already, and their words were sent." in text(told)
    assert "Its author is told why" not in text(told)
    turned_down.refresh_from_db()
    assert (turned_down.state, turned_down.words) == ("turned_down", WHY)


def test_others_hear_nothing_of_what_was_turned_down(client, turned_down, participant):
    client.force_login(participant)

    for name in ("forums:held-turn-down", "forums:held-let-through"):
        assert client.post(reverse(name, args=[turned_down.pk]), {"words": "No.", "version": 0}).status_code == 404


def test_where_the_community_has_ended_nothing_waits_and_its_author_takes_it_back(client, held, moderator, community):
    assert standing_in(community, moderator).waiting_reports == len(held_in(community, moderator)) == 1
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    assert (standing_in(community, moderator).waiting_reports, held_in(community, moderator)) == (0, [])
    assert "first post waits" not in text(page(client, moderator, "/"))
    assert page(client, moderator, held.get_absolute_url()).status_code == 404
    own = text(page(client, held.author, held.get_absolute_url()))
    thread = text(page(client, held.author, held.discussion.get_absolute_url()))
    for seen in (own, thread):
        assert SAID in seen
        assert "nobody looks at this any more" in seen
        assert "aits for the team" not in seen
        assert reverse("forums:held-edit", args=[held.pk]) not in seen
    client.post(reverse("forums:held-take-back", args=[held.pk]))
    held.refresh_from_db()
    assert held.state == "withdrawn"


def test_what_an_ended_community_left_waits_again_when_it_goes_on(held, moderator, community):
    Community.objects.filter(pk=community.pk).update(phase="archived")
    assert standing_in(community, moderator).waiting_reports == 0

    Community.objects.filter(pk=community.pk).update(phase="active")

    assert standing_in(community, moderator).waiting_reports == 1


def test_who_reads_the_discussion_no_more_keeps_their_own_text(client, held, moderator, commons, team_room):
    moved = actions.move_discussion(held.discussion, source_id=commons.pk, target=team_room, actor=moderator)
    moved.title = "What the team alone speaks of"
    moved.save()

    own = text(page(client, held.author, held.get_absolute_url()))

    assert SAID in own
    assert moved.title not in own
    assert moved.get_absolute_url() not in own
    assert "gone where you do not read" in own
    assert resolve_held([held.pk], held.author) == {}
    assert client.get(reverse("forums:held-edit", args=[held.pk])).status_code == 403
    back = client.post(reverse("forums:held-take-back", args=[held.pk]), follow=True)
    assert SAID in text(back)
    assert moved.title not in text(back)
    held.refresh_from_db()
    assert held.state == "withdrawn"
