"""A discussion is slowed down or paused: who may write when, and what stands in place of the box."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.permissions import Refused
from forums import actions
from forums.effects import close_due
from forums.errors import DiscussionClosed, Paused, TooSoon
from forums.models import Discussion, HeldPost, Post
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.thread import say

pytestmark = pytest.mark.django_db

WHY = "Let us sleep on it."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def discussion(members_room, moderator):
    found = DiscussionFactory(space=members_room, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt")
    return found


def test_each_person_writes_once_in_a_while(discussion, moderator, participant, facilitator):
    actions.slow_down(discussion, actor=moderator, minutes=15)
    first = say(discussion, participant)

    with pytest.raises(TooSoon, match=r"once in 15 minutes. You can send this in 15 minutes. Your text is kept"):
        say(discussion, participant)
    say(discussion, MembershipFactory(community=discussion.space.community).person)
    for _ in range(2):
        say(discussion, facilitator)

    Post.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(minutes=15))
    assert say(discussion, participant).pk


def test_a_double_click_is_no_second_post(discussion, moderator, participant):
    actions.slow_down(discussion, actor=moderator, minutes=15)
    sent = uuid.uuid4()

    assert say(discussion, participant, submission=sent) == say(discussion, participant, submission=sent)


def test_what_waits_for_the_team_counts_as_written(discussion, moderator, participant):
    HeldPost.objects.create(discussion=discussion, author=participant, markdown="Me too.")
    actions.slow_down(discussion, actor=moderator, minutes=15)

    with pytest.raises(TooSoon):
        say(discussion, participant)


def test_at_its_own_pace_nothing_is_asked(discussion, moderator, participant, facilitator):
    say(discussion, participant)

    def queries(actor):
        with CaptureQueriesContext(connection) as asked:
            say(discussion, actor)
        return len(asked)

    before = queries(participant)
    actions.pause_discussion(discussion, actor=moderator, hours=1, reason=WHY)
    actions.resume_discussion(discussion, actor=moderator)

    assert queries(participant) == before


def test_a_new_pace_is_new_once(discussion, moderator):
    version = discussion.version

    said = [actions.slow_down(discussion, actor=moderator, minutes=minutes) for minutes in (15, 15, 0)]

    discussion.refresh_from_db()
    assert said == [True, False, True]
    assert (discussion.slow_minutes, discussion.version) == (0, version + 2)


def test_in_a_pause_the_team_alone_writes(discussion, moderator, participant, facilitator):
    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)

    with pytest.raises(Paused, match=r"paused until .* by the clock of .*: “Let us sleep on it.” Your text is kept"):
        say(discussion, participant)
    say(discussion, facilitator)

    Discussion.objects.update(paused_until=timezone.now())
    assert say(discussion, participant).pk


def test_who_may_not_write_yet_reads_until_when_by_their_own_clock(discussion, moderator, participant):
    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)
    Discussion.objects.update(paused_until=timezone.now().replace(hour=23, minute=30) + timedelta(days=1))
    participant.time_zone = "Africa/Lagos"  # an hour ahead, the whole year

    with pytest.raises(Paused, match="00:30 by the clock of Lagos"):
        say(discussion, participant)


def test_a_pause_is_ended(discussion, moderator, participant):
    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)

    assert actions.resume_discussion(discussion, actor=moderator) is True
    assert actions.resume_discussion(discussion, actor=moderator) is False
    discussion.refresh_from_db()
    assert (discussion.paused_until, discussion.pause_reason) == (None, "")
    assert say(discussion, participant).pk


@pytest.mark.parametrize("is_due", [True, False])
def test_closing_ends_a_pause(discussion, moderator, participant, is_due):
    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)
    if is_due:
        Discussion.objects.update(closes_at=timezone.now())
        close_due()
    else:
        actions.close_discussion(discussion, actor=moderator, reason="Time is up.")

    reopened = actions.reopen_discussion(discussion, actor=moderator, reason="There is more to say.")

    assert (reopened.paused_until, reopened.pause_reason) == (None, "")
    assert say(discussion, participant).pk


def deeds(discussion, actor):
    yield lambda: actions.slow_down(discussion, actor=actor, minutes=5)
    yield lambda: actions.pause_discussion(discussion, actor=actor, hours=1, reason=WHY)
    yield lambda: actions.resume_discussion(discussion, actor=actor)


def test_members_pace_nothing(discussion, participant):
    for deed in deeds(discussion, participant):
        with pytest.raises(Refused):
            deed()


def test_what_is_closed_is_not_paced(discussion, moderator):
    actions.close_discussion(discussion, actor=moderator, reason="Time is up.")

    for deed in deeds(discussion, moderator):
        with pytest.raises(DiscussionClosed):
            deed()


def page_of(client, discussion):
    return re.sub(r"\s+", " ", client.get(discussion.get_absolute_url()).content.decode())


def test_the_page_says_so_in_place_of_the_box(client, discussion, moderator, participant):
    client.force_login(participant)
    assert '<form class="reply"' in page_of(client, discussion)
    tag = client.get(discussion.get_absolute_url())["ETag"]

    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)

    page = page_of(client, discussion)
    assert "<bdi>Let us sleep on it.</bdi> Till then the team alone writes here." in page
    assert '<form class="reply"' not in page
    assert "Members write here, and you are none just now" not in page
    assert "?to=" not in page
    during = client.get(discussion.get_absolute_url())["ETag"]
    Discussion.objects.update(paused_until=timezone.now())
    assert len({tag, during, client.get(discussion.get_absolute_url())["ETag"]}) == 3  # also by the clock alone
    assert '<form class="reply"' in page_of(client, discussion)


def test_a_pause_is_said_beneath_the_title_where_the_team_ends_it(client, discussion, moderator, participant):
    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)
    way = f'<a href="{reverse("forums:pace", args=[discussion.pk])}">Let everybody write again</a>'
    down = '<a href="#tools">Up to the moderator’s tools</a>'
    heads = {}
    for person in (participant, moderator):
        client.force_login(person)
        page = page_of(client, discussion)
        heads[person] = page[: page.index('id="post-1"')]
        assert '<span class="badge badge--attention">Paused</span>' in heads[person]
        assert (down in page) == (person == moderator)
        assert ('<details class="tools" id="tools"' in page) == (person == moderator)

    assert way in heads[moderator]
    assert way not in heads[participant]


def test_what_was_typed_is_kept(client, discussion, moderator, participant):
    actions.pause_discussion(discussion, actor=moderator, hours=24, reason=WHY)
    client.force_login(participant)
    sent = {"text": "Near the gate.", "submission": uuid.uuid4()}

    answer = client.post(reverse("forums:reply", args=[discussion.pk]), sent, headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Near the gate." in page
    assert WHY in page


def test_it_says_how_slow_it_is(client, discussion, moderator, participant):
    actions.slow_down(discussion, actor=moderator, minutes=15)
    client.force_login(participant)

    assert "Slowed down: each person writes once in 15 minutes." in page_of(client, discussion)


def test_the_moderator_sets_it_on_a_page(client, discussion, moderator):
    client.force_login(moderator)
    assert reverse("forums:pace", args=[discussion.pk]) in page_of(client, discussion)
    assert client.get(reverse("forums:pace", args=[discussion.pk])).status_code == 200

    answers = [
        client.post(reverse("forums:slow", args=[discussion.pk]), {"minutes": 60}),
        client.post(reverse("forums:pause", args=[discussion.pk]), {"hours": 12, "reason": WHY}),
    ]

    assert [answer.url for answer in answers] == [discussion.get_absolute_url()] * 2
    discussion.refresh_from_db()
    assert (discussion.slow_minutes, discussion.pause_reason, discussion.is_paused) == (60, WHY, True)
    page = client.get(reverse("forums:pace", args=[discussion.pk])).content.decode()
    assert "Let everybody write again" in page
    assert client.post(reverse("forums:resume", args=[discussion.pk])).url == discussion.get_absolute_url()
    discussion.refresh_from_db()
    assert discussion.is_paused is False


def test_a_pause_has_a_reason(client, discussion, moderator):
    client.force_login(moderator)

    answer = client.post(reverse("forums:pause", args=[discussion.pk]), {"hours": 12, "reason": " "})

    assert answer.status_code == 422
    discussion.refresh_from_db()
    assert discussion.paused_until is None


@pytest.mark.parametrize("name", ["forums:slow", "forums:pause", "forums:resume"])
def test_others_are_kept_out(client, discussion, participant, outsider, name):
    address = reverse(name, args=[discussion.pk])
    client.force_login(participant)
    assert client.post(address).status_code == 403
    client.force_login(outsider)
    assert client.post(address).status_code == 404


def test_in_a_pause_one_mends_and_takes_back_what_is_one_s_own(client, discussion, moderator, participant):
    mine, taken_back = say(discussion, participant), say(discussion, participant)
    address = discussion.get_absolute_url()
    client.force_login(participant)
    client.get(address)
    actions.remove_post(taken_back, actor=participant)
    actions.pause_discussion(discussion, actor=moderator, hours=1, reason=WHY)

    page = client.get(address).content.decode()

    assert reverse("forums:post-edit", args=[mine.pk]) in page
    assert reverse("forums:post-restore", args=[taken_back.pk]) in page
    assert f"?to={mine.number}" not in page
