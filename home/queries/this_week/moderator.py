"""What is a moderator's: discussions that begin well, get answers and end with what was learned; and order (P24)."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community
from communities.queries import Standing
from forums.models import Discussion
from home.queries.needs import Need, institution_need, report_need, request_need, steering
from home.queries.rows import Question, Row, Source, told

AT_A_TURN = 4  # discussions that are named, so that what else waits has room
PATIENCE = timedelta(days=2)  # with which a question may wait for its first answer


def _unanswered(asked: Question) -> QuerySet:
    found = Discussion.objects.visible_to(asked.reader).whole().without_answer()
    found = found.filter(space__community__in=asked.ids, opened_at__lt=asked.now - PATIENCE)
    return told(found, community="space__community", title=F("title"), slug=F("slug"), at=F("opened_at")).order_by(
        "opened_at"
    )


def _say_unanswered(row: Row, community: Community) -> Need:
    return Need(
        title=row.title,
        why=_("Somebody asked, and nobody has answered since %(day)s"),
        where="",
        verb=_("Answer, or ask somebody who may know"),
        url=reverse("forums:discussion", args=[row.thing, row.slug]),
        at=row.at,
    )


def _none_yet(asked: Question) -> QuerySet:
    """Where nobody has begun or planned a discussion; to say hello is none, nor is what came from a mailing list."""
    begun = Discussion.objects.awake().filter(space__community=OuterRef("pk"), introductions_of=None)
    found = Community.objects.filter(~Exists(begun), pk__in=asked.using(Community.Tool.DISCUSSIONS))
    found = found.exclude(phase=Community.Phase.CONCLUDING)
    return told(found, community="pk").order_by("pk")


def _say_none_yet(row: Row, community: Community) -> Need:
    return Need(
        title=_("There is no discussion yet"),
        why=_("One question that many can answer from their own work is enough to begin with."),
        where="",
        verb=_("Plan the first one"),
        url=reverse("home:discussions", args=[community.slug]),
    )


def waiting_now(standing: Standing) -> Iterator[Need]:
    """What its own pages count: requests, reports, appeals and institutions; then the first discussions at a turn.

    One query beyond their counts.
    """
    if standing.waiting_requests:
        yield request_need(standing.community, standing.waiting_requests)
    if standing.waiting_reports:
        yield report_need(standing.community, standing.waiting_reports)
    if standing.waiting_institutions:
        yield institution_need(standing.community, standing.waiting_institutions)
    yield from islice(steering(standing.reader, standing.community), AT_A_TURN)


NONE_YET = Source("no-discussion", gettext_lazy("a first discussion to plan"), _none_yet, _say_none_yet)
SOURCES = (
    NONE_YET,
    Source("unanswered", gettext_lazy("a question without an answer"), _unanswered, _say_unanswered),
)
