"""What leaders sent of the archives of mailing lists, and what is said of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from communities.models import Community
from forums.mbox.archive import Damage
from forums.mbox.containers import Why
from forums.models import ListArchive

DAMAGE = {
    Damage.NO_HEADERS: gettext_lazy("it has no headers"),
    Damage.NO_SENDER: gettext_lazy("it does not say whom it is from"),
    Damage.NO_TEXT: gettext_lazy("there is nothing to read in it"),
    Damage.NOT_SENT: gettext_lazy("it lies among drafts, spam or deleted mail"),
    Damage.PRIVATE: gettext_lazy("it lies in somebody’s own mailbox and came by no list"),
    Damage.TOO_LONG: gettext_lazy("it is longer than 64 MB"),
    Damage.UNREADABLE: gettext_lazy("its parts cannot be told apart"),
}
WHY = {
    Why.NO_MESSAGES: gettext_lazy("it holds no messages"),
    Why.DAMAGED: gettext_lazy("it is damaged or locked; what could be read of it was read"),
    Why.PACKED_TWICE: gettext_lazy("it is packed within a packed file; unpack it first"),
}


def latest_archive(community: Community, person: Any) -> ListArchive | None:
    """The one to look at: the last one that was sent, unless it was thrown away."""
    sent = ListArchive.objects.visible_to(person).filter(community=community)
    latest = sent.select_related("space", "by", "confirmed_by").order_by("-pk").first()
    return latest if latest and latest.state != ListArchive.State.DROPPED else None


def days_between(figures: dict[str, Any]) -> list[date]:
    """The days on which the first and the last of the posts were sent; none where none came."""
    return [date.fromisoformat(figures[name]) for name in ("first", "last") if name in figures]


def messages_left(figures: dict[str, Any]) -> list[tuple[str, int]]:
    """[(why, how many messages stay behind for it)], from the figures of a report."""
    return [(capfirst(why), count) for why, count in _messages_left(figures) if count]


def _messages_left(figures: dict[str, Any]) -> Iterator[tuple[str, int]]:
    yield _("it is here already"), figures["already"]
    yield _("it is a copy of another one"), figures["copies"]
    yield _("it came by another list"), figures["of_other_lists"]
    for damage, count in figures["unread"].items():
        yield str(DAMAGE[Damage(damage)]), count
    yield _("its discussion is not open: reopen it and send the archive again"), figures["locked"]
    yield _("its discussion could not be written to; send the archive again"), figures["refused"]


def files_left(figures: dict[str, Any]) -> list[tuple[str, int]]:
    """The same of files in it that were not read."""
    return [(capfirst(str(WHY[Why(why)])), count) for why, count in figures["files_left"].items()]


def export_list_archives(person: User) -> dict[str, Any]:
    """The archives that `person` sent or had brought in, JSON-ready."""
    sent = ListArchive.objects.filter(by=person).select_related("community", "space").order_by("pk")
    confirmed = ListArchive.objects.filter(confirmed_by=person).select_related("community").order_by("pk")
    return {
        "list_archives": [
            {
                "community": row.community.name,
                "space": row.space.name,
                "name": row.name,
                "size": row.size,
                "only_list": row.only_list,
                "lists": row.lists,
                "report": row.report,
                "state": row.state,
                "at": row.created_at.isoformat(),
            }
            for row in sent
        ],
        "list_archives_brought_in": [
            {"community": row.community.name, "sent_at": row.created_at.isoformat()} for row in confirmed
        ],
    }
