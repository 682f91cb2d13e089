"""How a team tells all members something, or some of them (P25)."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from activity.effects import record
from communities.effects.announcements import halt
from communities.effects.holding import lock_around
from communities.errors import NobodyToTell, NotBefore, TooManyAnnouncements
from communities.models import Addressee, Announcement, Community
from communities.queries.announcing import MOST_IN_A_DAY, readers_of, sent_today
from communities.rules import may_announce
from core.errors import Gone, Stale
from core.locks import lock
from core.markdown import render
from core.permissions import require
from core.wake import wake

TEAM = _("The team writes to the members: facilitators, moderators and leaders.")
_SENT = _("It is on its way already, so it stays as it is. What you wrote is still here.")
_CHANGED = _("This was changed meanwhile. What you wrote is still here; both are shown.")

State = Announcement.State


@transaction.atomic
def draft_announcement(
    community: Community, *, actor: User, submission: UUID, title: str, markdown: str, audience: str
) -> Announcement:
    """Begin one, which the team alone sees; the same `submission` of one person is one. Raises TextTooLong."""
    community = lock(community)
    require(may_announce(actor, community), TEAM)
    said = {"title": title, "markdown": markdown, "html": render(markdown), "audience": audience}
    announcement, is_new = Announcement.objects.get_or_create(
        created_by=actor, submission=submission, defaults={"community": community, **said}
    )
    if is_new:
        record("announcement.drafted", actor=actor, target=announcement)
    return announcement


@transaction.atomic
def change_announcement(
    announcement: Announcement, *, actor: User, version: int, title: str, markdown: str, audience: str
) -> None:
    """Word a draft anew, or write it to others. Raises Stale when somebody else did, and NotBefore once it is sent."""
    community = lock_around(announcement)
    require(may_announce(actor, community), TEAM)
    if not announcement.is_draft:
        raise NotBefore(_SENT)
    said = {"title": title, "markdown": markdown, "html": render(markdown), "audience": audience}
    same = Announcement.objects.filter(pk=announcement.pk, version=version)
    if not same.update(version=F("version") + 1, **said):
        raise Stale(_CHANGED)
    announcement.refresh_from_db()


@transaction.atomic
def discard_announcement(announcement: Announcement, *, actor: User) -> bool:
    """Throw a draft away. Returns whether there was one still; raises NotBefore once it is sent."""
    try:
        community = lock_around(announcement)
    except Gone:
        return False
    require(may_announce(actor, community), TEAM)
    if not announcement.is_draft:
        raise NotBefore(_("What was sent is kept, for those who were told."))
    record("announcement.discarded", actor=actor, target=announcement)
    announcement.delete()
    return True


@transaction.atomic
def send_announcement(announcement: Announcement, *, actor: User, version: int, number: int) -> bool:
    """Have everybody told whom it is for now, each once; workers tell them some at a time. Again changes nothing.

    Returns whether it was a draft. Raises Stale when it was changed since `version`, or is for other than the `number`
    of people that the sender was shown; NobodyToTell; and TooManyAnnouncements.
    """
    community = lock_around(announcement)
    require(may_announce(actor, community), TEAM)
    if not announcement.is_draft:
        return False
    if sent_today(community) >= MOST_IN_A_DAY:
        raise TooManyAnnouncements(_("The members were written to three times in a day. The next can go tomorrow."))
    people = list(readers_of(community, announcement.audience, sender=actor).values_list("person", flat=True))
    if not people:
        raise NobodyToTell(_("It is for nobody at the moment. Choose others."))
    if len(people) != number or announcement.version != version:
        raise Stale(_said_anew(announcement.version == version, len(people)))
    addressees = (Addressee(announcement=announcement, person_id=person) for person in people)
    Addressee.objects.bulk_create(addressees, batch_size=1000)
    now = {"state": State.SENDING, "sent_by": actor, "sent_at": timezone.now()}
    Announcement.objects.filter(pk=announcement.pk).update(**now)
    announcement.refresh_from_db()
    record("announcement.announced", actor=actor, target=announcement)
    wake("announcements")
    return True


def _said_anew(is_same_text: bool, number: int) -> str:
    if not is_same_text:
        return str(_("It was changed meanwhile. Read it once more, then send it."))
    said = ngettext("It is for %(number)s person now.", "It is for %(number)s people now.", number)
    return f"{said % {'number': number}} {_('Look once more, then send it.')}"


@transaction.atomic
def stop_announcement(announcement: Announcement, *, actor: User) -> int | None:
    """Tell nobody more, and send no letter that still waits. Returns how many letters those were; None if it was over.

    Whoever is telling some of them at this moment is waited for. What was told stays told.
    """
    community = lock_around(announcement)
    require(may_announce(actor, community), TEAM)
    held_back = None if announcement.is_draft else halt(announcement, Announcement.Stop.TEAM, actor=actor)
    announcement.refresh_from_db()
    return held_back
