"""Inviting people who read a discussion to write in it (P44)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.locks import lock_all
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.errors import AskedEnough, MaterialUnseen, NotToBeAsked
from forums.models import CalledIn, Discussion
from forums.queries.quiet import called_today, items_for, quiet_people
from forums.rules import may_call_in
from library.models import Item
from notifications.effects import notify


@transaction.atomic
def call_in(
    discussion: Discussion, *, actor: User, person: User, words: str, item: Item | None = None, url: str = ""
) -> CalledIn:
    """Invite `person`, who reads along, to write, with `words` for them alone and something to look at first.

    They are told at once, and once for each discussion: a second invitation gives the first. `item` is of the library
    of its community. Raises NotToBeAsked, AskedEnough when `actor` has invited MOST_A_DAY, MaterialUnseen,
    CommunityOver and Busy.
    """
    discussion = lock_discussion(discussion)
    hold_open(discussion.space.community)
    lock_all([person, actor])  # of two who count at the same moment, the second counts what the first has done
    require(may_call_in(actor, discussion), _("Who runs an open discussion invites people to write in it."))
    for earlier in discussion.called_in.filter(person=person):
        return earlier
    if not quiet_people(discussion, actor).filter(pk=person.pk).exists():
        raise NotToBeAsked(
            _("They cannot be invited just now. Perhaps they have just written, or want to be left alone.")
        )
    if called_today(actor) >= CalledIn.MOST_A_DAY:
        raise AskedEnough(_("You have invited ten people today, which is enough. Let the next ones wait for tomorrow."))
    if item and not items_for(person, actor, discussion.space.community).filter(pk=item.pk).exists():
        raise MaterialUnseen(_("They cannot see that in the library. Choose something else."))
    row = CalledIn.objects.create(
        discussion=discussion, person=person, by=actor, words=words, item=item, url="" if item else url
    )
    entry = record("discussion.called_in", actor=actor, target=row)
    notify(entry, [person.pk], scope=(Discussion.SCOPE, discussion.pk))
    return row
