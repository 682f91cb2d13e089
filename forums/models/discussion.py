import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communities.models import ExpectedResult, Membership, Space, SpaceGrant
from communities.rules import LEAST_ROLE
from notifications.models import Volume

# Words that stand where the slug does in the address of something done to a discussion.
VERBS = {
    *("close", "closing", "follow", "go", "mute", "open", "people", "plan", "preview", "print"),
    *("reopen", "reply", "restate", "summarise", "unfollow"),
}


def _count(posts):
    return Coalesce(Subquery(posts.order_by().values("discussion").values(count=Count("pk"))), 0)


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def visible_to(self, person):
        """Those in spaces that `person` may read; a planned one shows itself to whoever runs discussions there."""
        readable = self.filter(space__in=Space.objects.visible_to(person))
        planned = Q(state=Discussion.State.PLANNED)
        if not person.is_authenticated:
            return readable.filter(~planned)
        return readable.filter(~planned | Q(planned_by=person) | Q(pk__in=self.run_by(person).values("pk")))

    def with_reading(self, person):
        """With `last_read` of `person`, None before their first visit, and `new_count` of what others wrote since."""
        from forums.models.post import Post

        if not person.is_authenticated:
            none = Value(None, output_field=models.PositiveIntegerField())
            return self.annotate(last_read=none, new_count=Value(0))
        reading = ReadingPosition.objects.filter(person=person, discussion=OuterRef("pk"))
        since = Post.objects.filter(discussion=OuterRef("pk"), number__gt=OuterRef("last_read"))
        own = _count(since.filter(author=person))
        removed = _count(since.filter(deleted_at__isnull=False).exclude(author=person))
        return self.annotate(last_read=Subquery(reading.values("last_read"))).annotate(
            new_count=Coalesce(F("last_number") - F("last_read") - own - removed, 0)
        )

    def with_reader(self, person):
        """With what `with_reading` gives, `volume` of `person`, and what a page about one discussion names.

        `has_written` says whether something that `person` wrote stands there, so that they hear of each post.

        `result_text` is what it works towards, None for whoever does not read the charter. `summary_number` and
        `summary_at` are of the latest summary so far, or None; `closing_is_stale` says whether a post that the closing
        builds on was removed.
        """
        from forums.models.closing import Citation, Reopening
        from forums.models.post import Post

        summaries = Post.objects.filter(discussion=OuterRef("pk"), kind="interim_summary", deleted_at=None)
        latest = summaries.order_by("-number")[:1]
        found = self.with_reading(person).select_related("space__community", "planned_by", "closing__published_by")
        found = found.annotate(
            result_text=Subquery(
                ExpectedResult.objects.visible_to(person).filter(pk=OuterRef("result")).values("text")
            ),
            was_reopened=Exists(Reopening.objects.filter(discussion=OuterRef("pk"))),
            closing_is_stale=Exists(
                Citation.objects.filter(closing=OuterRef("closing"), post__deleted_at__isnull=False)
            ),
            summary_number=Subquery(latest.values("number")),
            summary_at=Subquery(latest.values("created_at")),
        )
        if not person.is_authenticated:
            return found.annotate(volume=Value(None, output_field=models.CharField()), has_written=Value(False))
        volume = Volume.objects.filter(person=person, scope_kind=Discussion.SCOPE, scope_id=OuterRef("pk"))
        wrote = Post.objects.standing().filter(discussion=OuterRef("pk"), author=person)
        return found.annotate(volume=Subquery(volume.values("level")), has_written=Exists(wrote))

    def run_by(self, person):
        """Those in spaces where `person` holds the role that runs discussions, as in `rules.may_run`."""
        if not person.is_authenticated:
            return self.none()
        least = LEAST_ROLE["run_discussion"]
        running = Membership.objects.live_of(person).holding(least)
        granted = SpaceGrant.objects.live_of(person).filter(role__gte=least)
        is_opened = ~Q(space__access=Space.Access.PRIVATE) & Q(space__community__in=running.values("community"))
        return self.filter(is_opened | Q(space__in=granted.values("content_object")))

    def due_to_open(self, at=None):
        return self.filter(state=Discussion.State.PLANNED, opens_at__lte=at or timezone.now())

    def due_to_close(self, at=None):
        return self.filter(state=Discussion.State.OPEN, closes_at__lte=at or timezone.now())

    def awaiting_draft(self):
        """Locked ones for which no draft has been written yet."""
        from forums.models.closing import Closing

        drafted = Closing.objects.filter(published_at=None, drafted_at__isnull=False)
        return self.filter(state=Discussion.State.CLOSING).exclude(pk__in=drafted.values("discussion"))


