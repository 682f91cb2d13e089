"""One item as a reader finds it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.models import ExpectedResult, Role, Subject
from communities.queries import seen_profiles
from communities.queries.subjects import in_order
from communities.rules import role_in
from core import seams
from core.choices import own_name
from core.seams import Resolved
from library.formats import Family
from library.models import Item, ItemAuthor, ItemFile
from library.rules import (
    may_discard,
    may_edit,
    may_publish,
    may_put_back,
    may_read_versions,
    may_take_down,
)


@dataclass(frozen=True)
class ItemPage:
    item: Item
    reader: Any
    role: Role | None
    authors: list[ItemAuthor]
    profiles: set[int]  # of the people whose profile the reader may see
    subjects: list[Subject]
    versions: list[ItemFile]  # the newest first
    result: ExpectedResult | None
    source: Resolved | None  # what was said of which it is kept, where the reader may see that

    @property
    def latest(self) -> ItemFile | None:
        return self.versions[0] if self.versions else None

    @property
    def earlier(self) -> list[ItemFile]:
        is_theirs = self.role is not None and may_read_versions(self.reader, self.item, role=self.role)
        return self.versions[1:] if is_theirs else []

    @property
    def shown_as(self) -> str:
        """ "image", "audio" or "video" where the file stands in the page itself."""
        found = self.latest.file.format if self.latest else None
        return found.family if found and found.family in (Family.IMAGE, Family.AUDIO, Family.VIDEO) else ""

    @property
    def language(self) -> str:
        return own_name(self.item.language)

    @property
    def citation(self) -> str:
        """How to name it elsewhere: who, when, what, where."""
        item = self.item
        names = ", ".join(str(author) for author in self.authors)
        when = item.published_at or item.created_at
        return _("%(names)s (%(year)s). %(title)s. %(community)s. %(address)s") % {
            "names": names,
            "year": when.year,
            "title": item.title,
            "community": item.community.name,
            "address": f"{settings.SITE_URL}{item.get_absolute_url()}",
        }

    @cached_property
    def may(self) -> dict[str, bool]:
        if self.role is None:
            return {}
        about = (self.reader, self.item)
        is_out = self.item.is_taken_down
        return {
            "edit": may_edit(*about, role=self.role),
            "publish": self.item.is_draft and may_publish(*about, role=self.role),
            "discard": self.item.is_draft and may_discard(*about, role=self.role),
            "take_down": not self.item.is_draft and not is_out and may_take_down(*about, role=self.role),
            "put_back": is_out and may_put_back(*about, role=self.role),
        }

    @property
    def kind(self) -> str:
        return capfirst(self.item.get_kind_display())


def item_page(item: Item, reader: Any) -> ItemPage:
    """Of an item that `reader` may see. Eight queries at most."""
    authors = list(item.authors.select_related("person"))
    people = [author.person_id for author in authors if author.person_id]
    role = role_in(reader, item.space) if reader.is_authenticated else None
    results = ExpectedResult.objects.visible_to(reader).filter(pk=item.result_id) if item.result_id else []
    return ItemPage(
        item=item,
        reader=reader,
        role=role,
        authors=authors,
        profiles=seen_profiles(people, reader) if people else set(),
        subjects=list(in_order(item.subjects.all())),
        versions=list(item.files.select_related("file", "by")),
        result=next(iter(results), None),
        source=_source(item, reader),
    )


def _source(item: Item, reader: Any) -> Resolved | None:
    """What it keeps, where `reader` may see that; one app at most says so."""
    answers = seams.came_from.ask([item.pk], reader).values()
    return next((answer[item.pk] for answer in answers if item.pk in answer), None)
