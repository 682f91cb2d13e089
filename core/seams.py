"""The few questions that a lower app must ask of the higher ones.

Apps answer in `AppConfig.ready`; answers run in the order of registration, in the
caller's transaction. There are no other ways to know upwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class Seam:
    """A named question with the answers that apps registered, one for each app."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answers: dict[str, Callable[..., Any]] = {}

    def register(self, app: str, answer: Callable[..., Any]) -> None:
        """Add the answer of `app`; a second one of the same app is a mistake and raises ValueError."""
        if app in self.answers:
            raise ValueError(f"{app} answers {self.name} already")
        self.answers[app] = answer

    def ask(self, *args: Any) -> dict[str, Any]:
        """Ask everyone; returns {app: answer}."""
        return {app: answer(*args) for app, answer in self.answers.items()}


@dataclass(frozen=True)
class Resolved:
    """A thing as one reader may see it: what it is called, where it is, and what its messages need."""

    title: str
    url: str
    obj: Any = None
    community_name: str = ""
    list_id: str = ""  # the community's slug: List-Id of mail about it
    thread: str = ""  # the thing that mail about it belongs to, such as "forums.discussion.7"
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answering:
    """Where an answer by mail goes, by ids that its address holds, and who will read it, as a sentence."""

    ids: tuple[int, ...]
    who_reads: str


@dataclass(frozen=True)
class CalendarPart:
    """What a mail brings for the calendar of its reader, and what is to be done with that there (RFC 6047)."""

    method: str
    content: bytes
    takes_answers: bool = False  # whether a yes, maybe or no from that calendar reaches Copse


@dataclass(frozen=True)
class Answered:
    """What became of an answer to an invitation: `refusal` says why nothing did, `notice` what else is to be known."""

    thing: Resolved | None = None  # what it was to, where they may see that
    refusal: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Said:
    """What has been said in one community so far."""

    begun: int = 0  # discussions that were opened, whatever became of them
    unfinished: int = 0  # those of them that have no summary yet
    last_at: datetime | None = None


@dataclass(frozen=True)
class Beat:
    """Something that the members of one community take part in together, from a moment on."""

    community: int
    kind: str  # and `pk` name it for `resolve`
    pk: int
    begins_at: datetime
    ends_at: datetime | None  # None: nobody has said when


@dataclass(frozen=True)
class TookPart:
    """Who took part in one community, and when: querysets of (id of a person, moment), any number of each kind."""

    gave: tuple[Any, ...] = ()  # they wrote, closed, came
    looked_on: tuple[Any, ...] = ()  # they read along


class LoneSeam:
    """A question that one app alone answers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answer: Callable[..., Any] | None = None

    def register(self, answer: Callable[..., Any]) -> None:
        """Give the one answer; a second one is a mistake and raises ValueError."""
        if self.answer is not None:
            raise ValueError(f"{self.name} is answered already")
        self.answer = answer

    def __call__(self, *args: Any) -> Any:
        if self.answer is None:
            raise LookupError(f"nobody answers {self.name}")
        return self.answer(*args)


class ResolveSeam:
    """What of these may this reader see, and what is it called: one answer for each kind of thing."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[list[int], Any], dict[int, Resolved]]] = {}
        self.narrower: set[str] = set()

    def register(
        self, kind: str, answer: Callable[[list[int], Any], dict[int, Resolved]], *, narrower: Iterable[str] = ()
    ) -> None:
        """Add the answer for `kind` (a model's label_lower); a second one raises ValueError.

        `narrower` are the verbs about it of which fewer may hear than may read its space, or only for a time.
        """
        if kind in self.answers:
            raise ValueError(f"{kind} is resolved already")
        self.answers[kind] = answer
        self.narrower |= set(narrower)

    def __call__(self, kind: str, ids: Iterable[int], reader: Any) -> dict[int, Resolved]:
        """Return {id: Resolved} of those that `reader` may see; the others are missing."""
        return self.answers[kind](list(ids), reader)


class UnseenSeam:
    """What of these has this reader not seen yet, and where does each stand: one answer for each kind of thing."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[list[int], Any], dict[int, str]]] = {}

    def register(self, kind: str, answer: Callable[[list[int], Any], dict[int, str]]) -> None:
        """Add the answer for `kind` (a model's label_lower); a second one raises ValueError."""
        if kind in self.answers:
            raise ValueError(f"{kind} is answered already")
        self.answers[kind] = answer

    def __call__(self, kind: str, ids: Iterable[int], reader: Any) -> dict[int, str]:
        """Return {id: its thread, as Resolved has it} of those that `reader` may see and has not seen, or made.

        Raises KeyError for a kind that nobody answers for.
        """
        return self.answers[kind](list(ids), reader)


membership_ended = Seam("membership_ended")  # (membership)
erasure_begins = Seam("erasure_begins")  # (person) -> rows that erasing changes, which are locked before theirs
person_erased = Seam("person_erased")  # (person)
renaming_begins = Seam("renaming_begins")  # (person) -> rows that change with their name, locked before theirs
person_renamed = Seam("person_renamed")  # (person)
person_export = Seam("person_export")  # (person) -> JSON-ready dict
left_behind = Seam("left_behind")  # (person) -> [Resolved] of what has nobody else at its head
readable_spaces = LoneSeam("readable_spaces")  # (reader) -> queryset of space ids
own_spaces = LoneSeam("own_spaces")  # (ids of people) -> [(person, community, space or None for the community itself)]
resting = LoneSeam("resting")  # (ids of people) -> {(person, community)} where they asked to be left alone
said_in = LoneSeam("said_in")  # (ids of communities) -> {community: Said}, whoever may read it
waiting = LoneSeam("waiting")  # (community, reader) -> [(what, queryset)] whose rows wait there for them
beats = Seam("beats")  # (ids of communities, since, until) -> [Beat] that begin before `until`, not over before `since`
wrote_in = Seam("wrote_in")  # (id of a space) -> ids of the people of whom something stands there
active_in = Seam("active_in")  # (id of a community, since) -> ids of the people who read or wrote something there
took_part = Seam("took_part")  # (id of a community, since) -> TookPart, which docs/levels.md is made of
taken_up = LoneSeam("taken_up")  # (ids of topics, reader) -> {topic: [Resolved]} of what takes each up
came_from = Seam("came_from")  # (ids of library items, reader) -> {item: Resolved} of what each keeps
invitation_answered = LoneSeam("invitation_answered")  # (id of a meeting, person, calendars.reading.Reply) -> Answered
calendar_part = LoneSeam("calendar_part")  # (verb, thing, reader) -> CalendarPart of a mail about it, or None
answering = LoneSeam("answering")  # (verb, thing, reader) -> Answering, or None where an answer by mail has no place
resolve = ResolveSeam()
unseen = UnseenSeam()
