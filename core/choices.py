"""Long lists that several forms offer."""

import zoneinfo
from functools import cache
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zones() -> list[Any]:
    """Every clock that has a name, grouped by region for a select."""
    places: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    others = []
    for zone in sorted(zoneinfo.available_timezones() - {"UTC"}):
        region, _slash, place = zone.partition("/")
        if region in places:
            places[region].append((zone, place.replace("_", " ").replace("/", ", ")))
        else:
            others.append((zone, zone))
    return [("UTC", gettext_lazy("UTC, the same everywhere")), *places.items(), (gettext_lazy("Other names"), others)]


@cache
def languages() -> list[tuple[str, str]]:
    """The languages that people may talk in, each by its own name; countries make no difference here."""
    named = [(code, _capitalised(info["name_local"])) for code, info in LANG_INFO.items() if _is_offered(code, info)]
    return sorted(named, key=lambda language: language[1].casefold())


def _is_offered(code: str, info: dict[str, Any]) -> bool:
    return "name_local" in info and ("-" not in code or code.startswith("zh-"))


def _capitalised(name: str) -> str:
    return name[0].upper() + name[1:]
