"""Drafting the closing of a long discussion, in a process of its own, so that its memory can be told."""

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass

from bench.peak import peak

POSTS, TITLE = 10_000, "To be drafted"


@dataclass(frozen=True)
class Drafted:
    seconds: float
    peak: float  # megabytes


def ensure() -> None:
    """Seed the discussion, where it is not there yet."""
    from accounts.models import User
    from bench import seed
    from forums.models import Discussion

    if not Discussion.objects.filter(title=TITLE).exists():
        space = Discussion.objects.get(title="Seeded short").space
        people = list(User.objects.values_list("pk", flat=True)[:200])
        seed.seed_discussion(space, TITLE, POSTS, people, random.Random(3))


def draft_apart() -> Drafted:
    """Draft it in a process that does nothing else, by the settings of this one."""
    ensure()
    run = subprocess.run([sys.executable, "-m", "bench.drafting"], capture_output=True, check=True, text=True)
    return Drafted(**json.loads(run.stdout))


def main() -> None:
    """Draft it through the database, and put it back."""
    import django

    django.setup()

    from django.db import transaction
    from django.utils import timezone

    from forums.effects.closings import draft_due
    from forums.models import Closing, Discussion

    with transaction.atomic():
        waiting = Discussion.objects.filter(title=TITLE)
        waiting.update(state=Discussion.State.CLOSING, locked_at=timezone.now())
        before = time.perf_counter()
        draft_due()
        seconds = time.perf_counter() - before
        assert Closing.objects.get(discussion__title=TITLE).summary
        transaction.set_rollback(True)
    print(json.dumps({"seconds": seconds, "peak": peak()}))


if __name__ == "__main__":
    main()
