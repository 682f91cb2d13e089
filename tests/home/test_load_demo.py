from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from accounts.effects import erase_person
from accounts.models import User
from communities.actions import approve_requests
from communities.models import Community, Invitation, JoinRequest, Membership, PhaseChange, Role, RoleChange, SpaceGrant
from forums.actions import reply
from forums.models import Closing, Discussion, Mention, Post, PostRevision, PrivateNote, Promotion, ReadingPosition
from home.demo_world import LOGINS, PASSWORD
from notifications.models import Notification, OutboxMessage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LONG = "One feedback conversation that you still remember"


@pytest.fixture(scope="module", autouse=True)
def _is_demo():
    with override_settings(DEMO=True):
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """What the command prints; its world is loaded once, and each test rolls back its own changes."""
    output = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)


def counts():
    models = (User, Community, Membership, JoinRequest, Invitation, SpaceGrant, RoleChange, Discussion, Post, Closing)
    return [model.objects.count() for model in (*models, Mention, ReadingPosition, Notification, OutboxMessage)]


def login(key):
    return User.objects.get(email=f"{key}@copse.example")


def test_the_communities_are_those_that_people_rely_on(demo):
    assert set(Community.objects.values_list("slug", "visibility", "admission", "phase")) == {
        ("virtual-campus", "public", "request", "active"),
        ("gp-trainers", "listed", "open", "active"),
        ("conveners", "listed", "invitation", "active"),
        ("naming-telemedicine-indicators", "public", "request", "design"),
        ("choosing-an-open-access-platform", "public", "request", "concluded"),
        ("hidden-grove", "hidden", "invitation", "design"),
        ("journal-club-of-three-clinics", "public", "open", "did_not_launch"),
    }
    for community in Community.objects.all():
        assert community.member_count == community.memberships.live().count()
        assert community.created_at < community.phase_since or community.phase == Community.Phase.DESIGN
    assert Community.objects.get(slug="virtual-campus").member_count >= 100


def test_the_lives_are_told(demo):
    steps = PhaseChange.objects.order_by("pk").values_list("community__slug", "after", "cycle")

    assert [step[1:] for step in steps if step[0] == "conveners"] == [
        ("active", 1),
        ("concluding", 1),
        ("concluded", 1),
        ("active", 2),
    ]
    assert {step[0] for step in steps if step[1] == "concluded"} == {"conveners", "choosing-an-open-access-platform"}
    assert all(PhaseChange.objects.values_list("sentence", flat=True))


def test_the_log_ins_hold_the_roles_that_they_are_named_after(demo):
    roles = Membership.objects.filter(community__slug="virtual-campus").values_list("person__email", "role")

    assert {(f"{role.name.lower()}@copse.example", role.value) for role in Role if role != Role.GUEST} <= set(roles)
    assert not login("outsider").memberships.exists()


def test_the_discussions_stand_in_every_state(demo):
    campus = Discussion.objects.filter(space__community__slug="virtual-campus")
    long, argued = campus.get(title=LONG), campus.get(title__startswith="“It is not enough yet”")

    assert set(campus.values_list("state", flat=True)) == {"planned", "open", "closing", "closed"}
    assert (long.state, long.post_count >= 250, long.people_count >= 40) == ("open", True, True)
    assert (argued.state, argued.post_count >= 40) == ("open", True)
    assert set(argued.posts.values_list("kind", flat=True)) == {
        "prompt",
        "contribution",
        "restatement",
        "interim_summary",
        "group_report",
    }
    assert argued.posts.filter(depth__gte=3).exists()
    assert Mention.objects.filter(post__discussion=argued).exists()
    assert PostRevision.objects.exists()
    assert Closing.objects.unpublished().get().drafted_at is not None
    for discussion in Discussion.objects.all():
        assert discussion.post_count == discussion.posts.filter(deleted_at=None).count()


def test_what_was_closed_says_what_was_learned(demo):
    closing = Closing.objects.get(discussion__title__startswith="Is “what went well”")

    assert closing.citations.count() == 7
    assert (closing.acknowledgements.count(), closing.follow_ons.count()) == (4, 3)
    assert set(PrivateNote.objects.filter(sent_at__isnull=False).values_list("closing", flat=True)) == {closing.pk}
    learned = Closing.objects.published().values_list("discussion__space__community__slug", flat=True)
    assert set(learned) == {"virtual-campus", "gp-trainers", "conveners", "choosing-an-open-access-platform"}
    for published in Closing.objects.published().filter(branch=None):
        assert published.citations.exists()
        assert published.discussion.last_post_at < published.published_at < timezone.now()


