"""How often communities of the demo world mean to begin something new, and when they rest."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from communities.actions.rhythm import add_break, set_rhythm
from communities.models import Community
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_rhythms(people: People, now: datetime) -> Iterator[Event]:
    """The rhythms of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("rhythms.toml").items():
        if slug not in known:
            yield Event(now - timedelta(days=facts["days_ago"]), partial(_set, slug, facts, people))
            for rest in facts["breaks"]:
                yield Event(now - timedelta(days=rest["days_ago"]), partial(_rest, slug, rest, people, now))


def _set(slug: str, facts: dict[str, Any], people: People) -> None:
    set_rhythm(
        Community.objects.get(slug=slug),
        actor=people[facts["by"]],
        version=0,
        discussion_weeks=facts["discussion_weeks"],
        most_open=facts.get("most_open"),
    )


def _rest(slug: str, rest: dict[str, Any], people: People, now: datetime) -> None:
    community = Community.objects.get(slug=slug)
    today = timezone.localdate(now, timezone=community.zone)
    add_break(
        community,
        actor=people[rest["by"]],
        begins_on=today + timedelta(days=rest["begins_in"]),
        ends_on=today + timedelta(days=rest["ends_in"]),
        word=rest["word"],
    )