class Discussion(models.Model):
    """A planned conversation in one space, with a question, a life and, in the end, a closing."""

    SCOPE = "forums.discussion"  # of a person's notifications.Volume

    class Kind(models.TextChoices):
        OPEN = "open", _("open discussion")
        QUESTION = "question", _("question")
        CASE = "case", _("case")
        DEBATE = "debate", _("debate")
        ROUND_ROBIN = "round_robin", _("round-robin")
        BOOK_CLUB = "book_club", _("book club")
        ADVICE = "advice", _("advice column")
        REVIEW = "review", _("post-action review")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSING = "closing", _("being closed")  # locked; a draft awaits a person
        CLOSED = "closed", _("closed")  # only with a published closing

    space = models.ForeignKey(Space, models.PROTECT, related_name="discussions")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OPEN)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80, editable=False, default="-")
    objective = models.CharField(_("objective"), max_length=300, blank=True)
    question = models.TextField(_("opening question"))  # Markdown; becomes post 1 when it opens
    excerpt = models.CharField(max_length=300, blank=True, editable=False)  # the question's first words, for lists
    guidelines = models.TextField(_("guidelines"), blank=True)  # Markdown
    guidelines_html = models.TextField(blank=True, editable=False)
    difficulties = models.TextField(_("foreseen difficulties"), blank=True)  # for those who run it alone
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)
    result = models.ForeignKey(  # the expected result that it works towards (P19)
        ExpectedResult, models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    plan_version = models.PositiveIntegerField(default=0)  # rises with every saved edit of the plan
    submission = models.UUIDField(default=uuid.uuid4, editable=False)  # made with the form: a double click is one
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # rises with every change that a reader could see
    post_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)
    closing = models.ForeignKey("forums.Closing", models.PROTECT, null=True, related_name="+")  # shown on top

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["planned_by", "submission"], name="discussion_planned_once"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closing__isnull=False), name="discussion_closed_has_closing"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None) | ~Q(state="planned") & Q(opened_at__isnull=False),
                name="discussion_opened_at",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="discussion_closes_after_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-last_post_at", "-id"], name="discussion_recent"),
            models.Index(fields=["closes_at"], name="discussion_due_to_close", condition=Q(state="open")),
            models.Index(fields=["opens_at"], name="discussion_due_to_open", condition=Q(state="planned")),
            models.Index(fields=["id"], name="discussion_being_closed", condition=Q(state="closing")),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        slug = slugify(self.title)[:70].strip("-") or "-"
        self.slug = f"{slug}-discussion" if slug in VERBS else slug
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("forums:discussion", args=[self.pk, self.slug])

    @property
    def community_id(self):
        return self.space.community_id

    @property
    def has_plan(self):
        """Whether there is more to its plan than the question."""
        return bool(self.objective or self.guidelines_html or self.opens_at or self.closes_at)

    @property
    def is_open(self):
        return self.state == self.State.OPEN


class ReadingPosition(models.Model):
    """How far one person has read: every post up to this number was on a page they saw."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="reading_positions")
    last_read = models.PositiveIntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "discussion"], name="reading_position_once")]

    def __str__(self):
        return f"{self.person_id} read {self.last_read} of {self.discussion_id}"
