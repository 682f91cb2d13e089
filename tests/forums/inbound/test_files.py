"""Files that come along with an answer."""

import io

import pytest
from django.core import mail
from PIL import Image

from forums.actions import move_discussion
from forums.inbound.receiving import receive
from forums.models import InboundMail, Post
from library.models import File
from tests.forums.mailing import message

pytestmark = pytest.mark.django_db


def picture(size):
    written = io.BytesIO()
    Image.effect_noise((size, size), 90).save(written, "PNG")
    return written.getvalue()


def test_files_come_along_and_a_logo_does_not(participant, to):
    mailed = message(to, sender=participant.email)
    mailed.add_attachment(picture(400), "image", "png", filename="ward.png")
    mailed.add_attachment(picture(20), "image", "png", filename="logo.png", cid="<logo@x>", disposition="inline")
    mailed.add_attachment("a;b\n1;2\n", subtype="csv", filename="counts.csv")

    assert receive(mailed.as_bytes()) == "posted"

    answer = Post.objects.get(markdown__startswith="We ask before we tell.")
    assert sorted(row.file.name for row in answer.files.select_related("file")) == ["counts.csv", "ward.png"]
    assert mail.outbox == []


def test_what_is_not_taken_of_the_files_is_named(participant, to):
    mailed = message(to, sender=participant.email)
    mailed.add_attachment(b"MZ\x90\x00", "application", "octet-stream", filename="setup.exe")

    assert receive(mailed.as_bytes()) == "posted"

    letter = mail.outbox[0]
    assert "Your answer is in the discussion" in letter.body
    assert "“setup.exe” cannot be taken." in letter.body
    assert "What you wrote" not in letter.body


@pytest.fixture
def with_file(participant, to):
    mailed = message(to, sender=participant.email)
    mailed.add_attachment("a;b\n1;2\n", subtype="csv", filename="counts.csv")
    return mailed.as_bytes()


def test_what_is_refused_leaves_no_file_behind(with_file, discussion, commons, leader):
    move_discussion(discussion, source_id=discussion.space_id, target=commons, actor=leader, is_confirmed=True)

    assert receive(with_file) == "refused"
    assert not File.objects.exists()


def test_what_has_come_before_leaves_no_file_behind(with_file):
    receive(with_file)
    InboundMail.objects.all().delete()

    assert receive(with_file) == "posted"
    assert File.objects.count() == 1


def test_each_file_too_many_is_named(participant, to):
    mailed = message(to, sender=participant.email)
    for number in range(25):
        mailed.add_attachment(f"a;b\n1;{number}\n", subtype="csv", filename=f"counts{number}.csv")

    assert receive(mailed.as_bytes()) == "posted"
    assert "“counts24.csv” is one file too many." in mail.outbox[0].body
