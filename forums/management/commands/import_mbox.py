"""Take in a mailing list's archive: its threads become discussions of a space."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from tqdm import tqdm

from communities.models import Space
from core.errors import DomainError
from forums.effects.importing import Imported, import_thread
from forums.mbox import archive, threads
from forums.mbox.archive import Damage, Damaged, Entry
from forums.mbox.threads import Thread

_REASONS = {
    Damage.NO_HEADERS: gettext_lazy("it has no headers"),
    Damage.NO_SENDER: gettext_lazy("it does not say whom it is from"),
    Damage.NO_TEXT: gettext_lazy("there is nothing to read in it"),
    Damage.TOO_LONG: gettext_lazy("it is longer than 64 MB"),
    Damage.UNREADABLE: gettext_lazy("its parts cannot be told apart"),
}


@dataclass
class Counts:
    """What came of the whole archive."""

    messages: int = 0
    copies: int = 0
    damaged: int = 0
    posts: int = 0
    begun: int = 0
    continued: int = 0
    already: int = 0
    locked: int = 0

    def add(self, imported: Imported) -> None:
        self.posts += imported.posts
        self.begun += imported.is_new
        self.continued += imported.is_continued
        self.already += imported.already
        self.locked += imported.locked
        self.damaged += len(imported.damaged)


class Command(BaseCommand):
    help = "Turn a mailing list's archive (mbox, RFC 4155) into discussions of a space. It may be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive, not compressed")
        parser.add_argument("--community", required=True, help="slug of the community")
        parser.add_argument("--space", required=True, help="slug of the space in it")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would come")

    def handle(self, *, file: Path, community: str, space: str, dry_run: bool, **options: Any) -> None:
        room = _writable_space(community, space)
        counts = Counts()
        with _opened(file) as mbox:
            found = self._joined(mbox, file, counts)
            with tqdm(total=counts.messages, unit="msg", desc=_("Importing"), disable=None, leave=False) as bar:
                for thread in found:
                    self._import(room, thread, mbox, counts, keep=not dry_run)
                    bar.update(len(thread.messages))
        for line in _summary(counts, dry_run=dry_run):
            self.stdout.write(line)

    def _joined(self, mbox: BinaryIO, file: Path, counts: Counts) -> list[Thread]:
        size = file.stat().st_size
        with tqdm(total=size, unit="B", unit_scale=True, desc=_("Reading"), disable=None, leave=False) as bar:
            found, counts.copies = threads.join(self._sound(archive.scan(mbox, bar.update), counts))
        if counts.messages == counts.damaged:
            raise CommandError(_("No message was found in %(file)s. Is it an mbox archive?") % {"file": file.name})
        return found

    def _sound(self, scanned: Iterable[Entry | Damaged], counts: Counts) -> Iterator[Entry]:
        for entry in scanned:
            counts.messages += 1
            if isinstance(entry, Damaged):
                counts.damaged += 1
                self._name(entry)
            else:
                yield entry

    def _import(self, space: Space, thread: Thread, mbox: BinaryIO, counts: Counts, *, keep: bool) -> None:
        try:
            imported = import_thread(space, thread, read=lambda entry: archive.load(mbox, entry), keep=keep)
        except DomainError as refusal:
            counts.locked += len(thread.messages)
            self._say(_("“%(title)s” was left out: %(why)s") % {"title": thread.title, "why": refusal})
            return
        for damaged in imported.damaged:
            self._name(damaged)
        if imported.locked:
            text = ngettext(
                "“%(title)s” is not open: %(count)d new message was left out. Reopen it and import again.",
                "“%(title)s” is not open: %(count)d new messages were left out. Reopen it and import again.",
                imported.locked,
            )
            self._say(text % {"title": thread.title, "count": imported.locked})
        counts.add(imported)

    def _say(self, text: str) -> None:
        with tqdm.external_write_mode():
            self.stderr.write(text)

    def _name(self, damaged: Damaged) -> None:
        text = _("Message %(number)d (at byte %(offset)d) was skipped: %(why)s.")
        facts = {"number": damaged.number, "offset": damaged.offset, "why": _REASONS[damaged.damage]}
        self._say(text % facts)


def _writable_space(community: str, slug: str) -> Space:
    space = Space.objects.filter(community__slug=community, slug=slug).select_related("community").first()
    if space is None:
        raise CommandError(
            _("There is no space “%(space)s” in a community “%(community)s”.") % {"space": slug, "community": community}
        )
    if not space.is_writable:
        raise CommandError(_("This space takes no posts: it or its community is archived or concluded."))
    return space


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror}) from error


def _summary(counts: Counts, *, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield _("Nothing was changed. This is what an import would do:")
    yield _("Messages read: %(messages)d") % vars(counts)
    yield _("Posts added: %(posts)d") % vars(counts)
    yield _("Discussions begun: %(begun)d, continued: %(continued)d") % vars(counts)
    yield _("Here already: %(already)d, copies: %(copies)d, damaged: %(damaged)d, left out: %(locked)d") % vars(counts)
