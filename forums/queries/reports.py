"""What is reported and decided, as its readers find it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communities.models import Community
from core.seams import Resolved
from forums.models import HeldPost, Post, Report, Ruling

WAITING_SHOWN = 100

_THING = (
    "community",
    "reporter",
    "person",
    "post__author",
    "post__sender",
    "post__discussion__space__community",
)


@dataclass(frozen=True)
class Case:
    """All that waits on one post or person."""

    reports: list[Report]  # the oldest first
    is_readable: bool  # whether the reader may read the space of the post

    @property
    def first(self) -> Report:
        return self.reports[0]

    @property
    def names_patient(self) -> bool:
        return any(report.kind == Report.Kind.NAMES_PATIENT for report in self.reports)


def waiting_cases(community: Community, reader: Any) -> list[Case]:
    """What waits for `reader` to decide: where a patient could be recognised first, then the oldest. Two queries."""
    waiting = Report.objects.handled_by(reader).waiting().filter(community=community)
    cases = _cases(waiting.select_related(*_THING).order_by("pk")[:WAITING_SHOWN], reader)
    return sorted(cases, key=lambda case: not case.names_patient)


def case_of(report: Report, reader: Any) -> Case | None:
    """All that waits on the same thing as `report`, or None when it is decided. Two queries."""
    same = Report.objects.handled_by(reader).waiting()
    same = same.filter(community=report.community_id, post=report.post_id, person=report.person_id)
    return next(iter(_cases(same.select_related(*_THING).order_by("pk"), reader)), None)


def _cases(reports: Iterable[Report], reader: Any) -> list[Case]:
    together: dict[tuple[int | None, int | None], list[Report]] = {}
    for report in reports:
        together.setdefault((report.post_id, report.person_id), []).append(report)
    posts = [post for post, _person in together if post]
    read = set(Post.objects.visible_to(reader).filter(pk__in=posts).values_list("pk", flat=True)) if posts else set()
    return [Case(reports, post is None or post in read) for (post, _person), reports in together.items()]


def rulings_in(community: Community, reader: Any) -> QuerySet[Ruling]:
    """What was decided, for those who handle reports."""
    found = Ruling.objects.handled_by(reader).filter(community=community)
    return found.select_related("community", "person", "by", "undone_by", "answered_by", "post__author", "post__sender")


def appeals_in(community: Community, reader: Any) -> list[Ruling]:
    """The appeals that wait for an answer, the oldest first."""
    waiting = Ruling.objects.handled_by(reader).appealed().filter(community=community).order_by("pk")
    return list(waiting.select_related("community", "person", "by", "post__author", "post__sender"))


def reports_waiting(community: Any, reader: Any) -> list[QuerySet]:
    """The reports, appeals and first posts that wait in `community`, a row or its id, for `reader`; no query yet."""
    return [
        Report.objects.handled_by(reader).waiting().filter(community=community),
        Ruling.objects.handled_by(reader).appealed().filter(community=community).exclude(by=reader),
        HeldPost.objects.handled_by(reader).filter(discussion__space__community=community),
    ]


def resolve_reports(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For those who handle them, and who made them; never for whom they are about."""
    found = Report.objects.visible_to(reader).filter(pk__in=ids).select_related(*_THING)
    return {report.pk: _resolved(report, report.get_absolute_url(), obj=report) for report in found}


def resolve_rulings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For those who handle reports, whom it is about, and who reported it.

    Whoever reported learns the outcome and its words from the context, and nothing else of it.
    """
    if not reader.is_authenticated:
        return {}
    wanted = Ruling.objects.filter(pk__in=ids).select_related(
        "community", "person", "by", "answered_by", "post__author"
    )
    seen = {ruling.pk: ruling for ruling in wanted.visible_to(reader)}
    readable = Community.objects.visible_to(reader).order_by().values("pk")
    made = wanted.filter(Q(reports__reporter=reader), community__in=readable).distinct()
    found = {ruling.pk: _resolved(ruling, ruling.community.get_absolute_url()) for ruling in made}
    found |= {ruling.pk: _resolved(ruling, ruling.get_absolute_url(), obj=ruling) for ruling in seen.values()}
    return found


def _resolved(case: Report | Ruling, url: str, **more: Any) -> Resolved:
    community = case.community
    context: dict[str, Any] = {}
    if isinstance(case, Ruling):
        context = {"is_upheld": case.is_upheld, "words": case.words, "is_post": case.post_id is not None}
    return Resolved(
        title=community.name,
        url=url,
        community_name=community.name,
        list_id=community.slug,
        thread=f"forums.{case._meta.model_name}.{case.pk}",
        context=context,
        **more,
    )


def export_reports(person: User) -> dict[str, Any]:
    """What `person` reported, what was decided about them and what they said to that, and what they decided."""
    made = Report.objects.filter(reporter=person).select_related("community", "ruling").order_by("pk")
    about = Ruling.objects.told_to(person).select_related("community").order_by("pk")
    decided = Ruling.objects.filter(Q(by=person) | Q(undone_by=person) | Q(answered_by=person))
    return {
        "reports": [
            {
                "community": report.community.name,
                "kind": report.get_kind_display(),
                "words": report.words,
                "at": report.made_at.isoformat(),
                "upheld": report.ruling and report.ruling.is_upheld,
            }
            for report in made
        ],
        "rulings": [
            {
                "community": ruling.community.name,
                "reason": ruling.words,
                "at": ruling.at.isoformat(),
                "appeal": ruling.appeal,
                "appealed_at": ruling.appealed_at and ruling.appealed_at.isoformat(),
                "answer": ruling.answer,
                "answered_at": ruling.answered_at and ruling.answered_at.isoformat(),
                "undone_at": ruling.undone_at and ruling.undone_at.isoformat(),
            }
            for ruling in about
        ],
        "rulings_made": [
            {"community": ruling.community.name, "upheld": ruling.is_upheld, "at": ruling.at.isoformat()}
            for ruling in decided.select_related("community").order_by("pk")
        ],
    }
