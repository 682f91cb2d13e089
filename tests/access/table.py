"""The rows of all apps, joined; what they mean stands in tests/access/letters.py."""

from tests.access.rows import (
    accounts,
    announcing,
    anonymous,
    attendance,
    calendars,
    charters,
    claims,
    communities,
    feeds,
    files,
    forums,
    groups,
    guests,
    home,
    kinds,
    kinship,
    library,
    life,
    lines,
    list_archives,
    meeting_reminders,
    meetings,
    moves,
    notifications,
    order,
    pacing,
    people,
    plan,
    polls,
    prompts,
    reactions,
    reports,
    rhythm,
    series,
    site,
    steering,
    tags,
    unsent,
    voices,
    welcoming,
)
from tests.access.world import LIKE, POSTING, POSTING_LIKE, SUBJECTS

APPS = (
    home,
    communities,
    kinds,
    kinship,
    charters,
    life,
    people,
    plan,
    library,
    meetings,
    series,
    guests,
    attendance,
    meeting_reminders,
    calendars,
    forums,
    feeds,
    files,
    groups,
    lines,
    list_archives,
    moves,
    claims,
    polls,
    prompts,
    reactions,
    reports,
    rhythm,
    tags,
    notifications,
    order,
    pacing,
    anonymous,
    accounts,
    announcing,
    unsent,
    voices,
    welcoming,
    site,
    steering,
)


def joined(kind):
    """What the apps say of their addresses; each address belongs to one of them."""
    rows = [row for app in APPS for row in getattr(app, kind).items()]
    assert len(dict(rows)) == len(rows), "an address stands in the rows of two apps"
    return dict(rows)


def whole(rows, subjects, like):
    """The same with a letter for each of `subjects`: a row that leaves out the last gives them those of others."""
    short = len(subjects) - len(like)
    missing = [subjects.index(like[subject]) for subject in subjects[short:]]
    return {
        name: {
            place: tuple(row if len(row) > short else row + "".join(row[column] for column in missing) for row in three)
            for place, three in places.items()
        }
        for name, places in rows.items()
    }


GET, POST, ADDRESS = joined("GET"), joined("POST"), joined("ADDRESS")
GET, POST = whole(GET, SUBJECTS, LIKE), whole(POST, POSTING, POSTING_LIKE)


def shown_place(name, subject):
    """Where somebody is shown a page of a public community at this address, and not led on; else any place."""
    return next((place for place in GET[name] if _is_shown_at(place, name, subject)), next(iter(GET[name])))


def is_shown(name, subject):
    return any(_is_shown_at(place, name, subject) for place in GET[name])


def _is_shown_at(place, name, subject):
    return GET[name][place][0][SUBJECTS.index(subject)] == "2"
