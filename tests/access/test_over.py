"""Where a community has come to its end nothing is written any more, whoever sends what (design 4.13)."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.models import Community
from tests.access.table import ADDRESS, APPS, POST
from tests.access.world import build
from tests.statements import changes

pytestmark = pytest.mark.django_db

SENDERS = ("outsider", "participant", "facilitator", "moderator", "leader", "requested", "guest")
ENDS = ("concluded", "archived", "did_not_launch")

# One's own affairs, and those of other communities.
ELSEWHERE = {name for app in APPS if app.__name__.endswith(("accounts", "notifications", "site")) for name in app.POST}
ELSEWHERE |= {"communities:new", "communities:approval-grant", "communities:approval-turn-down"}

# What stays possible there, and why.
STAYS = {
    "communities:leave": "nobody is held back",
    "communities:space-leave": "nor a guest",
    "communities:pause": "to be left alone is one's own affair",
    "communities:resume": "the same",
    "communities:life-step": "what has ended is renewed, archived, taken out of the archive",
    "communities:withdraw": "who asked to join takes that back",
    "communities:invitation-decline": "to say no is nobody else's affair",
    "communities:invitation-revoke": "what waits for an answer in vain is taken back",
    "communities:grant-end": "who was let in reads on until somebody ends it",
    "forums:post-report": "what hurts, or names a patient, is reported and decided there too",
    "forums:member-report": "the same",
    "forums:report-case": "the same",
    "forums:ruling-undo": "the same",
    "forums:ruling-appeal": "the same",
    "forums:ruling-answer": "the same",
    "forums:held-take-back": "what waits for the team is its author’s own affair",
    "forums:anonymous-take-back": "the same of a question without a name",
    "communities:block": "whom somebody does not want to read is their own affair",
    "forums:post-block": "the same",
    "forums:post-bookmark": "what somebody keeps to find it again is their own affair",
    "forums:post-unbookmark": "the same",
    "forums:unsent-drop": "what somebody typed and never sent is their own affair",
    "forums:hello-aside": "to be asked no more is one's own affair",
    "forums:follow": "how much somebody hears is their own affair",
    "forums:unfollow": "the same",
    "forums:mute": "the same",
    "forums:feeds-make": "feeds of one's own show what one may see, wherever it stands",
    "forums:feeds-end": "the same",
    "meetings:attendance-mark": "who came is put right for ever",
    "meetings:seat-unwatch": "to hear no more of a free seat is one’s own affair",
    "notifications:volume": "how much somebody hears is their own affair",
}
# Sessions hold messages; what somebody was told of and has seen is their own affair.
OWN = ("django_session", "forums_readingposition", "notifications_notification")


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        found = {}
        for phase in ENDS:
            found[phase] = build({"concluded": "public", "archived": "listed", "did_not_launch": "hidden"}[phase])
            Community.objects.filter(pk=found[phase].community.pk).update(phase=phase)
            found[phase].community.refresh_from_db()
        yield found
        transaction.set_rollback(True)


def written(world, name, place, subject):
    with transaction.atomic():
        address, data = ADDRESS[name](world, place, subject)
        with CaptureQueriesContext(connection) as queries:
            response = world.clients[subject].post(address, data)
        assert response.status_code < 500, (name, place, subject)
        found = changes(queries, but=OWN)
        transaction.set_rollback(True)
    return found


WALKED = [(name, place) for name, rows in POST.items() if name not in ELSEWHERE | STAYS.keys() for place in rows]


@pytest.mark.parametrize(("name", "place"), WALKED)
def test_nothing_is_written(worlds, name, place):
    for phase, world in worlds.items():
        for subject in SENDERS:
            assert written(world, name, place, subject) == [], (phase, subject)


def test_the_walk_would_notice(worlds):
    """Its teeth: the same walk finds what is written where the community lives."""
    world = worlds["concluded"]
    Community.objects.filter(pk=world.community.pk).update(phase="active")
    try:
        noticed = {name for name, place in WALKED if written(world, name, place, "leader")}
    finally:
        Community.objects.filter(pk=world.community.pk).update(phase="concluded")

    assert {"forums:reply", "forums:plan-new", "communities:space-new", "communities:settings"} <= noticed


@pytest.mark.parametrize("name", sorted(STAYS.keys() - {"communities:life-step"}))
def test_what_stays_is_still_there(name):
    assert name in POST
