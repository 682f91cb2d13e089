"""Who may report what, and who decides it."""

from typing import Any

from communities.models import Community, Membership
from communities.rules import LEAST_ROLE, role_in, role_in_community
from forums.models import Post, Report, Ruling


def may_report(person: Any, post: Post) -> bool:
    """Whoever belongs here, also where nothing is written any more; one's own post one changes or deletes."""
    is_other = person.is_authenticated and post.author_id != person.pk
    return bool(is_other) and role_in(person, post.space) is not None


def may_report_person(person: Any, membership: Membership) -> bool:
    """Members, of one another."""
    is_other = membership.is_live and membership.person_id != person.pk
    return is_other and role_in_community(person, membership.community) is not None


def may_handle_reports(person: Any, community: Community) -> bool:
    """Moderators and leaders, also where nothing is written any more."""
    held = role_in_community(person, community)
    return held is not None and held >= LEAST_ROLE["handle_reports"]


def may_decide(person: Any, case: Report | Ruling) -> bool:
    """Whoever handles reports, what they may read, and never what is about themselves."""
    if case.concerned_id == person.pk or not may_handle_reports(person, case.community):
        return False
    return case.post is None or Post.objects.visible_to(person).filter(pk=case.post_id).exists()


def may_appeal(person: Any, ruling: Ruling) -> bool:
    """Whom it is about, against what was upheld, once."""
    is_theirs = person.is_authenticated and ruling.concerned_id == person.pk
    return bool(is_theirs and ruling.is_upheld and not ruling.is_undone and not ruling.is_appealed)


def may_answer_appeal(person: Any, ruling: Ruling) -> bool:
    """Somebody else than who decided, where there is one."""
    if not may_decide(person, ruling):
        return False
    handling = Membership.objects.live().holding(LEAST_ROLE["handle_reports"]).filter(community=ruling.community_id)
    others = handling.filter(person__is_active=True).exclude(person__in=[ruling.by_id, ruling.concerned_id or 0])
    return person.pk != ruling.by_id or not others.exists()
