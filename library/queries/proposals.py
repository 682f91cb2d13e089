"""What a library would keep of something that was said elsewhere, before somebody has looked at it."""

from dataclasses import dataclass

from accounts.models import User
from library.models import Item

# Those of which words alone make a whole.
WRITTEN_KINDS = tuple(kind for kind in Item.Kind if kind not in (*Item.RECORDINGS, Item.Kind.LINK))


@dataclass(frozen=True)
class Author:
    """Somebody who may be named as an author: a person with an account, or somebody who is known by name alone."""

    who: User | str
    is_named: bool  # whether to name them unless somebody chooses otherwise

    @property
    def key(self) -> str:
        return f"named {self.who}" if isinstance(self.who, str) else f"person {self.who.pk}"

    def __str__(self) -> str:
        return self.who if isinstance(self.who, str) else self.who.name


@dataclass(frozen=True)
class Proposal:
    kind: str
    title: str
    markdown: str
    authors: list[Author]
    licence: str
