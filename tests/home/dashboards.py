"""What somebody finds at home, and what is needed for something to be there."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from communities.models import Invitation, Role
from forums.models import Closing, Discussion, ReadingPosition
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

URL = reverse("home:home")
LONG_AGO = timezone.now() - timedelta(days=400)


def dashboard(client, person):
    client.force_login(person)
    return client.get(URL).context["dashboard"]


def needed(client, person):
    return [(need.verb, need.title, need.url) for need in dashboard(client, person).needs]


def titles(dashboard):
    return [item.row.title for group in dashboard.news for item in group.items]


def make_draft(space, **fields):
    discussion = DiscussionFactory(space=space, state=Discussion.State.CLOSING, locked_at=timezone.now())
    return Closing.objects.create(discussion=discussion, drafted_at=timezone.now(), **fields)


def make_closed(space, title="Closed", closed_at=None):
    discussion = PostFactory(discussion__space=space, discussion__title=title).discussion
    closing = Closing.objects.create(
        discussion=discussion,
        excerpt=f"{title}: we ask first.",
        drafted_at=timezone.now(),
        published_at=closed_at or timezone.now(),
        published_by=discussion.posts.get().author,
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
    return discussion


def read(person, discussion, last_read=1, at=None):
    position = ReadingPosition.objects.create(person=person, discussion=discussion, last_read=last_read)
    if at:
        ReadingPosition.objects.filter(pk=position.pk).update(changed_at=at)


def invite(person, community, **fields):
    inviter = MembershipFactory(community=community, role=Role.LEADER, person__display_name="Ines Inviter").person
    return Invitation.objects.create(
        community=community,
        email=person.email,
        invited_by=inviter,
        **{"expires_at": timezone.now() + timedelta(days=7), **fields},
    )
