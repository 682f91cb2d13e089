"""What the library keeps of discussions, and where its items come from."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Subject
from communities.queries.subjects import subjects_of
from core.markdown import plain
from core.seams import Resolved
from forums.drafting import cited_numbers, link_citations
from forums.models import Closing, Discussion, Post, Promotion
from forums.models.post import writer_name
from forums.queries.files import with_links_to_images
from forums.queries.numbers import numbered
from forums.queries.resolving import resolved
from library.models import Item
from library.queries.proposals import Author, Proposal

Kind, Result = Item.Kind, Closing.Result

KIND_OF: dict[str, str] = {
    Result.BEST_PRACTICE: Kind.BEST_PRACTICE,
    Result.LESSON: Kind.LESSON,
    Result.SOLUTION: Kind.CASE,
    Result.IDEAS: Kind.TIP,
    Result.REFLECTION: Kind.EXPERIENCE,
    Result.KNOWLEDGE: Kind.DOCUMENT,
}
_TITLE = 80  # characters of a post that stand as its title until somebody finds a better one


def of_closing(closing: Closing) -> Proposal:
    """What a closing came to, by those whom it thanks and cites, the thanked first. Two queries."""
    discussion = closing.discussion
    thanked = [row.person for row in closing.acknowledgements.select_related("person")]
    cited = [_author_of(post) for post in closing.cited_posts.standing().select_related("author", "sender")]
    named = _once([*(person for person in thanked if person.erased_at is None), *cited])[: Item.MOST_AUTHORS]
    authors = [Author(who, is_named=True) for who in named]
    publisher = closing.published_by
    if publisher is not None and publisher not in named:
        authors.append(Author(publisher, is_named=not named))
    return Proposal(
        kind=KIND_OF.get(closing.result, Kind.DOCUMENT),
        title=discussion.title,
        markdown=_text_of(closing),
        authors=authors,
        licence=Item.Licence.RESERVED,
    )


def of_post(post: Post) -> Proposal:
    """What one post says, by whoever wrote it."""
    author = Author(_author_of(post), is_named=True)
    markdown = with_links_to_images(post.markdown, post)
    return Proposal(Kind.TIP, plain(post.html, _TITLE), markdown, [author], Item.Licence.RESERVED)


def _text_of(closing: Closing) -> str:
    """The summary with a link for each post that it cites, and what it is worth."""
    numbers = cited_numbers(closing.summary)
    found = numbered(closing.discussion, numbers)
    addresses = {number: post.get_absolute_url() for number, post in found.items()}
    text = link_citations(closing.summary, addresses)
    return f"{text.rstrip()}\n\n## {_('What it is worth')}\n\n{closing.value}\n" if closing.value else text


def _author_of(post: Post) -> User | str:
    if post.author is not None and post.author.erased_at is None:
        return post.author
    return writer_name(None, post.author.erased_at if post.author else None, post.sender.name if post.sender else None)


def _once(people: Iterable[User | str]) -> list[User | str]:
    return list(dict.fromkeys(people))


def subjects_for(discussion: Discussion) -> list[Subject]:
    """Those of its community, as far as an item has room for them."""
    return list(subjects_of(discussion.space.community))[: Subject.MOST]


def promotion_of(source: Closing | Post) -> Promotion | None:
    """By what the library keeps a closing or a post, whoever may see that."""
    kept = {"closing": source} if isinstance(source, Closing) else {"post": source}
    return Promotion.objects.filter(**kept).select_related("item").first()


def kept_of(discussion: int, reader: Any) -> dict[int, Item]:
    """Of the closings (ids) of a discussion (an id), the items that keep them and that `reader` may see. One query."""
    found = Promotion.objects.filter(closing__discussion=discussion, item__in=Item.objects.visible_to(reader))
    rows = found.select_related("item").order_by("pk")
    return {row.closing_id: row.item for row in rows if row.closing_id is not None}


def came_from(items: list[int], reader: Any) -> dict[int, Resolved]:
    """Of items (ids), the closing or the post that each keeps, where `reader` may see that. One query.

    `is_post` in the context says which of the two it is.
    """
    found = Promotion.objects.visible_to(reader).filter(item__in=items)
    found = found.select_related("closing__discussion__space", "post__discussion__space")
    return {row.item_id: resolved(row, row.discussion, is_post=row.post_id is not None) for row in found}


def resolve_promotions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Promotion.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("closing__discussion__space__community", "post__discussion__space__community")
    return {row.pk: resolved(row, row.discussion, is_post=row.post_id is not None) for row in found}


def export_kept(person: User) -> dict[str, Any]:
    """What `person` put into a library from a discussion, JSON-ready; the text is exported with the item."""
    found = Promotion.objects.filter(by=person).select_related("item", "closing__discussion", "post__discussion")
    rows = [
        {
            "item": row.item.title,
            "discussion": row.discussion.title,
            "number": row.post and row.post.number,
            "at": row.at.isoformat(),
        }
        for row in found.order_by("pk")
    ]
    return {"kept_in_library": rows}
