"""What meetings ask of those who run them: a date to confirm, minutes to publish."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community
from home.queries.need import Need
from home.queries.rows import Question, Row, Source, told
from meetings.models import Meeting, Minutes

UNCERTAIN = timedelta(days=21)  # before a tentative meeting
FRESH = timedelta(days=21)  # in which minutes are missed


def _tentative(asked: Question) -> QuerySet:
    found = Meeting.objects.visible_to(asked.reader).filter(state=Meeting.State.TENTATIVE, starts_at__gt=asked.now)
    return _of(asked, found.filter(starts_at__lt=asked.now + UNCERTAIN)).order_by("starts_at", "pk")


def _say_tentative(row: Row, community: Community) -> Need:
    return Need(
        title=row.title,
        why=_("Its date, %(day)s, is still tentative"),
        where="",
        verb=_("Confirm or move it"),
        url=reverse("meetings:meeting", args=[row.thing]),
        at=row.at,
    )


def _unwritten(asked: Question) -> QuerySet:
    """Meetings that were held lately, and of which nobody has published what they came to."""
    published = Minutes.objects.filter(published_at__isnull=False).values("meeting")
    found = Meeting.objects.visible_to(asked.reader).filter(state=Meeting.State.HELD, ends_at__gt=asked.now - FRESH)
    return _of(asked, found.exclude(pk__in=published)).order_by("starts_at", "pk")


def _say_unwritten(row: Row, community: Community) -> Need:
    return Need(
        title=row.title,
        why=_("It was held on %(day)s. What did it come to?"),
        where="",
        verb=_("Write the minutes"),
        url=reverse("meetings:minutes", args=[row.thing]),
        at=row.at,
    )


def _of(asked: Question, found: Any) -> QuerySet:
    theirs = found.run_by(asked.reader).filter(space__community__in=asked.using(Community.Tool.MEETINGS))
    return told(theirs, community="space__community", title=F("title"), at=F("starts_at"))


SOURCES = (
    Source("tentative", gettext_lazy("dates of meetings to confirm"), _tentative, _say_tentative),
    Source("minutes", gettext_lazy("minutes to write"), _unwritten, _say_unwritten),
)
