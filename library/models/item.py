"""What a community keeps: stories, tools, documents, recordings (G4, M13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import LEAST_ROLE, ExpectedResult, Space, Subject
from library.models.file import Attachment
from library.models.slugs import TitleSlug

# Words that stand where the slug does in the address of something done to an item.
VERBS = {"discard", "edit", "file", "publish", "put-back", "take-down", "versions"}


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, person):
        """What is published in spaces that `person` reads; drafts and what was taken down to those who may edit it."""
        readable = self.filter(space__in=Space.objects.visible_to(person))
        shown = Q(state=Item.State.PUBLISHED, taken_down_at=None)
        if person.is_authenticated:
            kept = Space.objects.held_by(person, LEAST_ROLE["keep_library"])
            shown |= Q(contributed_by=person) | Q(space__in=kept.values("pk"))
        return readable.filter(shown)

    def published(self):
        """Those that stand."""
        return self.filter(state=Item.State.PUBLISHED, taken_down_at=None)


class Item(models.Model):
    """One thing of a library: a text, a link or a file, with who made it and what others may do with it."""

    class Kind(models.TextChoices):
        STORY = "story", _("story")
        EXPERIENCE = "experience", _("experience")
        TOOL = "tool", _("tool")
        TIP = "tip", _("tip")
        BEST_PRACTICE = "best_practice", _("best practice")
        LESSON = "lesson", _("lesson learned")
        CASE = "case", _("case")
        DOCUMENT = "document", _("document")
        LINK = "link", _("link")
        AUDIO = "audio", _("audio")
        VIDEO = "video", _("video")
        BLOG = "blog", _("blog article")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class Licence(models.TextChoices):
        BY = "by", _("CC BY: use it, change it, name the authors")
        BY_SA = "by-sa", _("CC BY-SA: use it, change it, name the authors, share what comes of it alike")
        BY_NC = "by-nc", _("CC BY-NC: use it, change it, name the authors, but not for money")
        BY_NC_SA = "by-nc-sa", _("CC BY-NC-SA: the authors named, not for money, what comes of it shared alike")
        BY_ND = "by-nd", _("CC BY-ND: pass it on unchanged, name the authors")
        BY_NC_ND = "by-nc-nd", _("CC BY-NC-ND: pass it on unchanged, name the authors, not for money")
        ZERO = "zero", _("CC0: do with it what you like")
        RESERVED = "reserved", _("all rights reserved: ask the authors first")

    RECORDINGS = (Kind.AUDIO, Kind.VIDEO)
    MOST_AUTHORS = 12

    space = models.ForeignKey(Space, models.PROTECT, related_name="items")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    slug = TitleSlug(max_length=80, editable=False, default="-", verbs=VERBS, noun="item")
    markdown = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    excerpt = models.CharField(max_length=300, blank=True, editable=False)  # its first words, for lists
    url = models.URLField(_("address"), max_length=500, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)  # plain text
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, default=Licence.RESERVED)
    language = models.CharField(_("language"), max_length=10, default="en")
    subjects = models.ManyToManyField(Subject, verbose_name=_("subjects"), blank=True, related_name="+")
    result = models.ForeignKey(  # the expected result that it brings nearer (P19)
        ExpectedResult, models.PROTECT, null=True, blank=True, related_name="items"
    )
    version = models.PositiveIntegerField(default=0)  # rises with every saved edit
    contributed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)  # when what is published was changed last
    published_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_down_because = models.CharField(_("why it is taken down"), max_length=300, blank=True)
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributed_by", "submission"], name="item_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        *("story", "experience", "tool", "tip", "best_practice", "lesson"),
                        *("case", "document", "link", "audio", "video", "blog"),
                    )
                ),
                name="item_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    licence__in=("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd", "zero", "reserved"),
                ),
                name="item_licence",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | Q(state="published", published_at__isnull=False),
                name="item_published_at",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None, taken_down_by=None, taken_down_because="")
                | (
                    Q(state="published", taken_down_at__isnull=False, taken_down_by__isnull=False)
                    & ~Q(taken_down_because="")
                ),
                name="item_taken_down_by_a_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["space", "-published_at", "-id"],
                name="item_newest",
                condition=Q(state="published", taken_down_at=None),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("library:item", args=[self.pk, self.slug])

    @property
    def community(self):
        return self.space.community

    @property
    def community_id(self):
        return self.space.community_id

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_taken_down(self):
        return self.taken_down_at is not None

    @property
    def is_recording(self):
        return self.kind in self.RECORDINGS

    @property
    def licence_url(self):
        """Where the licence itself stands; nothing where all rights are reserved."""
        if self.licence == self.Licence.RESERVED:
            return ""
        way = "publicdomain/zero/1.0" if self.licence == self.Licence.ZERO else f"licenses/{self.licence}/4.0"
        return f"https://creativecommons.org/{way}/"

    @property
    def licence_name(self):
        return str(self.get_licence_display()).partition(": ")[0]

    @property
    def licence_terms(self):
        return str(self.get_licence_display()).partition(": ")[2]


class ItemAuthor(models.Model):
    """One of those who made an item: a member of Copse, or somebody who is only named."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="item_author_place"),
            models.UniqueConstraint(fields=["item", "person"], name="item_author_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person=None) & ~Q(name="")),
                name="item_author_one_of_both",
            ),
        ]
        ordering = ["position"]

    def __str__(self):
        return self.person.name if self.person else self.name


class ItemFile(Attachment):
    """One version of an item's file; the one with the highest number is what its readers get."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    note = models.CharField(_("what is new in it"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_file_number")]
        ordering = ["-number"]

    def __str__(self):
        return f"{self.item_id} version {self.number}"
