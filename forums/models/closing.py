from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.markdown.plain_text import plain_text
from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from forums.models.post import Post

# After so many tries a draft is left to a person.
MOST_TRIES = 3


class ClosingQuerySet(models.QuerySet["Closing"]):
    def visible_to(self, person):
        """Published ones of visible discussions."""
        return self.published().filter(discussion__in=Discussion.objects.visible_to(person))

    def shown_to(self, person):
        """Those that `visible_to` gives, and the drafts that wait in discussions that `person` runs."""
        waiting = Discussion.objects.run_by(person).filter(state=Discussion.State.CLOSING)
        drafts = Q(published_at=None, drafted_at__isnull=False, discussion__in=waiting)
        return self.filter(drafts | Q(pk__in=self.visible_to(person).values("pk")))

    def published(self):
        return self.filter(published_at__isnull=False)

    def unpublished(self):
        return self.filter(published_at=None)


class Closing(OfDiscussion):
    """What a discussion came to: drafted by Copse, edited and published by a person, kept for good."""

    class Result(models.TextChoices):
        """The kinds of result of a community of practice (PAHO/WHO methodology, definition)."""

        REFLECTION = "reflection", _("collective reflection")
        SOLUTION = "solution", _("a problem solved")
        IDEAS = "ideas", _("ideas")
        BEST_PRACTICE = "best_practice", _("a best practice")
        LESSON = "lesson", _("a lesson learned")
        KNOWLEDGE = "knowledge", _("knowledge shared")
        NONE = "none", _("no result")

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="closings")
    branch = models.ForeignKey(Post, models.PROTECT, null=True, related_name="closings")
    summary = models.TextField(_("summary"), blank=True)  # Markdown, with [#3] for post 3
    summary_html = models.TextField(blank=True, editable=False)
    excerpt = models.CharField(max_length=300, blank=True, editable=False)  # for lists; made when published
    result = models.CharField(_("what came of it"), max_length=20, choices=Result, blank=True)  # "" in a draft
    value = models.CharField(_("what it is worth, and to whom"), max_length=500, blank=True)  # plain text
    version = models.PositiveIntegerField(default=0)  # rises with every saved edit of the draft
    created_at = models.DateTimeField(default=timezone.now)
    drafted_at = models.DateTimeField(null=True)
    # Of the lines that Copse drafted (see forums/drafting/drafted.py), to tell them from those of a person.
    drafted_lines = ArrayField(models.CharField(max_length=16), default=list, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)  # of drafting it
    reminded = models.PositiveSmallIntegerField(default=0)  # the last of the days on which was told that it waits
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    post_count = models.PositiveIntegerField(default=0)  # as it was when published
    people_count = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)  # why the discussion was closed; kept when it is reopened
    corrected_at = models.DateTimeField(null=True)  # since it was published; its revisions say by whom and why

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "branch"],
                name="closing_one_unpublished",
                condition=Q(published_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="closing_published_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at=None) | Q(published_at__isnull=False), name="closing_corrected_once_published"
            ),
        ]

    def __str__(self):
        return f"closing of {self.discussion_id}"

    def get_absolute_url(self):
        if self.branch_id is not None:
            return reverse("forums:post", args=[self.branch_id])
        if self.published_at is None:
            return reverse("forums:closing", args=[self.discussion_id])
        return f"{self.discussion.get_absolute_url()}#closing-{self.pk}"

    @property
    def text(self):
        """The summary to be read without HTML, in a text mail."""
        return plain_text(self.summary_html, site=settings.SITE_URL)

    @property
    def cited_posts(self):
        return Post.objects.filter(citations__closing=self).order_by("number")

    def thanks_to(self, person):
        """What it thanks `person` for, or an empty string."""
        return next((row.words for row in self.acknowledgements.all() if row.person_id == person.pk), "")

    @property
    def was_edited(self):
        return self.edited_by_id is not None

    @property
    def is_given_up(self):
        """Whether Copse could not draft it, so that a person writes it."""
        return self.drafted_at is not None and self.tries > MOST_TRIES

    @property
    def space(self):
        return self.discussion.space


class Citation(models.Model):
    """A post that a closing builds on."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="citations")
    post = models.ForeignKey(Post, models.PROTECT, related_name="citations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "post"], name="citation_once")]

    def __str__(self):
        return f"{self.closing_id} cites {self.post_id}"


class ClosingRevision(models.Model):
    """What a published closing said before a correction, and why that was made."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    summary = models.TextField(blank=True)  # Markdown; empty where nobody was to read the old words any more
    result = models.CharField(max_length=20, choices=Closing.Result)
    value = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300)
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "version"], name="closing_revision_once")]

    def __str__(self):
        return f"{self.closing_id} version {self.version}"


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    def visible_to(self, person):
        return self.filter(discussion__in=Discussion.objects.visible_to(person))


class Reopening(OfDiscussion):
    """That a discussion was opened again, and why; what was published before stays as history."""

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="reopenings")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)

    objects = ReopeningQuerySet.as_manager()

    def __str__(self):
        return f"{self.discussion_id} reopened"

    def get_absolute_url(self):
        return self.discussion.get_absolute_url()
