"""What people do to the action plan of a community (P32)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.errors import AnsweredAlready, DayOver, ItemTaken, NoMember, NotBefore, NotOurs
from communities.models import ActionComment, ActionItem, ActionPlan, Community, ExpectedResult, Membership, PlanVoice
from communities.queries.plan import giver_of
from communities.rules import may_adopt_plan, may_answer_plan, may_move_item, may_plan_actions
from core.errors import Stale
from core.locks import lock
from core.markdown import render
from core.permissions import require
from notifications.effects import forget_told, notify

_PLANNERS = _("Moderators and leaders write the action plan.")
_MEMBERS = _("Members say what they think of the plan.")

State = ActionItem.State


@transaction.atomic
def add_item(
    community: Community,
    *,
    actor: User,
    submission: UUID,
    title: str,
    details: str = "",
    result: ExpectedResult | None = None,
    owner: User | None = None,
    due_on: date | None = None,
) -> ActionItem:
    """Put one thing to do on the plan; the same `submission` of one person is one. The owner is told.

    `details` is Markdown, `due_on` a day of the community's calendar. A plan that is before the members goes back to
    be drafted. Raises DayOver, NotOurs and NoMember.
    """
    community = lock(community)
    require(may_plan_actions(actor, community), _PLANNERS)
    _require_ahead(community, due_on)
    _require_ours(community, result, owner)
    wish: dict[str, Any] = {"title": title, "details": details, "details_html": render(details)}
    wish |= {"community": community, "result": result, "owner": owner, "due_on": due_on}
    item, is_new = ActionItem.objects.get_or_create(created_by=actor, submission=submission, defaults=wish)
    if is_new:
        _take_back_to_the_desk(community)
        record("actionitem.added", actor=actor, target=item)
        if owner is not None:
            _tell_owner(item, actor=actor)
    return item


@transaction.atomic
def change_item(
    item: ActionItem,
    *,
    actor: User,
    version: int,
    title: str,
    details: str,
    result: ExpectedResult | None,
    owner: User | None,
    due_on: date | None,
) -> ActionItem:
    """Change what is to be done, by whom or by when; a new owner is told.

    A plan that is before the members goes back to be drafted. Raises Stale when somebody changed it since `version`
    was read, DayOver where another day that has gone by is chosen, NotOurs and NoMember.
    """
    require(may_plan_actions(actor, lock_around(item)), _PLANNERS)
    if due_on != item.due_on:
        _require_ahead(item.community, due_on)
    if owner is None or owner.pk != item.owner_id:
        _require_ours(item.community, result, owner)
    else:  # who has left since keeps what is theirs until somebody else takes it
        _require_ours(item.community, result, None)
    wish: dict[str, Any] = {"title": title, "details": details, "details_html": render(details)}
    wish |= {"result": result, "owner": owner, "due_on": due_on, "worded_at": timezone.now()}
    saved = ActionItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1, **wish)
    if not saved:
        raise Stale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    has_new_owner = owner is not None and owner.pk != item.owner_id
    _take_back_to_the_desk(item.community)
    item.refresh_from_db()
    record("actionitem.changed", actor=actor, target=item)
    if has_new_owner:
        _tell_owner(item, actor=actor)
    return item


def _take_back_to_the_desk(community: Community) -> None:
    """What the members are asked about does not change beneath their answers: they are asked anew."""
    ActionPlan.objects.get_or_create(community=community)
    asked = ActionPlan.objects.filter(community=community, state=ActionPlan.State.PROPOSED)
    asked.update(state=ActionPlan.State.DRAFT)


def _require_ours(community: Community, result: ExpectedResult | None, owner: User | None) -> None:
    if result is not None and result.community_id != community.pk:
        raise NotOurs(_("This expected result belongs to another community."))
    if owner is not None and not Membership.objects.live_of(owner).filter(community=community).exists():
        raise NoMember(_("Only a member takes something on."))


def _require_ahead(community: Community, due_on: date | None) -> None:
    if due_on is not None and due_on < timezone.localdate(timezone=community.zone):
        raise DayOver(_("This day has gone by. Choose today or a later one."))


def _tell_owner(item: ActionItem, *, actor: User) -> None:
    notify(record("actionitem.assigned", actor=actor, target=item), [item.owner_id])


@transaction.atomic
def move_item(item: ActionItem, *, actor: User, state: str) -> bool:
    """Say how far it is; again changes nothing. Returns whether that changed anything."""
    lock_around(item)
    require(may_move_item(actor, item), _("Whoever plans says how far something is, and the member whose it is."))
    done_at = timezone.now() if state == State.DONE else None
    waiting = ActionItem.objects.filter(pk=item.pk).exclude(state=state)
    moved = waiting.update(state=state, done_at=done_at, version=F("version") + 1)
    item.refresh_from_db()
    if moved:
        record("actionitem.moved", actor=actor, target=item, data={"to": state})
    return bool(moved)


@transaction.atomic
def take_item(item: ActionItem, *, actor: User) -> bool:
    """Take on what nobody has; whoever put it on the plan is told. Again changes nothing. Raises ItemTaken."""
    require(may_answer_plan(actor, lock_around(item)), _MEMBERS)
    free = ActionItem.objects.open().filter(pk=item.pk, owner=None)
    if not free.update(owner=actor, version=F("version") + 1):
        if item.owner_id == actor.pk:
            return False
        raise ItemTaken(_("Somebody has taken it on meanwhile, or it is over."))
    item.refresh_from_db()
    notify(record("actionitem.taken", actor=actor, target=item), [item.created_by_id])
    return True


@transaction.atomic
def give_item_back(item: ActionItem, *, actor: User) -> bool:
    """What is `actor`’s waits for somebody else; whoever gave it to them is told, else whoever put it on the plan.

    Returns whether it was theirs and still to be done.
    """
    require(may_answer_plan(actor, lock_around(item)), _MEMBERS)
    giver = giver_of(item)
    own = ActionItem.objects.open().filter(pk=item.pk, owner=actor)
    if not own.update(owner=None, state=State.TO_DO, version=F("version") + 1):
        return False
    item.refresh_from_db()
    told = item.created_by_id if giver in (None, actor) else giver
    notify(record("actionitem.given_back", actor=actor, target=item), [told])
    return True


@transaction.atomic
def comment_on_item(item: ActionItem, *, actor: User, text: str, submission: UUID) -> ActionComment:
    """Say something to one item; the owner is told. The same `submission` is said once."""
    require(may_answer_plan(actor, lock_around(item)), _MEMBERS)
    comment, is_new = ActionComment.objects.get_or_create(
        author=actor, submission=submission, defaults={"item": item, "text": text}
    )
    if is_new:
        notify(record("actionitem.commented", actor=actor, target=item), [item.owner_id])
    return comment


@transaction.atomic
def propose_plan(community: Community, *, actor: User) -> ActionPlan:
    """Put the plan before the members, who are told; of one that was adopted it stays known when and by whom.

    Raises NotBefore when nothing stands in it. Again changes nothing while it is before them.
    """
    community = lock(community)
    require(may_plan_actions(actor, community), _PLANNERS)
    plan = _plan_of(community)
    if not community.action_items.open().exists():
        raise NotBefore(_("Put something on the plan first."))
    if plan.state != ActionPlan.State.PROPOSED:
        plan.state, plan.round, plan.proposed_at = ActionPlan.State.PROPOSED, plan.round + 1, timezone.now()
        plan.save()
        _tell_members("actionplan.proposed", plan, actor=actor)
    return plan


@transaction.atomic
def take_plan_back(community: Community, *, actor: User) -> ActionPlan:
    """What nobody has answered yet is as it was before: adopted, or being drafted. Whoever was told is told no more.

    Again changes nothing. Raises AnsweredAlready.
    """
    community = lock(community)  # so that nobody answers meanwhile
    require(may_plan_actions(actor, community), _PLANNERS)
    plan = _plan_of(community)
    if plan.state != ActionPlan.State.PROPOSED:
        return plan
    if plan.voices.filter(round=plan.round).exists():
        raise AnsweredAlready(_("Members have answered meanwhile. Change the plan, and it is drafted anew."))
    plan.state = ActionPlan.State.ADOPTED if plan.adopted_at else ActionPlan.State.DRAFT
    plan.round, plan.proposed_at = plan.round - 1, None
    plan.save()
    forget_told(plan, "actionplan.proposed")
    record("actionplan.taken_back", actor=actor, target=plan)
    return plan


@transaction.atomic
def answer_plan(community: Community, *, actor: User, agrees: bool, comment: str = "") -> PlanVoice:
    """Say yes to the plan or name a concern, as often as one changes one's mind. Raises NotBefore."""
    community = lock(community)  # so that a voice counts for the round in which it was given
    require(may_answer_plan(actor, community), _MEMBERS)
    plan = _plan_of(community)
    if plan.state != ActionPlan.State.PROPOSED:
        raise NotBefore(_("The plan is not before the members just now."))
    wish = {"agrees": agrees, "comment": comment, "at": timezone.now()}
    voice, _is_new = PlanVoice.objects.update_or_create(plan=plan, round=plan.round, person=actor, defaults=wish)
    return voice


