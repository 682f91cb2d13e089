"""The demo world is told from whatever moment it is asked for: at night, on a Sunday. Nothing of it is played here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from home.demo_world import lines
from home.demo_world.communities import new_communities
from home.demo_world.data import read
from home.demo_world.discussions import new_stories
from home.demo_world.events import Event
from home.demo_world.hellos import new_hellos
from home.demo_world.library import new_items
from home.demo_world.meetings import _Meeting, new_meetings
from home.demo_world.people import People
from home.demo_world.plans import new_plans
from home.demo_world.rooms import new_orders
from home.demo_world.series import _Date, _Series, new_series
from home.demo_world.world import first_words

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
HOURS = range(0, 7 * 24, 3)
SLUGS = set(read("communities.toml"))


class Told:
    """Everything that happens, as it is dated from `now`."""

    def __init__(self, now):
        self.people = People(now)
        self.stories = new_stories(self.people, now)
        self.events: list[Event] = [
            *new_communities(self.people, now, first_words(self.stories)),
            *new_orders(self.people, now),
            *new_hellos(self.people, now),
            *new_plans(self.people, now),
            *new_items(self.people, now),
            *new_meetings(self.people, now),
            *new_series(self.people, now),
        ]

    def of(self, slug):
        """(what happens in that community, when), the first first."""
        return sorted((event.at, name_of(event)) for event in self.events if slug_of(event) == slug)

    def meetings(self):
        """[(when, what happens)] of each meeting."""
        found = {}
        for event in self.events:
            if isinstance(owner := owner_of(event), _Meeting):
                found.setdefault(owner, []).append((event.at, name_of(event)))
        return list(found.values())

    def series(self):
        """{series: [(when, what happens, the date of it to which it happens)]}"""
        found = {}
        for event in self.events:
            owner = owner_of(event)
            series = owner if isinstance(owner, _Series) else getattr(owner, "series", None)
            if isinstance(series, _Series):
                found.setdefault(series, []).append((event.at, name_of(event), owner))
        return found

    def spoken(self) -> Iterator[datetime]:
        """When anybody writes, by their own clock."""
        zones = self.people.zones()
        yield from (said.at.astimezone(zones[said.by]) for story in self.stories for said in story.said if said.at)
        for event in self.events:
            if name_of(event) == "say":
                yield event.at.astimezone(zones[event.play.args[0]])


def name_of(event):
    return (event.play.func if isinstance(event.play, partial) else event.play).__name__


def owner_of(event):
    """The story, community or meeting of which it is told, if it is its own."""
    return getattr(event.play.func if isinstance(event.play, partial) else event.play, "__self__", None)


def slug_of(event):
    """The community in which it happens: of whoever plays it, else the first that is given to it."""
    owner = owner_of(event)
    if owner is not None:
        return owner.slug
    return next((given for given in event.play.args if isinstance(given, str) and given in SLUGS), None)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return {hours: Told(MONDAY + timedelta(hours=hours)) for hours in HOURS}


@pytest.mark.parametrize("hours", HOURS)
def test_a_community_is_founded_before_anything_happens_there(told, hours):
    for slug in SLUGS:
        happened = told[hours].of(slug)
        assert happened[0][1] == "start", slug
        names = [name for _at, name in happened]
        if "_arrange" in names:
            assert names.index("open_room") < names.index("_arrange"), slug


@pytest.mark.parametrize("hours", HOURS)
def test_a_meeting_is_planned_before_anybody_books_and_is_reminded_of(told, hours):
    meetings = told[hours].meetings()

    assert len(meetings) > 6
    for happened in meetings:
        names = [name for _at, name in sorted(happened)]
        assert names[0] == "plan"
        assert names.count("book") > 3
        assert max(at for at, _name in happened) <= told[hours].people.now
    assert any(name == "remind" for happened in meetings for _at, name in happened)


@pytest.mark.parametrize("hours", HOURS)
def test_of_a_series_two_dates_are_over_and_two_are_ahead_one_of_them_moved(told, hours):
    now = told[hours].people.now
    for series, happened in told[hours].series().items():
        first, second, moved, last = series.dates
        assert second.ends + timedelta(days=1) < now < moved.held - timedelta(days=1)
        assert len({date.begins.date() for date in series.dates} | {moved.held.date()}) == 5
        assert last.held == last.begins

        assert min(happened, key=lambda each: each[0])[1] == "plan"
        assert max(at for at, _name, _owner in happened) <= now
        booked = max(at for at, name, _owner in happened if name == "book")
        assert booked < min(at for at, name, _owner in happened if name in ("ask", "mark", "move"))
        for date in series.dates:
            names = [name for at, name, owner in sorted(happened, key=lambda each: each[0]) if owner is date]
            answers = [at for at, name, owner in happened if owner is date and name == "answer"]
            assert all(at < min(date.begins, date.held, now) for at in answers)
            assert names.count("mark") == (date in (first, second))
            assert "correct" not in names or names.index("correct") > names.index("mark")
        assert any(isinstance(owner, _Date) and name == "answer" for _at, name, owner in happened)


@pytest.mark.parametrize("hours", HOURS)
def test_people_write_by_day(told, hours):
    moments = list(told[hours].spoken())

    assert len(moments) > 600
    assert sum(not 6 <= moment.hour <= 22 for moment in moments) < len(moments) / 40
    assert sum(moment.weekday() >= 5 for moment in moments) < len(moments) / 15


@pytest.mark.parametrize("hours", HOURS)
def test_a_line_is_marked_after_its_last_post(told, hours):
    for story in told[hours].stories:
        for line in story.facts.get("lines", []):
            last = story.last_in(line["ref"])
            [marked] = lines.events_of(line, None, told[hours].people, last)
            begun = next(said.at for said in story.said if said.ref == line["ref"])
            assert begun < last < marked.at <= told[hours].people.now
