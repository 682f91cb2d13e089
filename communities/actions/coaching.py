"""What leaders ask of coaches, and coaches answer (H35)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.effects.life import leaders_of
from communities.errors import CoachAway, CoachingOver, TooManyCoaches
from communities.models import Coach, CoachingRequest, Community
from communities.rules import may_answer_coaching, may_ask_coach
from core.permissions import require
from notifications.effects import notify

_LEADERS = _("Leaders ask a coach, as long as the community lives.")
_COACH = _("Whoever was asked answers, as long as the community lives.")

State = CoachingRequest.State


@transaction.atomic
def ask_coach(community: Community, *, coach: Coach, message: str, actor: User) -> CoachingRequest:
    """Ask a coach for a conversation; they are told. As long as it waits, asking again gives the same request.

    Raises CoachAway, and TooManyCoaches when the community has asked several within a week.
    """
    community, actor = lock_both(community, actor)
    require(may_ask_coach(actor, community), _LEADERS)
    asked = community.coaching_requests
    if waiting := asked.waiting().filter(coach=coach).first():
        return waiting
    if not Coach.objects.offering().filter(pk=coach.pk).exclude(person=actor).exists():
        raise CoachAway(_("They take no requests just now. Please ask somebody else."))
    if asked.filter(asked_at__gt=timezone.now() - CoachingRequest.WITHIN).count() >= CoachingRequest.MOST:
        raise TooManyCoaches(_("You have asked several coaches this week. Please wait for their answers."))
    request = CoachingRequest.objects.create(community=community, coach=coach, asked_by=actor, message=message)
    notify(record("coachingrequest.coach_asked", actor=actor, target=request), [coach.person_id])
    return request


@transaction.atomic
def take_request_back(request: CoachingRequest, *, actor: User) -> bool:
    """Leaders take back what waits for an answer; returns whether it waited."""
    community, actor = lock_both(request.community, actor)
    require(may_ask_coach(actor, community), _LEADERS)
    return _settle(request, State.WITHDRAWN)


@transaction.atomic
def answer_request(request: CoachingRequest, *, is_accepted: bool, answer: str, actor: User) -> bool:
    """Say yes or no to a request; those who lead by now are told. The same answer twice is one.

    Raises CoachingOver when it was answered otherwise or taken back meanwhile.
    """
    request.community, actor = lock_both(request.community, actor)
    require(may_answer_coaching(actor, request), _COACH)
    state = State.ACCEPTED if is_accepted else State.DECLINED
    if not _settle(request, state, answer=answer):
        if request.state != state:
            raise CoachingOver(_("This was taken back or answered meanwhile."))
        return False
    verb = "coachingrequest.coach_agreed" if is_accepted else "coachingrequest.coach_declined"
    notify(record(verb, actor=actor, target=request), leaders_of(request.community))
    return True


def _settle(request: CoachingRequest, state: str, *, answer: str = "") -> bool:
    waiting = CoachingRequest.objects.waiting().filter(pk=request.pk)
    has_settled = bool(waiting.update(state=state, answer=answer, answered_at=timezone.now()))
    request.refresh_from_db()
    return has_settled
