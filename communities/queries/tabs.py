"""The pages of a community that a reader may open, of whichever app: a new page gets its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Community
from communities.queries.standings import Standing


@dataclass(frozen=True)
class Tab:
    """One page, and who is shown the way to it."""

    key: str
    title: Any
    address: str  # its name; it takes the community's slug
    is_for: Callable[[Standing], bool]
    waiting: Callable[[Standing], int] | None = None  # how much waits there for them


@dataclass(frozen=True)
class Group:
    """Pages that belong together and share one tab, each with a place in the row beneath it."""

    title: Any
    tabs: tuple[Tab, ...]


def _inside(standing: Standing) -> bool:
    return standing.sees_inside


def _works_with(tool: str) -> Callable[[Standing], bool]:
    return lambda standing: standing.sees_inside and standing.community.uses(tool)


def _members(standing: Standing) -> bool:
    return standing.role is not None


def _leaders(standing: Standing) -> bool:
    return standing.is_leader


def _team(standing: Standing) -> bool:
    return standing.is_in_team


def _settles(standing: Standing) -> bool:
    return standing.is_leader and standing.community.is_writable


def _answers_requests(standing: Standing) -> bool:
    return standing.answers_requests and standing.community.admission == Community.Admission.REQUEST


def _handles_reports(standing: Standing) -> bool:
    return standing.handles_reports


def _sees_invitations(standing: Standing) -> bool:
    return standing.sees_invitations


GROUPS = (
    Group(_("About"), (Tab("about", _("About"), "home:community", _inside),)),
    Group(_("Charter"), (Tab("charter", _("Charter"), "home:charter", _inside),)),
    Group(
        _("Discussions"),
        (Tab("discussions", _("Discussions"), "home:discussions", _works_with(Community.Tool.DISCUSSIONS)),),
    ),
    Group(_("What we learned"), (Tab("learned", _("What we learned"), "forums:learned", _inside),)),
    Group(
        _("Plan"),
        (
            Tab("plan", _("Action plan"), "communities:plan", _works_with(Community.Tool.PLAN)),
            Tab("topics", _("What we want to learn"), "communities:topics", _works_with(Community.Tool.AGENDA)),
        ),
    ),
    Group(
        _("People"),
        (
            Tab("members", _("Members"), "communities:members", _members),
            Tab("roles", _("Roles"), "communities:roles", _inside),
        ),
    ),
    Group(
        _("Running it"),
        (
            Tab("requests", _("Requests"), "communities:requests", _answers_requests, lambda s: s.waiting_requests),
            Tab("reports", _("Reports"), "forums:reports", _handles_reports, lambda s: s.waiting_reports),
            Tab("invitations", _("Invitations"), "communities:invitations", _sees_invitations),
            Tab("questions", _("Questions"), "communities:questions", _leaders),
            Tab("spaces", _("Spaces"), "communities:spaces", _leaders),
            Tab("life", _("Life"), "communities:life", _team),
            Tab("settings", _("Settings"), "communities:settings", _settles),
        ),
    ),
)


@dataclass(frozen=True)
class Shown:
    """A tab as one reader sees it: where it leads, what waits behind it, and whether they are there."""

    key: str
    title: Any
    address: str
    waiting: int | None  # None where nothing is counted
    is_current: bool


@dataclass(frozen=True)
class Row:
    """The row of tabs, and the one beneath it for what belongs together with the current page."""

    tabs: list[Shown]
    group: Any = ""
    beneath: tuple[Shown, ...] = ()


def tabs_for(standing: Standing, current: str) -> Row:
    """What `standing` shows the way to; `current` is the key of the page they are on."""
    found = Row([])
    for group in GROUPS:
        tabs = [tab for tab in group.tabs if tab.is_for(standing)]
        is_here = any(tab.key == current for tab in tabs)
        if len(tabs) == 1:
            found.tabs.append(_shown(tabs[0], standing, current))
        elif tabs:
            counts = [] if is_here else [_waiting(tab, standing) or 0 for tab in tabs]  # the row beneath says it
            found.tabs.append(Shown("", group.title, tabs[0].address, sum(counts), is_here))
        if is_here and len(tabs) > 1:
            found = Row(found.tabs, group.title, tuple(_shown(tab, standing, current) for tab in tabs))
    return found


def _shown(tab: Tab, standing: Standing, current: str) -> Shown:
    return Shown(tab.key, tab.title, tab.address, _waiting(tab, standing), tab.key == current)


def _waiting(tab: Tab, standing: Standing) -> int | None:
    return tab.waiting(standing) if tab.waiting else None
