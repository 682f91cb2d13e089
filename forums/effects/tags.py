"""What follows of itself for the tags of discussions."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Community
from forums.effects.pages import renew_pages
from forums.errors import TooManyTags
from forums.models import Discussion, Tag
from forums.queries.tags import tag_named


def keep_tags(discussion: Discussion, names: Sequence[str], *, by: User) -> None:
    """Let these and nothing else stand on the discussion, each as its community has spelt it before.

    One that was joined with another stands for that where `by` knows it, else for itself again. Assumes that the
    community's row is locked, so that nobody joins two of them meanwhile. Raises TooManyTags.
    """
    community = discussion.space.community
    tags = {_tag(community, name, by) for name in names}
    if len(tags) > Tag.MOST:
        raise TooManyTags(_("At most %(number)s tags: choose what matters most.") % {"number": Tag.MOST})
    discussion.tags.set(tags)


def _tag(community: Community, name: str, by: User) -> Tag:
    found = tag_named(community, name)
    if found is None:
        return Tag.objects.create(community=community, name=name)
    if found.into is None or Tag.objects.visible_to(by).filter(pk=found.into.pk).exists():
        return found.into or found
    found.into = None
    found.save(update_fields=["into"])
    return found


def call_tag(tag: Tag, name: str, *, former: Tag | None) -> None:
    """`former` was joined with it and goes by this name, which it gives back.

    Assumes that the community and the discussions with this tag are locked.
    """
    if former is not None and former != tag:
        former.delete()
    tag.name = name
    tag.save(update_fields=["name"])
    renew_pages(tag.discussions.all())


def join_tags(tag: Tag, kept: Tag) -> None:
    """Let `kept` stand wherever `tag` does, and what leads to `tag` lead there. Assumes the same as `call_tag`."""
    renew_pages(tag.discussions.all())
    kept.discussions.add(*tag.discussions.all())
    tag.discussions.clear()
    tag.former.update(into=kept)
    tag.into = kept
    tag.save(update_fields=["into"])
