"""The board on which everybody sees how far the expected results are, and who looks after each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import add_evidence, entrust_result, leave_community, move_result
from communities.actions.progress import confirm_result, unwatch_result, watch_result
from communities.models import ExpectedResult, ResultWatch
from core.permissions import Refused
from home.queries.errands import errands
from notifications.models import Notification
from tests.communities.life import in_phase
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory

BOARD = reverse("home:progress", args=["campus"])
LONG_AGO = timezone.now() - timedelta(weeks=9)


@pytest.fixture
def result(community):
    return ExpectedResult.objects.create(
        community=community, position=1, text="A guide to feedback", measure="Ten wards use it"
    )


def posted(client, result, deed):
    return client.post(reverse(f"communities:result-{deed}", args=["campus", result.pk]))


def text(response):
    return response.content.decode()


def told(person):
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("entry__verb", flat=True))


def needed(person):
    return [need.title for need in errands(person, person.memberships.select_related("community"))]


def test_who_sees_it(client, outsider, participant, result):
    assert client.get(BOARD).status_code == 200
    listed = CommunityFactory(visibility="listed")
    client.force_login(outsider)
    assert client.get(reverse("home:progress", args=[listed.slug])).status_code == 404
    client.force_login(participant)
    assert "Keep an eye on it" in text(client.get(BOARD))


def test_a_result_with_all_that_is_known_of_it(client, leader, participant, result, commons):
    entrust_result(result, person=participant, actor=leader)
    add_evidence(result, title="The first draft", url="https://example.org/draft", actor=participant)
    move_result(result, state="on_the_way", actor=participant, why="Two wards have begun.")
    DiscussionFactory(space=commons, title="What belongs into a guide?", result=result, state="open")

    page = text(client.get(BOARD))

    for words in ("A guide to feedback", "Ten wards use it", "The first draft", "Two wards have begun."):
        assert words in page
    assert participant.name in page
    assert "What belongs into a guide?" in page
    assert page.index("On the way") < page.index("A guide to feedback") < page.index(">Reached")


def test_no_older_word_stands_for_a_change_that_has_none(client, leader, participant, result):
    move_result(result, state="on_the_way", actor=leader, why="Two wards have begun.")
    move_result(result, state="reached", actor=leader, why="")
    client.force_login(participant)

    assert "Two wards have begun." not in text(client.get(BOARD))


def test_a_board_without_results_offers_the_first_step(client, community, leader, participant):
    client.force_login(participant)
    assert "No expected results yet" in text(client.get(BOARD))
    client.force_login(leader)
    assert reverse("communities:charter-section", args=["campus", "results"]) in text(client.get(BOARD))


def test_whoever_keeps_an_eye_on_it_is_told_when_it_moves(client, leader, participant, moderator, result):
    client.force_login(participant)
    response = posted(client, result, "watch")
    assert response.url == f"{BOARD}#result-{result.pk}"
    posted(client, result, "watch")
    assert ResultWatch.objects.count() == 1
    assert "You keep an eye on it." in text(client.get(BOARD))

    move_result(result, state="reached", actor=leader, why="All ten.")

    assert told(participant) == ["expectedresult.moved"]
    assert told(moderator) == []


def test_nobody_is_told_who_looks_away(client, leader, participant, result):
    watch_result(result, actor=participant)
    client.force_login(participant)
    posted(client, result, "unwatch")

    move_result(result, state="reached", actor=leader, why="All ten.")

    assert told(participant) == []
    assert not unwatch_result(result, actor=participant)


def test_an_owner_who_also_watches_is_told_once(leader, participant, result):
    entrust_result(result, person=participant, actor=leader)
    watch_result(result, actor=participant)

    move_result(result, state="on_the_way", actor=leader, why="Begun.")

    assert told(participant) == ["expectedresult.entrusted", "expectedresult.moved"]


def test_it_ends_with_the_membership(community, participant, result):
    watch_result(result, actor=participant)

    leave_community(community, actor=participant)

    assert not ResultWatch.objects.exists()


def test_who_keeps_an_eye_on_it(client, community, outsider, participant, result):
    client.force_login(outsider)
    assert posted(client, result, "watch").status_code == 404
    with pytest.raises(Refused):
        watch_result(result, actor=outsider)
    in_phase(community, "concluded")
    with pytest.raises(Refused):
        watch_result(result, actor=participant)

    assert not ResultWatch.objects.exists()


def test_a_result_of_elsewhere_is_not_there(client, participant, result):
    other = ExpectedResult.objects.create(community=MembershipFactory().community, position=1, text="Another")
    client.force_login(participant)

    assert posted(client, other, "watch").status_code == 404


def test_the_owner_is_asked_when_nobody_has_said_anything_for_eight_weeks(client, leader, participant, result):
    entrust_result(result, person=participant, actor=leader)
    assert needed(participant) == []
    ExpectedResult.objects.update(looked_at=LONG_AGO)
    assert needed(participant) == ["A guide to feedback"]
    assert needed(leader) == []

    client.force_login(participant)
    assert "Nobody has said how far it is since" in text(client.get(BOARD))
    assert "A guide to feedback" in text(client.get(reverse("home:home")))
    assert posted(client, result, "confirm").url == BOARD
    assert needed(participant) == []


@pytest.mark.parametrize("deed", ["move", "evidence"])
def test_a_word_or_a_proof_quiets_it(leader, result, deed):
    ExpectedResult.objects.update(looked_at=LONG_AGO, owner=leader)
    result.refresh_from_db()
    if deed == "move":
        move_result(result, state="on_the_way", actor=leader, why="Begun.")
    else:
        add_evidence(result, title="A draft", url="https://example.org/", actor=leader)

    assert not ExpectedResult.objects.get().is_quiet


@pytest.mark.parametrize("state", ["reached", "dropped"])
def test_what_is_settled_asks_for_nothing(leader, participant, result, state):
    entrust_result(result, person=participant, actor=leader)
    move_result(result, state=state, actor=leader, why="So.")
    ExpectedResult.objects.update(looked_at=LONG_AGO)

    assert needed(participant) == []


def test_only_the_trusted_say_that_it_stands(client, participant, result):
    ExpectedResult.objects.update(looked_at=LONG_AGO)
    client.force_login(participant)

    assert posted(client, result, "confirm").status_code == 403
    with pytest.raises(Refused):
        confirm_result(result, actor=participant)
    assert ExpectedResult.objects.get().is_quiet


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(client, community, participant, result, number, django_assert_max_num_queries):
    for place in range(number):
        ExpectedResult.objects.create(community=community, state="dropped", text=f"Another {place}")
        watch_result(result, actor=MembershipFactory(community=community).person)
    client.force_login(participant)
    client.get(BOARD)

    with django_assert_max_num_queries(12):
        client.get(BOARD)
