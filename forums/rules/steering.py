"""How a team steers: discussions made one or brought in from a list, quiet people called in, texts kept."""

from typing import Any

from communities.models import Community, Role, Space
from communities.rules import LEAST_ROLE, may, may_in_community, role_in_community
from forums.models import Discussion
from forums.rules.discussions import may_run


def may_merge(person: Any, source: Discussion, target: Discussion) -> bool:
    """Let one go on in another one of the same community: who runs both."""
    is_pair = source.pk != target.pk and source.community_id == target.community_id
    return is_pair and may_run(person, source) and may_run(person, target)


def may_call_in(person: Any, discussion: Discussion) -> bool:
    """See who reads an open discussion and has not written, and invite them to: who runs it.

    In introductions everybody says hello in their own time, in the room of a group its people write alone, and who
    reads first what nobody signed may have asked it.
    """
    is_talk = discussion.introductions_of_id is None and discussion.part_of_id is None
    return discussion.is_open and is_talk and not discussion.is_unsigned and may_run(person, discussion)


def may_keep_saved_replies(person: Any, community: Community, *, role: Role | None = None) -> bool:
    """Use and keep the texts of a community's team: who runs discussions in it."""
    held = role_in_community(person, community) if role is None else role
    return held is not None and held >= LEAST_ROLE["run_discussion"]


def may_bring_in_list(person: Any, space: Space) -> bool:
    """Send the archive of a mailing list and bring it in: who leads the community and may write in the space."""
    return may_in_community(person, "lead", space.community) and may(person, "post", space)
