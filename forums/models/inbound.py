from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InboundMailQuerySet(models.QuerySet["InboundMail"]):
    def old(self, at=None):
        return self.filter(at__lte=(at or timezone.now()) - InboundMail.REMEMBERED_FOR)


class InboundMail(models.Model):
    """That a mail came in and what became of it, so that the same mail does nothing twice. Nothing of its text."""

    class Outcome(models.TextChoices):
        POSTED = "posted", _("became a post")
        ANSWERED = "answered", _("answered an invitation")
        HELD = "held", _("waits for the team")
        REFUSED = "refused", _("could not be added")
        NOT_THEIRS = "not_theirs", _("came from an address that is not the person’s")
        UNKNOWN = "unknown", _("was for no address that Copse gave out")
        AUTOMATIC = "automatic", _("was written by a machine")

    REMEMBERED_FOR = timedelta(days=90)  # mail servers give up after five

    key = models.CharField(max_length=64, unique=True)  # SHA-256 of its Message-ID and of the address that it was for
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    discussion = models.ForeignKey("forums.Discussion", models.CASCADE, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=60, blank=True)  # the name of the refusal, for whoever runs the site
    is_answered = models.BooleanField(default=False)  # by a mail that says what became of it
    at = models.DateTimeField(default=timezone.now)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        indexes = [
            models.Index(fields=["person", "-at"], name="inbound_mail_person"),
            models.Index(fields=["at"], name="inbound_mail_at"),
        ]

    def __str__(self):
        return f"{self.key[:8]}: {self.outcome}"
