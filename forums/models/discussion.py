import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, ExpectedResult, LearningTopic, Space
from communities.rules import LEAST_ROLE
from forums.models.imports import rests
from forums.models.verbs import VERBS
from forums.models.wording import ALIKE
from library.models.slugs import TitleSlug
from notifications.hearing import COMMUNITY, SPACE
from notifications.models import Volume


def _count(posts):
    return Coalesce(Subquery(posts.order_by().values("discussion").values(count=Count("pk"))), 0)


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def visible_to(self, person):
        """Those in spaces that `person` may read; a planned one shows itself to whoever runs discussions there."""
        readable = self.filter(~Q(state="merged"), space__in=Space.objects.visible_to(person))
        planned = Q(state=Discussion.State.PLANNED)
        if not person.is_authenticated:
            return readable.filter(~planned)
        return readable.filter(~planned | Q(planned_by=person) | Q(pk__in=self.run_by(person).values("pk")))

    def whole(self):
        """Without the rooms of groups, which stand with the discussion around them."""
        return self.filter(part_of=None)

    def awake(self):
        """Without what came from a mailing list, until somebody writes in it here: what counts as being discussed."""
        return self.filter(~rests())

    def with_reading(self, person):
        """With `last_read` of `person`, None before their first visit, and `new_count` of what others wrote since."""
        from forums.models.post import Post
        from forums.models.reading import ReadingPosition

        if not person.is_authenticated:
            none = Value(None, output_field=models.PositiveIntegerField())
            return self.annotate(last_read=none, new_count=Value(0))
        reading = ReadingPosition.objects.filter(person=person, discussion=OuterRef("pk"))
        since = Post.objects.filter(discussion=OuterRef("pk"), number__gt=OuterRef("last_read"))
        own = _count(since.filter(author=person))
        removed = _count(since.filter(deleted_at__isnull=False).exclude(author=person))
        return self.annotate(last_read=Subquery(reading.values("last_read"))).annotate(
            new_count=Case(
                When(gap_count=0, then=Coalesce(F("last_number") - F("last_read") - own - removed, 0)),
                default=_count(since.filter(deleted_at=None).exclude(author=person)),
            )
        )

    def with_reader(self, person):
        """With what `with_reading` gives, `volume` of `person`, and what a page about one discussion names.

        `volume_around` is what they set for its space, else for its community.
        `has_written` says whether something that `person` wrote stands there, so that they hear of each post;
        `has_held`, whether something of theirs waits for the team; `has_stages`, whether it goes in stages;
        `was_moved`, whether it came from another space; `has_material`, whether the library has something for it;
        `has_marks`, whether something is said of one of its lines.

        `result_text` is what it works towards, None for whoever does not read the charter; so with `topic_title`.
        `summary_number` and `summary_at` are of the latest summary so far, or None; `closing_is_stale` says whether a
        post that the closing builds on was removed, and `has_kept`, whether the library keeps what it came to.
        """
        from forums.models.closing import Citation, Reopening
        from forums.models.groups import Grouping
        from forums.models.holding import HeldPost
        from forums.models.lines import LineMark
        from forums.models.material import Material
        from forums.models.moves import Move
        from forums.models.post import Post
        from forums.models.promotion import Promotion
        from forums.models.stages import Stage

        summaries = Post.objects.summing_up(OuterRef("pk"))
        latest = summaries.order_by("-number")[:1]
        found = self.with_reading(person).select_related(
            "space__community", "planned_by", "stage", "closing__published_by"
        )
        found = found.annotate(
            result_text=Subquery(
                ExpectedResult.objects.visible_to(person).filter(pk=OuterRef("result")).values("text")
            ),
            topic_title=Subquery(LearningTopic.objects.visible_to(person).filter(pk=OuterRef("topic")).values("title")),
            has_stages=Exists(Stage.objects.filter(discussion=OuterRef("pk"))),
            was_moved=Exists(Move.objects.filter(discussion=OuterRef("pk"))),
            has_groups=Exists(Grouping.objects.filter(discussion=OuterRef("pk"))),
            has_material=Exists(Material.objects.filter(discussion=OuterRef("pk"))),
            has_marks=Exists(LineMark.objects.in_force().filter(discussion=OuterRef("pk"))),
            was_reopened=Exists(Reopening.objects.filter(discussion=OuterRef("pk"))),
            closing_is_stale=Exists(
                Citation.objects.filter(closing=OuterRef("closing"), post__deleted_at__isnull=False)
            ),
            has_kept=Exists(Promotion.objects.filter(closing__discussion=OuterRef("pk"))),
            summary_number=Subquery(latest.values("number")),
            summary_at=Subquery(latest.values("created_at")),
        )
        if not person.is_authenticated:
            nothing = {"has_written": Value(False), "has_held": Value(False)}
            silence = Value(None, output_field=models.CharField())
            return found.annotate(volume=silence, volume_around=silence, **nothing)
        volume = Volume.objects.filter(person=person, scope_kind=Discussion.SCOPE, scope_id=OuterRef("pk"))
        room = Volume.objects.filter(person=person, scope_kind=SPACE, scope_id=OuterRef("space"))
        around = Volume.objects.filter(person=person, scope_kind=COMMUNITY, scope_id=OuterRef("space__community"))
        # Of introductions whoever follows hears, and nobody else.
        wrote = Post.objects.said().filter(discussion=OuterRef("pk"), author=person)
        wrote = wrote.filter(discussion__introductions_of=None, imported_message=None)
        held = HeldPost.objects.waiting().filter(discussion=OuterRef("pk"), author=person)
        return found.annotate(
            volume=Subquery(volume.values("level")),
            volume_around=Coalesce(Subquery(room.values("level")), Subquery(around.values("level"))),
            has_written=Exists(wrote),
            has_held=Exists(held),
        )

    def run_by(self, person):
        """Those in spaces where `person` holds the role that runs discussions, as in `rules.may_run`."""
        run = Space.objects.held_by(person, LEAST_ROLE["run_discussion"])
        return self.filter(space__in=run.order_by().values("pk"))

    def without_answer(self):
        """Open questions to which only whoever asked has written on topic, and without an accepted answer (G6)."""
        from forums.models.lines import FormerPlace, LineMark
        from forums.models.post import Post

        asker = Coalesce(OuterRef("planned_by"), Value(0))  # nothing equals NULL, and nothing differs from it
        aside = LineMark.objects.over().filter(kind=LineMark.Kind.OFF_TOPIC)
        answers = Post.objects.said().filter(~Exists(aside), discussion=OuterRef("pk"), number__gt=1)
        asks = FormerPlace.objects.filter(post=OuterRef("pk"), number=1)  # what was merged into it began with that
        answers = answers.filter(~Exists(asks)).exclude(author=asker)
        accepted = Post.objects.standing().filter(pk=OuterRef("answer"), discussion=OuterRef("pk"))
        return self.filter(
            ~Exists(answers), ~Exists(accepted), kind=Discussion.Kind.QUESTION, state=Discussion.State.OPEN
        )

    def due_to_open(self, at=None):
        return self.filter(state=Discussion.State.PLANNED, opens_at__lte=at or timezone.now())

    def due_to_close(self, at=None):
        return self.filter(state=Discussion.State.OPEN, closes_at__lte=at or timezone.now())

    def due_to_go_on(self, at=None):
        """Open ones whose stage has had its time."""
        from forums.models.stages import Stage

        had = Stage.objects.filter(ends_at__lte=at or timezone.now())
        return self.filter(state=Discussion.State.OPEN, stage__in=had.order_by().values("pk"))

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
        MERGED = "merged", _("merged")  # all of it goes on in another one, and nobody finds it here any more

    space = models.ForeignKey(Space, models.PROTECT, related_name="discussions")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OPEN)
    kind_version = models.PositiveSmallIntegerField(default=0)  # of its template; 0: it was begun without one
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField(_("title"), max_length=200)
    slug = TitleSlug(max_length=80, editable=False, default="-", verbs=VERBS, noun="discussion")
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
    topic = models.ForeignKey(  # what members want to learn, where it takes that up (H2)
        LearningTopic, models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    introductions_of = models.OneToOneField(  # the community whose members say hello here: a standing thread
        Community, models.PROTECT, null=True, blank=True, related_name="introductions"
    )
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="rooms")  # the room of a group of that
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    plan_version = models.PositiveIntegerField(default=0)  # rises with every saved edit of the plan
    submission = models.UUIDField(default=uuid.uuid4, editable=False)  # made with the form: a double click is one
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    slow_minutes = models.PositiveSmallIntegerField(default=0)  # between two posts of one person; 0: as they like
    paused_until = models.DateTimeField(null=True)  # till then the team alone writes
    pause_reason = models.CharField(max_length=300, blank=True)  # everybody reads it
    version = models.PositiveIntegerField(default=0)  # rises with every change that a reader could see
    post_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    gap_count = models.PositiveIntegerField(default=0)  # numbers up to the last that went elsewhere with their line
    last_post_at = models.DateTimeField(null=True)
    closing = models.ForeignKey("forums.Closing", models.PROTECT, null=True, related_name="+")  # shown on top
    # Of a question: the post that whoever asked it took as the answer.
    answer = models.ForeignKey("forums.Post", models.PROTECT, null=True, related_name="+")
    stage = models.OneToOneField("forums.Stage", models.PROTECT, null=True, related_name="+")  # the one now

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["planned_by", "submission"], name="discussion_planned_once"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closing__isnull=False) | Q(part_of__isnull=False),
                name="discussion_closed_has_closing",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None) | ~Q(state="planned") & Q(opened_at__isnull=False),
                name="discussion_opened_at",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="discussion_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(introductions_of=None, part_of=None) | Q(closes_at=None),
                name="discussion_introductions_stand",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-last_post_at", "-id"], name="discussion_recent"),
            models.Index(fields=["closes_at"], name="discussion_due_to_close", condition=Q(state="open")),
            models.Index(fields=["opens_at"], name="discussion_due_to_open", condition=Q(state="planned")),
            models.Index(fields=["id"], name="discussion_being_closed", condition=Q(state="closing")),
            *ALIKE,
        ]

    def __str__(self):
        return self.title

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
    def is_paused(self):
        """Whether the team alone writes for a while."""
        return self.is_open and self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def place_count(self):
        """How many posts have a place in it, removed ones too: only a line that goes elsewhere takes any away."""
        return self.last_number - self.gap_count

    @property
    def is_unsigned(self):
        """Whether a member asks it without their name: an advice column that nobody planned."""
        return self.kind == self.Kind.ADVICE and self.planned_by_id is None

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def keeps_stages(self):
        """Whether its stages stay as they are: those of what is closed; introductions have none."""
        return self.introductions_of_id is not None or (self.opened_at is not None and not self.is_open)
