"""Who may be named, how a text shows them, and who is told."""

import uuid

import pytest

from accounts.models import User
from communities.effects import let_in
from communities.models import Role
from core.seams import person_export
from forums import actions
from forums.models import Discussion, Mention
from forums.queries.mentions import MOST_NAMED, people_named, render_naming
from notifications.effects import set_volume
from notifications.models import OutboxMessage
from tests.factories import DiscussionFactory, MembershipFactory, UserFactory
from tests.facts import told
from tests.forums.naming import say


@pytest.fixture
def discussion(members_room):
    return DiscussionFactory(space=members_room)


def mailed(verb="post.mentioned"):
    rows = OutboxMessage.objects.filter(entry__verb=verb, channel="mail")
    return sorted(rows.values_list("recipient__display_name", flat=True))


def names(post):
    return set(post.mentions.values_list("person__display_name", flat=True))


def test_a_mention_is_a_link_with_the_name(discussion, participant, leader):
    post = say(discussion, leader, f"Ask @{participant.handle}, she tried it.")

    link = f'<a href="/people/{participant.handle}/" class="mention" rel="nofollow noopener noreferrer ugc">'
    assert f"Ask {link}Pia Participant</a>, she tried it." in post.html
    assert names(post) == {"Pia Participant"}
    assert told(participant) == ["post.mentioned"]
    assert mailed() == ["Pia Participant"]


@pytest.mark.parametrize(
    "text",
    [
        "`@{0}`",
        "    @{0}",
        "```\n@{0}\n```",
        "[@{0}](https://example.org)",
        "https://example.org/@{0}",
        "me@{0}",
        "@@{0}",
        "@{0}@example.org",
        "@{0}x",
        "/@{0}",
        "<!-- -->@{0}é",
        "[a]: https://example.org '@{0}'\n\n[a]",
    ],
)
def test_where_nobody_is_named(discussion, participant, leader, text):
    post = say(discussion, leader, text.format(participant.handle) + "\n\nSo it goes.")

    assert "mention" not in post.html
    assert not Mention.objects.exists()
    assert told(participant) == []


@pytest.mark.parametrize(
    "text", ["(@{0})", "**@{0}**", "@{0}’s idea", "@{0}.", "# @{0}", "- @{0}", "| a |\n|-|\n| @{0} |"]
)
def test_where_somebody_is_named(discussion, participant, leader, text):
    post = say(discussion, leader, text.format(participant.handle.upper()))

    assert ">Pia Participant</a>" in post.html
    assert names(post) == {"Pia Participant"}


def test_a_name_in_a_quotation_is_shown_but_does_not_call(discussion, participant, leader):
    post = say(discussion, leader, f"> Thanks @{participant.handle}\n\nI agree.")

    assert ">Pia Participant</a>" in post.html
    assert names(post) == {"Pia Participant"}
    assert told(participant) == []


def test_a_person_who_does_not_see_the_space_stays_text(discussion, team_room, participant, outsider, leader):
    User.objects.update(profile_audience="members")
    handle = f"@{outsider.handle} @{participant.handle}"

    in_the_room = say(discussion, leader, handle)
    in_the_team = say(DiscussionFactory(space=team_room), leader, handle)

    assert names(in_the_room) == {"Pia Participant"}
    assert f"@{outsider.handle} <a" in in_the_room.html
    assert names(in_the_team) == set()
    assert "<a" not in in_the_team.html


def test_a_person_whose_profile_the_writer_may_not_see_stays_text(discussion, participant, leader):
    User.objects.filter(pk=participant.pk).update(profile_audience="nobody")

    post = say(discussion, leader, f"@{participant.handle}")

    assert post.html == f'<p dir="auto">@{participant.handle}</p>'
    assert told(participant) == []


def test_a_guest_is_named_in_their_room_alone(discussion, team_room, leader, outsider):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    let_in(leader, team_room, role=Role.GUEST, source="guest")

    assert names(say(DiscussionFactory(space=team_room), leader, f"@{outsider.handle}")) == {"Olu Outsider"}
    assert names(say(discussion, leader, f"@{outsider.handle}")) == set()


