"""Dates that a rhythm proposes."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from meetings.rhythm import LAST, Monthly, Weekly, proposed

TUESDAY, FRIDAY = 1, 4
FAR = date(2030, 1, 1)


def test_every_second_tuesday_begins_with_the_next_one():
    found = proposed(Weekly(TUESDAY, 2), date(2026, 12, 2), until=date(2027, 1, 10), number=60)

    assert found == [date(2026, 12, 8), date(2026, 12, 22), date(2027, 1, 5)]


def test_the_day_from_which_it_counts_is_one_of_them_where_it_fits():
    assert proposed(Weekly(TUESDAY, 2), date(2026, 12, 8), until=FAR, number=1) == [date(2026, 12, 8)]


def test_nine_to_ten_weeks_apart_takes_the_later_week_where_the_earlier_one_is_taken():
    busy = {date(2027, 3, 5)}  # nine weeks after the first

    found = proposed(Weekly(FRIDAY, 9, 10), date(2027, 1, 1), until=FAR, number=3, busy=busy)

    assert [(after - before).days // 7 for before, after in pairwise(found)] == [10, 9]


def test_where_all_of_them_are_taken_the_earliest_is_proposed_still():
    busy = {date(2027, 1, 8), date(2027, 1, 15)}

    assert proposed(Weekly(FRIDAY, 1, 2), date(2027, 1, 1), until=FAR, number=2, busy=busy)[1] == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("number", "days"),
    [
        (2, [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]),
        (4, [date(2027, 1, 26), date(2027, 2, 23), date(2027, 3, 23)]),
        (LAST, [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]),
    ],
)
def test_once_a_month_is_counted_in_the_month(number, days):
    assert proposed(Monthly(TUESDAY, number), date(2026, 12, 24), until=FAR, number=3) == days


@pytest.mark.parametrize("number", [1, 2, 3, 4, LAST])
def test_a_month_gives_one_day_of_that_weekday_each(number):
    for weekday in range(7):
        found = proposed(Monthly(weekday, number), date(2027, 12, 31), until=FAR, number=20)

        assert len({(day.year, day.month) for day in found}) == 20
        assert {day.weekday() for day in found} == {weekday}
        assert all((day.day - 1) // 7 + 1 in ((number,) if number < LAST else (4, 5)) for day in found)
        assert all((day + timedelta(weeks=1)).month != day.month for day in found if number == LAST)
