import zoneinfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.roles import Role


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, person):
        """Those whose existence `person` may know of: name, purpose and how to join.

        Hidden ones show themselves to members and holders of a grant alone.
        """
        from communities.models.membership import Membership
        from communities.models.space import SpaceGrant

        known = Q(visibility__in=(Community.Visibility.PUBLIC, Community.Visibility.LISTED))
        if person.is_authenticated:
            known |= Q(pk__in=Membership.objects.live_of(person).values("community"))
            known |= Q(pk__in=SpaceGrant.objects.live_of(person).values("content_object__community"))
        return self.filter(known)

    def purpose_shown_to(self, person):
        """Those whose purpose `person` may read; of a hidden one a guest is shown the name alone."""
        shown = Q(visibility__in=(Community.Visibility.PUBLIC, Community.Visibility.LISTED))
        return self.filter(shown | Q(pk__in=self.model.objects.joined_by(person).values("pk")))

    def readable_by(self, person):
        """Those whose inside is open to `person`: members, and everyone where it is public."""
        from communities.models.membership import Membership

        opened = Q(visibility=Community.Visibility.PUBLIC)
        if person.is_authenticated:
            opened |= Q(pk__in=Membership.objects.live_of(person).values("community"))
        return self.filter(opened)

    def joined_by(self, person):
        from communities.models.membership import Membership

        if not person.is_authenticated:
            return self.none()
        return self.filter(pk__in=Membership.objects.live_of(person).values("community"))

    def ever_joined_by(self, person):
        """Those that `person` is or was a member of."""
        return self.filter(memberships__person=person) if person.is_authenticated else self.none()


class Community(models.Model):
    """People who learn a practice together, with a purpose, a life and spaces to meet in."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public: everyone may read the open spaces")
        LISTED = "listed", _("listed: everyone sees name and purpose, members see the rest")
        HIDDEN = "hidden", _("hidden: only members know that it exists")

    class Admission(models.TextChoices):
        OPEN = "open", _("open: whoever wants may join")
        REQUEST = "request", _("on request: the team says yes")
        INVITATION = "invitation", _("by invitation")

    class Phase(models.TextChoices):
        DESIGN = "design", _("design")
        ACTIVE = "active", _("active")
        CONCLUDING = "concluding", _("concluding")
        CONCLUDED = "concluded", _("concluded")
        ARCHIVED = "archived", _("archived")
        DID_NOT_LAUNCH = "did_not_launch", _("did not launch")

    class Tool(models.TextChoices):
        """What a community may work with. Switched off, it takes nothing new; what is there stays to be read."""

        DISCUSSIONS = "discussions", _("discussions")
        PLAN = "plan", _("action plan")
        AGENDA = "agenda", _("learning agenda")
        SURVEYS = "surveys", _("surveys")
        LIBRARY = "library", _("library")
        MEETINGS = "meetings", _("meetings")

    WRITABLE_PHASES = (Phase.DESIGN, Phase.ACTIVE, Phase.CONCLUDING)
    USUAL_TOOLS = (
        Tool.DISCUSSIONS,
        Tool.PLAN,
        Tool.AGENDA,
        Tool.SURVEYS,
        Tool.LIBRARY,
        Tool.MEETINGS,
    )  # of a new one, until its leaders switch some off
    MOST_TO_LAUNCH = 1000
    LONGEST_LABEL = 40
    MOST_HOSTS = 5

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("purpose in a sentence"), max_length=300)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.LISTED)
    admission = models.CharField(_("how people join"), max_length=10, choices=Admission, default=Admission.OPEN)
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.DESIGN, editable=False)
    phase_since = models.DateTimeField(default=timezone.now, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    rhythm = models.CharField(_("rhythm"), max_length=120, blank=True)
    tools = ArrayField(models.CharField(max_length=20, choices=Tool), default=list, blank=True)
    cycle = models.PositiveSmallIntegerField(default=1, editable=False)  # rises when it is renewed instead of ending
    members_to_launch = models.PositiveSmallIntegerField(_("members to begin with"), default=5)
    introduced_on = models.DateField(_("introductory meeting held on"), null=True, blank=True)
    meeting_place = models.CharField(_("where you meet online"), max_length=200, blank=True)
    holds_first_posts = models.BooleanField(_("look at first posts"), default=False)  # before they are shown
    silence_told_at = models.DateTimeField(null=True, editable=False)  # when leaders were last told that it is silent
    settings_version = models.PositiveIntegerField(
        default=0, editable=False
    )  # so that no leader undoes another's change
    role_labels = models.JSONField(default=dict, blank=True)  # {number of a role: what it is called here} (H4)
    subjects = models.ManyToManyField("communities.Subject", verbose_name=_("subjects"), blank=True)
    hosts = models.ManyToManyField("communities.Institution", blank=True, related_name="hosted")  # run in partnership
    member_count = models.PositiveIntegerField(default=0, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="communities_started"
    )
    submission = models.UUIDField(null=True, editable=False)  # made with the form: a double click is one
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "communities"
        constraints = [
            models.UniqueConstraint(fields=["started_by", "submission"], name="community_once"),
            models.CheckConstraint(
                condition=Q(visibility__in=("public", "listed", "hidden")), name="community_visibility"
            ),
            models.CheckConstraint(
                condition=Q(admission__in=("open", "request", "invitation")), name="community_admission"
            ),
            models.CheckConstraint(
                condition=Q(
                    phase__in=("design", "active", "concluding", "concluded", "archived", "did_not_launch"),
                ),
                name="community_phase",
            ),
        ]
        indexes = [models.Index(fields=["visibility", "name"], name="community_directory")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("home:community", args=[self.slug])

    @property
    def community_id(self):
        return self.pk

    @property
    def space_id(self):
        return None

    def clean(self):
        if self.visibility == self.Visibility.HIDDEN and self.admission != self.Admission.INVITATION:
            raise ValidationError({"admission": _("Nobody finds a hidden community: people come in by invitation.")})

    @property
    def life(self):
        """The steps from design to its end, for a life line."""
        steps = [self.Phase.DESIGN, self.Phase.ACTIVE, self.Phase.CONCLUDING, self.Phase.CONCLUDED]
        if self.phase == self.Phase.ARCHIVED:
            steps.append(self.Phase.ARCHIVED)
        elif self.phase == self.Phase.DID_NOT_LAUNCH:
            steps = [self.Phase.DESIGN, self.Phase.DID_NOT_LAUNCH]
        now = steps.index(self.Phase(self.phase))
        return [
            {"label": step.label, "is_now": place == now, "is_done": place < now} for place, step in enumerate(steps)
        ]

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_open_to_join(self):
        return self.admission == self.Admission.OPEN and self.is_writable

    @property
    def is_writable(self):
        return self.phase in self.WRITABLE_PHASES

    def role_name(self, role):
        """What the role is called here, such as “convener”; what it may do is the same everywhere."""
        return self.role_labels.get(str(int(role))) or Role(role).label

    def uses(self, tool):
        return tool in self.tools

    def is_wider_with(self, visibility):
        """Whether more people would see something of it with this visibility than do now."""
        from_fewest = (self.Visibility.HIDDEN, self.Visibility.LISTED, self.Visibility.PUBLIC)
        return from_fewest.index(visibility) > from_fewest.index(self.visibility)
