"""A leader sends the archive of a list, reads what would come, and has it brought in: once, and its file goes."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.models import Community, Membership, Role
from core.permissions import Refused
from forums import actions
from forums.errors import ArchiveIsHere
from forums.models import ListArchive, Post
from forums.tasks import wake_archives
from notifications.models import Notification, OutboxMessage
from tests.factories.archives import message

pytestmark = pytest.mark.django_db
TALK = (
    message("a", subject="[trainers] Talk")
    + message("b", answers=["a"], sender="Bea <bea@uni.example>", subject="Re: [trainers] Talk", minutes=1)
    + message("c", sender="", subject="Broken", minutes=2)
)


@pytest.fixture
def sent(commons, leader, django_capture_on_commit_callbacks):
    def send(content=TALK, **wish):
        with django_capture_on_commit_callbacks(execute=False):
            return actions.send_archive(
                commons, actor=leader, content=ContentFile(content), name="trainers.mbox", **wish
            )

    return send


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    def work(sent):
        with django_capture_on_commit_callbacks(execute=True):
            wake_archives()
        sent.refresh_from_db()
        return sent

    return work


def test_it_is_looked_through_and_brought_in_from_the_page(client, community, commons, leader, work):
    client.force_login(leader)
    page = reverse("forums:list-archive", args=[community.slug])
    file = SimpleUploadedFile("trainers.mbox", TALK)
    assert client.post(page, {"archive": file, "space": commons.pk}).status_code == 302
    assert "Looking through it" in client.get(page).content.decode()
    archive = work(ListArchive.objects.get())

    assert (archive.state, archive.report["posts"], archive.report["people"]) == ("checked", 2, 2)
    assert archive.report["unread"] == {"no_sender": 1}
    assert not Post.objects.exists()
    seen = client.get(page).content.decode()
    said = ("Bring it in", "Throw it away", "It does not say whom it is from")
    assert [words for words in said if words not in seen] == []

    for _click in range(2):
        client.post(reverse("forums:list-archive-bring-in", args=[community.slug, archive.pk]))
    assert "Bringing it in" in client.get(page, headers={"HX-Request": "true"}).content.decode()
    archive = work(work(archive))

    assert archive.state == "done"
    assert Post.objects.count() == 2
    assert list(Entry.objects.filter(verb="listarchive.confirmed").values_list("actor", flat=True)) == [leader.pk]
    assert not default_storage.exists(archive.key)
    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert "HX-Refresh" in client.get(page, headers={"HX-Request": "true"}).headers
    assert "Posts that came" in client.get(page).content.decode()


def test_one_at_a_time_and_leaders_alone(sent, commons, moderator, leader):
    archive = sent()
    stored = default_storage.listdir(archive.key[:2])[1]

    with pytest.raises(ArchiveIsHere):
        sent()
    assert default_storage.listdir(archive.key[:2])[1] == stored
    with pytest.raises(Refused):
        actions.send_archive(commons, actor=moderator, content=ContentFile(TALK), name="mine.mbox")
    for act in (actions.bring_archive_in, actions.throw_archive_away):
        with pytest.raises(Refused):
            act(archive, actor=moderator)
    assert actions.bring_archive_in(archive, actor=leader) is False, "it was not looked through yet"


def test_what_is_thrown_away_goes_with_its_file(sent, leader, django_capture_on_commit_callbacks):
    archive = sent()
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.throw_archive_away(archive, actor=leader) is True
        assert actions.throw_archive_away(archive, actor=leader) is False

    assert ListArchive.objects.get().state == "dropped"
    assert not default_storage.exists(archive.key)


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"Dear all, this is a letter.", "no_messages"),
        (b"\x1f\x8b" + b"x" * 99, "damaged"),
        (
            b"".join(
                message(name, list_id=f"<{name}.lists.example>", x_gm_thrid="17", minutes=at)
                for at, name in enumerate(("a", "b"))
            ),
            "several",
        ),
    ],
)
def test_what_cannot_be_read_says_why_and_goes(sent, work, content, failure):
    archive = work(sent(content))

    assert (archive.state, archive.failure) == ("failed", failure)
    assert not default_storage.exists(archive.key)
    assert bool(archive.lists) is (failure == "several")


def test_who_leads_no_more_brings_nothing_in(sent, work, leader, community):
    archive = work(sent())
    actions.bring_archive_in(archive, actor=leader)
    Membership.objects.filter(person=leader, community=community).update(role=Role.PARTICIPANT)

    assert work(archive).failure == "not_allowed"
    assert not Post.objects.exists()


def test_nothing_waits_beyond_a_day_or_an_end(sent, work, community):
    old = sent()
    ListArchive.objects.update(state="checked", created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert work(old).state == "dropped"

    ended = sent()
    Community.objects.filter(pk=community.pk).update(phase="concluded")
    assert work(ended).state == "dropped"
    assert [each.key for each in (old, ended) if default_storage.exists(each.key)] == []


def test_what_an_erased_person_sent_goes(sent, leader, django_capture_on_commit_callbacks):
    theirs = sent()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(leader)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.name) == ("dropped", "")
    assert not default_storage.exists(theirs.key)


def test_a_worker_that_fell_silent_is_not_waited_for(sent, work, leader):
    archive = sent()
    ListArchive.objects.update(touched_at=timezone.now())
    assert work(archive).state == "waiting", "somebody is at it"

    ListArchive.objects.update(touched_at=timezone.now() - timedelta(minutes=11))
    assert work(archive).state == "checked"


def test_what_is_no_archive_is_refused_at_once(client, community, commons, leader, settings):
    client.force_login(leader)
    page = reverse("forums:list-archive", args=[community.slug])
    settings.LARGEST_ARCHIVE = 400
    for content, said in ((b"%PDF-1.7", "not the archive"), (TALK, "too large")):
        answer = client.post(page, {"archive": SimpleUploadedFile("a.mbox", content), "space": commons.pk})

        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not ListArchive.objects.exists()
