"""People and their profiles, as far as their reader may see them."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from communities.models import Membership
from communities.queries import says, visible_people, words_of
from core import paging
from core.markdown import plain
from forums.models import Post

PEOPLE_PER_PAGE = 24
CONTRIBUTIONS_SHOWN = 5
EXCERPT = 200  # characters

# Which of their fields each question looks into.
_SOUGHT = {"name": "display_name", "country": "country", "helps": "can_help_with", "learns": "wants_to_learn"}


def people(reader: Any, wanted: dict[str, Any], **position: Any) -> paging.Page:
    """A page of those whose profile `reader` may see, by name; every word of every question fits.

    `wanted` may have "name", "profession", "country", "helps" and "learns"; `position` is what
    `paging.asked` gave.
    """
    found = visible_people(reader)
    for asked, field in _SOUGHT.items():
        for word in words_of(wanted.get(asked) or ""):
            found = found.filter(says(word, field))
    if profession := wanted.get("profession"):
        found = found.filter(profession=profession)
    found = found.annotate(position=paging.by_name("display_name"))
    return paging.page(found, key="position", size=PEOPLE_PER_PAGE, **position)


@dataclass(frozen=True)
class Contribution:
    post: Post
    excerpt: str


@dataclass(frozen=True)
class Profile:
    """A person as one reader may see them."""

    person: User
    is_own: bool
    shared: list[Membership]  # theirs, in communities that the reader is in too
    contributions: list[Contribution]

    @property
    def work(self) -> list[str]:
        """What they filled in of it, in the order of the form."""
        person = self.person
        said = (person.get_profession_display().capitalize(), person.organisation, person.sector, person.country)
        return [words for words in said if words]


def profile(person: User, reader: Any) -> Profile:
    """What `reader`, to whom `visible_people` gives `person`, finds on their page."""
    here = Membership.objects.visible_to(reader).filter(person=person)
    posts = Post.objects.visible_to(reader).filter(author=person, deleted_at=None)
    posts = posts.select_related("discussion__space__community").order_by("-pk")
    return Profile(
        person=person,
        is_own=person == reader,
        shared=list(here.select_related("community", "representation__institution").order_by("community__name", "pk")),
        contributions=[Contribution(post, plain(post.html, EXCERPT)) for post in posts[:CONTRIBUTIONS_SHOWN]],
    )
