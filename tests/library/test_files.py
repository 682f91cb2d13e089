"""Files that are sent, hung on something, and forgotten."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.effects import erase_person
from core.permissions import Refused
from library import effects
from library.actions import discard_item, keep_file
from library.errors import FileGone, FileRefused, TooManyLoose
from library.models import Attachment, File, ItemFile, attached_by
from library.tasks import wake_files
from tests.factories import FileFactory, ItemFactory
from tests.library.uploads import image, sent

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=1, minutes=1)


def is_stored(file):
    return default_storage.exists(file.key)


def age(key, days=2):
    then = time.time() - days * 86_400
    os.utime(default_storage.path(key), (then, then))


def test_what_is_sent_is_kept_with_what_is_known_of_it(participant):
    file = keep_file(sent("photo.png", image("PNG")), actor=participant)

    assert (file.name, file.type, file.width, file.height) == ("photo.png", "image/png", 60, 40)
    assert file.uploaded_by == participant
    assert "photo" not in file.key
    with file.open() as content:
        stored = content.read()
    assert (len(stored), stored[:4]) == (file.size, b"\x89PNG")


def test_no_two_lie_in_one_place(participant):
    first, second = (keep_file(sent("a.txt", b"the same"), actor=participant) for _each in range(2))

    assert first.sha256 == second.sha256
    assert first.key != second.key


def test_a_refused_file_leaves_nothing(participant):
    before = File.objects.count()

    with pytest.raises(FileRefused):
        keep_file(sent("a.exe", b"MZ"), actor=participant)

    assert File.objects.count() == before


def test_a_visitor_and_an_erased_person_send_nothing(participant, client):
    participant.is_active = False

    with pytest.raises(Refused):
        keep_file(sent("a.txt", b"hello"), actor=participant)


def test_nobody_fills_the_storage_with_what_hangs_on_nothing(participant, monkeypatch):
    monkeypatch.setattr(File, "MOST_LOOSE", 2)
    for _each in range(2):
        FileFactory(uploaded_by=participant)
    FileFactory()

    with pytest.raises(TooManyLoose):
        keep_file(sent("a.txt", b"hello"), actor=participant)


def test_a_file_hangs_on_one_thing_alone(participant, commons):
    file = FileFactory(uploaded_by=participant)
    ItemFactory(space=commons, file=file)

    with pytest.raises(FileGone):
        effects.claim(file, by=participant)


def test_what_was_swept_meanwhile_is_gone(participant):
    file = FileFactory(uploaded_by=participant)
    File.objects.all().delete()

    with pytest.raises(FileGone):
        effects.claim(file, by=participant)


def test_what_hangs_on_nothing_is_dropped_and_the_rest_stays(participant, commons):
    loose, hung = FileFactory(uploaded_by=participant), FileFactory(uploaded_by=participant)
    ItemFactory(space=commons, file=hung)

    effects.drop_loose([loose, hung])
    effects.drop_loose([loose])

    assert File.objects.get() == hung


def test_nobody_hangs_up_what_somebody_else_sent(participant, moderator):
    with pytest.raises(FileGone):
        effects.claim(FileFactory(uploaded_by=participant), by=moderator)


def test_every_kind_of_attachment_is_known():
    assert {field.model for field in attached_by()} == set(Attachment.__subclasses__()) >= {ItemFile}


def test_at_night_what_hangs_on_nothing_is_forgotten(commons, django_capture_on_commit_callbacks):
    old = timezone.now() - LONG_AGO
    gone, kept = FileFactory(uploaded_at=old), FileFactory()
    hanging = FileFactory(uploaded_at=old)
    ItemFactory(space=commons, file=hanging)

    with django_capture_on_commit_callbacks(execute=True):
        wake_files()

    assert set(File.objects.all()) == {kept, hanging}
    assert [is_stored(each) for each in (gone, kept, hanging)] == [False, True, True]


def test_the_row_goes_first(django_capture_on_commit_callbacks):
    file = FileFactory(uploaded_at=timezone.now() - LONG_AGO)

    with django_capture_on_commit_callbacks() as afterwards:
        effects.sweep()

    assert not File.objects.filter(pk=file.pk).exists()
    assert is_stored(file)
    for deed in afterwards:
        deed()
    assert not is_stored(file)


def test_at_night_what_is_stored_without_a_row_goes(participant):
    file = FileFactory()
    left = default_storage.save("ab/left", SimpleUploadedFile("left", b"x"))
    coming = default_storage.save("ab/coming", SimpleUploadedFile("coming", b"x"))
    for key in (left, file.key):
        age(key)

    effects.sweep()

    assert [default_storage.exists(key) for key in (left, coming, file.key)] == [False, True, True]


def test_a_storage_that_is_empty_yet_is_swept_too(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "not-there"},
        }
    }

    effects.sweep()

    assert not (tmp_path / "not-there").exists()


def test_with_a_draft_its_files_go(participant, commons, django_capture_on_commit_callbacks):
    file = FileFactory(uploaded_by=participant)
    item = ItemFactory(space=commons, contributed_by=participant, is_draft=True, file=file)

    with django_capture_on_commit_callbacks(execute=True):
        discard_item(item, actor=participant)

    assert not File.objects.exists()
    assert not is_stored(file)


def test_with_an_account_goes_what_nobody_was_shown(participant, commons, django_capture_on_commit_callbacks):
    loose, drafted, shown = (FileFactory(uploaded_by=participant) for _each in range(3))
    ItemFactory(space=commons, contributed_by=participant, is_draft=True, file=drafted)
    item = ItemFactory(space=commons, contributed_by=participant, file=shown)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(participant)

    assert [is_stored(each) for each in (loose, drafted, shown)] == [False, False, True]
    assert list(File.objects.all()) == [shown]
    assert str(item.authors.get()) == "Former member"
