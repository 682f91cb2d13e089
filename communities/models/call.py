"""The call for members beyond single invitations: links, lists, and what newcomers are asked (P22, P29, P30)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.membership import JoinRequest, Membership
from communities.models.roles import Role

_LINK = Signer(salt="communities.invitation-link")


class OfTheTeam(models.QuerySet[Any]):
    """What the team of a community works with."""

    def visible_to(self, person):
        if not person.is_authenticated:
            return self.none()
        return self.filter(community__in=Membership.objects.live_of(person).team().values("community"))


class InvitationLinkQuerySet(OfTheTeam):
    def by_link(self, token):
        """The one whose address holds `token`; none when it is not ours."""
        try:
            return self.filter(pk=_LINK.unsign_object(token))
        except BadSignature:
            return self.none()

    def valid(self, at=None):
        """Those that were not taken back and whose day has not come, used up or not."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class InvitationLink(models.Model):
    """An address that lets in whoever holds it, so many times and until a day."""

    MOST_USES = 1000
    MOST_USES_IN_TEAM = 20  # of one that gives more than participant: it can be passed on

    community = models.ForeignKey(Community, models.PROTECT, related_name="invitation_links")
    label = models.CharField(_("what it is for"), max_length=80)
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.PARTICIPANT)
    expires_at = models.DateTimeField()
    use_limit = models.PositiveSmallIntegerField(_("for how many people"))
    uses = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True, editable=False)  # made with the form: a double click is one

    objects = InvitationLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "submission"], name="invitation_link_once"),
            models.CheckConstraint(condition=Q(uses__lte=F("use_limit")), name="invitation_link_uses"),
            models.CheckConstraint(condition=Q(use_limit__range=(1, 1000)), name="invitation_link_limit"),
            models.CheckConstraint(
                condition=Q(role__gte=Role.PARTICIPANT, role__lte=Role.LEADER), name="invitation_link_role"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def space_id(self):
        return None

    @property
    def is_used_up(self):
        return self.uses >= self.use_limit

    @property
    def is_open(self):
        """Whether it still lets somebody in, as far as its own row says."""
        return self.revoked_at is None and self.expires_at > timezone.now() and not self.is_used_up

    @property
    def standing(self):
        """How it is, in words."""
        if self.revoked_at:
            return _("taken back")
        if self.expires_at <= timezone.now():
            return _("over")
        return _("used up") if self.is_used_up else _("open")

    def get_absolute_url(self):
        """The page of whoever holds the link."""
        return reverse("communities:link", args=[_LINK.sign_object(self.pk)])


class LinkUse(models.Model):
    """That somebody came in by a link: once, also if they leave and come back."""

    link = models.ForeignKey(InvitationLink, models.PROTECT, related_name="used")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "person"], name="link_use_once")]

    def __str__(self):
        return f"{self.person_id} by {self.link_id}"


class InvitationListQuerySet(OfTheTeam):
    def due(self):
        """Those that were confirmed and are on their way."""
        return self.filter(state=InvitationList.State.SENDING)

    def long_over(self):
        """Those that nothing comes of any more since so long that whom they named can be forgotten."""
        before = timezone.now() - InvitationList.REMEMBERED_FOR
        return self.filter(Q(done_at__lte=before) | Q(state=InvitationList.State.CHECKED, created_at__lte=before))


class InvitationList(models.Model):
    """A list of addresses that somebody handed in; nobody on it is asked before they confirm what they were shown."""

    class State(models.TextChoices):
        CHECKED = "checked", _("waits for your word")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped on its way")  # who confirmed it may not ask people in any more
        DROPPED = "dropped", _("dropped")

    MOST_LINES = 5000
    REMEMBERED_FOR = timedelta(days=30)  # its lines, once it is done with

    community = models.ForeignKey(Community, models.PROTECT, related_name="invitation_lists")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.PARTICIPANT)
    message = models.TextField(max_length=2000, blank=True)
    days = models.PositiveSmallIntegerField()  # for which each invitation is open
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True, editable=False)  # made with the form: a double click is one

    objects = InvitationListQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "submission"], name="invitation_list_once")]
        indexes = [models.Index(fields=["state"], name="invitation_list_due", condition=Q(state="sending"))]

    def __str__(self):
        return f"{self.pk} in {self.community_id}"

    @property
    def space_id(self):
        return None