@transaction.atomic
def adopt_plan(community: Community, *, actor: User, round: int | None = None) -> ActionPlan:
    """Write down that the members have adopted the plan, and tell them; again changes nothing.

    `round` is the one whose answers `actor` has seen, where they have seen some. Raises NotBefore, and Stale when the
    members have been asked anew since.
    """
    community = lock(community)
    require(may_adopt_plan(actor, community), _("Leaders write down that the plan is adopted."))
    plan = _plan_of(community)
    if plan.state == ActionPlan.State.DRAFT:
        raise NotBefore(_("Put the plan before the members first."))
    if plan.state == ActionPlan.State.PROPOSED:
        if round not in (None, plan.round):
            raise Stale(_("Meanwhile the members were asked anew. These are the answers until now."))
        plan.state, plan.adopted_at, plan.adopted_by = ActionPlan.State.ADOPTED, timezone.now(), actor
        plan.save()
        _tell_members("actionplan.adopted", plan, actor=actor)
    return plan


def _plan_of(community: Community) -> ActionPlan:
    return ActionPlan.objects.get_or_create(community=community)[0]


def _tell_members(verb: str, plan: ActionPlan, *, actor: User) -> None:
    entry = record(verb, actor=actor, target=plan)
    members = Membership.objects.live().filter(community=plan.community_id)
    notify(entry, members.values_list("person", flat=True), scope=("communities.community", plan.community_id))
