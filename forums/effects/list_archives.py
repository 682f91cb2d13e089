"""What follows when a leader has sent the archive of a list: it is looked through, brought in, and forgotten."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.effects.archives import LISTS_NAMED, Report, SeveralLists, bring_in
from forums.effects.due import for_each_due
from forums.mbox.containers import TooLarge, Why, opened
from forums.models import ListArchive
from forums.rules import may_bring_in_list
from library.models import new_key

PULSE_SECONDS = 2
_CHUNK = 1024 * 1024

State, Failure = ListArchive.State, ListArchive.Failure


class _Failed(Exception):
    def __init__(self, failure: ListArchive.Failure, lists: Counter[str] | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.lists = [list(each) for each in (lists or Counter()).most_common(LISTS_NAMED)]


class _Stopped(Exception):
    """Somebody has thrown it away meanwhile."""


def store_archive(content: Content) -> str:
    """Keep a file where nobody can fetch it, for a day at most; returns its key.

    It is no `library.models.File`, so what is left of it without a row the nightly sweep of the storage deletes.
    """
    return default_storage.save(new_key(), content)


def work_on_archives() -> None:
    """Forget what nobody decided about for a day, then look through or bring in what is due."""
    for_each_due(ListArchive.objects.forgotten(), _forget)
    for_each_due(ListArchive.objects.due(), _work_on)


def _forget(pk: int) -> None:
    end_archive(ListArchive.objects.get(pk=pk), State.DROPPED, among=ListArchive.UNDECIDED)


def forget_archives(person: User) -> None:
    """What an erased person sent, and nobody else has asked for, is thrown away; the figures of others stay."""
    for sent in ListArchive.objects.filter(by=person):
        end_archive(sent, State.DROPPED, among=ListArchive.UNDECIDED)
    ListArchive.objects.filter(by=person).update(name="", lists=[])


@transaction.atomic
def end_archive(
    sent: ListArchive, state: ListArchive.State, *, among: tuple[ListArchive.State, ...], **kept: Any
) -> bool:
    """Put it into its last `state` where it is in one of `among`, and forget its file; returns whether it was."""
    rows = ListArchive.objects.filter(pk=sent.pk, state__in=among)
    if not rows.update(state=state, only_list="", **kept):
        return False
    transaction.on_commit(partial(default_storage.delete, sent.key), robust=True)
    return True


def _work_on(pk: int) -> None:
    """Do what is due with it, unless somebody does. Done twice after a breakdown, it brings each message once."""
    if not ListArchive.objects.due().filter(pk=pk).update(touched_at=timezone.now()):
        return
    sent = ListArchive.objects.select_related("space__community", "by", "confirmed_by").get(pk=pk)
    state = State(sent.state)
    try:
        figures = _brought(sent)
    except _Stopped:
        return
    except _Failed as failed:
        end_archive(sent, State.FAILED, among=(state,), failure=failed.failure, lists=failed.lists)
    except Exception:
        end_archive(sent, State.FAILED, among=(state,), failure=Failure.BROKEN)
        raise
    else:
        if state == State.CONFIRMED:
            end_archive(sent, State.DONE, among=(state,), report=figures)
        else:
            ListArchive.objects.filter(pk=pk, state=state).update(state=State.CHECKED, report=figures)


def _brought(sent: ListArchive) -> dict[str, Any]:
    """The figures of what came or, before somebody has confirmed it, of what would come."""
    if not sent.space.is_writable:
        raise _Failed(Failure.CLOSED)
    if not may_bring_in_list(sent.confirmed_by or sent.by, sent.space):
        raise _Failed(Failure.NOT_ALLOWED)
    pulse, is_wanted = _Pulse(sent), sent.state == State.CONFIRMED
    try:
        with _on_disk(sent.key) as path, opened(path) as archive:
            if not archive.parts:
                is_damaged = any(why == Why.DAMAGED for _name, why in archive.left_out)
                raise _Failed(Failure.DAMAGED if is_damaged else Failure.NO_MESSAGES)
            wish = {"read": pulse.read, "done": pulse.count}
            report = bring_in(sent.space, archive, keep=is_wanted, only_list=sent.only_list, **wish)
    except TooLarge as error:
        raise _Failed(Failure.TOO_LARGE) from error
    except SeveralLists as error:
        raise _Failed(Failure.SEVERAL, error.lists) from error
    if report.is_empty:
        raise _Failed(Failure.NO_MESSAGES)
    return figures_of(report)


@contextmanager
def _on_disk(key: str) -> Iterator[Path]:
    """A copy of what lies in the storage, which may be on another machine."""
    try:
        stored = default_storage.open(key)
    except FileNotFoundError as missing:
        raise _Failed(Failure.LOST) from missing
    with stored, NamedTemporaryFile() as copy:
        copyfileobj(stored, copy, _CHUNK)
        copy.flush()
        yield Path(copy.name)


class _Pulse:
    """Says every few seconds how far it is, so that nobody else begins with it."""

    def __init__(self, sent: ListArchive) -> None:
        self.rows = ListArchive.objects.filter(pk=sent.pk, state=sent.state)
        self.messages, self.next_at = 0, 0.0

    def read(self, size: int) -> None:
        if time.monotonic() < self.next_at:
            return
        if not self.rows.update(done=self.messages, touched_at=timezone.now()):
            raise _Stopped
        self.next_at = time.monotonic() + PULSE_SECONDS

    def count(self, messages: int) -> None:
        self.messages += messages
        self.read(0)


def figures_of(report: Report) -> dict[str, Any]:
    """What may be kept of a report: numbers, without a name, an address or a title."""
    names = ("messages", "files", "posts", "begun", "continued", "attachments", "already", "copies", "of_other_lists")
    days = {"first": report.first_at, "last": report.last_at}
    return {
        **{name: getattr(report, name) for name in names},
        **{name: day.date().isoformat() for name, day in days.items() if day},
        "people": len(report.people),
        "locked": sum(count for _title, count in report.locked),
        "refused": sum(count for _title, count, _why in report.refused),
        "unread": Counter(unread.damage.value for unread in report.unread),
        "files_left": Counter(why.value for _name, why in report.left_out),
    }