class InvitationLine(models.Model):
    """One line of such a list, and what becomes of it."""

    class Verdict(models.TextChoices):
        READY = "ready", _("will be asked")
        BAD = "bad", _("not an address")
        SEVERAL = "several", _("several addresses")
        DOUBLED = "doubled", _("stands further up too")
        MEMBER = "member", _("is a member")
        INVITED = "invited", _("has an open invitation")
        SHUT_OUT = "shut_out", _("was suspended or removed")

    list = models.ForeignKey(InvitationList, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # in the file, from 1
    text = models.CharField(max_length=300)  # what stood there
    email = models.EmailField(max_length=254, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "number"], name="invitation_line_number")]
        indexes = [
            models.Index(
                fields=["list", "number"], name="invitation_line_due", condition=Q(verdict="ready", done_at=None)
            )
        ]

    def __str__(self):
        return f"line {self.number} of {self.list_id}"


class RegistrationQuestionQuerySet(models.QuerySet["RegistrationQuestion"]):
    def asked(self):
        return self.filter(retired_at=None).order_by("position", "pk")


class RegistrationQuestion(models.Model):
    """What a community asks of whoever comes in, by whichever door (P30)."""

    class Kind(models.TextChoices):
        TEXT = "text", _("some words")
        CHOICE = "choice", _("one of several")
        YES_NO = "yes_no", _("yes or no")

    MOST = 8

    community = models.ForeignKey(Community, models.PROTECT, related_name="registration_questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("a word of help"), max_length=200, blank=True)
    kind = models.CharField(_("how it is answered"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True)  # not asked any more; the answers stay
    submission = models.UUIDField(null=True, editable=False)  # made with the form: a double click is one

    objects = RegistrationQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "submission"], name="registration_question_once"),
            models.CheckConstraint(
                condition=Q(kind="choice", choices__len__gte=2) | (~Q(kind="choice") & Q(choices=[])),
                name="registration_question_choices",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def space_id(self):
        return None

    @property
    def offered(self):
        """(what is kept, in words) of what can be chosen; empty where one writes."""
        if self.kind == self.Kind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        return [(choice, choice) for choice in self.choices]


class RegistrationAnswerQuerySet(models.QuerySet["RegistrationAnswer"]):
    def visible_to(self, person):
        """One's own; of others, what those in whose team one is were answered."""
        if not person.is_authenticated:
            return self.none()
        teams = Membership.objects.live_of(person).team().values("community")
        return self.filter(Q(person=person) | Q(question__community__in=teams))

    def stray(self):
        """Those of people who neither are members there any more nor wait to become one."""
        here = {"community": OuterRef("question__community"), "person": OuterRef("person")}
        members = Membership.objects.filter(**here, state__in=(Membership.State.ACTIVE, Membership.State.SUSPENDED))
        return self.exclude(Exists(members)).exclude(Exists(JoinRequest.objects.pending().filter(**here)))


class RegistrationAnswer(models.Model):
    """What one person answered; the team of that community reads it."""

    question = models.ForeignKey(RegistrationQuestion, models.PROTECT, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="registration_answers")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    objects = RegistrationAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="registration_answer_once")]

    def __str__(self):
        return f"{self.person_id} to {self.question_id}"

    @property
    def in_words(self):
        """A yes or no in the reader's language; needs the question."""
        is_yes_no = self.question.kind == RegistrationQuestion.Kind.YES_NO
        return dict(self.question.offered).get(self.text, self.text) if is_yes_no else self.text
