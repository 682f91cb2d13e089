"""The stages of a discussion as its page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.seams import Resolved
from forums.models import Discussion, MessageType, Stage
from forums.queries.resolving import resolved


@dataclass(frozen=True)
class Placed:
    """A stage with the moments at which it began or is to begin and end, as far as that can be known."""

    stage: Stage
    state: str  # "over", "now" or "ahead"
    begins: datetime | None
    ends: datetime | None

    @property
    def is_now(self) -> bool:
        return self.state == "now"

    @property
    def number(self) -> int:
        return self.stage.position

    @property
    def types(self) -> list[str]:
        return [str(MessageType(kind).label) for kind in self.stage.types]


@dataclass(frozen=True)
class Course:
    """The stages of one discussion, in their order."""

    stages: list[Placed]

    @property
    def now(self) -> Placed | None:
        return next((each for each in self.stages if each.is_now), None)

    @property
    def following(self) -> Placed | None:
        return next((each for each in self.stages if each.state == "ahead"), None)

    @property
    def over(self) -> list[Placed]:
        return [each for each in self.stages if each.state == "over"]

    @property
    def to_come(self) -> list[Placed]:
        """What can still be planned otherwise: the stage now and those ahead."""
        return [each for each in self.stages if each.state != "over"]


def course_of(discussion: Discussion, *, opening: datetime | None = None) -> Course:
    """One query. What is ahead begins where the one before ends, the first when a planned discussion opens.

    With `opening` it is the course of a planned discussion as if it opened at that moment. Where the writing was
    stopped, the stage of that moment ended with it, and nothing is ahead of which a day could be said.
    """
    cursor = opening or (discussion.opens_at if discussion.opened_at is None else None)
    is_stopped = discussion.opened_at is not None and not discussion.is_open
    placed: list[Placed] = []
    for stage in discussion.stages.all():
        if is_stopped:
            placed.append(_stopped(stage, discussion.locked_at))
            continue
        is_now = stage.pk == discussion.stage_id or (opening is not None and not placed)
        begins = stage.opens_at or cursor
        cursor = stage.ends_at or stage.ends_after(begins)
        placed.append(Placed(stage, "now" if is_now else "over" if stage.opens_at else "ahead", begins, cursor))
    return Course(placed)


def _stopped(stage: Stage, at: datetime | None) -> Placed:
    if stage.opens_at is None:
        return Placed(stage, "ahead", None, None)
    return Placed(stage, "over", stage.opens_at, min(filter(None, (stage.ends_at, at)), default=None))


def resolve_stages(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Stage.objects.visible_to(reader).filter(pk__in=ids).select_related("discussion__space__community")
    return {stage.pk: resolved(stage, stage.discussion) for stage in found}
