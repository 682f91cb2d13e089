"""What a draft makes of polls: what they came to, and never an unanswered question."""

from dataclasses import replace

import pytest

from forums.actions import end_poll, vote
from forums.drafting import Mark, Section, Tally, to_markdown
from forums.models import Poll
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.closings import drafted as draft_of
from tests.forums.drafts import drafted, post
from tests.forums.polls import option, put

OPENING = post(1, "How shall we go on?", author="Mo")


def voted(number=2, **fields):
    tally = Tally(**{"answers": (("Yes", 5), ("No", 1)), "voters": 6} | fields)
    return replace(post(number, "We have heard enough. Who is for it?", author="Mo", kind="poll"), tally=tally)


def lines_of(*posts):
    markdown = to_markdown(drafted(OPENING, *posts))
    return [line for line in markdown.split("\n") if line]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Yes: 5, No: 1; 6 people voted"),
        ({"voters": 1, "answers": (("*Yes*", 1), ("No", 0))}, r"\*Yes\*: 1, No: 0; 1 person voted"),
        ({"voters": 0}, "nobody voted"),
        ({"is_ranked": True}, "Yes: 5 points, No: 1 point; 6 people voted"),
        ({"answers": tuple((word, 1) for word in "ABCDE")}, "A: 1, B: 1, C: 1, 2 others; 6 people voted"),
        ({"outcome": "We do it."}, "Yes: 5, No: 1; 6 people voted. What follows: “We do it.”"),
    ],
)
def test_a_poll_has_a_line_with_what_it_came_to(fields, said):
    lines = lines_of(voted(**fields))

    assert lines[lines.index("## What was voted on") + 1] == f"- Mo: “Who is for it?” [#2] — {said}"


@pytest.mark.parametrize("poll", [voted(3), replace(voted(3), tally=None)])
def test_a_poll_is_no_question_that_nobody_answered(poll):
    draft = drafted(OPENING, post(2, "Ask the trainee first what they noticed, and wait for it."), poll)

    assert not any(line.mark == Mark.UNANSWERED and 3 in line.cites for line in draft.lines)
    assert bool(draft.of(Section.VOTED)) == bool(poll.tally)
    assert any(3 in line.cites for line in draft.of(Section.SAID)) == (poll.tally is None)


@pytest.fixture
def discussion(commons, moderator, participant):
    found = DiscussionFactory(space=commons, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="How shall we go on?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first what they noticed.")
    return found


def choose(poll, text, *people):
    for person in people:
        vote(poll, actor=person, chosen=[option(poll, text)])


def test_the_draft_of_a_closing_says_what_polls_came_to(discussion, community, moderator, participant, leader):
    crowd = [MembershipFactory(community=community).person for _each in range(5)]
    running = put(discussion, moderator)  # it ends with its discussion, before that is drafted
    ended, open_to_few, secret = (
        put(discussion, moderator, markdown=asked, is_anonymous=is_anonymous)
        for asked, is_anonymous in (("Shall we stop?", False), ("Was it worth it?", True), ("Who is for it?", True))
    )
    choose(running, "Tuesday", participant, leader)
    choose(ended, "Never", leader)
    end_poll(ended, actor=moderator, outcome="We go on.")
    choose(open_to_few, "Monday", leader)
    choose(secret, "Monday", *crowd)

    summary = draft_of(discussion, moderator).summary

    name = moderator.display_name
    shown = summary.partition("## What was voted on\n\n")[2].partition("\n\n")[0].split("\n")
    assert shown == [
        f"- {name}: “When shall we meet?” [#3] — Tuesday: 2, Monday: 0, Never: 0; 2 people voted",
        f"- {name}: “Shall we stop?” [#4] — Never: 1, Monday: 0, Tuesday: 0; 1 person voted. What follows: “We go on.”",
        f"- {name}: “Who is for it?” [#6] — Monday: 5, Tuesday: 0, Never: 0; 5 people voted",
    ]
    assert "Was it worth it" not in summary
    assert "Not answered" not in summary
    assert not Poll.objects.filter(ended_at=None).exists()
