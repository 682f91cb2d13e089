"""Forms of series of meetings, and of people from outside."""

from dataclasses import replace

from tests.bad_input.kinds import (
    ANYTHING,
    BIDI,
    CHOICE,
    DAY,
    LONG_ADDRESS,
    MARKUP,
    NO_MOMENTS,
    NUL,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    Form,
    Kind,
)
from tests.bad_input.meetings import ABOUT, RUN, TIME

OPTIONAL_DAY = Kind(NO_MOMENTS, [""])
DATES = {
    "time_zone": CHOICE,
    "dates-0-day": replace(DAY, refused=DAY.refused[1:]),  # of a row without a day nothing is said
    "dates-0-begins": TIME,
    "dates-0-ends": TIME,
    "dates-0-which": OPTIONAL_CHOICE,
    "is_tentative": ANYTHING,
    "anyway": replace(ANYTHING, odd=[value for value in ANYTHING.odd if len(value) <= 64]),
    "submission": UUID,
}
GUESTS = Kind([*UNSEEN, "nobody at all", MARKUP, BIDI, NUL, LONG_ADDRESS, TWO_MEGABYTES])
BESIDE = {"person": ANYTHING, "role": ANYTHING}  # of the other form on its page

FORMS = {
    "meetings:series-plan": Form(
        {**ABOUT, **DATES, "space": CHOICE, "begins_on": OPTIONAL_DAY, "ends_on": OPTIONAL_DAY}, by="moderator"
    ),
    "meetings:series-add": Form(DATES, **RUN),
    "meetings:series-book": Form(place="members"),
    "meetings:series-programme": Form(
        dict.fromkeys(("begins_on", "ends_on", "begins_before", "ends_before"), OPTIONAL_DAY), **RUN
    ),
    "meetings:series-call-off": Form({"reason": OPTIONAL_LINE}, **RUN),
    "meetings:guests-ask": Form({"guests": GUESTS, **BESIDE}, **RUN),
    "meetings:guest-come": Form({"zone": ANYTHING}),
    "meetings:guest-maybe": Form({"zone": ANYTHING}),
    "meetings:guest-decline": Form({"reason": OPTIONAL_LINE, "zone": ANYTHING}),
    "meetings:guest-myself": Form(refusals=(403,)),
}
