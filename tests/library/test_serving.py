"""How a file leaves: what of it, with which headers, and to whom."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from library.serving import POLICY
from tests.factories import FileFactory, ItemFactory
from tests.masking import body_of

pytestmark = pytest.mark.django_db

SOUND = bytes(range(256)) * 40


def headers_of(response):
    """Of an answer whose content is read, so that it is closed."""
    body_of(response)
    return response


@pytest.fixture
def guide(commons, participant):
    """(its address, the file) of a text that hangs on an item."""
    file = FileFactory(uploaded_by=participant)
    item = ItemFactory(space=commons, contributed_by=participant, file=file)
    return reverse("library:file", args=[item.pk]), file


@pytest.fixture
def recording(commons, participant):
    file = FileFactory(content=SOUND, name="talk.mp3", type="audio/mpeg")
    item = ItemFactory(space=commons, kind="audio", transcript="We talk.", file=file)
    return reverse("library:file", args=[item.pk])


def test_a_document_is_saved_and_runs_nowhere(client, guide):
    response = client.get(guide[0])

    assert body_of(response) == "Ask before you tell."
    assert response["Content-Disposition"] == 'attachment; filename="guide.txt"'
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Content-Length"] == "20"
    assert "Accept-Ranges" not in response


@pytest.mark.parametrize(
    ("media_type", "manner"),
    [
        ("image/png", "inline"),
        ("image/jpeg", "inline"),
        ("image/webp", "inline"),
        ("audio/mpeg", "inline"),
        ("video/mp4", "inline"),
        ("application/pdf", "attachment"),
        ("text/csv", "attachment"),
        ("text/markdown", "attachment"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
    ],
)
def test_what_is_shown_in_the_page_is_a_short_list(client, commons, media_type, manner):
    item = ItemFactory(space=commons, file=FileFactory(type=media_type))

    response = headers_of(client.get(reverse("library:file", args=[item.pk])))

    assert response["Content-Disposition"].partition(";")[0] == manner


def test_a_name_of_any_script_is_kept(client, commons):
    item = ItemFactory(space=commons, file=FileFactory(name="ملاحظات.txt"))

    response = headers_of(client.get(reverse("library:file", args=[item.pk])))

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D9%85")


def test_what_a_browser_has_is_not_sent_again(client, guide):
    address, file = guide
    etag = headers_of(client.get(address))["ETag"]

    response = client.get(address, headers={"If-None-Match": etag})

    assert etag == f'"{file.sha256}"'
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "private, no-cache"
    assert headers_of(client.get(address, headers={"If-None-Match": '"another"'})).status_code == 200


def test_head_says_how_much_there_is_and_sends_nothing(client, guide):
    response = client.head(guide[0])

    assert (response.status_code, response["Content-Length"], response.content) == (200, "20", b"")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 10239),
        ("bytes=100-199", 100, 199),
        ("bytes=10239-10239", 10239, 10239),
        ("bytes=-10", 10230, 10239),
        ("bytes=10000-99999", 10000, 10239),
        ("bytes=-99999", 0, 10239),
    ],
)
def test_a_player_asks_for_a_part(client, recording, asked, first, last):
    response = client.get(recording, headers={"Range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/10240"
    assert response["Content-Length"] == str(last - first + 1)
    assert b"".join(response.streaming_content) == SOUND[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=", "rubbish"])
def test_what_cannot_be_understood_is_not_asked(client, recording, asked):
    response = client.get(recording, headers={"Range": asked})

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == SOUND


def test_a_part_behind_the_end_is_refused(client, recording):
    response = client.get(recording, headers={"Range": "bytes=10240-"})

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10240")


def test_a_part_of_what_has_changed_is_the_whole(client, recording):
    etag = headers_of(client.get(recording))["ETag"]

    for tag, status in (('"old"', 200), (etag, 206)):
        response = headers_of(client.get(recording, headers={"Range": "bytes=0-1", "If-Range": tag}))
        assert response.status_code == status


def test_documents_come_whole(client, guide):
    assert headers_of(client.get(guide[0], headers={"Range": "bytes=0-1"})).status_code == 200


def test_what_the_storage_has_lost_is_not_there(client, guide, caplog):
    address, file = guide
    default_storage.delete(file.key)

    assert client.get(address).status_code == 404
    assert "not in the storage" in caplog.text


def test_a_file_has_no_address_but_that_of_what_it_hangs_on(client, guide, participant):
    _address, file = guide
    client.force_login(participant)

    assert client.get(reverse("library:loose-file", args=[file.pk])).status_code == 404
    for guess in (f"/{file.key}", f"/media/{file.key}", f"/static/{file.key}", f"/files/{file.key}"):
        assert client.get(guess).status_code == 404


def test_a_loose_file_is_its_senders_alone(client, participant, moderator, admin):
    file = FileFactory(uploaded_by=participant)
    address = reverse("library:loose-file", args=[file.pk])
    assert client.get(address).status_code == 404

    answers = {}
    for person in (participant, moderator, admin):
        client.force_login(person)
        answers[person] = headers_of(client.get(address)).status_code

    assert answers == {participant: 200, moderator: 404, admin: 404}
