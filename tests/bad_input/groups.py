"""The forms by which a discussion is parted into groups, and a group reports."""

from dataclasses import replace

from django.urls import reverse

from tests.bad_input.kinds import (
    ANYTHING,
    BIDI,
    CHOICE,
    MARKUP,
    MOMENT,
    NUL,
    OPTIONAL_CHOICE,
    OPTIONAL_NUMBER,
    READERS,
    TEXT,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    Form,
    Kind,
)
from tests.forums.groups import rows_of

_NAME = Kind([TWO_MEGABYTES, "x" * 61], [*UNSEEN, MARKUP[:60], BIDI, NUL])
_OWN_TASK = Kind([TWO_MEGABYTES, "x" * 5_001], [*UNSEEN, MARKUP, BIDI, NUL])
_GROUP = {"groups-0-name": _NAME, "groups-0-task": _OWN_TASK}
_ONE = rows_of("Schools")
_SHOWN = Kind(["", "x", TWO_MEGABYTES], [NUL], is_typed=False, is_shown=False)
_TERMS = {"reports_by": MOMENT, "people_choose": CHOICE, "places": OPTIONAL_NUMBER}


def _whole(world, client):
    """The address of a discussion that is not parted."""
    return reverse("forums:groups", args=[world.discussions["commons", "open"].pk])


FORMS = {
    "forums:groups": Form(
        # Without what it was made for, it is taken for the form that makes groups, with a task and readers.
        {**_GROUP, **_TERMS, "shown": _SHOWN, "task": ANYTHING, "readers": ANYTHING},
        "commons",
        "moderator",
        valid=_ONE,
    ),
    "forums:groups rows": Form(
        dict.fromkeys([*_GROUP, *_TERMS, "task", "readers", "row"], ANYTHING),
        "commons",
        "moderator",
        valid=_ONE,
        address=lambda world, client: f"{_whole(world, client)}?rows=1",
    ),
    "forums:groups new": Form(
        {**_GROUP, "task": TEXT, "readers": READERS} | _TERMS,
        "commons",
        "moderator",
        valid={**rows_of("Wards", "Practices"), "task": "Bring back three points."},
        address=_whole,
    ),
    "forums:group-people": Form({}, "commons", "moderator"),
    "forums:group-deal": Form({"among": replace(CHOICE, is_shown=False)}, "commons", "moderator", refusals=(302,)),
    "forums:group-take-in": Form({"person": replace(OPTIONAL_NUMBER, is_shown=False)}, "commons", refusals=(302,)),
    "forums:group-rapporteur": Form({"person": OPTIONAL_CHOICE}, "commons"),
    "forums:group-join": Form({}, "commons"),
    "forums:group-leave": Form({}, "commons"),
    "forums:group-report": Form({"text": TEXT, "submission": UUID, "readers": READERS}, "commons"),
}
