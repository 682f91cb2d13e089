"""How a confirmed announcement reaches its addressees, some at a time."""

import time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity.models import Entry
from communities.models import Addressee, Announcement, Membership
from communities.rules import may_announce
from core.errors import Busy
from core.locks import lock, take
from core.wake import wake
from notifications.effects import notify

CHUNK = 100  # people in one transaction: so long a community is held
RUN_SECONDS = 15  # less than beat's tick

State = Announcement.State


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
        _end(announcement, State.SENT)
    elif not may_announce(announcement.sent_by, community):
        _end(announcement, State.STOPPED)
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


def _end(announcement: Announcement, state: str) -> None:
    Announcement.objects.filter(pk=announcement.pk).update(state=state, done_at=timezone.now())


def forget_announcements(person: User) -> None:
    """Tell nobody more what an erased person announced, and forget what they were told."""
    Announcement.objects.due().filter(sent_by=person).update(state=State.STOPPED, done_at=timezone.now())
    Addressee.objects.filter(person=person).delete()
