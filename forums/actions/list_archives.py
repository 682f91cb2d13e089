"""Bringing in the archive of a mailing list: a leader sends it, reads what would come, and says so."""

from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.effects.life import hold_open
from communities.models import Space
from core.locks import lock
from core.permissions import require
from core.wake import wake
from forums.effects.list_archives import end_archive, store_archive
from forums.errors import ArchiveIsHere
from forums.models import ListArchive
from forums.rules import may_bring_in_list

_LEADERS = _("Leaders bring in the archive of a list.")

State = ListArchive.State


def send_archive(space: Space, *, actor: User, content: Content, name: str, only_list: str = "") -> ListArchive:
    """Keep the file for a worker, who finds out what would come of it; nothing comes before `bring_archive_in`.

    `only_list` takes what came by one list alone. Has no transaction around it: the file is written first, so that no
    row leads to nothing. Raises ArchiveIsHere and CommunityOver.
    """
    require(may_bring_in_list(actor, space), _LEADERS)
    key = store_archive(content)
    try:
        return _keep(space, actor, {"key": key, "name": name, "size": content.size, "only_list": only_list})
    except BaseException:
        default_storage.delete(key)
        raise


@transaction.atomic
def _keep(space: Space, actor: User, facts: dict) -> ListArchive:
    community = lock(space.community)
    space.refresh_from_db()
    require(may_bring_in_list(actor, space), _LEADERS)
    hold_open(community)
    if ListArchive.objects.live().filter(community=community).exists():
        raise ArchiveIsHere(_("One archive at a time: decide about the one that is here first."))
    sent = ListArchive.objects.create(community=community, space=space, by=actor, **facts)
    wake("archives")
    return sent


@transaction.atomic
def bring_archive_in(sent: ListArchive, *, actor: User) -> bool:
    """Have a worker make its messages into posts, of which nobody is told. Once, however often and by whom it is said.

    Returns whether that began it. Raises CommunityOver.
    """
    community = lock_around(sent)
    require(may_bring_in_list(actor, sent.space), _LEADERS)
    hold_open(community)
    rows = ListArchive.objects.filter(pk=sent.pk, state=State.CHECKED)
    if not rows.update(state=State.CONFIRMED, confirmed_by=actor, touched_at=None, done=0):
        return False
    record("listarchive.confirmed", actor=actor, target=sent)
    wake("archives")
    return True


@transaction.atomic
def throw_archive_away(sent: ListArchive, *, actor: User) -> bool:
    """Forget it, also while it is looked through; returns whether there was something to forget.

    What is being brought in goes on. Raises CommunityOver.
    """
    community = lock_around(sent)
    require(may_bring_in_list(actor, sent.space), _LEADERS)
    hold_open(community)
    return end_archive(sent, State.DROPPED, among=ListArchive.UNDECIDED)
