"""What came from a mailing list rests until it is answered here: it counts for nothing, and lists say what it is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from core import seams
from forums.actions import claim_posts, reply
from forums.models import Closing, Discussion, ImportedSender
from forums.models.post import Post
from home.queries.needs import LONG, steering
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.factories.archives import message, thread
from tests.forums.archives import bring
from tests.home.dashboards import dashboard
from tests.home.this_week.reading import NOW, said

ADDRESS = "ana.ruiz@uni.example"


@pytest.fixture
def brought(commons):
    bring(commons, message("a"), message("b", answers=["a"], sender="Bea <bea@uni.example>", minutes=1))
    return Discussion.objects.get()


def counted(community):
    """(begun, unfinished) of what was said there, and how many beats its rhythm has."""
    talk = seams.said_in([community.pk]).get(community.pk, seams.Said())
    years = (datetime(2020, 1, 1, tzinfo=UTC), timezone.now() + timedelta(days=7))
    beats = [beat for found in seams.beats.ask([community.pk], *years).values() for beat in found]
    return talk.begun, talk.unfinished, len(beats)


def test_it_counts_once_it_is_answered_here(brought, community, moderator):
    assert counted(community) == (0, 0, 0)
    assert seams.said_in([community.pk]) == {}

    answer = reply(brought, actor=moderator, markdown="We still do.", submission=uuid4())
    assert counted(community) == (1, 1, 1)
    Post.objects.filter(pk=answer.pk).update(deleted_at=timezone.now(), deleted_by=moderator)
    assert counted(community) == (0, 0, 0)


@pytest.mark.parametrize("kind", Post.SIGNS)
def test_that_a_line_goes_on_elsewhere_is_no_answer(brought, community, moderator, kind):
    PostFactory(discussion=brought, author=moderator, kind=kind)

    assert counted(community) == (0, 0, 0)


def test_it_is_neither_to_be_closed_nor_to_be_summed_up(brought, commons, moderator):
    bring(commons, *thread(LONG + 1))
    assert list(steering(moderator)) == []

    PostFactory(discussion=brought, author=moderator)
    Discussion.objects.filter(pk=brought.pk).update(last_post_at=timezone.now() - timedelta(days=90))
    assert [(need.verb, need.title) for need in steering(moderator)] == [("Close it", brought.title)]


def test_a_draft_of_what_it_came_to_waits_as_any_other(brought, moderator):
    Discussion.objects.update(state="closing", locked_at=timezone.now())
    Closing.objects.create(discussion=brought, drafted_at=timezone.now())

    assert [need.verb for need in steering(moderator)] == ["Read the draft"]


def test_it_is_no_first_discussion_and_no_sign_of_life(client, brought, community, leader, time_machine):
    time_machine.move_to(NOW, tick=False)
    Community.objects.update(phase="active", phase_since=NOW - timedelta(days=30))

    seen = {title: why for lines in said(client, leader).values() for title, why, _url in lines}

    assert "There is no discussion yet" in seen
    assert seen["It has become quiet"].endswith("Nobody has written since 2 February.")


def test_a_newcomer_has_said_nothing_here_by_an_old_mail(client, brought, commons, community):
    newcomer = MembershipFactory(community=community).person
    newcomer.emailaddress_set.create(email=ADDRESS, verified=True)
    claim_posts(ImportedSender.objects.get(name="Ana Ruiz"), actor=newcomer)
    assert Post.objects.filter(author=newcomer).exists()

    steps = dashboard(client, newcomer).steps
    assert (steps.has_spoken, steps.question) == (False, None)
    asked = DiscussionFactory(space=commons)
    assert dashboard(client, newcomer).steps.question == asked
    PostFactory(discussion=asked, author=newcomer)
    assert dashboard(client, newcomer).steps.has_spoken


def test_lists_say_what_it_is_and_how_old(client, brought, commons, community, moderator):
    DiscussionFactory(space=commons)
    client.force_login(moderator)
    begun = brought.opened_at
    pages = [
        reverse("home:community", args=["campus"]),
        reverse("home:discussions", args=["campus"]),
        reverse("forums:archive-month", args=["campus", begun.year, begun.month]),
    ]

    for page in pages:
        assert client.get(page).content.decode().count("Open discussion · from the mailing list, 2024") == 1, page
