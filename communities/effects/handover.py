"""How a hand-over of leadership comes to its end."""

from django.utils import timezone

from activity.effects import record
from communities.models import HandOver
from notifications.effects import notify


def settle_hand_over(hand_over: HandOver, *, into: str, answer: str = "") -> bool:
    """End an open one; returns False when it had ended already."""
    waiting = HandOver.objects.filter(pk=hand_over.pk, state=HandOver.State.OPEN)
    is_settled = bool(waiting.update(state=into, answer=answer, ended_at=timezone.now()))
    hand_over.refresh_from_db(fields=["state", "answer", "ended_at"])
    return is_settled


def lapse_hand_overs(community: int) -> None:
    """End those in which either of the two is no longer what they were, and tell who of them is still a member.

    The caller has locked the community (an id).
    """
    waiting = HandOver.objects.filter(leader__community=community, state=HandOver.State.OPEN)
    lapsed = waiting.exclude(pk__in=HandOver.objects.standing().values("pk"))
    for hand_over in lapsed.select_related("leader", "successor"):
        settle_hand_over(hand_over, into=HandOver.State.LAPSED)
        staying = [each.person_id for each in (hand_over.leader, hand_over.successor) if each.is_live]
        notify(record("handover.lead_lapsed", actor=None, target=hand_over), staying)
