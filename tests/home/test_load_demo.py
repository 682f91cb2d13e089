from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from communities.models import Community, Membership, Role
from forums.models import Closing, Discussion, Post
from home.management.commands.load_demo import LOGINS, PASSWORD
from notifications.models import Notification, OutboxMessage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


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
    return [model.objects.count() for model in (User, Community, Membership, Discussion, Post, Closing, Notification)]


def test_the_demo_world_is_lived_in(demo):
    states = set(Discussion.objects.values_list("state", flat=True))

    assert states == {"planned", "open", "closing", "closed"}
    assert set(Community.objects.values_list("slug", "visibility")) == {
        ("virtual-campus", "public"),
        ("gp-trainers", "listed"),
        ("hidden-grove", "hidden"),
    }
    for community in Community.objects.all():
        assert community.member_count == community.memberships.live().count()
    roles = Membership.objects.filter(community__slug="virtual-campus").values_list("person__email", "role")
    assert {(f"{role.name.lower()}@copse.example", role.value) for role in Role if role != Role.GUEST} <= set(roles)
    assert Closing.objects.published().get().citations.count() == 7
    assert Closing.objects.unpublished().get().drafted_at is not None


def test_the_demo_prints_who_signs_in(client, demo):
    for key in LOGINS:
        assert f"{key}@copse.example" in demo
        assert client.login(email=f"{key}@copse.example", password=PASSWORD)
    assert PASSWORD in demo
    assert User.objects.get(is_staff=True).email == "admin@copse.example"


def test_a_second_run_adds_nothing(demo):
    before = counts()

    call_command("load_demo")

    assert counts() == before


def test_what_is_missing_is_added_again(demo):
    Discussion.objects.filter(state="planned").delete()

    call_command("load_demo")

    assert Discussion.objects.filter(state="planned").exists()


def test_nobody_is_told_of_what_lies_in_the_past(demo):
    assert set(OutboxMessage.objects.values_list("recipient__email", flat=True)) == {"participant@copse.example"}
    assert Notification.objects.filter(recipient__email="participant@copse.example").count() == 1
    assert mail.outbox == []


def test_the_past_is_in_order(demo):
    for discussion in Discussion.objects.exclude(state="planned"):
        moments = list(discussion.posts.order_by("number").values_list("created_at", flat=True))
        assert moments == sorted(moments)
        assert (discussion.opened_at, discussion.last_post_at) == (moments[0], moments[-1])


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


def test_people_who_signed_up_in_the_demo_do_not_stop_it(demo):
    UserFactory(email="somebody@example.org")

    call_command("load_demo")
