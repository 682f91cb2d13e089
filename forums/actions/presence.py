"""Who is at the draft of a closing just now. Nothing of it is stored but in the cache, for a minute or two."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.permissions import require
from forums.models import Discussion
from forums.rules import may_run

SECONDS = 75  # twice as long as pages wait before they say so again, and a little more


@dataclass(frozen=True)
class Present:
    """Somebody else who has the draft open."""

    name: str
    typed_at: datetime | None  # None: they only read so far


def stay_at_draft(discussion: Discussion, *, actor: User, has_typed: bool) -> list[Present]:
    """Say that `actor` has the draft open, and learn who else has. One query where somebody has, none without.

    What two say in the same moment may be lost: each says it again half a minute later.
    """
    require(may_run(actor, discussion), _("Moderators and leaders run discussions here."))
    key, now = f"draft:{discussion.pk}", time.time()
    there = {pk: times for pk, times in cache.get(key, {}).items() if now - times[0] < SECONDS}
    _seen, typed = there.pop(actor.pk, (now, None))
    cache.set(key, there | {actor.pk: (now, now if has_typed else typed)}, SECONDS)
    people = User.objects.filter(pk__in=there).order_by("display_name", "pk") if there else ()
    return [Present(person.name, _moment(there[person.pk][1])) for person in people]


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
