from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import addresses_of
from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE, Role
from communities.models.space import Space

# What the link in the mail holds: nothing about it is stored.
_LINK = Signer(salt="communities.invitation")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self, at=None):
        """Those that can still be answered: the end is compared when read, and what is over asks nobody in."""
        return self.filter(
            state__in=Invitation.LIVE,
            expires_at__gt=at or timezone.now(),
            community__phase__in=Community.WRITABLE_PHASES,
        ).exclude(room__archived_at__isnull=False)

    def by_link(self, token):
        """The one that a link was made for; none when the link is not ours."""
        try:
            return self.filter(pk=_LINK.unsign_object(token))
        except BadSignature:
            return self.none()

    def long_over(self):
        """Those that came to nothing so long ago that nobody needs to know any more whom they went to."""
        before = timezone.now() - Invitation.REMEMBERED_FOR
        ended = Q(state__in=(Invitation.State.DECLINED, Invitation.State.REVOKED), answered_at__lte=before)
        return self.filter(ended | Q(state=Invitation.State.EXPIRED, expires_at__lte=before))

    def to_remind(self, at=None):
        """Open ones of which nobody was reminded yet, and for which it is time."""
        now = at or timezone.now()
        return self.live(now).filter(
            Q(expires_at__lte=now + (now - F("sent_at"))),  # half of its time is over
            reminded_at=None,
            sent_at__lte=now - Invitation.REMINDED_AFTER,
            expires_at__gt=now + Invitation.UNDISTURBED,
        )

    def superfluous(self):
        """Those to somebody who is in already, or who was suspended or removed."""
        holders = EmailAddress.objects.filter(verified=True).annotate(lower=Lower("email"))
        holders = holders.filter(lower=Lower(OuterRef(OuterRef("email")))).values("user")
        held = Membership.objects.filter(community=OuterRef("community"), person__in=holders)
        is_inside = Exists(held.filter(state=Membership.State.ACTIVE))
        return self.filter(Q(is_inside, room=None) | Q(Exists(held.shut_out())))

    def to(self, addresses):
        """Those to one of `addresses`, in lower case: a list or a queryset of one column."""
        return self.alias(address=Lower("email")).filter(address__in=addresses)

    def concerning(self, person):
        """Those to a confirmed address of `person`, and those that they answered."""
        return self.filter(Q(person=person) | Q(pk__in=Invitation.objects.to(addresses_of(person)).values("pk")))

    def visible_to(self, person):
        """What `person` sees of whom was asked in: their own, the team its members-to-be, leaders guests too."""
        if not person.is_authenticated:
            return self.none()
        live = Membership.objects.live_of(person)
        own = Q(invited_by=person, community__in=live.values("community"))
        members = Q(room=None, community__in=live.holding(LEAST_ROLE["invite_many"]).values("community"))
        return self.filter(own | members | Q(community__in=live.holding(LEAST_ROLE["lead"]).values("community")))


class Invitation(models.Model):
    """Asks whoever reads one e-mail address into a community or, as a guest, into one of its spaces."""

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        OPENED = "opened", _("opened")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("taken back")

    LIVE = (State.SENT, State.OPENED)
    AGAIN_AFTER = timedelta(days=1)
    REMINDED_AFTER = timedelta(days=3)
    UNDISTURBED = timedelta(days=1)  # before its end nobody is pressed
    OPEN_FOR = 14  # days, unless said otherwise
    AT_ONCE = 200  # to how many addresses
    REMEMBERED_FOR = timedelta(days=30)  # whom one went to that came to nothing

    community = models.ForeignKey(Community, models.PROTECT, related_name="invitations")
    room = models.ForeignKey(Space, models.PROTECT, null=True, related_name="invitations")  # None: as a member
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.PARTICIPANT)
    until = models.DateTimeField(_("until"), null=True, blank=True)  # end of what it gives
    message = models.TextField(_("message"), max_length=2000, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="invitations")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)  # the last time
    reminded_at = models.DateTimeField(null=True)  # by Copse itself, once
    expires_at = models.DateTimeField()  # of the invitation itself
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    from_list = models.ForeignKey("communities.InvitationList", models.PROTECT, null=True, related_name="invitations")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "community",
                "room",
                Lower("email"),
                name="invitation_one_live",
                condition=Q(state__in=("sent", "opened")),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(room=None, role__gte=Role.PARTICIPANT, role__lte=Role.LEADER)
                | Q(room__isnull=False, role=Role.GUEST),
                name="invitation_role",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(person__isnull=False), name="invitation_accepted_by_a_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(answered_at__isnull=False), name="invitation_accepted_at"
            ),
            models.CheckConstraint(condition=Q(room=None) | Q(until__isnull=False), name="invitation_of_a_guest_ends"),
            models.CheckConstraint(
                condition=Q(state__in=("sent", "opened", "accepted", "declined", "expired", "revoked")),
                name="invitation_state",
            ),
        ]
        indexes = [
            models.Index(Lower("email"), name="invitation_email"),
            models.Index(fields=["invited_by", "sent_at"], name="invitation_inviter"),
            models.Index(fields=["expires_at"], name="invitation_due", condition=Q(state__in=("sent", "opened"))),
        ]

    def __str__(self):
        return f"{self.pk} to {self.community_id}"

    def get_absolute_url(self):
        """The page that only the invited person is told of."""
        return reverse("communities:invitation", args=[self.token])

    @property
    def token(self):
        """What its links hold."""
        return _LINK.sign_object(self.pk)

    @property
    def place(self):
        """What it lets somebody into."""
        return self.room or self.community

    @property
    def space_id(self):
        """None also where it leads into a room: those whom it concerns need not be able to read there."""
        return None

    @property
    def is_live(self):
        """Whether it waits for an answer, as far as its own row says."""
        return self.state in self.LIVE and self.expires_at > timezone.now()

    @property
    def has_rested(self):
        """Whether it may be sent once more, so long after the last time."""
        return self.sent_at <= timezone.now() - self.AGAIN_AFTER

    @property
    def standing(self):
        """Its state in words: one whose time is over says so before its row does.

        Where the address is forgotten, so is whether its owner went or whether it was taken back.
        """
        if self.state == self.State.REVOKED and not self.email:
            return _("no longer open")
        is_late = self.state in self.LIVE and self.expires_at <= timezone.now()
        return self.State.EXPIRED.label if is_late else self.get_state_display()

    def mark_opened(self):
        """Somebody looked at it; a second look writes nothing."""
        if self.state != self.State.SENT:
            return
        type(self).objects.filter(pk=self.pk, state=self.State.SENT).update(
            state=self.State.OPENED, opened_at=timezone.now()
        )
