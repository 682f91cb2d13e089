"""For the processes that fault and browser tests start: beat ticks each second, and "discussion.told" has words."""

from tests.settings import *

CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 1} for name, entry in CELERY_BEAT_SCHEDULE.items()}
TEMPLATES[0]["DIRS"] = [BASE_DIR / "tests" / "notifications" / "templates", *TEMPLATES[0]["DIRS"]]
