"""A discussion on paper: its plan, groups, reports, polls and what came of it."""

import pytest
from django.urls import reverse

from forums.actions import change_plan, close_discussion, lay_out, plan_discussion, remove_post, vote
from forums.effects import draft_due
from forums.models import Closing, Discussion, Post, StagePlan
from tests.factories import DiscussionFactory, ItemFactory, PostFactory
from tests.forums import polls
from tests.forums.groups import again, part, put, report, room_of
from tests.masking import body_of


def on_paper(client, discussion):
    return body_of(client.get(reverse("forums:print", args=[discussion.pk])))


@pytest.fixture
def planned(discussion, moderator, members_room):
    """The discussion with stages, and material that everybody and that the team alone finds."""
    row = Discussion.objects.select_related("space__community").get(pk=discussion.pk)
    stages = [StagePlan("Arguments", "One each.", days=5), StagePlan("What remains")]
    change_plan(row, actor=moderator, plan_version=row.plan_version, stages=stages)
    lay_out(row, actor=moderator, item_id=ItemFactory(space=members_room, title="Ask first").pk, why="To begin with.")
    team = members_room.community.spaces.get(slug="team")
    lay_out(row, actor=moderator, item_id=ItemFactory(space=team, title="Names").pk)
    return row


def test_the_plan_on_paper_has_its_stages_and_the_material_that_the_reader_finds(client, planned, participant):
    client.force_login(participant)

    page = on_paper(client, planned)

    assert "Arguments" in page
    assert "What remains" in page
    assert "To begin with." in page
    assert f"http://testserver{planned.material.first().item.get_absolute_url()}" in page
    assert "Names" not in page


def test_what_has_not_opened_yet_has_its_question_on_paper(client, members_room, moderator):
    plan = {"title": "Marks", "question": "Do they *harm*?", "submission": "00000000-0000-4000-8000-000000000001"}
    client.force_login(moderator)

    assert "Do they <em>harm</em>?" in on_paper(client, plan_discussion(members_room, actor=moderator, **plan))


def test_groups_on_paper_say_who_was_in_them_and_where_they_reported(client, discussion, moderator, participant):
    wards, _practices = part(discussion, moderator, tasks={"Practices": "Ask *three* colleagues."})
    put(wards, moderator, participant)
    post = report(again(wards), participant, "We would ask first.")
    client.force_login(participant)

    page, room = on_paper(client, discussion), on_paper(client, room_of(wards))

    assert f'<a href="#post-{post.number}">Its report is post {post.number}.</a>' in page
    assert "<bdi>Pia Participant</bdi>." in page
    assert "Ask three colleagues." in page
    assert page.count("We would ask first.") == 1
    assert "No report is shown here." in page
    assert "This is the room of the group <b>Wards</b>." in room
    assert "We would ask first." in room
    assert "<form" not in page.partition("<main")[2] + room.partition("<main")[2]
    remove_post(Post.objects.select_related("discussion__space__community").get(pk=post.pk), actor=participant)
    assert "Its report is post" not in on_paper(client, discussion)


def test_polls_and_the_closing_are_on_paper(client, discussion, moderator, participant):
    poll = polls.put(discussion, moderator)
    vote(poll, actor=participant, chosen=[polls.option(poll, "Monday")])
    client.force_login(participant)
    before = on_paper(client, discussion)
    close_discussion(discussion, actor=moderator, reason="All was said.")
    draft_due()
    closing = discussion.closings.get()
    Closing.objects.filter(pk=closing.pk).update(
        published_at=closing.created_at, published_by=moderator, summary_html="<p>Ask first.</p>"
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)

    after = on_paper(client, discussion)

    assert "1 person has voted" in before
    assert "What we learned" not in before
    assert "<p>Ask first.</p>" in after
    assert "1 person has voted" in after


def test_what_has_none_of_it_costs_no_query_for_it(client, commons, moderator, django_assert_max_num_queries):
    plain = DiscussionFactory(space=commons)
    PostFactory(discussion=plain, author=moderator, kind="prompt")
    client.force_login(moderator)
    on_paper(client, plain)

    with django_assert_max_num_queries(6):
        on_paper(client, plain)
