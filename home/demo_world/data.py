"""What the data files say, in the shape in which the world asks for it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from home.demo_world import rhythm

DATA = Path(__file__).resolve().parents[1] / "demo"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text())


@dataclass
class Said:
    """One post. `place` is its place in the data, `parent` the place of what it answers."""

    place: int
    by: str
    text: str
    parent: int | None = None
    ref: str = ""
    kind: str = ""
    type: str | None = None  # what its writer called it, where the stage asked
    first: str = ""  # what it said before its author changed it
    is_withdrawn: bool = False
    report: dict[str, str] | None = None  # who reported it, how, and what was decided
    is_today: bool = False
    days_ago: float | None = None
    day: float | None = None  # since the opening
    at: datetime | None = None


class Story:
    """One discussion of the data files, with each post at its moment."""

    def __init__(self, name: str, facts: dict[str, Any], now: datetime) -> None:
        self.name, self.facts, self.now = name, facts, now
        self.opened = now - timedelta(days=facts["days_ago"])
        self.closed = now - timedelta(days=facts["closed_days_ago"]) if "closed_days_ago" in facts else None
        self.said = list(_said(facts.get("posts", [])))

    @property
    def submission(self) -> UUID:
        return uuid5(NAMESPACE_URL, self.name)

    @property
    def people(self) -> set[str]:
        """Everyone without whom it could not be told."""
        keys = {self.facts["planned_by"], *(said.by for said in self.said)}
        keys.update(self.facts.get("follow", []), self.facts.get("mute", []))
        reports = [said.report for said in self.said if said.report]
        keys.update(report[who] for report in reports for who in ("by", "decided_by") if who in report)
        if "groups" in self.facts:
            keys |= {key for group in self.facts["groups"]["of"] for key in group["people"]}
        if "moved" in self.facts:
            keys.add(self.facts["moved"]["by"])
        return keys | ({self.facts["closed_by"]} if "closed_by" in self.facts else set())

    def stages_ended(self) -> Iterator[datetime]:
        """When each stage has had its days and a minute, as long as that is past."""
        at = self.opened
        for stage in self.facts.get("stages", []):
            if "days" not in stage or (at := at + timedelta(days=stage["days"], minutes=1)) >= self.now:
                return
            yield at

    def places(self) -> dict[str, int]:
        return {said.ref: said.place for said in self.said if said.ref}

    def last_in(self, ref: str) -> datetime:
        """When the last was said in the line that begins with the post called so."""
        line: dict[int | None, datetime | None] = {}
        for said in self.said:
            if said.ref == ref or said.parent in line:
                line[said.place] = said.at
        return max(at for at in line.values() if at)

    def date(self, zones: dict[str, Any]) -> None:
        """Give each post of the past its moment, later than what it answers and than the answer before it."""
        self.opened = rhythm.awake(self.opened, zones[self.facts["planned_by"]], self.now, self.name)
        if self.closed:
            self.closed = rhythm.awake(self.closed, zones[self.facts["closed_by"]], self.now, self.name)
        last = (self.closed or self.now) - timedelta(minutes=40)
        past = [said for said in self.said if not said.is_today]
        roots = [said for said in past if said.parent is None]
        end = self.now - timedelta(days=self.facts.get("until_days_ago", 0.5))
        planned = rhythm.spread(self.opened, end, [self._fixed(said) for said in roots], self.name)
        moments = {root.place: moment for root, moment in zip(roots, planned, strict=True)}
        floors: dict[int | None, datetime] = {}  # by what is answered: later than the answer before
        for said in past:
            asked = self.opened if said.parent is None else self.said[said.parent].at or self.opened
            floor = max(asked + rhythm.READING, asked if said.parent is None else floors.get(said.parent, asked))
            moment = moments.get(said.place) or self._fixed(said) or asked + rhythm.pause(self.name, said.place)
            about = (self.name, said.place)
            said.at = max(floor, rhythm.awake(max(floor, moment), zones[said.by], last, *about))
            floors[said.parent] = said.at + rhythm.READING
        past.sort(key=lambda said: (said.at, said.place))
        moved = rhythm.before(last, [said.at for said in past if said.at], self.name)
        for said, at in zip(past, moved, strict=True):
            said.at = at

    def _fixed(self, said: Said) -> datetime | None:
        if said.days_ago is not None:
            return self.now - timedelta(days=said.days_ago)
        return None if said.day is None else self.opened + timedelta(days=said.day)


def _said(posts: list[dict[str, Any]]) -> Iterator[Said]:
    """The posts in the order of the data. An answer is [who, text]; each ">" before who is one level deeper."""
    places: dict[str, int] = {}
    place = -1
    for facts in posts:
        place += 1
        answers = facts.pop("answers", [])
        parent = places[facts.pop("to")] if "to" in facts else None
        said = Said(place, parent=parent, **facts)
        if said.days_ago == 0:
            said.is_today = True
        if said.ref:
            places[said.ref] = place
        yield said
        levels = [place]
        for who, text in answers:
            depth = min(who.count(">"), len(levels) - 1)
            place += 1
            yield Said(place, by=who.strip("> "), text=text, parent=levels[depth])
            levels[depth + 1 :] = [place]
