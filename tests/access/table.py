"""The rows of all apps, joined; what they mean stands in tests/access/letters.py."""

from tests.access.rows import (
    accounts,
    charters,
    communities,
    forums,
    home,
    life,
    notifications,
    people,
    plan,
    reports,
    site,
)
from tests.access.world import SUBJECTS

APPS = (home, communities, charters, life, people, plan, forums, reports, notifications, accounts, site)


def joined(kind):
    """What the apps say of their addresses; each address belongs to one of them."""
    rows = [row for app in APPS for row in getattr(app, kind).items()]
    assert len(dict(rows)) == len(rows), "an address stands in the rows of two apps"
    return dict(rows)


GET, POST, ADDRESS = joined("GET"), joined("POST"), joined("ADDRESS")


def shown_place(name, subject):
    """Where somebody is shown a page of a public community at this address, and not led on; else any place."""
    column = SUBJECTS.index(subject)
    return next((place for place, rows in GET[name].items() if rows[0][column] == "2"), next(iter(GET[name])))
