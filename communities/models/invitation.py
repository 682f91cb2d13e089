from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.roles import Role
from communities.models.space import Space


class Invitation(models.Model):
    """Asks whoever reads one e-mail address into a community or, as a guest, into one of its spaces.

    The key to it is not stored: the link in the mail is signed (see `communities.invitation_links`).
    """

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        OPENED = "opened", _("opened")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("taken back")

    LIVE = (State.SENT, State.OPENED)

    community = models.ForeignKey(Community, models.PROTECT, related_name="invitations")
    space = models.ForeignKey(Space, models.PROTECT, null=True, related_name="invitations")  # None: as a member
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.PARTICIPANT)
    until = models.DateTimeField(_("until"), null=True, blank=True)  # end of what it gives
    message = models.TextField(_("message"), max_length=2000, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="invitations")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()  # of the invitation itself
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "community",
                "space",
                Lower("email"),
                name="invitation_one_live",
                condition=Q(state__in=("sent", "opened")),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(space=None, role__gte=Role.PARTICIPANT) | Q(space__isnull=False, role=Role.GUEST),
                name="invitation_role",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(person__isnull=False), name="invitation_accepted_by_a_person"
            ),
        ]
        indexes = [models.Index(Lower("email"), name="invitation_email")]

    def __str__(self):
        return f"{self.pk} to {self.community_id}"
