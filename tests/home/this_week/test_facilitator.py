"""What is a facilitator’s this week (P25)."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from communities.models import (
    Community,
    Invitation,
    LearningTopic,
    Membership,
    Rhythm,
    Suggestion,
)
from home.queries.this_week import MOST
from tests.factories import (
    DiscussionFactory,
    InvitationFactory,
    MembershipFactory,
    UserFactory,
)
from tests.home.this_week.reading import DAY, NOW, make_item, said, titles


def test_a_newcomer_to_greet(client, community, facilitator):
    new = MembershipFactory(community=community, person__display_name="Nia New", joined_at=NOW - 3 * DAY)
    Membership.objects.exclude(pk=new.pk).update(joined_at=NOW - 20 * DAY)

    url = reverse("forums:newcomers", args=["campus"])
    assert said(client, facilitator)["As facilitator"] == [("Greet Nia New", "New here since 1 March", url)]


def test_topics_that_some_would_come_for(client, community, settled):
    for number, state in ((1, "proposed"), (2, "proposed"), (5, "proposed"), (9, "done")):
        LearningTopic.objects.create(
            community=community,
            title=f"{number} {state}",
            vote_count=number,
            state=state,
            proposed_by=UserFactory(),
            submission=uuid4(),
        )

    assert titles(client, settled, "As facilitator") == ["5 proposed", "2 proposed"]
    Community.objects.update(tools=["discussions"])
    assert titles(client, settled, "As facilitator") == []


@pytest.mark.parametrize(
    ("zone", "due", "is_shown"),
    [
        ("UTC", "2026-03-08", True),  # Sunday
        ("UTC", "2026-03-09", False),
        ("UTC", "2026-02-01", True),
        ("Pacific/Kiritimati", "2026-03-09", True),  # where Monday has begun
    ],
)
def test_what_is_due_by_sunday_where_the_community_is(client, community, settled, zone, due, is_shown):
    Community.objects.update(time_zone=zone)
    make_item(community, due_on=due)

    with time_machine.travel(datetime(2026, 3, 8, 11, tzinfo=UTC)):
        assert titles(client, settled, "As facilitator") == (["Write it"] if is_shown else [])


def test_what_is_due_says_who_does_it(client, community, settled, leader):
    make_item(community, due_on="2026-03-04", owner=leader)
    make_item(community, title="Try it", due_on="2026-03-06")

    assert [line[1] for line in said(client, settled)["As facilitator"]] == [
        "Lea Leader does it, by 4 March. A word of help?",
        "Due by 6 March, and nobody does it yet.",
    ]


def test_what_was_due_says_that_its_day_is_over(client, community, settled, leader):
    make_item(community, due_on="2025-03-05", owner=leader)
    make_item(community, title="Try it", due_on="2026-03-03")

    assert [line[1] for line in said(client, settled)["As facilitator"]] == [
        "Lea Leader does it, and its day was 5 March 2025. A word of help?",
        "Its day was 3 March, and nobody does it yet.",
    ]


def test_invitations_and_suggestions_are_counted(client, community, settled):
    for days, state in ((8, "sent"), (9, "opened"), (3, "sent"), (8, "declined")):
        invitation = InvitationFactory(community=community, sent_at=NOW - days * DAY, expires_at=NOW + DAY)
        answered = {"answered_at": NOW} if state == "declined" else {}
        Invitation.objects.filter(pk=invitation.pk).update(state=state, **answered)
    Suggestion.objects.create(
        community=community, text="More tea", made_on=NOW.date(), submission=uuid4(), is_told=True
    )
    Membership.objects.update(joined_at=NOW - 60 * DAY)

    assert titles(client, settled, "As facilitator") == [
        "1 suggestion waits",
        "2 invitations have had no answer for a week",
    ]


def test_what_the_rhythm_lacks(client, community, commons, settled):
    Rhythm.objects.create(community=community, discussion_weeks=2, most_open=1)
    assert titles(client, settled, "As facilitator") == ["No discussion is planned"]

    DiscussionFactory.create_batch(2, space=commons, opened_at=NOW)
    assert titles(client, settled, "As facilitator") == ["2 discussions at once"]


def test_a_few_of_each_rather_than_many_of_one(client, community, settled):
    MembershipFactory.create_batch(9, community=community, joined_at=NOW - DAY)
    for number in range(9):
        make_item(community, title=f"Item {number}", due_on="2026-03-05")
        LearningTopic.objects.create(
            community=community, title="Topic", vote_count=3, proposed_by=UserFactory(), submission=uuid4()
        )
    InvitationFactory(community=community, sent_at=NOW - 9 * DAY, expires_at=NOW + DAY)

    found = titles(client, settled, "As facilitator")

    assert len(found) == MOST
    kinds = [re.sub(r" .*", "", title) for title in found]
    assert kinds == ["Topic", "Topic", "Greet", "Greet", "Item", "Item", "1"]
