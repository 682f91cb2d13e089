"""How a confirmed announcement reaches its addressees, some at a time."""

import time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities.models import Addressee, Announcement, Membership
from communities.rules import may_announce
from core.errors import Busy
from core.locks import lock, take
from core.wake import wake
from notifications.effects import hold_back, notify

CHUNK = 100  # people in one transaction: so long a community is held
RUN_SECONDS = 15  # less than beat's tick

State, Stop = Announcement.State, Announcement.Stop


def send_due_announcements() -> None:
    """Tell the addressees of what is on its way, a chunk of each announcement in turn, for RUN_SECONDS at most.

    A chunk is one transaction, which marks its people as told and makes what tells them: whoever dies in it leaves
    the chunk to the next, who doubles nothing.
    """
    run_ends = time.monotonic() + RUN_SECONDS
    while due := list(Announcement.objects.due().order_by("sent_at", "pk").values_list("pk", flat=True)):
        is_moving = False
        for pk in due:
            if time.monotonic() > run_ends:
                wake("announcements")
                return
            is_moving |= _tell_chunk(pk)
        if not is_moving:  # others hold what is left
            return


def _tell_chunk(pk: int) -> bool:
    try:
        return _tell_some(pk)
    except Busy:
        return False


@transaction.atomic
def _tell_some(pk: int) -> bool:
    due = Announcement.objects.due().filter(pk=pk).select_related("community", "sent_by")
    if (found := due.first()) is None:
        return False
    community = lock(found.community)  # whoever stops it waits for this, and is waited for
    announcement = take(due)
    if announcement is None:
        return False
    waiting = announcement.addressees.filter(told_at=None, is_left_out=False).order_by("pk")
    chunk = dict(waiting.values_list("person", "pk")[:CHUNK])
    if not chunk:
        Announcement.objects.filter(pk=pk).update(state=State.SENT, done_at=timezone.now())
    elif not may_announce(announcement.sent_by, community):
        halt(announcement, Stop.COMMUNITY if not community.is_writable else Stop.SENDER)
    else:
        _tell(announcement, chunk)
    return True


def _tell(announcement: Announcement, chunk: dict[int, int]) -> None:
    """Tell those of `chunk` ({person: addressee}) who are members still."""
    live = Membership.objects.live().filter(community=announcement.community, person__in=chunk)
    people = set(live.values_list("person", flat=True))
    addressees = Addressee.objects.filter(pk__in=chunk.values())
    addressees.filter(person__in=people).update(told_at=timezone.now())
    addressees.exclude(person__in=people).update(is_left_out=True)
    notify(entry_of(announcement), people, scope=("communities.community", announcement.community_id))


def entry_of(announcement: Announcement) -> Entry:
    """That it was announced, which its addressees are told of."""
    entries = Entry.objects.filter(kind=announcement._meta.label_lower, object_id=announcement.pk)
    return entries.get(verb="announcement.announced")


def halt(announcement: Announcement, why: str, *, actor: User | None = None) -> int | None:
    """Tell nobody more, send no letter that still waits, and write down why, and who did it unless Copse itself.

    Returns how many letters are held back, or None where there was nothing left to stop. Again it holds back what
    waits by then; why it was stopped at first stays. The caller holds its community or its row.
    """
    held_back = hold_back(announcement, "announcement.announced")
    if not announcement.is_sending and not held_back:
        return None
    now = {"state": State.STOPPED, "done_at": announcement.done_at or timezone.now()}
    because = announcement.stopped_because or why
    held = F("held_back") + held_back
    Announcement.objects.filter(pk=announcement.pk).update(**now, stopped_because=because, held_back=held)
    record("announcement.halted", actor=actor, target=announcement, data={"because": why, "held_back": held_back})
    return held_back


def forget_announcements(person: User) -> None:
    """Tell nobody more what an erased person announced, and forget what they were told."""
    moving = Announcement.objects.due().filter(sent_by=person)
    for announcement in moving.select_for_update(of=("self",)).order_by("pk"):  # whoever tells some of it is waited for
        halt(announcement, Stop.SENDER)
    Addressee.objects.filter(person=person).delete()
