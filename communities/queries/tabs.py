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
class TabGroup:
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


def _runs(standing: Standing) -> bool:
    return standing.is_in_team and standing.community.is_writable


def _settles(standing: Standing) -> bool:
    return standing.may("lead")


def _answers_requests(standing: Standing) -> bool:
    return standing.answers_requests and standing.community.admission == Community.Admission.REQUEST


def _handles_reports(standing: Standing) -> bool:
    return standing.handles_reports


def _answers_questions(standing: Standing) -> bool:
    return standing.holds("answer_questions") and standing.community.uses(Community.Tool.DISCUSSIONS)


def _steers(standing: Standing) -> bool:
    return standing.holds("run_discussion") and standing.community.uses(Community.Tool.DISCUSSIONS)


def _brings_in_lists(standing: Standing) -> bool:
    return standing.may("lead", tool=Community.Tool.DISCUSSIONS)


def _knows_members(standing: Standing) -> bool:
    return standing.knows_members and standing.community.is_writable


def _sees_invitations(standing: Standing) -> bool:
    return standing.sees_invitations


GROUPS = (
    TabGroup(_("About"), (Tab("about", _("About"), "home:community", _inside),)),
    TabGroup(_("Activity"), (Tab("activity", _("Activity"), "home:activity", _inside),)),
    TabGroup(
        _("Charter"),
        (
            Tab("charter", _("Charter"), "home:charter", _inside),
            Tab("progress", _("Progress"), "home:progress", _inside),
        ),
    ),
    TabGroup(
        _("Discussions"),
        (
            Tab("discussions", _("All discussions"), "home:discussions", _works_with(Community.Tool.DISCUSSIONS)),
            Tab("tags", _("Tags"), "forums:tags", _works_with(Community.Tool.DISCUSSIONS)),
            Tab("archive", _("By month"), "forums:archive", _works_with(Community.Tool.DISCUSSIONS)),
        ),
    ),
    TabGroup(_("What we learned"), (Tab("learned", _("What we learned"), "forums:learned", _inside),)),
    TabGroup(
        _("Meetings"), (Tab("meetings", _("Meetings"), "meetings:meetings", _works_with(Community.Tool.MEETINGS)),)
    ),
    TabGroup(_("Library"), (Tab("library", _("Library"), "library:items", _works_with(Community.Tool.LIBRARY)),)),
    TabGroup(
        _("Plan"),
        (
            Tab("plan", _("Action plan"), "communities:plan", _works_with(Community.Tool.PLAN)),
            Tab("topics", _("What we want to learn"), "communities:topics", _works_with(Community.Tool.AGENDA)),
            Tab("rhythm", _("Rhythm"), "home:rhythm", _members),
        ),
    ),
    TabGroup(
        _("Voices"),
        (
            Tab("surveys", _("Surveys"), "evaluation:surveys", _works_with(Community.Tool.SURVEYS)),
            Tab("suggestions", _("Suggestions"), "communities:suggestions", _members),
            Tab("announcements", _("Announcements"), "communities:announcements", _members),
            Tab("statements", _("Statements"), "communities:statements", _inside),
        ),
    ),
    TabGroup(
        _("People"),
        (
            Tab("members", _("Members"), "communities:members", _members),
            Tab("newcomers", _("Newcomers"), "forums:newcomers", _members),
            Tab("roles", _("Roles"), "communities:roles", _inside),
            Tab("neighbours", _("Neighbours"), "home:neighbours", _inside),
            Tab(
                "institutions",
                _("Institutions"),
                "communities:institutions",
                _members,
                lambda standing: standing.waiting_institutions,
            ),
        ),
    ),
    TabGroup(
        _("Running it"),
        (
            Tab("this-week", _("This week"), "home:this-week", _runs),
            Tab("requests", _("Requests"), "communities:requests", _answers_requests, lambda s: s.waiting_requests),
            Tab("reports", _("Reports"), "forums:reports", _handles_reports, lambda s: s.waiting_reports),
            Tab(
                "column",
                _("Columnists"),
                "forums:columnist-desk",
                _answers_questions,
                lambda standing: standing.waiting_questions,
            ),
            Tab("saved-replies", _("Saved replies"), "forums:saved-replies", _steers),
            Tab("invitations", _("Invitations"), "communities:invitations", _sees_invitations),
            Tab("list-archive", _("List archive"), "forums:list-archive", _brings_in_lists),
            Tab("levels", _("Taking part"), "communities:levels", _knows_members),
            Tab("questions", _("Questions"), "communities:questions", _leaders),
            Tab("spaces", _("Spaces"), "communities:spaces", _leaders),
            Tab("life", _("Life"), "communities:life", _team),
            Tab("leading", _("Help"), "communities:leading", _team),
            Tab("settings", _("Settings"), "communities:settings", _settles),
            Tab("audit", _("Changes"), "communities:audit", _leaders),
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
