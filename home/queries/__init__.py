"""What the pages that compose several apps show."""

from home.queries.dashboards import Dashboard, dashboard
from home.queries.directory import Directory, Landing, directory, landing, languages_spoken
from home.queries.fronts import FrontPage, front_page, plannable
from home.queries.people import Profile, people, profile

__all__ = [
    "Dashboard",
    "Directory",
    "FrontPage",
    "Landing",
    "Profile",
    "dashboard",
    "directory",
    "front_page",
    "landing",
    "languages_spoken",
    "people",
    "plannable",
    "profile",
]
