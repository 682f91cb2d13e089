"""Long lists that several forms offer."""

import zoneinfo
from functools import cache
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zones() -> list[Any]:
    """The clocks of today's places, each once, grouped by region for a select."""
    places: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in sorted(_zones_of_places()):
        region, _slash, place = zone.partition("/")
        if region in places:
            places[region].append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", gettext_lazy("UTC, the same everywhere")), *places.items()]


def _zones_of_places() -> set[str]:
    """The zones of the database's table of countries; without that table every zone that it knows."""
    for directory in zoneinfo.TZPATH:
        table = Path(directory) / "zone.tab"
        if table.is_file():
            lines = table.read_text(encoding="utf-8").splitlines()
            return {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return zoneinfo.available_timezones()


@cache
def languages() -> list[tuple[str, str]]:
    """The languages that people may talk in, each by its own name; countries make no difference here."""
    named = [(code, _capitalised(info["name_local"])) for code, info in LANG_INFO.items() if _is_offered(code, info)]
    return sorted(named, key=lambda language: language[1].casefold())


def _is_offered(code: str, info: dict[str, Any]) -> bool:
    return "name_local" in info and ("-" not in code or code.startswith("zh-"))


def _capitalised(name: str) -> str:
    return name[0].upper() + name[1:]
