"""What somebody has typed and not sent yet."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from communities.models import Space
from forums.models.discussion import Discussion
from forums.models.post import Post


class Known(NamedTuple):
    """One state of what is kept, as a device knows it: another one's has another version, or another row."""

    pk: int
    version: int

    def __str__(self):
        return f"{self.pk}.{self.version}"


class UnsentQuerySet(models.QuerySet["Unsent"]):
    def visible_to(self, person):
        """A person's own alone, of places that they may still see."""
        if not person.is_authenticated:
            return self.none()
        spaces = Q(space__in=Space.objects.visible_to(person).order_by().values("pk"))
        discussions = Q(discussion__in=Discussion.objects.visible_to(person).order_by().values("pk"))
        posts = Q(post__in=Post.objects.visible_to(person).order_by().values("pk"))
        return self.filter(spaces | discussions | posts, person=person)

    def of_place(self, person, kind, place):
        """What `person` began at one place: a Space, a Discussion or a Post."""
        return self.filter(person=person, kind=kind, **Unsent.at(place))

    def begun_in(self, person, discussion):
        """What `person` began to say in a discussion, given as its id or as an OuterRef."""
        kinds = (Unsent.Kind.ANSWER, *Unsent.STEERING)
        return self.filter(Q(discussion=discussion) | Q(post__discussion=discussion), person=person, kind__in=kinds)

    def holding(self, words):
        """Those in which somebody typed these words, in whatever case."""
        return self.annotate(typed=Cast("said", models.TextField())).filter(typed__icontains=words)

    def old(self, at=None):
        return self.filter(changed_at__lt=(at or timezone.now()) - Unsent.REMEMBERED_FOR)


class Unsent(models.Model):
    """One text in the making, for each person and place: nobody else ever reads it."""

    REMEMBERED_FOR = timedelta(days=90)  # after the last word was typed
    MOST = 100  # of one person

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer")  # to a discussion, or to a post
        EDIT = "edit", _("edit of a post")
        PLAN = "plan", _("plan of a discussion")
        RESTATE = "restate", _("post back to the question")
        SUMMARY = "summary", _("summary so far")

    STEERING = {Kind.RESTATE: "forums:restate", Kind.SUMMARY: "forums:summarise"}  # where each is written
    FIELDS = {  # of a form, which are kept
        Kind.ANSWER: ("text",),
        Kind.EDIT: ("text",),
        Kind.RESTATE: ("text",),
        Kind.SUMMARY: ("text",),
        Kind.PLAN: ("title", "question", "objective", "guidelines", "difficulties"),
    }

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    discussion = models.ForeignKey(Discussion, models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    said = models.JSONField(default=dict)  # {name of a field: text}
    based_on = models.PositiveIntegerField(default=0)  # of an edit: the version of the post at its beginning
    version = models.PositiveIntegerField(default=1)  # rises with every change
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = UnsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "space", "discussion", "post"], name="unsent_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind="plan", space__isnull=False, discussion=None, post=None)
                | Q(kind__in=["answer", "restate", "summary"], space=None, discussion__isnull=False, post=None)
                | Q(kind__in=["answer", "edit"], space=None, discussion=None, post__isnull=False),
                name="unsent_one_place",
            ),
        ]
        indexes = [models.Index(fields=["changed_at"], name="unsent_oldest")]

    def __str__(self):
        return f"{self.person_id} began {self.kind} {self.pk}"

    @staticmethod
    def at(place):
        """{column: thing} of one place; the others are empty."""
        columns = {Space: "space", Discussion: "discussion", Post: "post"}
        return {column: place if isinstance(place, model) else None for model, column in columns.items()}

    def get_absolute_url(self):
        """Where its writer goes on with it."""
        if self.space:
            page = reverse("forums:plan-new", args=[self.space.community.slug, self.space.slug])
            return f"{page}?{urlencode({'kind': self.said.get('kind', 'open'), 'unsent': 1})}"
        if self.kind == self.Kind.EDIT:
            return reverse("forums:post-edit", args=[self.post_id]) + "?unsent=1"
        if page := Unsent.STEERING.get(self.kind):
            return reverse(page, args=[self.discussion_id]) + "?unsent=1"
        to = f"&to={self.post.number}" if self.post else ""
        return reverse("forums:reply", args=[(self.post or self).discussion_id]) + f"?unsent=1{to}"

    @property
    def known(self):
        return Known(self.pk, self.version)

    @property
    def place(self):
        return self.post or self.discussion or self.space

    @property
    def place_name(self):
        """Where it was begun, for its writer."""
        return self.space.name if self.space else (self.discussion or self.post.discussion).title

    @property
    def texts(self):
        """[(name of a field, text)] in the order of the form."""
        return [(name, self.said[name]) for name in Unsent.FIELDS[self.kind] if self.said.get(name)]

    @property
    def in_short(self):
        """Its first words, by which its writer knows it again."""
        return Truncator(" ".join(self.texts[0][1].split())).chars(120) if self.texts else ""

    @property
    def size(self):
        """The length of its text as a browser counts it."""
        return len(self.text.strip().encode("utf-16-le")) // 2

    @property
    def text(self):
        """What the box of an answer or an edit had in it."""
        return self.said.get("text", "")
