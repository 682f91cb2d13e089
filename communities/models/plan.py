"""What a community means to do, and what its members want to learn (P32, H2, G23)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.charter import ExpectedResult
from communities.models.community import Community


class ActionPlan(models.Model):
    """The plan as a whole: drafted by the team, shown to the members, adopted."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        PROPOSED = "proposed", _("before the members")
        ADOPTED = "adopted", _("adopted")

    community = models.OneToOneField(Community, models.PROTECT, primary_key=True, related_name="action_plan")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    round = models.PositiveIntegerField(default=0)  # rises with each time that it is put before the members
    proposed_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)  # the last time, also while the members are asked anew
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=False, adopted_by__isnull=False)
                | (~Q(state="adopted") & Q(adopted_at=None, adopted_by=None)),
                name="action_plan_adopted_by_a_person",
            )
        ]

    def __str__(self):
        return f"plan of {self.community_id}"

    def get_absolute_url(self):
        return reverse("communities:plan", args=[self.community.slug])

    @property
    def space_id(self):
        return None


class PlanVoice(models.Model):
    """What one member says to the plan as it was put before them."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="voices")
    round = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("agrees"))
    comment = models.CharField(_("a word about it"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "round", "person"], name="plan_voice_once")]

    def __str__(self):
        return f"{self.person_id} on {self.plan_id}"


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, person):
        return self.filter(community__in=Community.objects.readable_by(person).values("pk"))

    def open(self):
        return self.filter(state__in=ActionItem.OPEN)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)


class ActionItem(models.Model):
    """One thing that somebody does by a day, towards one of the expected results."""

    class State(models.TextChoices):
        TO_DO = "to_do", _("to do")
        DOING = "doing", _("being done")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    OPEN = (State.TO_DO, State.DOING)

    community = models.ForeignKey(Community, models.PROTECT, related_name="action_items")
    result = models.ForeignKey(ExpectedResult, models.PROTECT, null=True, blank=True, related_name="action_items")
    title = models.CharField(_("what is to be done"), max_length=200)
    details = models.TextField(_("more about it"), max_length=2000, blank=True)  # Markdown
    details_html = models.TextField(blank=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("by"), null=True, blank=True)  # by the community's calendar
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TO_DO)
    version = models.PositiveIntegerField(default=0)
    reminded_for = models.DateField(null=True)  # the day for which its owner was reminded last
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    worded_at = models.DateTimeField(default=timezone.now)  # when what it says was last changed, not how far it is
    done_at = models.DateTimeField(null=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="action_item_once"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="action_item_done_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="action_item_due",
                condition=Q(state__in=("to_do", "doing"), due_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("communities:plan-item", args=[self.community.slug, self.pk])

    @property
    def space_id(self):
        return None

    @property
    def is_over(self):
        return self.state not in self.OPEN

    @property
    def is_overdue(self):
        """Whether its day is past by the community's calendar."""
        return (
            not self.is_over
            and self.due_on is not None
            and self.due_on < timezone.localdate(timezone=self.community.zone)
        )


class ActionComment(models.Model):
    """What a member says to an item of the plan."""

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(_("comment"), max_length=1000)
    submission = models.UUIDField(editable=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "submission"], name="action_comment_once")]
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.author_id} on {self.item_id}"


class LearningTopicQuerySet(models.QuerySet["LearningTopic"]):
    def visible_to(self, person):
        return self.filter(community__in=Community.objects.readable_by(person).values("pk"))


class LearningTopic(models.Model):
    """Something that a member wants to learn with the others: proposed, voted for, and taken up by the team."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        SCHEDULED = "scheduled", _("scheduled")
        DONE = "done", _("done")
        DECLINED = "declined", _("not now")

    community = models.ForeignKey(Community, models.PROTECT, related_name="topics")
    title = models.CharField(_("topic"), max_length=200)
    why = models.CharField(_("why it matters to you"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    scheduled_on = models.DateField(_("when"), null=True, blank=True)  # by the community's calendar
    answer = models.CharField(_("a word from the team"), max_length=300, blank=True)
    vote_count = models.PositiveIntegerField(default=0)
    submission = models.UUIDField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = LearningTopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposed_by", "submission"], name="learning_topic_once"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_on__isnull=False), name="learning_topic_scheduled_on"
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "-vote_count"], name="learning_topic_order")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('communities:topics', args=[self.community.slug])}#topic-{self.pk}"

    @property
    def space_id(self):
        return None


class TopicVote(models.Model):
    """That a member would come for a topic."""

    topic = models.ForeignKey(LearningTopic, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="topic_vote_once")]

    def __str__(self):
        return f"{self.person_id} for {self.topic_id}"