def test_people_wait_at_the_doors(demo):
    pending = JoinRequest.objects.pending().filter(community__slug="virtual-campus")
    asked_in = Invitation.objects.filter(community__slug="conveners")
    guest = SpaceGrant.objects.get(role=Role.GUEST)

    assert pending.exclude(message="").count() == 3
    assert set(asked_in.values_list("state", flat=True)) == {"sent", "opened", "declined", "accepted"}
    assert not asked_in.filter(state__in=Invitation.LIVE, expires_at__lte=timezone.now()).exists()
    assert (guest.content_object.access, guest.until > timezone.now()) == ("private", True)
    assert not Membership.objects.filter(person=guest.user).exists()
    assert RoleChange.objects.exists()
    assert not RoleChange.objects.filter(note="").exists()


def test_the_demo_prints_who_signs_in(client, demo):
    for key in LOGINS:
        assert f"{key}@copse.example" in demo
        assert client.login(email=f"{key}@copse.example", password=PASSWORD)
    assert PASSWORD in demo
    assert User.objects.get(is_staff=True).email == "admin@copse.example"


def test_whoever_signs_in_finds_something_new(client, demo):
    for key in ("leader", "moderator", "facilitator", "participant"):
        told = Notification.objects.filter(recipient=login(key))
        assert 0 < told.unread().count() < 30 < told.count()
        assert client.login(email=f"{key}@copse.example", password=PASSWORD)
        assert client.get("/").status_code == 200


def test_a_second_run_adds_nothing(demo):
    before = counts()

    call_command("load_demo")

    assert counts() == before


def test_a_second_run_leaves_what_people_did(demo):
    newcomer = UserFactory(email="somebody@example.org")
    campus = Community.objects.get(slug="virtual-campus")
    Membership.objects.create(community=campus, person=newcomer)
    long = Discussion.objects.get(title=LONG)
    reply(long, actor=newcomer, markdown="Mine is short.", submission=UUID("5f0c6d3e-3a0e-4f6e-9d3a-0d2b7a1c9e10"))
    approve_requests(campus, list(JoinRequest.objects.pending().filter(community=campus)[:1]), actor=login("leader"))
    before = counts()

    call_command("load_demo")

    assert counts() == before


def test_nobody_who_was_erased_comes_back(demo):
    for key in ("kwame", "participant"):
        erase_person(login(key))
    before = counts()

    call_command("load_demo")

    assert counts() == before
    assert not User.objects.filter(email="kwame@copse.example").exists()


def test_what_is_missing_is_added_again(demo):
    Discussion.objects.filter(state="planned").delete()

    call_command("load_demo")

    assert Discussion.objects.filter(state="planned").exists()


def test_only_the_last_hours_are_still_mailed(demo):
    due = OutboxMessage.objects.values_list("due_at", flat=True)

    assert due
    assert min(due) > timezone.now() - timedelta(hours=36)
    assert OutboxMessage.objects.filter(recipient=login("participant")).exists()
    assert mail.outbox == []


def test_the_past_is_in_order(demo):
    for discussion in Discussion.objects.exclude(state="planned"):
        moments = list(discussion.posts.order_by("number").values_list("created_at", flat=True))
        assert moments == sorted(moments)
        assert moments[0] == discussion.opened_at
        assert moments[-1] <= timezone.now()
    for post in Post.objects.filter(parent__isnull=False).select_related("parent"):
        assert post.created_at > post.parent.created_at
    for person, community, spoke in Post.objects.values_list(
        "author", "discussion__space__community", "created_at"
    ).filter(discussion__space__access__in=("open", "members"), is_anonymous=False):
        assert Membership.objects.get(person=person, community=community).joined_at < spoke
    told = list(Notification.objects.order_by("pk").values_list("entry__at", flat=True))
    assert told == sorted(told)
    assert not Notification.objects.filter(read_at__lt=F("created_at")).exists()


def test_people_write_by_day(demo):
    posts = Post.objects.filter(is_anonymous=False).select_related("author")
    local = [post.created_at.astimezone(post.author.zone) for post in posts]

    assert sum(not 6 <= moment.hour <= 22 for moment in local) < len(local) / 30
    assert sum(moment.weekday() >= 5 for moment in local) < len(local) / 15


def test_a_database_of_real_people_is_refused():
    User.objects.filter(is_staff=True).update(is_staff=False)
    UserFactory(email="somebody@example.org")
    before = counts()

    with pytest.raises(CommandError, match="real people"):
        call_command("load_demo")

    assert counts() == before


@pytest.mark.parametrize(("is_demo", "is_https"), [(False, False), (False, True), (True, True)])
def test_a_public_site_is_refused(settings, is_demo, is_https):
    settings.DEMO, settings.IS_HTTPS = is_demo, is_https
    Discussion.objects.filter(state="planned").delete()
    before = counts()

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")

    assert counts() == before


def test_the_library_keeps_what_one_discussion_came_to(demo):
    kept = Promotion.objects.get()

    assert (kept.item.state, kept.item.kind, kept.item.space) == ("published", "best_practice", kept.discussion.space)
    assert kept.item.authors.count() > 1
    assert kept.closing.value in kept.item.markdown
