"""Who takes part how much, for the team to thank and to invite back: docs/levels.md says what the levels mean (G19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import ActionComment, Community, LearningTopic, Membership, PlanVoice
from communities.queries.standings import Standing
from core import paging
from core.seams import TookPart

WINDOW = timedelta(weeks=12)
CORE_WEEKS = 4  # in so many of these weeks somebody gave something
NEWCOMER = timedelta(weeks=4)  # that long nobody is called anything

Level = Membership.Level

MEANINGS = {
    Level.CORE: _("Gave something in at least four of the last twelve weeks."),
    Level.ACTIVE: _("Gave something in the last twelve weeks: a post, a summary, a comment on the plan."),
    Level.PERIPHERAL: _("Read along in the last twelve weeks, and wrote nothing. That is taking part too."),
    Level.QUIET: _("Neither read nor wrote in the last twelve weeks."),
}
ADVICE = {
    Level.CORE: _("Thank them by name where a discussion closes, and ask there who would like to share the work."),
    Level.ACTIVE: _("Answer what they write, and ask them for what they know best."),
    Level.PERIPHERAL: _("Leave them in peace. A question that fits what they know is a good invitation."),
    Level.QUIET: _(
        "Perhaps time is short, or the topics have moved on. Ask one or two by name what they would come back for."
    ),
}


def counted(at: datetime | None = None) -> QuerySet[Membership]:
    """Live memberships that get a level: of those who are no newcomers and do not pause, where something goes on."""
    at = at or timezone.now()
    settled = Membership.objects.live(at).filter(joined_at__lte=at - NEWCOMER).exclude(paused_until__gt=at)
    return settled.filter(community__phase__in=Community.WRITABLE_PHASES)


def took_part(community: int, since: datetime) -> TookPart:
    """Who commented on the action plan, answered it, or proposed what to learn."""
    comments = ActionComment.objects.filter(item__community=community, at__gt=since)
    voices = PlanVoice.objects.filter(plan__community=community, at__gt=since)
    topics = LearningTopic.objects.filter(community=community, created_at__gt=since)
    return TookPart(
        gave=(
            comments.order_by().values_list("author", "at"),
            voices.order_by().values_list("person", "at"),
            topics.order_by().values_list("proposed_by", "created_at"),
        )
    )


@dataclass(frozen=True)
class LevelGroup:
    """Those of one level, in the order of the alphabet; `number` of them in all, `members` are the first."""

    level: Membership.Level
    members: Sequence[Any]
    number: int

    @property
    def meaning(self) -> Any:
        return MEANINGS[self.level]

    @property
    def advice(self) -> Any:
        return ADVICE[self.level]


def _in_alphabetical_order(standing: Standing) -> QuerySet[Membership]:
    """With `place`, which no two share."""
    rows = standing.community.memberships.filter(pk__in=counted().values("pk")).exclude(level="")
    return rows.annotate(place=paging.by_name("person__display_name")).select_related("person")


def levels_of(standing: Standing, *, most: int) -> list[LevelGroup]:
    """The four groups, each with its first `most` members. One query."""
    rows = _in_alphabetical_order(standing).annotate(
        turn=Window(RowNumber(), partition_by=F("level"), order_by="place"),
        number=Window(Count("pk"), partition_by=F("level")),
    )
    found: dict[str, list[Any]] = {}
    for row in rows.filter(turn__lte=most).order_by("level", "turn"):
        found.setdefault(row.level, []).append(row)
    return [LevelGroup(level, found.get(level, []), found[level][0].number if level in found else 0) for level in Level]


def level_page(standing: Standing, level: str, *, size: int, **asked: Any) -> paging.Page:
    """A page of those of one level."""
    return paging.page(_in_alphabetical_order(standing).filter(level=level), key="place", size=size, **asked)
