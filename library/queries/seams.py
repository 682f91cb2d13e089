"""How library answers the seams."""

from datetime import datetime
from typing import Any

from accounts.models import User
from core.seams import Resolved, TookPart
from library.models import File, Item, ItemAuthor, ItemFile


def resolve_items(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Item.objects.visible_to(reader).filter(pk__in=ids).select_related("space__community")
    return {
        item.pk: Resolved(
            title=item.title,
            url=item.get_absolute_url(),
            obj=item,
            community_name=item.community.name,
            list_id=item.community.slug,
            thread=f"library.item.{item.pk}",
        )
        for item in found
    }


def took_part(community: int, since: datetime) -> TookPart:
    """Who published what stands, and who gave it a newer file."""
    there = {"item__space__community": community}
    items = Item.objects.published().filter(space__community=community, published_at__gt=since)
    newer = ItemFile.objects.filter(**there, at__gt=since, number__gt=1, item__in=Item.objects.published().values("pk"))
    return TookPart(
        gave=(
            items.order_by().values_list("contributed_by", "published_at"),
            newer.order_by().values_list("by", "at"),
        )
    )


def active_in(community: int, since: datetime) -> set[int]:
    """Who began something for its library since then."""
    begun = Item.objects.filter(space__community=community, created_at__gt=since).order_by()
    return set(begun.values_list("contributed_by", flat=True))


def export_person(person: User) -> dict[str, Any]:
    """What `person` contributed, where they are named as an author, and what they sent, JSON-ready."""
    items = Item.objects.filter(contributed_by=person).select_related("space__community").order_by("pk")
    named = ItemAuthor.objects.filter(person=person).select_related("item").order_by("pk")
    files = File.objects.filter(uploaded_by=person).order_by("pk")
    versions = ItemFile.objects.filter(by=person).select_related("item", "file").order_by("pk")
    return {
        "items": [_exported(item) for item in items.prefetch_related("authors__person", "subjects")],
        "author_of": [{"item": row.item.title} for row in named],
        "files": [
            {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256}
            | {"width": file.width, "height": file.height, "at": file.uploaded_at.isoformat()}
            for file in files
        ],
        "versions": [
            {"item": each.item.title, "number": each.number, "file": each.file.name, "note": each.note}
            | {"at": each.at.isoformat()}
            for each in versions
        ],
    }


def _exported(item: Item) -> dict[str, Any]:
    return {
        "community": item.community.name,
        "kind": item.kind,
        "title": item.title,
        "text": item.markdown,
        "url": item.url,
        "transcript": item.transcript,
        "licence": item.licence,
        "language": item.language,
        "authors": [str(author) for author in item.authors.all()],
        "subjects": [subject.label for subject in item.subjects.all()],
        "at": item.created_at.isoformat(),
        "published_at": item.published_at and item.published_at.isoformat(),
        "taken_down_because": item.taken_down_because,
    }
