"""Forms of meetings."""

from dataclasses import replace

from tests.bad_input.kinds import (
    ANYTHING,
    BIDI,
    CHOICE,
    DAY,
    LINE,
    MARKUP,
    NUL,
    NUMBER,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    OPTIONAL_NUMBER,
    OPTIONAL_TEXT,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    WEB_ADDRESS,
    Form,
    Kind,
)

ADDRESS = Kind([value for value in WEB_ADDRESS.refused if value not in UNSEEN and value != NUL], ["", *UNSEEN])
TIME = Kind(["", "rubbish", "25:00", "9" * 99, "\x00"])
PRESENTER = Kind([TWO_MEGABYTES, "x" * 121, "@nobody-here"], [*UNSEEN, MARKUP, BIDI, NUL])
READER = Kind([*UNSEEN, "nobody at all", MARKUP, TWO_MEGABYTES], [BIDI, NUL])
WHEN = {"day": DAY, "begins": TIME, "ends": TIME, "time_zone": CHOICE} | {
    "which": OPTIONAL_CHOICE,
    "which_end": OPTIONAL_CHOICE,
}
ABOUT = {
    "kind": CHOICE,
    "title": LINE,
    "markdown": OPTIONAL_TEXT,
    "place": OPTIONAL_LINE,
    "link": ADDRESS,
    "link_before": OPTIONAL_CHOICE,
    "capacity": replace(OPTIONAL_NUMBER, refused=["0", "5001", *OPTIONAL_NUMBER.refused]),
    "offer_hours": OPTIONAL_CHOICE,
    "reflection": OPTIONAL_LINE,
}
ITEMS = {
    "agenda-0-kind": CHOICE,
    "agenda-0-title": LINE,
    "agenda-0-presenter": PRESENTER,
    "agenda-0-minutes": OPTIONAL_NUMBER,
}
MINUTES = {"markdown": OPTIONAL_TEXT, "decisions": OPTIONAL_TEXT, "follows": OPTIONAL_TEXT, "recording": ADDRESS}
BESIDE = {"person": ANYTHING}  # of the other form on its page
RUN = {"place": "members", "by": "moderator"}
STALE = RUN | {"refusals": (422, 409)}

FORMS = {
    "meetings:plan": Form(
        {**WHEN, **ABOUT, "space": CHOICE, "is_tentative": ANYTHING, "submission": UUID}, by="moderator"
    ),
    "meetings:change": Form({**ABOUT, "version": NUMBER, "seen": ANYTHING}, **STALE),
    "meetings:confirm": Form(**RUN),
    "meetings:move": Form({**WHEN, "version": NUMBER, "seen": ANYTHING}, **STALE),
    "meetings:call-off": Form({"reason": OPTIONAL_LINE}, **RUN),
    "meetings:seat-book": Form(place="members"),
    "meetings:seat-maybe": Form(place="members"),
    "meetings:seat-decline": Form(place="members"),
    "meetings:seat-take": Form(place="offering"),
    "meetings:seat-give-back": Form({"reason": OPTIONAL_LINE}, place="members"),
    "meetings:seat-watch": Form(place="members"),
    "meetings:seat-unwatch": Form(place="members"),
    "meetings:agenda": Form({**ITEMS, "version": NUMBER, "seen": ANYTHING}, **STALE),
    "meetings:minutes": Form({**MINUTES, "version": NUMBER}, **STALE),
    "meetings:minutes-publish": Form({"version": ANYTHING}, **RUN),
    "meetings:minutes-keep": Form({"kind": CHOICE, "title": LINE, "authors": CHOICE, "licence": CHOICE}, **RUN),
    "meetings:people-add": Form({"person": READER, "role": CHOICE}, **RUN),
    "meetings:people-add-several": Form({"people": READER, "role": CHOICE, **BESIDE}, **RUN),
    "meetings:role": Form({"role": CHOICE}, refusals=(302,), **RUN),
    "meetings:take-off": Form(**RUN),
}
