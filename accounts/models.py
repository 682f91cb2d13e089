import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

# Latin letters that do not fall into a plain letter and its accent, as a handle needs them.
WHOLE_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ŧ": "t", "ħ": "h", "ŋ": "n", "ə": "e"}
    | {"Ø": "o", "Ł": "l", "Đ": "d", "Ð": "d", "Ŧ": "t", "Ħ": "h", "Ŋ": "n", "Ə": "e"}
    | {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
)


class UserQuerySet(models.QuerySet["User"]):
    def present(self):
        """People who have not been erased and may sign in."""
        return self.filter(erased_at=None, is_active=True)

    def on_terms_with(self, person):
        """Without those whom `person` has blocked, and those who have blocked them."""
        blocks = Block.objects.order_by()
        return self.exclude(
            Q(pk__in=blocks.filter(person=person.pk).values("blocked"))
            | Q(pk__in=blocks.filter(blocked=person.pk).values("person"))
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        """Create a person who signs in with `email`; without a password only a mailed code opens."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Never deleted: erasure blanks the row, so that what they wrote keeps its place."""

    class Profession(models.TextChoices):
        NURSING = "nursing", _("nursing")
        MEDICINE = "medicine", _("medicine")
        MIDWIFERY = "midwifery", _("midwifery")
        PHARMACY = "pharmacy", _("pharmacy")
        DENTISTRY = "dentistry", _("dentistry")
        ALLIED = "allied", _("allied health profession")
        PSYCHOLOGY = "psychology", _("psychology")
        SOCIAL_WORK = "social_work", _("social work")
        SIMULATION = "simulation", _("simulation")
        PUBLIC_HEALTH = "public_health", _("public health")
        EDUCATION = "education", _("education")
        MANAGEMENT = "management", _("management")
        OTHER = "other", _("other")

    class ProfileAudience(models.TextChoices):
        FELLOWS = "fellows", _("people who share a community with me")
        MEMBERS = "members", _("everyone who is signed in")
        NOBODY = "nobody", _("nobody")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    handle = models.SlugField(max_length=60, unique=True, editable=False)
    display_name = models.CharField(_("name"), max_length=80)
    profession = models.CharField(_("profession"), max_length=20, choices=Profession, blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    bio = models.TextField(_("about me"), max_length=2000, blank=True)
    interests = models.TextField(_("interests"), max_length=500, blank=True)
    can_help_with = models.TextField(_("I can help with"), max_length=500, blank=True)
    takes_questions = models.BooleanField(_("members may ask me when a question fits"), default=True)
    wants_to_learn = models.TextField(_("I want to learn"), max_length=500, blank=True)
    is_simulation_educator = models.BooleanField(_("simulation educator"), null=True, blank=True)
    is_lay_member = models.BooleanField(_("patient, carer or lay member"), default=False)
    works_in_industry = models.BooleanField(_("works in industry"), default=False)
    declared_interests = models.TextField(_("declared interests"), max_length=1000, blank=True)
    avatar = models.CharField(max_length=200, blank=True, editable=False)  # storage key
    profile_audience = models.CharField(
        _("who may see my profile"), max_length=10, choices=ProfileAudience, default=ProfileAudience.FELLOWS
    )
    is_staff = models.BooleanField(_("site staff"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    has_blocked = models.BooleanField(default=False, editable=False)  # anybody: so that pages need not ask
    returned_from = models.EmailField(max_length=254, blank=True, editable=False)  # their address, if letters came back
    agreed_to = models.DateField(null=True, editable=False)  # version of the newest document at the last consent
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(is_active=False), name="user_erased_is_inactive"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.handle:
            self.handle = self._new_handle()
        super().save(*args, **kwargs)

    def _new_handle(self):
        # The tail keeps two people of one name apart without asking the database first. Everybody has one: were it only
        # for namesakes, signing up would tell who else of that name is here.
        tail = get_random_string(5, "abcdefghjkmnpqrstuvwxyz23456789")
        return f"{slugify(self.display_name.translate(WHOLE_LETTERS))[:50] or 'person'}-{tail}"

    @property
    def name(self):
        return self.display_name if self.erased_at is None else str(_("Former member"))

    @property
    def handle_once_erased(self):
        return f"former-{self.pk}"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        """The first word of the name, for a greeting."""
        return (self.name.split() or [""])[0]

    @property
    def mail_comes_back(self):
        """Whether letters to the address that they have now came back, so that none are sent."""
        return bool(self.returned_from) and self.returned_from == self.email

    @property
    def introduction(self):
        """What fellow members read beneath the name, unless this person keeps it to themselves."""
        if self.profile_audience == self.ProfileAudience.NOBODY:
            return ""
        profession = "" if self.profession == self.Profession.OTHER else self.get_profession_display().capitalize()
        return ", ".join(filter(None, [profession, self.organisation, self.country]))

    @property
    def zone(self):
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except zoneinfo.ZoneInfoNotFoundError:  # names of zones come and go with the machine's data
            return zoneinfo.ZoneInfo("UTC")


class Consent(models.Model):
    """That a person agreed to one version of a document."""

    class Document(models.TextChoices):
        TERMS = "terms", _("terms of use")
        PRIVACY = "privacy", _("what Copse keeps")

    person = models.ForeignKey(User, models.CASCADE, related_name="consents")
    document = models.CharField(max_length=10, choices=Document)
    version = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "document", "version"], name="consent_once"),
        ]

    def __str__(self):
        return f"{self.document} {self.version}"


class Block(models.Model):
    """That `person` wants to hear nothing of `blocked`, who is not told."""

    person = models.ForeignKey(User, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(person=F("blocked")), name="block_of_somebody_else"),
        ]

    def __str__(self):
        return f"{self.person_id} blocks {self.blocked_id}"
