"""Long lists that several forms offer."""

import unicodedata
import zoneinfo
from functools import cache
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

# Those that Django's table calls by their English names.
OWN_NAMES = {"eu": "Euskara", "km": "ខ្មែរ", "kn": "ಕನ್ನಡ", "mn": "Монгол", "pa": "ਪੰਜਾਬੀ"}


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
    offered = {code: info["name_local"] for code, info in LANG_INFO.items() if _is_offered(code, info)} | OWN_NAMES
    named = [(code, _capitalised(name)) for code, name in offered.items()]
    return sorted(named, key=lambda language: _without_accents(language[1]))


def own_name(code: str) -> str:
    """What a language calls itself, as `languages` has it."""
    return dict(languages()).get(code, code)


def _without_accents(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))


def _is_offered(code: str, info: dict[str, Any]) -> bool:
    return "name_local" in info and ("-" not in code or code.startswith("zh-"))


def _capitalised(name: str) -> str:
    return name[0].title() + name[1:]  # in title case: Georgian has capitals, but begins no word with one
