"""What members of the demo world call themselves, and how long they stay, by the actions that people use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from communities import actions
from communities.actions.roles import call_roles
from communities.models import Community, Membership, Role
from home.demo_world import data, rhythm
from home.demo_world.events import Event
from home.demo_world.people import People


def member_events(slug: str, people: People, ago: Callable[[float, str], datetime], now: datetime) -> Iterator[Event]:
    """What befell the members of one community; `ago` gives the moment so many days before now."""
    facts = data.read("members.toml").get(slug, {})
    if "calls" in facts:
        calls = facts["calls"]
        yield Event(ago(calls["days_ago"], calls["by"]), partial(_call, slug, people, calls))
    for row in facts.get("pauses", []):
        yield Event(ago(row["days_ago"], row["person"]), partial(_pause, slug, people, now, row))
    for row in facts.get("ends", []):
        yield Event(ago(row["days_ago"], row["by"]), partial(_end, slug, people, now, row))


def _call(slug: str, people: People, calls: dict[str, Any]) -> None:
    labels = {Role[name]: label for name, label in calls["labels"].items()}
    call_roles(Community.objects.get(slug=slug), labels=labels, actor=people[calls["by"]])


def _pause(slug: str, people: People, now: datetime, row: dict[str, Any]) -> None:
    community = Community.objects.get(slug=slug)
    actions.pause(community, until=_day(community, now, row), actor=people[row["person"]])


def _end(slug: str, people: People, now: datetime, row: dict[str, Any]) -> None:
    membership = Membership.objects.select_related("community").get(community__slug=slug, person=people[row["person"]])
    until = _day(membership.community, now, row)
    actions.set_term(membership, until=until, reason=row["reason"], actor=people[row["by"]])


def _day(community: Community, now: datetime, row: dict[str, Any]) -> datetime:
    return rhythm.at_hour(now + timedelta(days=row["until_in_days"]), 0, community.zone)
