import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Space
from core.markdown import without_pictures
from core.markdown.plain_text import plain_text
from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from forums.models.imports import ImportedSender
from forums.models.wording import QUOTING, WORDS

# Below this depth replies keep their parent but stand beside it: a path stays an index key of bounded size.
DEEPEST = 31
SEGMENT = 5
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(number: int) -> str:
    """`number` as five base-36 digits, so that text order is arrival order (up to 60 million posts)."""
    digits = ""
    for _place in range(SEGMENT):
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def place_under(parent_path: str | None, number: int) -> tuple[str, int]:
    """The (path, depth) of post `number` that answers the post at `parent_path`; depth 0 is top level."""
    if parent_path is None:
        return segment(number), 0
    parents = parent_path[: DEEPEST * SEGMENT]
    return parents + segment(number), len(parents) // SEGMENT


def writer_name(author: str | None, erased_at: datetime | None, sender: str | None) -> str:
    """The name under which a post stands, from the columns of its author or imported sender."""
    if erased_at:
        return gettext("Former member")
    return author or sender or gettext("A member")


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, person):
        """With the removed ones, which keep their place."""
        return self.filter(discussion__in=Discussion.objects.visible_to(person))

    def standing(self):
        """Those whose text is shown."""
        return self.filter(deleted_at=None)

    def said(self):
        """What people say there and what is counted: what stands, without the signs of what went elsewhere."""
        return self.standing().exclude(kind__in=Post.SIGNS)

    def summing_up(self, discussion):
        """The summaries so far of a discussion, given as it is or as an OuterRef; one that a merge brought along summed
        up something else.
        """
        from forums.models.lines import FormerPlace

        brought = FormerPlace.objects.filter(post=OuterRef("pk"), discussion__state="merged")
        found = self.standing().filter(discussion=discussion, kind=Post.Kind.INTERIM_SUMMARY)
        return found.filter(~Exists(brought))


class Post(OfDiscussion):
    """One contribution. `number` is its place by arrival, `path` its place in the thread."""

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", _("contribution")
        PROMPT = "prompt", _("opening question")
        RESTATEMENT = "restatement", _("back to the question")
        INTERIM_SUMMARY = "interim_summary", _("summary so far")
        NEXT_QUESTION = "next_question", _("next question")
        POLL = "poll", _("poll")
        GROUP_REPORT = "group_report", _("report of a group")
        POINTER = "pointer", _("goes on elsewhere")  # where a line stood before
        MERGED = "merged", _("came from elsewhere")  # above what another discussion has brought along

    STEERING = (  # by who runs the discussion
        *(Kind.RESTATEMENT, Kind.INTERIM_SUMMARY),
        *(Kind.NEXT_QUESTION, Kind.POLL),
    )
    SIGNS = (Kind.POINTER, Kind.MERGED)  # says where something goes on or came from, and nothing else
    FIXED = (Kind.POLL, *SIGNS)  # says for good what it said first: people have answered it, or go by it

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="posts")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=(DEEPEST + 1) * SEGMENT, db_collation="C")
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CONTRIBUTION)
    message_type = models.CharField(max_length=20, blank=True)  # of MessageType, where a stage asked for it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="posts")
    sender = models.ForeignKey(ImportedSender, models.PROTECT, null=True, related_name="posts")
    is_anonymous = models.BooleanField(default=False)
    markdown = models.TextField()
    html = models.TextField()  # finished when written
    submission = models.UUIDField(default=uuid.uuid4)  # made with the form: a double click is the same one
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)  # rises with every edit
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)  # its place in the thread stays
    # Nobody: hidden until the team has looked at a report (see `is_hidden`).
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    delete_reason = models.CharField(max_length=300, blank=True)
    reacted = models.JSONField(default=dict)  # {kind: how many} of its reactions, none of them 0

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="post_number"),
            models.UniqueConstraint(fields=["discussion", "path"], name="post_path"),
            models.UniqueConstraint(fields=["discussion", "author", "submission"], name="post_submitted_once"),
            models.CheckConstraint(
                condition=Q(author__isnull=False, sender=None, is_anonymous=False)
                | Q(author=None, sender__isnull=False, is_anonymous=False)
                | Q(author=None, sender=None, is_anonymous=True),
                name="post_one_origin",
            ),
            models.CheckConstraint(
                condition=Q(deleted_by=None) | Q(deleted_at__isnull=False),
                name="post_deleted_at",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="post_author"),
            models.Index(fields=["discussion", "number"], name="post_deleted", condition=Q(deleted_at__isnull=False)),
            models.Index(fields=["discussion", "number"], name="post_summary", condition=Q(kind="interim_summary")),
            GinIndex("discussion", SearchVector("html", config=WORDS), name="post_words"),
            # Most posts quote nobody, and cost nothing here.
            GinIndex(fields=["markdown"], opclasses=["gin_trgm_ops"], name="post_quotes", condition=QUOTING),
        ]

    def __str__(self):
        return f"{self.discussion_id} #{self.number}"

    def get_absolute_url(self):
        return reverse("forums:post", args=[self.pk])

    @property
    def writer(self):
        """The name under which it stands."""
        author, sender = self.author, self.sender
        return writer_name(author and author.display_name, author and author.erased_at, sender and sender.name)

    @property
    def is_removed(self):
        """Whether its text is shown to others no more, for good or until the team has looked."""
        return self.deleted_at is not None

    @property
    def is_hidden(self):
        """Whether a report hid it: its author, who may mend it, and the team still read it until that is decided."""
        return self.is_removed and self.deleted_by_id is None

    @property
    def is_gone(self):
        """Whether a person removed it."""
        return self.deleted_by_id is not None

    @property
    def is_withdrawn(self):
        """Whether its own author removed it."""
        return self.is_gone and self.deleted_by_id == self.author_id

    @property
    def text(self):
        """What was said without HTML, for a text mail."""
        return plain_text(self.html, site=settings.SITE_URL)

    @property
    def html_of_mail(self):
        """What was said with words in place of its images, which no mail program may fetch."""
        return without_pictures(self.html)

    @property
    def space(self) -> Space:
        return self.discussion.space


class PostRevision(models.Model):
    """What a post said before an edit: version 0 is what was sent first."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    markdown = models.TextField()
    html = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="post_revision_once")]
        indexes = [GinIndex(fields=["markdown"], opclasses=["gin_trgm_ops"], name="revision_quotes", condition=QUOTING)]

    def __str__(self):
        return f"{self.post_id} version {self.version}"


class Mention(models.Model):
    """That a post names a person who may read it, or named them before an edit."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="mention_once")]

    def __str__(self):
        return f"{self.post_id} names {self.person_id}"
