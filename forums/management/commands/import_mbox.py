"""Take in a mailing list's archive: its threads become discussions of a space."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from communities.models import Space
from forums.effects.archives import LISTS_NAMED, Report, SeveralLists, Unread, bring_in
from forums.mbox.containers import Archive, TooLarge, Why, opened
from forums.queries.list_archives import DAMAGE, WHY

NOT_WHOLE = 3  # the exit code when something was left out; 1 is for what cannot be begun
_FILES_NAMED = 20


class Command(BaseCommand):
    help = (
        "Turn a mailing list's archive into discussions of a space: mbox (RFC 4155), gzip or zip of it, or a folder, "
        "as Mailman, Groups.io and Google Takeout give them. It may be run again. Exit code 3: something was left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="the archive: a file or a folder")
        parser.add_argument("--community", required=True, help="slug of the community")
        parser.add_argument("--space", required=True, help="slug of the space in it")
        parser.add_argument(
            "--list", default="", metavar="ID", help="only what came by this list (List-Id or part of it)"
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would come")

    def handle(self, *, archive: Path, community: str, space: str, dry_run: bool, **options: Any) -> None:
        room = _writable_space(community, space)
        with self._refusing(archive), opened(archive) as found, _bar(found.size, _("Reading"), "B") as reading:
            if not found.parts:
                raise CommandError(_no_message(found, archive))
            with _bar(None, _("Importing"), "msg") as importing:
                report = bring_in(
                    room,
                    found,
                    keep=not dry_run,
                    only_list=options["list"],
                    read=reading.update,
                    done=importing.update,
                )
        if report.is_empty:
            raise CommandError(_no_message(found, archive))
        for line in _summary(report, dry_run=dry_run):
            self.stdout.write(line)
        for line in _left_out(report):
            self.stderr.write(line)
        if not report.is_whole:
            raise CommandError(_("Something was left out: it is named above."), returncode=NOT_WHOLE)

    @contextmanager
    def _refusing(self, archive: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": archive, "why": error.strerror}
            ) from error
        except TooLarge as error:
            text = _("%(file)s is refused: unpacked it would be larger than any list’s archive.")
            raise CommandError(text % {"file": error}) from error
        except SeveralLists as error:
            text = _("This mailbox holds messages of several lists. Say which one with --list:\n%(lists)s")
            lists = [
                f"{count:6d}  {name or _('without a name')}" for name, count in error.lists.most_common(LISTS_NAMED)
            ]
            raise CommandError(text % {"lists": "\n".join(lists)}) from error


def _bar(total: int | None, what: str, unit: str) -> tqdm:
    return tqdm(total=total, unit=unit, unit_scale=unit == "B", desc=what, disable=None, leave=False)


def _no_message(found: Archive, archive: Path) -> str:
    damaged = [name for name, why in found.left_out if why == Why.DAMAGED]
    if damaged:
        return _("%(file)s is damaged: nothing in it can be read.") % {"file": damaged[0]}
    return _("No message was found in %(file)s. Is it an mbox archive?") % {"file": archive.name}


def _writable_space(community: str, slug: str) -> Space:
    space = Space.objects.filter(community__slug=community, slug=slug).select_related("community").first()
    if space is None:
        raise CommandError(
            _("There is no space “%(space)s” in a community “%(community)s”.") % {"space": slug, "community": community}
        )
    if not space.is_writable:
        raise CommandError(_("This space takes no posts: it or its community is archived or concluded."))
    return space


def _summary(report: Report, *, dry_run: bool) -> Iterator[str]:
    """The figures; but for the first line the same before and after."""
    if dry_run:
        yield _("Nothing was changed. This is what an import would do:")
    locked = sum(count for _title, count in report.locked) + sum(count for _title, count, _why in report.refused)
    left_out = {"already": report.already, "copies": report.copies, "damaged": len(report.unread), "locked": locked}
    yield _("Messages read: %(messages)d, in files: %(files)d") % vars(report)
    yield _("Posts added: %(posts)d, by people: %(people)d") % {"posts": report.posts, "people": len(report.people)}
    yield _("Discussions begun: %(begun)d, continued: %(continued)d") % vars(report)
    if report.first_at and report.last_at:
        days = {"first": date_format(report.first_at, "Y-m-d"), "last": date_format(report.last_at, "Y-m-d")}
        yield _("Sent between %(first)s and %(last)s") % days
    yield _("Attachments named and left behind: %(attachments)d") % vars(report)
    yield _("Here already: %(already)d, copies: %(copies)d, damaged: %(damaged)d, left out: %(locked)d") % left_out
    if report.of_other_lists:
        yield _("Of other lists: %(of_other_lists)d") % vars(report)


def _left_out(report: Report) -> Iterator[str]:
    for name, why in report.left_out[:_FILES_NAMED]:
        yield _("%(file)s was not read: %(why)s.") % {"file": name, "why": WHY[why]}
    if (more := len(report.left_out) - _FILES_NAMED) > 0:
        yield ngettext("%(count)d more file was not read.", "%(count)d more files were not read.", more) % {
            "count": more
        }
    for unread in report.unread:
        yield _name(unread, is_only=report.files == 1)
    for title, count in report.locked:
        text = ngettext(
            "“%(title)s” is not open: %(count)d new message was left out. Reopen it and import again.",
            "“%(title)s” is not open: %(count)d new messages were left out. Reopen it and import again.",
            count,
        )
        yield text % {"title": title, "count": count}
    for title, _count, why in report.refused:
        yield _("“%(title)s” was left out: %(refusal)s") % {"title": title, "refusal": why}


def _name(unread: Unread, *, is_only: bool) -> str:
    number = (
        f"{unread.number}" if is_only else _("%(number)d of %(file)s") % {"number": unread.number, "file": unread.part}
    )
    where = ", ".join(filter(None, [_("at byte %(offset)d") % {"offset": unread.offset}, unread.message_id]))
    facts = {"number": number, "where": where, "why": DAMAGE[unread.damage]}
    return _("Message %(number)s (%(where)s) was skipped: %(why)s.") % facts
