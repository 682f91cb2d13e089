"""In which order communities of the demo world show their spaces."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from communities import actions
from communities.models import Community, Space
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_orders(people: People, now: datetime) -> Iterator[Event]:
    """The orders of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("rooms.toml").items():
        if slug not in known:
            yield Event(now - timedelta(days=facts["days_ago"]), partial(_arrange, slug, facts, people))


def _arrange(slug: str, facts: dict[str, Any], people: People) -> None:
    """Move each space to its place, the first one first."""
    for place, wanted in enumerate(facts["order"]):
        space = Space.objects.select_related("community").get(community__slug=slug, slug=wanted)
        actions.move_space(space, place=place, actor=people[facts["by"]])
