"""What the tests of files in posts share."""

from uuid import uuid4

import pytest

from forums import actions
from forums.queries.files import address_in_text
from tests.factories import DiscussionFactory, FileFactory, PostFactory
from tests.library.uploads import image


def picture_of(person, name="wards.jpg"):
    return FileFactory(
        uploaded_by=person, name=name, type="image/jpeg", width=60, height=40, content=image(), size=len(image())
    )


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What do you do on the wards?")
    return found


@pytest.fixture
def picture(participant):
    return picture_of(participant)


@pytest.fixture
def guide(participant):
    return FileFactory(uploaded_by=participant)


@pytest.fixture
def post(discussion, participant, picture, guide):
    """Shows the picture, and has the guide beneath it."""
    return say(discussion, participant, f"Look:\n\n![Two beds]({address_in_text(picture)})", files=[guide])


def say(discussion, person, markdown="As promised.", files=(), **options):
    return actions.reply(discussion, actor=person, markdown=markdown, submission=uuid4(), files=files, **options)


def change(post, person, markdown, files=None):
    return actions.edit_post(post, actor=person, markdown=markdown, version=post.version, files=files)


def at(post, file):
    return f"/p/{post.pk}/files/{file.pk}/"