def test_a_name_is_escaped(discussion, participant, leader):
    User.objects.filter(pk=participant.pk).update(display_name='<img src=x onerror="y">](javascript:z)')

    post = say(discussion, leader, f"@{participant.handle}")

    assert "&lt;img src=x onerror=" in post.html
    assert "<img" not in post.html
    assert post.html.count("<a ") == 1


def test_as_many_as_fit_in_one_text_are_named(discussion, leader, community):
    people = [each.person for each in MembershipFactory.create_batch(MOST_NAMED + 2, community=community)]

    post = say(discussion, leader, " ".join(f"@{person.handle}" for person in people))

    assert post.mentions.count() == MOST_NAMED == len(mailed())
    assert f"@{people[-1].handle}" in post.html


def test_a_text_without_a_handle_asks_nothing(discussion, leader, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not people_named("mail me@example.org", discussion.space, leader).people


def test_who_is_named_and_answered_is_told_once_that_they_are_named(discussion, participant, leader):
    asked = say(discussion, participant, "Who tried it?")

    say(discussion, leader, f"We did, @{participant.handle}", parent=asked)

    assert told(participant) == ["post.mentioned"]
    assert (mailed(), mailed("post.replied")) == (["Pia Participant"], [])


@pytest.mark.parametrize(
    ("level", "heard"), [("mute", []), ("mentions", ["post.mentioned"]), ("normal", ["post.added", "post.mentioned"])]
)
def test_the_volume_of_the_discussion_decides(discussion, participant, leader, level, heard):
    say(discussion, participant, "Who tried it?")
    set_volume(participant, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level=level)

    say(discussion, leader, "We did.")
    say(discussion, leader, f"We did, @{participant.handle}")

    assert told(participant) == heard


def test_naming_oneself_tells_nobody(discussion, leader):
    say(discussion, leader, f"I, @{leader.handle}, was there.")

    assert told(leader) == []


def test_the_question_names_people_too(members_room, participant, leader):
    planned = actions.plan_discussion(
        members_room, actor=leader, title="T", question=f"What did @{participant.handle} do?", submission=uuid.uuid4()
    )

    actions.open_discussion(planned, actor=leader)

    assert names(planned.posts.get()) == {"Pia Participant"}
    assert "post.mentioned" in told(participant)


def test_an_edit_tells_whom_it_names_anew_and_each_once_for_ever(discussion, participant, facilitator, leader):
    post = say(discussion, leader, f"@{participant.handle}")

    for text in (f"@{participant.handle} @{facilitator.handle}", "Nobody.", f"@{facilitator.handle}"):
        post.refresh_from_db()
        post = actions.edit_post(post, actor=leader, markdown=text, version=post.version)

    assert told(participant) == told(facilitator) == ["post.mentioned"]
    assert mailed() == ["Fay Facilitator", "Pia Participant"]
    assert "Pia" not in post.html


def test_an_edit_keeps_whom_it_named_though_they_left(discussion, participant, leader, community):
    post = say(discussion, leader, f"@{participant.handle}")
    community.memberships.filter(person=participant).update(state="left", ended_at="2026-01-01T00:00Z")

    post = actions.edit_post(post, actor=leader, markdown=f"Thanks, @{participant.handle}", version=0)

    assert ">Pia Participant</a>" in post.html


def test_a_person_gets_where_they_are_named(discussion, participant, leader):
    say(discussion, leader, f"@{participant.handle}")

    assert person_export.ask(participant)["forums"]["mentioned"] == [{"discussion": discussion.title, "number": 1}]


def test_a_handle_that_begins_another_is_not_it(db):
    one = UserFactory()
    text = f"@{one.handle}-b"

    assert render_naming(text, people_named(text, DiscussionFactory().space, one)) == f'<p dir="auto">{text}</p>'
