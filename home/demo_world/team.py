"""What teams of the demo world note of members, whom a leader asks to lead, and who reads along without a word."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from communities.actions.handover import offer_leadership
from communities.actions.notes import note_of_member
from communities.models import Community, Membership
from forums.actions.discussions import mark_read
from forums.models import Discussion
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def team_events(slug: str, people: People, ago: Callable[[float, str], datetime]) -> Iterator[Event]:
    """What one community's team did; `ago` gives the moment so many days before now, by somebody's clock."""
    facts = data.read("team.toml").get(slug, {})
    for row in facts.get("notes", []):
        yield Event(ago(row["days_ago"], row["by"]), partial(_note, slug, people, row))
    for days, keys in facts.get("readers", []):
        for key in keys.split():
            yield Event(ago(days, key), partial(_read, slug, people, key))
    for row in facts.get("asks", []):
        yield Event(ago(row["days_ago"], row["by"]), partial(_ask, slug, people, row))


def _note(slug: str, people: People, row: dict[str, Any]) -> None:
    membership = Membership.objects.select_related("community").get(community__slug=slug, person=people[row["on"]])
    submission = uuid5(NAMESPACE_URL, f"{slug} {row['on']} {row['text']}")
    note_of_member(membership, text=row["text"], submission=submission, actor=people[row["by"]])


def _read(slug: str, people: People, key: str) -> None:
    """They open what is open just then, and see the first page of it."""
    person = people[key]
    found = Discussion.objects.visible_to(person).filter(space__community__slug=slug, state=Discussion.State.OPEN)
    if discussion := found.exclude(reading_positions__person=person).order_by("-opened_at").first():
        mark_read(discussion, actor=person, before=None, shown=range(1, 21))


def _ask(slug: str, people: People, row: dict[str, Any]) -> None:
    wish = {"afterwards": row["afterwards"], "word": row["word"]}
    offer_leadership(Community.objects.get(slug=slug), to=people[row["to"]], actor=people[row["by"]], **wish)
