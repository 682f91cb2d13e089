"""What a community says in its own name, as its readers find it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, JSONObject

from communities.models import Statement
from communities.queries.standings import Standing
from core import paging
from core.markdown import plain
from core.seams import Resolved

PER_PAGE = 30
EXCERPT_LENGTH = 240  # characters

State = Statement.State


@dataclass(frozen=True)
class Statements:
    drafts: list[Statement]  # for those who write them
    published: list[Statement]
    withdrawn: list[Statement]
    may_draft: bool
    page: paging.Page


def statements_of(standing: Standing, reader: Any, **position: str) -> Statements:
    """A page of them: drafts first, the newest first; `position` is what `paging.asked` gave. One query."""
    found = Statement.objects.visible_to(reader).filter(community=standing.community).select_related("published_by")
    by_state: dict[str, list[Statement]] = {state: [] for state in State.values}
    dated = paging.by_moment(Coalesce("published_at", "created_at"))
    drafts_first = Case(When(state=State.DRAFT, then=Value("1")), default=Value("0"))
    placed = Concat(drafts_first, dated, output_field=TextField())
    page = paging.page(found.annotate(position=placed), key="position", size=PER_PAGE, descending=True, **position)
    for statement in page.rows:
        statement.community = standing.community
        by_state[statement.state].append(statement)
    return Statements(
        drafts=by_state[State.DRAFT],
        published=by_state[State.PUBLISHED],
        withdrawn=by_state[State.WITHDRAWN],
        may_draft=standing.may("draft_statements"),
        page=page,
    )


@dataclass(frozen=True)
class Spoken:
    """What stands published last in a community's own name."""

    pk: int
    title: str
    html: str
    published_at: datetime

    @property
    def excerpt(self) -> str:
        return plain(self.html, EXCERPT_LENGTH)


def latest_shown() -> Subquery:
    """For a query of communities: what `spoken` reads, or None."""
    latest = Statement.objects.standing().filter(community=OuterRef("pk"))
    fields = JSONObject(pk="pk", title="title", html="html", published_at="published_at")
    return Subquery(latest.values(shown=fields)[:1])


def spoken(shown: dict[str, Any] | None) -> Spoken | None:
    """What `latest_shown` found; for whom the inside of the community is open."""
    if shown is None:
        return None
    return Spoken(**shown | {"published_at": datetime.fromisoformat(shown["published_at"])})


def resolve_statements(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Those that `reader` may see, but for what was withdrawn."""
    found = Statement.objects.visible_to(reader).filter(pk__in=ids).exclude(state=State.WITHDRAWN)
    return {
        statement.pk: Resolved(
            title=statement.title,
            url=statement.get_absolute_url(),
            obj=statement,
            community_name=statement.community.name,
            list_id=statement.community.slug,
            thread=f"communities.statement.{statement.pk}",
        )
        for statement in found.select_related("community")
    }


def export_statements(person: Any) -> dict[str, Any]:
    """What `person` drafted, JSON-ready; what else they did to statements stands under activity."""
    drafted = Statement.objects.filter(created_by=person).select_related("community").order_by("pk")
    return {
        "statements": [
            {
                "community": statement.community.name,
                "title": statement.title,
                "text": statement.markdown,
                "at": statement.created_at.isoformat(),
                "withdrawn_because": statement.withdrawn_because,
                "corrections": [revision.reason for revision in statement.revisions.all()],
            }
            for statement in drafted.prefetch_related("revisions")
        ],
    }
