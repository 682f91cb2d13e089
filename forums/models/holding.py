"""What somebody who is new in a community has written, and what waits for its team (P4)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Space
from communities.rules import LEAST_ROLE
from core.markdown import render
from core.markdown.plain_text import plain_text
from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from forums.models.post import Post


def _decided_by(person):
    """What others wrote in spaces that `person` may read, where they handle reports."""
    handling = Membership.objects.live_of(person).holding(LEAST_ROLE["handle_reports"])
    read = Space.objects.visible_to(person).filter(community__in=handling.values("community"))
    return Q(discussion__space__in=read.order_by().values("pk")) & ~Q(author=person)


_WAITS = Q(state="waiting", discussion__space__community__phase__in=Community.WRITABLE_PHASES)


class HeldPostQuerySet(models.QuerySet["HeldPost"]):
    def visible_to(self, person):
        """Its author’s own, wherever the discussion has gone; what waits also for those who decide.

        What was not shown is its author’s alone again. What was let through has no text here, only the way to the post.
        """
        if not person.is_authenticated:
            return self.none()
        is_for_team = _WAITS | Q(state=HeldPost.State.LET_THROUGH)
        return self.filter(Q(author=person) | _decided_by(person) & is_for_team)

    def handled_by(self, person):
        """What waits for `person` to decide; nothing where the community has come to its end."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(_decided_by(person), _WAITS)

    def answered_before(self, person):
        """What became of first posts where `person` is of those who decide, without the texts and the answers."""
        if not person.is_authenticated:
            return self.none()
        answered = (HeldPost.State.LET_THROUGH, HeldPost.State.TURNED_DOWN)
        return self.filter(_decided_by(person), state__in=answered).defer("markdown", "words")

    def waiting(self):
        """What nobody has answered, whether or not anybody still can."""
        return self.filter(state=HeldPost.State.WAITING)


class HeldPost(OfDiscussion):
    """A first post in a community, or the wish to open a first discussion, until the team has looked.

    It stands apart from the thread and its numbers: nobody but its author and those who decide reads it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the team")
        LET_THROUGH = "let_through", _("let through")
        TURNED_DOWN = "turned_down", _("not let through")
        WITHDRAWN = "withdrawn", _("taken back")

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="held_posts")
    parent = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="held_posts")
    is_opening = models.BooleanField(default=False)  # asks that the discussion which they planned opens
    message_type = models.CharField(max_length=20, blank=True)  # what its post is to be
    markdown = models.TextField(blank=True)  # of an opening, and once it was let through, the thread has the text
    submission = models.UUIDField(default=uuid.uuid4)  # made with the form: a double click is one
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)  # rises with every edit of `markdown`
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    words = models.CharField(max_length=300, blank=True)  # why it was not let through
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="held")  # what came of it

    objects = HeldPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "author", "submission"], name="held_post_submitted_once"),
            models.UniqueConstraint(
                fields=["discussion"], name="held_opening_once", condition=Q(is_opening=True, state="waiting")
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="held_post_decided_at",
            ),
            models.CheckConstraint(
                condition=Q(state="let_through", post__isnull=False) | ~Q(state="let_through") & Q(post=None),
                name="held_post_becomes_a_post",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="held_post_waiting", condition=Q(state="waiting")),
            models.Index(fields=["author", "at"], name="held_post_author"),
        ]

    def __str__(self):
        return f"{self.author_id} in {self.discussion_id}: {self.state}"

    def get_absolute_url(self):
        return reverse("forums:held", args=[self.pk])

    @property
    def text(self):
        """What was said without HTML, for a text mail."""
        return plain_text(render(self.markdown))

    @property
    def version_read(self):
        """The version of what stands before whoever decides: of an opening it is the plan."""
        return self.discussion.plan_version if self.is_opening else self.version

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def community(self) -> Community:
        return self.discussion.space.community
