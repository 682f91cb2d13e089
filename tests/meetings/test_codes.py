"""The code on the host's screen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import codes
from meetings.models import Meeting


@pytest.fixture
def meeting():
    return Meeting()


def test_it_is_six_digits_and_another_one_for_each_meeting_and_minute(meeting):
    now = timezone.now()
    minutes = {codes.code_of(meeting, at=now + timedelta(minutes=number)) for number in range(60)}

    assert all(len(code) == 6 and code.isdigit() for code in minutes)
    assert len(minutes) >= 59
    assert codes.code_of(Meeting(), at=now) != codes.code_of(meeting, at=now)


def test_that_of_the_minute_before_still_fits_and_no_other(meeting):
    now = timezone.now()
    shown = [codes.code_of(meeting, at=now - timedelta(minutes=number)) for number in range(3)]

    assert [codes.fits(meeting, code, at=now) for code in shown] == [True, True, False]
    assert not codes.fits(meeting, codes.code_of(meeting, at=now + timedelta(minutes=1)), at=now)


@pytest.mark.parametrize("typed", ["", "١٢٣٤٥٦", "x" * 6, "\x00"])
def test_whatever_may_be_typed_fits_not(meeting, typed):
    assert not codes.fits(meeting, typed)


def test_it_may_be_typed_in_halves(meeting):
    code = codes.code_of(meeting)

    assert codes.fits(meeting, f" {code[:3]} {code[3:]} ")
