"""Which communities of the demo world belong together, and what they show of what others learned."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from communities.actions.kinship import agree_link, propose_link
from communities.models import Community, CommunityLink
from forums.actions.showing import show_closing
from forums.models import Closing
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_kinship(people: People, now: datetime) -> Iterator[Event]:
    """What joins those communities with others that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("kinship.toml").items():
        if slug not in known:
            for link in facts.get("links", []):
                yield Event(_ago(now, link["days_ago"]), partial(_propose, slug, people, link))
                if "answered_by" in link:
                    yield Event(_ago(now, link["answered_days_ago"]), partial(_agree, slug, people, link))
            for shown in facts.get("shown", []):
                yield Event(_ago(now, shown["days_ago"]), partial(_show, slug, people, shown))


def _ago(now: datetime, days: float) -> datetime:
    return now - timedelta(days=days)


def _propose(slug: str, people: People, link: dict[str, Any]) -> None:
    community, other = (Community.objects.get(slug=each) for each in (slug, link["other"]))
    said = {"stands": link["stands"], "sentence": link["sentence"]}
    propose_link(community, other=other, actor=people[link["by"]], **said)


def _agree(slug: str, people: People, link: dict[str, Any]) -> None:
    ends = [Community.objects.get(slug=each) for each in (slug, link["other"])]
    waiting = CommunityLink.objects.live().select_related("upper", "lower")
    agree_link(waiting.of(ends[0]).of(ends[1]).get(), actor=people[link["answered_by"]], answer=link["answer"])


def _show(slug: str, people: People, shown: dict[str, Any]) -> None:
    closings = Closing.objects.published().filter(branch=None, discussion__space__community__slug=shown["of"])
    closing = closings.get(discussion__title=shown["title"])
    show_closing(closing, community=Community.objects.get(slug=slug), actor=people[shown["by"]])
