"""The texts that the teams of the demo world use again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from communities.models import Community
from forums import actions
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_saved_replies(people: People, now: datetime) -> Iterator[Event]:
    """Of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("saved_replies.toml").items():
        if slug not in known:
            for said in facts["saved"]:
                yield Event(now - timedelta(days=said["days_ago"]), partial(_save, slug, people, said))


def _save(slug: str, people: People, said: dict[str, Any]) -> None:
    community = Community.objects.get(slug=slug)
    actions.save_reply(community, actor=people[said["by"]], title=said["title"], markdown=said["text"].strip())
