import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE


def folded(words):
    """`words` in small letters, without accents, signs and doubled spaces: two that are alike in this are one."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


class Institution(models.Model):
    """A university, a hospital, a charity: what somebody may be here for, and who may run a community (P1, H36)."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("university or school")
        HOSPITAL = "hospital", _("hospital or practice")
        AUTHORITY = "authority", _("health service or authority")
        PROFESSIONAL = "professional", _("professional body")
        PATIENTS = "patients", _("patient or carer group")
        CHARITY = "charity", _("charity or foundation")
        NETWORK = "network", _("network")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    country = models.CharField(_("country"), max_length=60)
    website = models.URLField(_("website"), max_length=300, blank=True)
    key = models.CharField(max_length=400, unique=True, editable=False)  # name and country, accents forgiven
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )  # None: site staff
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse another writing of one that is there; `key` is made of what the form asks, so no field checks it."""
        same = Institution.objects.filter(key=self.key_of(self.name, self.country)).exclude(pk=self.pk).first()
        if same:
            said = _("%(name)s, %(country)s is there already. Two that mean the same can be merged.")
            raise ValidationError({"name": said % {"name": same.name, "country": same.country}})

    def save(self, *args, **kwargs):
        self.key = self.key_of(self.name, self.country)
        super().save(*args, **kwargs)

    @staticmethod
    def key_of(name, country):
        return f"{folded(name)} | {folded(country)}"[: Institution._meta.get_field("key").max_length]


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def visible_to(self, person):
        """In communities of `person`’s: their own, what is confirmed, and all for those who confirm."""
        if not person.is_authenticated:
            return self.none()
        own = Membership.objects.live_of(person)
        confirming = own.holding(LEAST_ROLE["confirm_institutions"]).values("community")
        shown = Q(membership__in=own.values("pk")) | Q(state=Representation.State.CONFIRMED)
        shown |= Q(membership__community__in=confirming)
        return self.filter(shown, membership__in=Membership.objects.visible_to(person).values("pk"))

    def waiting(self):
        return self.filter(state=Representation.State.SAID)

    def confirmable_by(self, person):
        """Those that wait for the word of `person`: moderators and leaders; of themselves leaders alone."""
        own = Membership.objects.live_of(person)
        here = own.holding(LEAST_ROLE["confirm_institutions"]).values("community")
        led = own.holding(LEAST_ROLE["lead"]).values("community")
        others = ~Q(membership__person=person) | Q(membership__community__in=led)
        return self.waiting().filter(others, membership__in=Membership.objects.live(), membership__community__in=here)

    def confirmed(self):
        return self.filter(state=Representation.State.CONFIRMED)


class Representation(models.Model):
    """That a member is in a community for an institution; a badge once the team has confirmed it (P1)."""

    class State(models.TextChoices):
        SAID = "said", _("waits to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("not confirmed")

    MOST_A_DAY = 5  # that one member says in one community: each time its team is told

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="representation")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="representations")
    state = models.CharField(max_length=10, choices=State, default=State.SAID)
    said_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="said", answered_at=None)
                | Q(state__in=("confirmed", "declined"), answered_at__isnull=False),
                name="representation_answered_at",
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} for {self.institution_id}"

    def get_absolute_url(self):
        return reverse("communities:institutions", args=[self.community.slug])

    @property
    def community(self):
        return self.membership.community

    @property
    def community_id(self):
        return self.membership.community_id

    @property
    def space_id(self):
        return None

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED
