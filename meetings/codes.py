"""The code on the host's screen with which people say that they are here: it changes each minute."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from meetings.models import Meeting

STEP = 60  # seconds
DIGITS = 6


def code_of(meeting: Meeting, *, at: datetime | None = None) -> str:
    """What the screen shows at that moment."""
    return _code(meeting, _step(at))


def fits(meeting: Meeting, typed: str, *, at: datetime | None = None) -> bool:
    """Whether `typed` is the code of this minute or of the one before; spaces between its digits are forgiven."""
    said, step = "".join(typed.split()), _step(at)
    # Both are compared, whichever is right, so that the time it takes says nothing.
    found = [constant_time_compare(said, _code(meeting, each)) for each in (step, step - 1)]
    return any(found)


def seconds_left(at: datetime | None = None) -> int:
    """How long the screen shows this code."""
    return STEP - int((at or timezone.now()).timestamp()) % STEP


def _step(at: datetime | None) -> int:
    return int((at or timezone.now()).timestamp()) // STEP


def _code(meeting: Meeting, step: int) -> str:
    """A key of its own for each meeting and each minute, so that no code says anything of another one."""
    mac = salted_hmac("meetings.codes", f"{meeting.uid.hex}:{step}", secret=settings.SECRET_KEY, algorithm="sha256")
    return str(int.from_bytes(mac.digest()[:8]) % 10**DIGITS).zfill(DIGITS)
