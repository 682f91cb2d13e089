"""What a closing says to people, and where it points (PAHO/WHO methodology, closing a discussion; P51, P52)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.markdown.plain_text import plain_text
from forums.models.closing import Closing
from forums.models.discussion import Discussion


class Acknowledgement(models.Model):
    """Thanks one contributor by name, for everyone to read."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements")
    words = models.CharField(_("what for"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "person"], name="acknowledgement_once")]
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.closing_id} thanks {self.person_id}"


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, person):
        """Delivered ones, to receiver and author alone, as long as they may see the discussion."""
        if not person.is_authenticated:
            return self.none()
        theirs = self.filter(Q(receiver=person) | Q(author=person), sent_at__isnull=False)
        return theirs.filter(closing__discussion__in=Discussion.objects.visible_to(person))

    def unsent(self):
        return self.filter(sent_at=None)


class PrivateNote(models.Model):
    """What whoever closes a discussion tells one contributor; the two of them alone read it."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="private_notes")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="private_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    markdown = models.TextField(_("note"))
    html = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)  # when the closing was published

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "receiver", "author"], name="private_note_once")]

    def __str__(self):
        return f"{self.closing_id} to {self.receiver_id}"

    def get_absolute_url(self):
        return reverse("forums:note", args=[self.closing.discussion_id, self.closing_id, self.pk])

    @property
    def text(self):
        """The note to be read without HTML, in a text mail."""
        return plain_text(self.html, site=settings.SITE_URL)

    @property
    def space_id(self):
        return self.closing.space_id

    @property
    def community_id(self):
        return self.closing.community_id


class FollowOn(models.Model):
    """Where a closed discussion leads: something to read, to join or to do next."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        ADDRESS = "address", _("web address")
        LIST = "list", _("mailing list")
        GROUP = "group", _("discussion group")
        DISCUSSION = "discussion", _("next discussion")
        COURSE = "course", _("course")
        MEETING = "meeting", _("meeting")

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="follow_ons")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ADDRESS)
    title = models.CharField(_("what it is"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    @property
    def host(self):
        """Where the address leads, so that a reader knows before they go."""
        return urlsplit(self.url).hostname or ""
