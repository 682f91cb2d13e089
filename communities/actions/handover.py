"""How a leader hands the community over to another member."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.handover import lapse_hand_overs, settle_hand_over
from communities.effects.holding import lock_both
from communities.errors import AskedLately, HandOverOpen, HandOverOver, NoMember
from communities.models import Community, HandOver, Membership, Role
from communities.rules import may_answer_hand_over, may_hand_over, may_withdraw_hand_over
from core.locks import lock
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def offer_leadership(community: Community, *, to: User, afterwards: str, actor: User, word: str = "") -> HandOver:
    """Ask a member to lead, and tell them; `afterwards` is what becomes of `actor` once they accept.

    It is one of HandOver.Afterwards. Nothing changes until then. Asking the same person again gives the hand-over that
    waits. Raises HandOverOpen while somebody else is asked, NoMember for whoever is none, or leads already, and
    AskedLately for whoever has taken several back within PATIENCE.
    """
    community, actor = lock_both(community, actor)
    require(may_hand_over(actor, community), _("Leaders hand over what they lead."))
    leader = Membership.objects.live_of(actor).get(community=community)
    successor = Membership.objects.live_of(to).filter(community=community, person__in=User.objects.present()).first()
    if successor is None:
        raise NoMember(_("Only a member can lead."))
    if successor == leader:
        raise NoMember(_("That is you. Choose somebody else."))
    if successor.role >= Role.LEADER:
        raise NoMember(_("They lead already, so you can take another role, or leave, whenever you like."))
    lapse_hand_overs(community.pk)
    if waiting := HandOver.objects.filter(leader=leader, state=HandOver.State.OPEN).first():
        if waiting.successor_id != successor.pk:
            raise HandOverOpen(_("You have asked somebody already. Take that back first."))
        return waiting
    _require_patience(leader)
    hand_over = HandOver.objects.create(leader=leader, successor=successor, afterwards=afterwards, word=word)
    notify(record("handover.lead_offered", actor=actor, target=hand_over), [to])
    return hand_over


def _require_patience(leader: Membership) -> None:
    since = timezone.now() - HandOver.PATIENCE
    taken_back = HandOver.objects.filter(leader=leader, state=HandOver.State.WITHDRAWN, ended_at__gt=since)
    if taken_back.count() >= HandOver.MOST_TAKEN_BACK:
        raise AskedLately(_("You have asked and taken it back a few times. Let a week go by before you ask again."))


@transaction.atomic
def accept_hand_over(hand_over: HandOver, *, actor: User, answer: str = "") -> bool:
    """Lead from now on, and let become of whoever asked what they said; both at once, and they are told.

    Returns False when it was accepted before. Raises HandOverOver.
    """
    hand_over = _hold(hand_over)
    require(may_answer_hand_over(actor, hand_over), _NOT_ASKED)
    if not _settle(hand_over, HandOver.State.ACCEPTED, answer):
        return False
    leader, successor = hand_over.leader, hand_over.successor
    entry = record("handover.lead_taken", actor=actor, target=hand_over)
    notify(entry, [leader.person_id])
    effects.give_role(successor, Role.LEADER, by=leader.person)
    role = hand_over.role_afterwards
    if role is None:
        effects.end_membership(leader)
        record("membership.left", actor=leader.person, target=leader)
    elif role < Role.LEADER:
        effects.give_role(leader, role, by=leader.person)
    return True


@transaction.atomic
def decline_hand_over(hand_over: HandOver, *, actor: User, answer: str = "") -> bool:
    """Say no, with a word about why; whoever asked is told. Returns False when that was said before.

    Raises HandOverOver.
    """
    hand_over = _hold(hand_over)
    require(may_answer_hand_over(actor, hand_over), _NOT_ASKED)
    is_settled = _settle(hand_over, HandOver.State.DECLINED, answer)
    if is_settled:
        notify(record("handover.lead_declined", actor=actor, target=hand_over), [hand_over.leader.person_id])
    return is_settled


@transaction.atomic
def withdraw_hand_over(hand_over: HandOver, *, actor: User) -> bool:
    """Take back what one asked; whoever was asked is told. Returns False when that was done before.

    Raises HandOverOver.
    """
    hand_over = _hold(hand_over)
    require(may_withdraw_hand_over(actor, hand_over), _("Whoever asked takes it back."))
    is_settled = _settle(hand_over, HandOver.State.WITHDRAWN)
    if is_settled:
        notify(record("handover.lead_withdrawn", actor=actor, target=hand_over), [hand_over.successor.person_id])
    return is_settled


_NOT_ASKED = _("Whoever was asked answers.")


def _hold(hand_over: HandOver) -> HandOver:
    """It and the two as they are now, with the community locked."""
    lock(hand_over.community)
    found = HandOver.objects.select_related("leader__community", "leader__person", "successor__person")
    return found.get(pk=hand_over.pk)


def _settle(hand_over: HandOver, into: str, answer: str = "") -> bool:
    """End it; returns False when it is `into` already. Raises HandOverOver when it ended otherwise."""
    if hand_over.state == into:
        return False
    is_standing = HandOver.objects.standing().filter(pk=hand_over.pk).exists()
    if not is_standing or not settle_hand_over(hand_over, into=into, answer=answer):
        raise HandOverOver(_("This is no longer asked: it was answered or taken back, or something has changed since."))
    return True
