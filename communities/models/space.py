"""Spaces and the grants on them: the only module that knows guardian."""

from enum import IntEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accounts.models import User
from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE, Role


class Reach(IntEnum):
    """How far what stands in a space is read, from the fewest on."""

    LET_IN = 0
    TEAM = 1
    MEMBERS = 2
    EVERYONE = 3


_AUDIENCES = {
    Reach.EVERYONE: _("everyone"),
    Reach.MEMBERS: _("members"),
    Reach.TEAM: _("the team"),
    Reach.LET_IN: _("those who were let in"),
}
_WHO_READS = {
    Reach.EVERYONE: _("Everyone on the web reads this."),
    Reach.MEMBERS: _("The members of %(community)s read this."),
    Reach.TEAM: _("The team of %(community)s reads this."),
    Reach.LET_IN: _("Those who were let into %(space)s read this."),
}


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, person):
        """The one access rule: the spaces whose content `person` may read.

        Derived from the space's access and its community's visibility; nothing is
        stored that could go stale.
        """
        public = Q(access=Space.Access.OPEN, community__visibility=Community.Visibility.PUBLIC)
        if not person.is_authenticated:
            return self.filter(public)
        member = Membership.objects.live_of(person)
        return self.filter(
            public
            | Q(access__in=(Space.Access.OPEN, Space.Access.MEMBERS), community__in=member.values("community"))
            | Q(access=Space.Access.TEAM, community__in=member.team().values("community"))
            | Q(pk__in=SpaceGrant.objects.live_of(person).values("content_object"))
        )

    def held_by(self, person, least):
        """Those in which `person` holds at least the role `least` of the team, as in `rules.role_in`."""
        if not person.is_authenticated:
            return self.none()
        holding = Membership.objects.live_of(person).holding(least)
        granted = SpaceGrant.objects.live_of(person).filter(role__gte=least)
        is_opened = ~Q(access=Space.Access.PRIVATE) & Q(community__in=holding.values("community"))
        return self.filter(is_opened | Q(pk__in=granted.values("content_object")))

    def writable(self):
        return self.filter(archived_at=None, community__phase__in=Community.WRITABLE_PHASES)


class Space(models.Model):
    """The only unit of access: whatever is in a community is in one of its spaces."""

    class Access(models.TextChoices):
        OPEN = "open", _("open: everyone if the community is public, else its members")
        MEMBERS = "members", _("members")
        TEAM = "team", _("team: leaders, moderators, facilitators")
        PRIVATE = "private", _("private: those who were let in")

    class Starters(models.TextChoices):
        EVERYONE = "everyone", _("everyone who takes part")
        TEAM = "team", _("the team")

    community = models.ForeignKey(Community, models.PROTECT, related_name="spaces")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    access = models.CharField(_("who may read"), max_length=10, choices=Access)
    starters = models.CharField(
        _("who may start a discussion"), max_length=10, choices=Starters, default=Starters.EVERYONE
    )
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        permissions = [("take_part", "Read, post and react in this space")]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="space_slug"),
            models.CheckConstraint(condition=Q(access__in=("open", "members", "team", "private")), name="space_access"),
            models.CheckConstraint(condition=Q(starters__in=("everyone", "team")), name="space_starters"),
        ]
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("home:space", args=[self.community.slug, self.slug])

    @property
    def space_id(self):
        return self.pk

    @property
    def is_for_all(self):
        """Whether everyone reads here, with an account or without."""
        return self.access == self.Access.OPEN and self.community.visibility == Community.Visibility.PUBLIC

    @property
    def reach(self):
        if self.is_for_all:
            return Reach.EVERYONE
        return {self.Access.TEAM: Reach.TEAM, self.Access.PRIVATE: Reach.LET_IN}.get(self.access, Reach.MEMBERS)

    @property
    def audience(self):
        """Who reads here, in a word or two."""
        return _AUDIENCES[self.reach]

    @property
    def who_reads(self):
        """The same as a sentence, for whoever writes here."""
        return _WHO_READS[self.reach] % {"community": self.community.name, "space": self.name}

    @property
    def is_writable(self):
        return self.archived_at is None and self.community.is_writable

    def is_wider_with(self, access):
        """Whether more people would read it with this access than do now."""
        from_fewest = (self.Access.PRIVATE, self.Access.TEAM, self.Access.MEMBERS, self.Access.OPEN)
        return from_fewest.index(access) > from_fewest.index(self.access)

    def opening_memberships(self):
        """The live memberships that open this space."""
        if self.access == self.Access.PRIVATE:
            return Membership.objects.none()
        live = Membership.objects.live().filter(community=self.community_id)
        return live.team() if self.access == self.Access.TEAM else live

    def people_holding(self, least):
        """Who holds at least the role `least` here, by membership or by grant."""
        members = self.opening_memberships().holding(least)
        granted = SpaceGrant.objects.live().filter(content_object=self, role__gte=least)
        return User.objects.present().filter(Q(pk__in=members.values("person")) | Q(pk__in=granted.values("user")))

    def readers(self):
        """Everyone whom `visible_to` gives this space to."""
        if self.is_for_all:
            return User.objects.present()
        return self.people_holding(Role.GUEST)


class SpaceGrantQuerySet(models.QuerySet["SpaceGrant"]):
    def live(self, at=None):
        return self.filter(Q(until=None) | Q(until__gt=at or timezone.now()))

    def live_of(self, person, at=None):
        return self.live(at).filter(user=person)

    def in_rooms_led_by(self, person):
        """Who was let in, and for how long: leaders see that also of rooms whose content they do not read."""
        if not person.is_authenticated:
            return self.none()
        led = Membership.objects.live_of(person).holding(LEAST_ROLE["lead"])
        return self.filter(content_object__community__in=led.values("community"))


class SpaceGrant(UserObjectPermissionBase):
    """Lets one person into one space, until a date; and shows the community's name, nothing else."""

    content_object = models.ForeignKey(Space, models.CASCADE, related_name="grants")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.GUEST)
    until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=60)  # why: "guest", "cohort", "step-in" and the like
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SpaceGrantQuerySet.as_manager()

    class Meta(UserObjectPermissionBase.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user", "content_object"], name="space_grant_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="space_grant_role"),
        ]
        indexes = [models.Index(fields=["user"], name="space_grant_user")]

    def __str__(self):
        return f"{self.user_id} in {self.content_object_id}"

    @property
    def space_id(self):
        return self.content_object_id

    @property
    def last_day(self):
        """Of a grant that ends, by the community's calendar."""
        return self.until and timezone.localdate(self.until, self.content_object.community.zone)

    @property
    def community_id(self):
        return self.content_object.community_id
