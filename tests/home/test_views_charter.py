"""A charter with what works towards its expected results."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import ActionItem, Charter, Community, Evidence, ExpectedResult
from forums.queries.results import SHOWN
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory

CHARTER = reverse("home:charter", args=["campus"])
FRONT = reverse("home:community", args=["campus"])
LACKING = "Nothing that you can see works towards it yet."


@pytest.fixture
def result(community):
    Charter.objects.update(problem="Nobody hears it.", objective="To be heard.", commitment="An hour a week.")
    return ExpectedResult.objects.create(community=community, position=1, text="A guide", measure="Five sites use it")


def page_of(client, url=CHARTER, person=None):
    if person:
        client.force_login(person)
    return client.get(url).content.decode()


def test_everything_that_was_agreed_on_is_shown(client, community, result, leader):
    Evidence.objects.create(result=result, title="The list", url="https://example.org/list", added_by=leader)
    ExpectedResult.objects.filter(pk=result.pk).update(owner=leader, state="reached")
    ExpectedResult.objects.create(community=community, state="dropped", text="An old wish")

    page = page_of(client)

    for text in ("Nobody hears it.", "To be heard.", "An hour a week.", "A guide", "Five sites use it", "Reached"):
        assert text in page
    for text in ("Lea Leader watches over it", "https://example.org/list", "An old wish"):
        assert text in page


def test_what_works_towards_a_result_is_shown_with_it(client, result, commons):
    discussion = PostFactory(discussion__space=commons, discussion__result=result).discussion
    PostFactory(discussion__space=commons, discussion__title="Something else")

    page = page_of(client)

    assert discussion.get_absolute_url() in page
    assert "Something else" not in page
    assert LACKING not in page


def test_a_result_that_nothing_works_towards_says_so(client, result, moderator):
    assert LACKING in page_of(client)
    assert "Plan a discussion that does" not in page_of(client)
    assert "Plan a discussion that does" in page_of(client, person=moderator)


def planned(result, leader, **fields):
    fields = {"title": "Collect examples", "created_by": leader, "submission": uuid.uuid4(), **fields}
    return ActionItem.objects.create(community=result.community, result=result, **fields)


def test_what_stands_on_the_plan_works_towards_it_too(client, result, leader, participant):
    item = planned(result, leader, owner=participant, due_on=date(2031, 5, 4), state="doing")

    page = page_of(client)

    assert item.get_absolute_url() in page
    assert "being done · Pia Participant · by 4 May" in page
    assert LACKING not in page


def test_what_is_late_says_so_and_what_is_done_does_not(client, result, leader):
    planned(result, leader, due_on=date(2020, 5, 4))
    assert "Overdue" in page_of(client)

    ActionItem.objects.update(state="done", done_at=timezone.now())
    assert "Overdue" not in page_of(client)
    assert "Collect examples" in page_of(client)


def test_what_was_dropped_is_no_work(client, result, leader):
    planned(result, leader, state="dropped")

    page = page_of(client)

    assert LACKING in page
    assert "Collect examples" not in page


def test_of_much_on_the_plan_the_next_is_shown_and_the_rest_counted(client, result, leader):
    planned(result, leader, title="Done long ago", state="done", done_at=timezone.now())
    for day in range(5, 0, -1):
        planned(result, leader, title=f"Due on {day}", due_on=date(2031, 5, day))

    page = page_of(client)

    assert re.findall(r"Due on \d", page) == ["Due on 1", "Due on 2", "Due on 3", "Due on 4"]
    assert "Done long ago" not in page
    assert "and 2 more on the plan" in page


def test_how_many_results_lack_work_is_said_in_one_line(client, community, result, leader):
    ExpectedResult.objects.create(community=community, position=2, text="A course")
    planned(result, leader)

    assert "Nothing works towards 1 of the 2 yet." in page_of(client)

    ExpectedResult.objects.filter(position=2).update(state="reached")
    assert "Nothing works towards" not in page_of(client)


def test_nobody_learns_here_of_discussions_that_they_do_not_see(client, result, team_room, commons, moderator):
    hidden = PostFactory(discussion__space=team_room, discussion__result=result).discussion
    planned = DiscussionFactory(space=commons, state="planned", opened_at=None, result=result, title="Still planned")

    page = page_of(client)

    assert LACKING in page
    assert hidden.get_absolute_url() not in page
    page = page_of(client, person=moderator)
    assert hidden.get_absolute_url() in page
    assert planned.title in page


def test_of_many_discussions_the_liveliest_are_shown_and_the_rest_is_counted(client, result, commons):
    for _ in range(SHOWN + 3):
        PostFactory(discussion__space=commons, discussion__result=result)

    assert "and 3 more discussions" in page_of(client)


def test_leaders_find_the_way_to_change_each_section(client, result, leader, participant):
    ways = [reverse("communities:charter-section", args=["campus", key]) for key in ("problem", "results", "name")]
    page = page_of(client, person=leader)
    assert all(way in page for way in ways)
    Community.objects.update(phase="concluded")
    page = page_of(client)
    assert not any(way in page for way in ways)


def test_why_there_are_no_results_stands_in_their_place(client, community):
    Charter.objects.update(why_no_results="We listen first.")

    assert "None yet: We listen first." in page_of(client)


def test_the_front_page_shows_it_in_short(client, result, community):
    page = page_of(client, FRONT)

    assert "To be heard." in page
    assert f"{CHARTER}#result-{result.pk}" in page
    assert "Not yet" in page


def test_a_stranger_of_a_listed_community_sees_nothing_of_it(client, result, outsider):
    Community.objects.update(visibility="listed")

    page = page_of(client, FRONT, outsider)

    assert not {text for text in ("To be heard.", "A guide", CHARTER) if text in page}


def test_a_discussion_says_what_it_works_towards_to_whoever_reads_the_charter(
    client, result, team_room, outsider, moderator
):
    discussion = PostFactory(discussion__space=team_room, discussion__result=result).discussion
    let_in(outsider, team_room, role=5, source="guest")
    Community.objects.update(visibility="listed")

    assert "A guide" in page_of(client, discussion.get_absolute_url(), moderator)
    page = page_of(client, discussion.get_absolute_url(), outsider)
    assert discussion.title in page
    assert "A guide" not in page


def test_a_result_in_other_words_is_shown_at_once(client, result, commons, participant):
    discussion = PostFactory(discussion__space=commons, discussion__result=result).discussion
    client.force_login(participant)
    client.get(discussion.get_absolute_url())
    tag = client.get(discussion.get_absolute_url())["ETag"]
    ExpectedResult.objects.update(text="A longer guide")

    response = client.get(discussion.get_absolute_url(), headers={"If-None-Match": tag})

    assert response.status_code == 200
    assert "A longer guide" in response.content.decode()


@pytest.mark.parametrize("number", [1, 15])
def test_queries_do_not_grow_with_what_is_there(client, leader, result, commons, number, django_assert_max_num_queries):
    for place in (2, 3):
        ExpectedResult.objects.create(community=commons.community, position=place, text=f"Result {place}", owner=leader)
    for each in ExpectedResult.objects.all():
        for count in range(number):
            PostFactory(discussion__space=commons, discussion__result=each)
            planned(each, leader, owner=leader)
            Evidence.objects.create(result=each, title="x", url=f"https://example.org/{count}", added_by=leader)
    MembershipFactory(community=CommunityFactory(), person=leader)
    client.force_login(leader)
    client.get(CHARTER)

    with django_assert_max_num_queries(12):
        client.get(CHARTER)
