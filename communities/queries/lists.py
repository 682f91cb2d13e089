"""Lists of addresses: what Copse found in them, and how far they are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from accounts.queries import addresses_of
from communities.models import Community, InvitationLine, InvitationList

Verdict = InvitationLine.Verdict
LINES_PER_PAGE = 50


@dataclass(frozen=True)
class Tally:
    """How many lines there are of each kind, and how many of those to be sent are done."""

    numbers: dict[str, int]
    done: int

    @property
    def ready(self) -> int:
        return self.numbers.get(Verdict.READY, 0)

    @property
    def left_out(self) -> int:
        return sum(self.numbers.values()) - self.ready

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def kinds(self) -> list[tuple[str, Any, int]]:
        """(verdict, in words, number) of those that occur."""
        return [(each.value, each.label, self.numbers[each]) for each in Verdict if each in self.numbers]


def lists_of(community: Community, reader: Any) -> QuerySet[InvitationList]:
    """Newest first, with who handed them in and how many lines were to be sent and how many left out."""
    seen = InvitationList.objects.visible_to(reader).filter(community=community)
    ready = Count("lines", filter=Q(lines__verdict=Verdict.READY))
    left_out = Count("lines", filter=~Q(lines__verdict=Verdict.READY))
    return seen.select_related("community", "by").annotate(ready=ready, left_out=left_out).order_by("-pk")


def tally(handed_in: InvitationList) -> Tally:
    """One query."""
    rows = handed_in.lines.order_by().values("verdict")
    rows = rows.annotate(number=Count("pk"), finished=Count("pk", filter=Q(done_at__isnull=False)))
    found = {row["verdict"]: row for row in rows}
    done = found[Verdict.READY]["finished"] if Verdict.READY in found else 0
    return Tally({verdict: row["number"] for verdict, row in found.items()}, done)


def lines_of(handed_in: InvitationList, verdict: str = "") -> QuerySet[InvitationLine]:
    """Those of one kind, or all that are left out."""
    if verdict in Verdict.values:
        return handed_in.lines.filter(verdict=verdict)
    return handed_in.lines.exclude(verdict=Verdict.READY)


def export_lists(person: User) -> dict[str, Any]:
    """The lists that `person` handed in, without the others on them; and the lines of lists that name them."""
    own = InvitationList.objects.filter(by=person).select_related("community").order_by("pk")
    naming = InvitationLine.objects.alias(lower=Lower("email")).filter(lower__in=addresses_of(person))
    return {
        "lists": [
            {
                "community": each.community.name,
                "file_name": each.file_name,
                "message": each.message,
                "at": each.created_at.isoformat(),
            }
            for each in own
        ],
        "on_lists": [
            {
                "community": line.list.community.name,
                "line": line.text,
                "email": line.email,
                "verdict": line.verdict,
                "at": line.list.created_at.isoformat(),
            }
            for line in naming.select_related("list__community").order_by("pk")
        ],
    }
