"""What comes in over the line."""

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory
from django.urls import reverse

from library.models import File, Item
from library.uploads import BoundedUploadHandler
from tests.library.uploads import sent

MOST = 300_000


@pytest.mark.parametrize(("size", "kept"), [(1000, 1000), (MOST, MOST), (3_000_000, None)])
def test_what_is_too_large_is_cut_while_it_comes_in(settings, tmp_path, size, kept):
    settings.LARGEST_FILE = settings.LARGEST_RECORDING = settings.LARGEST_ARCHIVE = MOST
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    request = RequestFactory().post("/", {"upload": sent("a.txt", b"x" * size)})
    handlers = [BoundedUploadHandler(request), TemporaryFileUploadHandler(request)]

    _data, files = MultiPartParser(request.META, request, handlers).parse()

    with files["upload"] as upload:
        if kept is None:
            assert MOST < upload.size <= MOST + 2 * 64 * 1024
        else:
            assert upload.size == kept
        assert sum(each.stat().st_size for each in tmp_path.iterdir()) == upload.size


def test_the_site_cuts_in_front_of_everything_else(settings):
    first, *others = settings.FILE_UPLOAD_HANDLERS

    assert first == "library.uploads.BoundedUploadHandler"
    assert [each.rpartition(".")[2] for each in others] == [
        MemoryFileUploadHandler.__name__,
        TemporaryFileUploadHandler.__name__,
    ]


@pytest.mark.django_db
def test_whoever_sends_too_much_is_told_and_keeps_what_they_typed(client, participant, settings):
    settings.LARGEST_FILE = settings.LARGEST_RECORDING = settings.LARGEST_ARCHIVE = MOST
    client.force_login(participant)
    form = {"title": "A very long list", "upload": sent("a.txt", b"x" * 3_000_000)}

    response = client.post(reverse("library:add", args=["campus"]), form)

    assert response.status_code == 422
    page = response.content.decode()
    assert "“a.txt” cannot be taken. It is larger than" in page
    assert 'value="A very long list"' in page
    assert not File.objects.exists()
    assert not Item.objects.exists()
