"""How the charters of the demo world came to be, by the actions that people use."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from communities import actions
from communities.models import Community, ExpectedResult
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def charter_events(slug: str, people: People, ago: Callable[[float, str], datetime]) -> Iterator[Event]:
    """What was written into the charter of one community; `ago` gives the moment so many days before now."""
    for line in data.read("charters.toml").get(slug, []):
        yield Event(ago(line["days_ago"], line["by"]), partial(_write, slug, people, line))


def _write(slug: str, people: People, line: dict[str, Any]) -> None:
    community = Community.objects.select_related("charter").get(slug=slug)
    actor = people[line["by"]]
    if "writes" in line:
        values = line["values"] if "values" in line else _results(line["results"])
        wish = {"version": community.charter.version, "values": values, "why": line.get("why", "")}
        actions.write_section(community, line["writes"], actor=actor, **wish)
    elif "watches" in line:
        leader = community.memberships.order_by("-role", "joined_at")[0].person
        actions.entrust_result(_result(community, line["watches"]), person=actor, actor=leader)
    elif "entrusts" in line:
        actions.entrust_result(_result(community, line["result"]), person=people[line["entrusts"]], actor=actor)
    elif "moves" in line:
        result = _result(community, line["moves"])
        actions.move_result(result, state=line["state"], actor=actor, why=line["why"])
    else:
        shown = {"title": line["title"], "url": line["url"]}
        actions.add_evidence(_result(community, line["shows"]), actor=actor, **shown)


def _result(community: Community, place: int) -> ExpectedResult:
    return community.results.select_related("community").get(position=place)


def _results(rows: list[dict[str, str]]) -> dict[str, str]:
    """The three places of the section, empty where there is no row."""
    padded = [*rows, {"text": "", "measure": ""}, {"text": "", "measure": ""}][:3]
    places = enumerate(padded, start=1)
    return {f"{name}_{place}": row[name] for place, row in places for name in ("text", "measure")}
