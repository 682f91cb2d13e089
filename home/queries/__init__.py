"""What the pages that compose several apps show."""

from home.queries.charters import CharterPage, charter_page
from home.queries.dashboards import Dashboard, dashboard
from home.queries.directory import Directory, Landing, directory, landing
from home.queries.fronts import FrontPage, front_page, plannable
from home.queries.people import Profile, people, profile
from home.queries.places import find_community, find_readable_community, find_space, readable_spaces

__all__ = [
    "CharterPage",
    "Dashboard",
    "Directory",
    "FrontPage",
    "Landing",
    "Profile",
    "charter_page",
    "dashboard",
    "directory",
    "find_community",
    "find_readable_community",
    "find_space",
    "front_page",
    "landing",
    "people",
    "plannable",
    "profile",
    "readable_spaces",
]
