"""What people do to a request to join: ask, take it back, answer it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import limits
from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.holding import lock_both
from communities.errors import AskedLately
from communities.models import Community, JoinRequest, Membership
from communities.rules import LEAST_ROLE, is_shut_out, may_approve_requests, may_ask, may_withdraw
from core.locks import lock, lock_all
from core.permissions import require
from notifications.effects import notify

SECOND_THOUGHTS = timedelta(days=1)  # in which a request that was taken back goes on as the same one

State = JoinRequest.State


@dataclass(frozen=True)
class Answered:
    """What came of answering several requests at once."""

    answered: list[JoinRequest] = field(default_factory=list)
    skipped: list[JoinRequest] = field(default_factory=list)  # no longer waiting, not to be let in, or of others


@transaction.atomic
def ask_to_join(
    community: Community, *, actor: User, message: str = "", answers: Mapping[int, str] | None = None
) -> JoinRequest:
    """Ask those who answer requests to let `actor` in, with `answers` to what the community asks, and tell them.

    Asking twice gives the request that waits already. One that was taken back within
    SECOND_THOUGHTS goes on with the new message, and nobody is told again. Raises AskedLately
    for a while after a refusal, TooMuchAtOnce, AnswerMissing, and NobodyLeads.
    """
    community, actor = lock_both(community, actor)
    require(may_ask(actor, community), _("This community cannot be asked like this."))
    effects.require_leader(community)
    own = JoinRequest.objects.visible_to(actor).filter(community=community)
    _require_patience(own)
    effects.keep_answers(actor, community, answers or {})
    taken_back = own.filter(state=State.WITHDRAWN, created_at__gt=timezone.now() - SECOND_THOUGHTS).last()
    if taken_back and not own.pending().exists():
        own.filter(pk=taken_back.pk, state=State.WITHDRAWN).update(
            state=State.PENDING, message=message, decided_at=None
        )
        return own.get(pk=taken_back.pk)
    if limits.is_new(actor) and not own.pending().exists():
        asked = JoinRequest.objects.filter(person=actor).order_by("-pk")
        limits.require_within(limits.REQUESTS, asked.values_list("created_at", flat=True))
    request, is_new = own.get_or_create(
        state=State.PENDING, defaults={"community": community, "person": actor, "message": message}
    )
    if is_new:
        entry = record("joinrequest.asked", actor=actor, target=request)
        approvers = Membership.objects.live().holding(LEAST_ROLE["approve_requests"]).filter(community=community)
        notify(entry, approvers.values_list("person", flat=True))
    return request


def _require_patience(own: QuerySet[JoinRequest]) -> None:
    refused = own.filter(state=State.DECLINED, decided_at__gt=timezone.now() - JoinRequest.PATIENCE).last()
    if refused:
        again = date_format(timezone.localtime(refused.may_be_repeated_at), _("j F"))
        raise AskedLately(_("The team answered you a short while ago. You may ask again from %s on.") % again)


@transaction.atomic
def withdraw_request(request: JoinRequest, *, actor: User) -> bool:
    """Take back one's own request; returns False when it no longer waited."""
    lock(request.person)  # as whoever answers does: in another order the two would wait for each other
    require(may_withdraw(actor, request))
    is_withdrawn = bool(_waiting(request).update(state=State.WITHDRAWN, decided_at=timezone.now()))
    if is_withdrawn:
        record("joinrequest.withdrawn", actor=actor, target=request)
    return is_withdrawn


@transaction.atomic
def approve_requests(
    community: Community, requests: Collection[JoinRequest], *, actor: User, reason: str = ""
) -> Answered:
    """Make members of the people who ask, and tell each of them, with `reason` in the letter.

    Skips what was answered or withdrawn meanwhile, and who was suspended, removed or erased: so
    two who answer at once do it once. Raises NobodyLeads.
    """
    community, people = _hold(community, requests)
    require(may_approve_requests(actor, community), _("Moderators and leaders answer requests."))
    outcome = Answered()
    for request in requests:
        is_done = (
            request.community_id == community.pk
            and _may_come_in(people[request.person_id], community)
            and _settle(request, state=State.APPROVED, actor=actor, reason=reason)
        )
        if is_done:
            person = people[request.person_id]
            membership, is_new = effects.admit(person, community)
            if is_new:
                record("membership.joined", actor=person, target=membership)
            _tell(request, actor=actor)
        (outcome.answered if is_done else outcome.skipped).append(request)
    return outcome


@transaction.atomic
def decline_requests(
    community: Community, requests: Collection[JoinRequest], *, actor: User, reason: str = ""
) -> Answered:
    """Say no to the people who ask, and tell each of them, with `reason`. Skips what no longer waits."""
    community, _people = _hold(community, requests)
    require(may_approve_requests(actor, community), _("Moderators and leaders answer requests."))
    outcome = Answered()
    for request in requests:
        is_done = request.community_id == community.pk and _settle(
            request, state=State.DECLINED, actor=actor, reason=reason
        )
        if is_done:
            _tell(request, actor=actor)
        (outcome.answered if is_done else outcome.skipped).append(request)
    return outcome


def _hold(community: Community, requests: Collection[JoinRequest]) -> tuple[Community, dict[int, User]]:
    """Lock the community, so that nobody is suspended meanwhile, and the people, so that none is erased."""
    held = lock_all([community, *{request.person for request in requests}])
    people = {row.pk: row for row in held if isinstance(row, User)}
    return next(row for row in held if isinstance(row, Community)), people


def _may_come_in(person: User, community: Community) -> bool:
    return person.is_active and not is_shut_out(person, community)


def _settle(request: JoinRequest, *, state: str, actor: User, reason: str) -> bool:
    """Answer a request that waits; False when another answer or its withdrawal was first."""
    is_settled = _waiting(request).update(state=state, reason=reason, decided_at=timezone.now(), decided_by=actor)
    request.refresh_from_db(fields=["state", "reason", "decided_at", "decided_by"])
    return bool(is_settled)


def _waiting(request: JoinRequest) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.pending().filter(pk=request.pk)


def _tell(request: JoinRequest, *, actor: User) -> None:
    is_approved = request.state == State.APPROVED
    entry = record("joinrequest.approved" if is_approved else "joinrequest.turned_down", actor=actor, target=request)
    notify(entry, [request.person_id])
