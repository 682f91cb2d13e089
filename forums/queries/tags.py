"""The words by which a community finds what its discussions have in common, as one reader knows them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Value
from django.db.models.functions import JSONObject, Lower

from communities.models import Community, Space
from core.markdown import clean
from core.paging import Page, asked, by_name, page
from core.prepared import Prepared
from forums.models import Discussion, Tag

TAGS_PER_PAGE = 100
OFFERED = 8  # to choose from where something is planned or filtered


def tags_shown() -> ArraySubquery:
    """For a query of discussions: [{"name", "slug"}] of what stands on each."""
    own = Tag.objects.filter(discussions=OuterRef("pk")).order_by(Lower("name"))
    return ArraySubquery(own.values(shown=JSONObject(name="name", slug="slug")))


def tags_page(reader: Any, community: Community, parameters: Any) -> Page:
    """The tags of what `reader` may see there by their names, each with the `number` of discussions. One query."""
    tags = _counted(reader, community).annotate(place=by_name("name"))
    return page(tags, key="place", size=TAGS_PER_PAGE, **asked(parameters, _printable))


def _printable(text: str) -> str | None:
    return text if text and text.isprintable() else None


def tags_most_used(reader: Any, within: Community | Space) -> list[Tag]:
    """Those that stand most often on what `reader` may see there, by their names. One query."""
    return sorted(_MOST_USED(reader=reader, within=within), key=lambda tag: tag.name.lower())


def tags_to_choose(reader: Any, within: Community | Space, slug: str) -> tuple[list[Tag], Tag | None]:
    """The most used ones, and the one asked for by its address, or into which that went. One query, two for a rare one.

    Where nothing that `reader` sees has such a tag, it is one without a row: nothing is found by it.
    """
    offered, slug = tags_most_used(reader, within), clean(slug).strip()
    if not slug or any(tag.slug == slug for tag in offered):
        return offered, next((tag for tag in offered if tag.slug == slug), None)
    into = Tag.objects.filter(slug=slug, into__isnull=False).values("into")
    asked = _counted(reader, within).filter(Q(slug=slug) | Q(pk__in=into)).first()
    if asked is None:
        return offered, Tag(name=slug, slug=slug)
    return offered if asked in offered else [*offered, asked], asked


def _counted(reader: Any, within: Community | Space) -> Any:
    seen = Discussion.objects.visible_to(reader).whole()
    seen = seen.filter(space__community=within) if isinstance(within, Community) else seen.filter(space=within)
    found = Tag.objects.filter(discussions__in=seen.order_by().values("pk"))
    return found.annotate(number=Count("discussions"))


# Each list of discussions offers them.
_MOST_USED = Prepared(lambda reader, within: _counted(reader, within).order_by("-number", "slug")[:OFFERED])


def find_tag(community: str, slug: str, reader: Any) -> Tag:
    """The tag with this address in a community (its slug), or the one that it was joined with, and its community.

    Raises Tag.DoesNotExist where `reader` sees nothing that has it.
    """
    known = Tag.objects.visible_to(reader).filter(community__slug=community).select_related("community")
    return known.get(Q(slug=slug) | Q(pk__in=Tag.objects.filter(slug=slug, into__isnull=False).values("into")))


def tag_named(community: Community, name: str) -> Tag | None:
    """The tag that is called so there, in whatever case; perhaps one that was joined with another."""
    named = community.tags.alias(folded=Lower("name")).filter(folded=Lower(Value(name)))
    return named.select_related("into").first()


def knows_tag(reader: Any, community: Community, name: str) -> bool:
    """Whether `reader` sees something that has the tag which is called so there, or which that was joined with."""
    tag = tag_named(community, name)
    return tag is not None and Tag.objects.visible_to(reader).filter(pk=tag.into_id or tag.pk).exists()


def names_on(discussion: Discussion) -> str:
    """Its tags as somebody types them."""
    return ", ".join(discussion.tags.order_by(Lower("name")).values_list("name", flat=True))
