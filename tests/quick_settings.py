"""For the processes that fault and browser tests start: what beat wakes within a minute it wakes each second, the rest
each ten, and "discussion.told" has words."""

from tests.settings import *


def _quickened(entry):
    is_often = isinstance(entry["schedule"], int) and entry["schedule"] <= 60  # seconds
    return {**entry, "schedule": 1 if is_often else 10}


CELERY_BEAT_SCHEDULE = {name: _quickened(entry) for name, entry in CELERY_BEAT_SCHEDULE.items()}
TEMPLATES[0]["DIRS"] = [BASE_DIR / "tests" / "notifications" / "templates", *TEMPLATES[0]["DIRS"]]
