from typing import Any

from communities.models import ActionItem, Community
from communities.rules.roles import may_in_community


def may_plan_actions(person: Any, community: Community) -> bool:
    """Where the community works with a plan."""
    return community.uses(Community.Tool.PLAN) and may_in_community(person, "plan_actions", community)


def may_answer_plan(person: Any, community: Community) -> bool:
    """Members comment on what stands on the plan, and say whether they agree."""
    return community.uses(Community.Tool.PLAN) and may_in_community(person, "take_part", community)


def may_move_item(person: Any, item: ActionItem) -> bool:
    """Say how far something of the plan is: whoever plans, and the member whose it is."""
    is_own = item.owner_id is not None and item.owner_id == person.pk
    return (may_answer_plan if is_own else may_plan_actions)(person, item.community)


def may_adopt_plan(person: Any, community: Community) -> bool:
    """Leaders write down that the members have adopted the plan."""
    return community.uses(Community.Tool.PLAN) and may_in_community(person, "lead", community)
