"""Files of what is said: each is seen as its words are, and sent by whoever may write."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.models import HeldPost, PostFile
from tests.access.letters import POST_ONLY, READ, same
from tests.access.rows.forums import discussion_at
from tests.factories import FileFactory

#              AOQPFMLXGS
GET = {
    "forums:post-file": READ,
    "forums:held-file": {"site": same("4442422444")},
    "forums:files": {"commons": same(POST_ONLY)},
}

# anonymous, outsider, participant, moderator
POST = {
    "forums:post-file": {"commons": same("5555")},
    "forums:held-file": {"site": same("5555")},
    "forums:files": {"commons": ("FF22", "4422", "4422"), "team": same("4442"), "private": same("44444442")},
}


def _file_of(**said):
    hanging = PostFile.objects.filter(**said).first()
    return (hanging or PostFile.objects.create(file=FileFactory(), **said)).get_absolute_url(), {}


def of_post(world, place, subject):
    return _file_of(post=discussion_at(world, place).posts.order_by("number").first())


def of_held(world, place, subject):
    return _file_of(held=HeldPost.objects.get(discussion__space__community=world.community))


def sent(world, place, subject):
    upload = SimpleUploadedFile("guide.txt", b"Ask before you tell.")
    return reverse("forums:files", args=[discussion_at(world, place).pk]), {"upload": upload}


ADDRESS = {"forums:post-file": of_post, "forums:held-file": of_held, "forums:files": sent}
