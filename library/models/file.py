"""What people upload, and how it hangs on things."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from library.formats import BY_TYPE


def new_key():
    """Where a file lies in the storage: nothing of it can be guessed, and nothing in it says what or whose it is."""
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key}"


class FileQuerySet(models.QuerySet["File"]):
    def loose(self):
        """Those that hang on nothing: no attachment, of whichever app, points at them."""
        found = self
        for field in attached_by():
            found = found.filter(~Exists(field.model.objects.filter(**{field.name: OuterRef("pk")})))
        return found

    def visible_to(self, person):
        """One's own, as long as they hang on nothing. From then on they are found through what they hang on."""
        return self.loose().filter(uploaded_by=person) if person.is_authenticated else self.none()

    def forgotten(self, at=None):
        """Loose ones that nobody will hang on anything any more."""
        return self.loose().filter(uploaded_at__lt=(at or timezone.now()) - File.KEPT_LOOSE)


class File(models.Model):
    """One upload as it was checked. It has no access of its own: see `Attachment`, and library.serving."""

    KEPT_LOOSE = timedelta(days=1)
    MOST_LOOSE = 20  # of one person

    key = models.CharField(max_length=60, unique=True, editable=False)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=100, choices=[(each, each) for each in BY_TYPE])
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)  # of an image, in pixels; so with the next
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["uploaded_by", "uploaded_at"], name="file_uploaded")]

    def __str__(self):
        return self.name

    @property
    def format(self):
        return BY_TYPE[self.type]

    def open(self):
        """Its content, to be read and closed. Raises FileNotFoundError where the storage has lost it."""
        return default_storage.open(self.key)


class Attachment(models.Model):
    """A file that hangs on something. The app that owns the thing makes a model of this, with a key to the thing.

    Whoever may see the thing may have the file, at an address beneath that of the thing, by `library.serving.serve`.
    A file hangs on one thing alone: `library.effects.claim` sees to that.
    """

    file = models.OneToOneField(File, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def attached_by():
    """The keys of all attachments, of whichever app, to files."""
    return [
        relation.field
        for relation in File._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and issubclass(relation.related_model, Attachment)
    ]
