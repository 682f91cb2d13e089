from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Tally:
    """What a poll came to, where that may be shown."""

    answers: tuple[tuple[str, int], ...]  # with how often each was chosen, or its points; the leading one first
    voters: int
    is_ranked: bool = False  # points are counted
    outcome: str = ""  # what follows from it, in the words of whoever ended it


@dataclass(frozen=True)
class Contribution:
    """A post as the drafting sees it."""

    number: int  # arrival; 1 is the opening question
    parent: int | None  # number of the post it answers
    author: str  # display name; "" when anonymous
    author_key: str  # the same for all posts of one person; "" when anonymous
    kind: str  # contribution | prompt | restatement | next_question | interim_summary | poll
    markdown: str
    created_at: datetime
    reactions: int = 0  # how many people said that it was of value to them
    is_team: bool = False
    tally: Tally | None = None  # of a poll

    @property
    def is_poll(self) -> bool:
        """Whether it is answered by votes."""
        return self.kind == "poll"

    @property
    def asks_all(self) -> bool:
        """Whether it puts a question to everybody rather than saying something to one."""
        return self.kind in ("prompt", "restatement", "next_question")


class Section(StrEnum):
    ASKED = "asked"
    SAID = "said"
    VOTED = "voted"
    DIFFERING = "differing"
    OPEN = "open"
    LINKS = "links"
    PEOPLE = "people"


class Mark(StrEnum):
    """What a line is, where its section alone does not say it."""

    NONE = ""
    OBJECTIVE = "objective"
    TITLE = "title"
    RESTATED = "restated"
    NEXT = "next"
    INTERIM = "interim"
    UNQUOTED = "unquoted"
    UNANSWERED = "unanswered"
    ANNOUNCED = "announced"
    OBJECTION = "objection"


@dataclass(frozen=True)
class Quote:
    """Words of one post, taken whole or trimmed at a word with an ellipsis."""

    number: int
    author: str
    text: str


@dataclass(frozen=True)
class DraftLine:
    section: Section
    cites: tuple[int, ...]  # post numbers; never empty
    quotes: tuple[Quote, ...] = ()
    mark: Mark = Mark.NONE
    answered_by: tuple[str, ...] = ()  # names of the others who replied to the quoted post
    reactions: int = 0
    depth: int = 0  # 1: stands under the line before it, in the same branch
    posts: int = 0  # how many there are, where not all of them are cited
    tally: Tally | None = None
    label: str = ""  # a link's address, a person's name, whose view is differed from

    @property
    def text(self) -> str:
        said = (f"{q.author}: “{q.text}”" if q.author else f"“{q.text}”" for q in self.quotes)
        return " — ".join(said) or self.label


@dataclass(frozen=True)
class SharedLink:
    url: str
    title: str  # the words that carried the link; "" when the bare address was given
    author: str  # who shared it first
    cites: tuple[int, ...]


@dataclass(frozen=True)
class Voice:
    name: str
    key: str
    posts: tuple[int, ...]
    answered_by: tuple[str, ...]  # names of the others who replied to any of these posts
    reactions: int
    is_team: bool


@dataclass(frozen=True)
class Draft:
    lines: tuple[DraftLine, ...] = ()
    links: tuple[SharedLink, ...] = ()
    people: tuple[Voice, ...] = ()

    def of(self, section: Section) -> tuple[DraftLine, ...]:
        return tuple(line for line in self.lines if line.section == section)
