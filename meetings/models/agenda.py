from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, person):
        """Those of meetings that `person` sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(person))


class AgendaItem(models.Model):
    """One thing that a meeting does, in its order: what kind of thing, for how long, and who brings it (H16)."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("welcome")
        TALK = "talk", _("talk")
        DISCUSSION = "discussion", _("discussion")
        PRESENTATION = "presentation", _("participants present")
        GROUP_WORK = "group_work", _("group work")
        EXERCISE = "exercise", _("exercise")
        CASE = "case", _("case")
        REFLECTION = "reflection", _("reflection")
        BREAK = "break", _("break")
        OTHER = "other", _("something else")

    MOST = 30

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("what"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    presenter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    presenter_name = models.CharField(max_length=120, blank=True)  # of somebody from outside

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_in_order"),
            models.CheckConstraint(
                condition=Q(presenter=None) | Q(presenter_name=""), name="agenda_item_one_presenter"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def who(self):
        """The name of whoever brings it, empty where nobody is named."""
        return self.presenter.name if self.presenter_id else self.presenter_name

    @property
    def said(self):
        """What it says: its kind, title, minutes, and who brings it, by the id or the name."""
        return self.kind, self.title, self.minutes, self.presenter_id or self.presenter_name
