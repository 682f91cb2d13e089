from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE


class FacilitationNoteQuerySet(models.QuerySet["FacilitationNote"]):
    def visible_to(self, person):
        """Notes on the members of communities in whose team `person` is, but none on themselves.

        Whom a note is about gets it with the export of their own data.
        """
        if not person.is_authenticated:
            return self.none()
        knowing = Membership.objects.live_of(person).holding(LEAST_ROLE["know_members"])
        return self.filter(membership__community__in=knowing.values("community")).exclude(membership__person=person)


class FacilitationNote(models.Model):
    """What the team keeps of a member’s knowledge, experience and interests, to draw them in (P47)."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="facilitation_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=2000)
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)

    objects = FacilitationNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "submission"], name="facilitation_note_once")]
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.author_id} of {self.membership_id}"

    @property
    def community_id(self):
        return self.membership.community_id

    @property
    def space_id(self):
        return None
