"""Whoever wrote most in the demo world is erased: what they took part in stays whole, and they are nowhere in it."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from accounts.models import User
from communities.models import Announcement, Approval, Community, Exclusion, Membership
from forums.models import (
    AnonymousQuestion,
    CalledIn,
    Closing,
    ClosingRevision,
    Discussion,
    Grouping,
    ImportedSender,
    LineMark,
    Merge,
    Move,
    Poll,
    Post,
    PrivateNote,
    Reopening,
    Subgroup,
    Unmasking,
    Unsent,
)
from home.demo_world import PASSWORD
from meetings.models import Minutes, Series
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.traces import SESSIONS, may_still_name, traces_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def busiest(settings):
    settings.DEMO = True
    call_command("load_demo", stdout=StringIO())
    return User.objects.filter(is_staff=False).annotate(number=Count("posts")).order_by("-number", "pk").first()


def words_of(person):
    return [word for word in (person.name, person.handle, person.email, person.bio) if word]


def of_others(model, person):
    """The rows of `model` that are not about `person`."""
    keys = [field.name for field in model._meta.local_fields if field.related_model is User]
    keys += ["membership__person"] * any(field.name == "membership" for field in model._meta.local_fields)
    rows = model.objects.exclude(pk=person.pk) if model is User else model.objects.all()
    for key in keys:
        rows = rows.exclude(**{f"{key}__isnull": False, key: person.pk})
    return rows


def name_everywhere_else(person):
    """Let others name `person` in each field that the page on personal data lists."""
    space = Community.objects.get(slug="virtual-campus").spaces.first()
    leader = Membership.objects.leading().exclude(person=person).filter(community=space.community)[0].person
    Approval.objects.create(community=space.community, wish="public", asked_by=leader)
    ImportedSender.objects.create(space=space, name="", address_hash="x")
    other, another = of_others(Membership, person).filter(community=space.community)[:2]
    until = timezone.now() + timedelta(days=1)
    Exclusion.objects.create(membership=other, by=other.person, kind="suspended", reason="", until=until)
    Reopening.objects.create(discussion=Discussion.objects.first(), by=other.person, reason="")
    aside = Post.objects.exclude(author=person).filter(depth=0, number__gt=1, discussion__grouping=None).last()
    LineMark.objects.create(discussion=aside.discussion, post=aside, kind="off_topic", by=other.person, words="")
    Poll.objects.filter(ended_at=None).update(ended_at=timezone.now())
    team_room = space.community.spaces.get(slug="team")
    Move.objects.create(discussion=Discussion.objects.first(), source=space, target=team_room, by=other.person)
    PrivateNote.objects.create(
        closing=Closing.objects.published()[0], author=other.person, receiver=another.person, sent_at=timezone.now()
    )
    ClosingRevision.objects.create(
        closing=Closing.objects.published()[0], version=0, reason="", result="ideas", replaced_by=other.person
    )
    CalledIn.objects.create(discussion=aside.discussion, person=another.person, by=other.person, words="")
    merged = Discussion.objects.filter(grouping=None).exclude(pk=aside.discussion_id).last()
    Merge.objects.create(source=merged, marker=aside, reason="", by=other.person)
    grouping = Grouping.objects.create(discussion=aside.discussion, by=other.person, task="")
    Subgroup.objects.create(grouping=grouping, position=1, name="", by=other.person)
    Unmasking.objects.create(question=AnonymousQuestion.objects.first(), by=other.person, reason="")
    Unsent.objects.create(person=other.person, kind="answer", discussion=aside.discussion, said={})
    Announcement.objects.create(
        community=space.community, title="A word", audience="all", created_by=other.person, submission=uuid4()
    )
    Series.objects.create(space=space, title="A round", planned_by=other.person, submission=uuid4())
    called_off = MeetingFactory(space=space, planned_by=other.person, state="cancelled", cancelled_because="Ill.")
    guest = SeatFactory(meeting=called_off, is_guest=True)
    said = f"as {person.name} said"
    guest.marks.create(before="unmarked", after="late", way="host", by=other.person, reason=said)  # for ever
    called_off.agenda.create(position=1, title="A talk", presenter_name="Gil Guest")
    Minutes.objects.create(meeting=called_off, written_by=other.person)
    for place in may_still_name():
        label, field = place.rsplit(".", 1)
        model = apps.get_model(label)
        rows = of_others(model, person).order_by("pk")
        row = rows.exclude(**{field: ""}).last() or rows.last()  # some rows may hold no words, such as a number given
        assert row, place
        model.objects.filter(pk=row.pk).exclude(**{field: said}).update(**{field: said})


def skeleton():
    posts = Post.objects.order_by("pk").values_list(
        "pk", "discussion", "parent", "number", "path", "author", "deleted_at"
    )
    return list(posts), list(Discussion.objects.order_by("pk").values_list("pk", "state", "post_count", "people_count"))


def test_nothing_of_them_is_left_but_what_the_page_on_personal_data_lists(
    client, busiest, django_capture_on_commit_callbacks
):
    words = words_of(busiest)
    client.post(reverse("account_login"), {"login": busiest.email, "password": PASSWORD})
    name_everywhere_else(busiest)
    before, wrote = skeleton(), Post.objects.filter(author=busiest, deleted_at=None).count()
    assert wrote > 10
    assert traces_of(*words) >= {"accounts.User.email", "account.EmailAddress.email", SESSIONS} | may_still_name()

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(busiest)

    assert traces_of(*words) == may_still_name()
    assert skeleton() == before
    assert {post.writer for post in Post.objects.filter(author=busiest)} == {"Former member"}


def test_no_page_of_what_they_took_part_in_names_them(client, busiest):
    name, profile = busiest.name, reverse("home:person", args=[busiest.handle])
    talk = Discussion.objects.filter(posts__author=busiest, space__community__slug="virtual-campus").first()
    client.login(email="leader@copse.example", password=PASSWORD)
    pages = [talk.get_absolute_url(), reverse("forums:print", args=[talk.pk]), "/c/virtual-campus/members/", "/people/"]
    assert name in client.get(pages[0]).content.decode()

    erase_person(busiest)

    for page in pages:
        assert name not in client.get(page).content.decode()
    assert "Former member" in client.get(pages[0]).content.decode()
    assert client.get(profile).status_code == 404
