"""What a person wrote to mailing lists before they came, and whether they have said that it was them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet

from accounts.models import User
from forums.models import Discussion, ImportedMessage, ImportedSender, Post


@dataclass(frozen=True)
class Found:
    """Somebody in an archive who wrote from an address of the reader, with what the reader may read of it."""

    sender: ImportedSender
    posts: int
    threads: int
    first_at: datetime
    last_at: datetime
    latest: Post  # with its discussion


def found_for(person: Any) -> list[Found]:
    """Those not yet claimed first. Four queries."""
    senders = ImportedSender.objects.visible_to(person).select_related("space__community")
    by_id = {sender.pk: sender for sender in senders.order_by(F("claimed_at").desc(nulls_first=True), "name", "pk")}
    figures = {row.pop("sender"): row for row in _figures(list(by_id), person)}
    latest = _read(list(by_id), person).order_by("sender", "-post__created_at", "-post").distinct("sender")
    by_post = {
        row.sender_id: row.post
        for row in latest.select_related("post__discussion").defer("post__markdown", "post__html")
    }
    return [Found(by_id[pk], latest=by_post[pk], **figures[pk]) for pk in by_id if pk in figures]


def _read(senders: list[int], person: Any) -> QuerySet[ImportedMessage]:
    standing = ImportedMessage.objects.filter(sender__in=senders, post__deleted_at=None)
    return standing.filter(post__discussion__in=Discussion.objects.visible_to(person))


def _figures(senders: list[int], person: Any) -> Any:
    read = _read(senders, person).order_by().values("sender")
    return read.annotate(
        posts=Count("pk"),
        threads=Count("post__discussion", distinct=True),
        first_at=Min("post__created_at"),
        last_at=Max("post__created_at"),
    )


def posts_under(sender: ImportedSender) -> QuerySet[Post]:
    """What stands, or stood, under the name that `sender` had on the list."""
    return Post.objects.filter(sender=sender)


def posts_to_give_back(sender: ImportedSender) -> QuerySet[Post]:
    """Of what was claimed with `sender`, what whoever claimed it has not changed or taken away since."""
    claimed = Post.objects.filter(imported_message__sender=sender, author=sender.claimed_by_id, version=0)
    return claimed.exclude(deleted_by=sender.claimed_by_id)


def export_claims(person: User) -> dict[str, Any]:
    claimed = ImportedSender.objects.filter(claimed_by=person).select_related("space").order_by("pk")
    rows = [{"name": row.name, "space": row.space.name, "at": _iso(row.claimed_at)} for row in claimed]
    return {"claims": rows}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
