"""What leaders do to the life of a community: they prepare its launch, end it, renew it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.charters import keep_revision
from communities.effects.life import tell_phase_change
from communities.errors import NoResults, PhaseMoved
from communities.models import Community, PhaseChange, Step
from communities.queries.life import checklist, has_results
from communities.rules import may_change_phase, may_change_settings
from core.locks import lock, lock_alone
from core.permissions import require

_LEADERS = _("Leaders decide on the life of a community.")


@transaction.atomic
def change_phase(
    community: Community, step: Step, *, actor: User, sentence: str, why_no_results: str = ""
) -> PhaseChange:
    """Take the community one step on in its life; keep that with `sentence`, and tell the members.

    What is being written at this moment is in before, or refused. The step that `actor` has just taken with these
    very words is not taken twice. Raises PhaseMoved when the community is not where the step begins, and NoResults
    where the step asks for expected results, there are none, and `why_no_results` is empty.
    """
    community = lock_alone(community)
    require(may_change_phase(actor, community), _LEADERS)
    last = community.phase_changes.first()
    if community.phase != step.before:
        if last is not None and (last.by_id, last.step, last.sentence) == (actor.pk, step.key, sentence):
            return last
        raise PhaseMoved(
            _("Meanwhile the phase of this community is “%(phase)s”, so this was not done.")
            % {"phase": community.get_phase_display()}
        )
    if step.asks_for_results:
        _require_results(community, why_no_results, actor=actor)
    return _move(community, step, actor=actor, sentence=sentence)


def _require_results(community: Community, why: str, *, actor: User) -> None:
    if has_results(community):
        return
    if not why:
        raise NoResults(_("Say why there are no expected results, or write one to three of them in the charter."))
    charter = community.charter
    charter.why_no_results = why
    charter.save(update_fields=["why_no_results"])
    keep_revision(charter, by=actor)


def _move(community: Community, step: Step, *, actor: User, sentence: str) -> PhaseChange:
    """The caller has locked the community and seen that the step begins where it is."""
    is_launch = step.after == Community.Phase.ACTIVE and step.before == Community.Phase.DESIGN
    lacking = [check.key for check in checklist(community) if not check.is_done] if is_launch else []
    now, cycle = timezone.now(), community.cycle + step.begins_cycle
    Community.objects.filter(pk=community.pk, phase=step.before).update(
        phase=step.after, phase_since=now, cycle=cycle, silence_told_at=None
    )
    community.refresh_from_db()
    change = PhaseChange.objects.create(
        community=community,
        before=step.before,
        after=step.after,
        sentence=sentence,
        lacking=lacking,
        cycle=cycle,
        by=actor,
        at=now,
    )
    tell_phase_change(change)
    return change


@transaction.atomic
def prepare_launch(
    community: Community, *, actor: User, members_to_launch: int, introduced_on: date | None
) -> Community:
    """With how many members to begin, and the day of the introductory meeting, by the community's calendar."""
    community = lock(community)
    require(may_change_settings(actor, community), _LEADERS)
    wish = {"members_to_launch": members_to_launch, "introduced_on": introduced_on}
    if any(getattr(community, field) != value for field, value in wish.items()):
        Community.objects.filter(pk=community.pk).update(**wish)
        community.refresh_from_db()
        record("community.prepared", actor=actor, target=community)
    return community
