"""Whom a discussion concerns, and why somebody may not write in it."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Exclusion, Membership, SpaceGrant
from core.prepared import Prepared
from core.templatetags.copse import calendar_day
from forums.models import Discussion, SubgroupMember
from notifications.hearing import listeners, listeners_around


def people_concerned(discussion: Discussion) -> QuerySet[User]:
    """Who wrote what still stands here, or follows it or what it stands in, whatever they want to hear by now.

    Who follows its space or its community need not be able to read there.
    """
    scope = (Discussion.SCOPE, discussion.pk)
    around = listeners_around(scope, discussion.space_id, discussion.community_id)
    return User.objects.present().filter(pk__in=_wrote(discussion.pk).union(listeners(*scope), around))


def ids_concerned(discussion: Discussion) -> list[int]:
    """The same as ids, for `notify`, which leaves out whoever is gone or wants to hear less.

    Who wrote and belongs there no more hears of nothing any more, unless they follow as visitors.
    Who follows its space or its community hears of it as long as they may read it.
    Of what is said in the room of a group hear those who are in it or wrote there, not whoever follows the space.
    Of each hello in a community's introductions only those hear who follow them, not whoever has said hello themselves.
    """
    if discussion.introductions_of_id is not None:
        return list(listeners(Discussion.SCOPE, discussion.pk))
    rows = _CONCERNED(discussion=discussion.pk, space=discussion.space_id, community=discussion.community_id)
    around = [pk for pk, is_around in rows if is_around]
    here = [pk for pk, is_around in rows if not is_around]
    if discussion.part_of_id is not None:
        group = SubgroupMember.objects.filter(subgroup__room=discussion).writing_in(discussion.space)
        return [*here, *group.values_list("person", flat=True)]
    return here + _reading(discussion, around)


def ids_around(discussion: Discussion) -> list[int]:
    """Who wants to hear everything of its space or community, chose nothing else for it, and may read it."""
    scope = (Discussion.SCOPE, discussion.pk)
    return _reading(discussion, list(listeners_around(scope, discussion.space_id, discussion.community_id)))


def _reading(discussion: Discussion, people: list[int]) -> list[int]:
    """Those of `people` who may read it; no query where there are none."""
    readers = discussion.space.readers().filter(pk__in=people) if people else User.objects.none()
    return list(readers.order_by().values_list("pk", flat=True))


def _wrote(discussion: int) -> QuerySet:
    return User.objects.filter(pk__in=RawSQL(_WROTE, [discussion, discussion])).order_by().values_list("pk", flat=True)


def _concerned(discussion: int, space: int, community: int) -> QuerySet:
    member = Membership.objects.live().filter(community=community, person=OuterRef("pk"))
    guest = SpaceGrant.objects.live().filter(content_object=space, user=OuterRef("pk"))
    wrote = _wrote(discussion).filter(Exists(member) | Exists(guest)).values_list("pk", Value(False))
    around = listeners_around((Discussion.SCOPE, discussion), space, community).values_list("person", Value(True))
    return wrote.union(listeners(Discussion.SCOPE, discussion).values_list("person", Value(False)), around)


# From one writer to the next along the index: a step for each person, however many posts they wrote. What somebody
# claimed of a list's archive is old talk, and a sign of what went elsewhere says nothing: nobody follows because of it.
_WROTE = """
    WITH RECURSIVE wrote(author) AS (
        (SELECT author_id FROM forums_post WHERE discussion_id = %s AND deleted_at IS NULL AND author_id IS NOT NULL
         AND kind NOT IN ('pointer', 'merged')
         AND NOT EXISTS (SELECT FROM forums_importedmessage WHERE post_id = forums_post.id)
         ORDER BY author_id LIMIT 1)
        UNION ALL
        SELECT (SELECT author_id FROM forums_post
                WHERE discussion_id = %s AND deleted_at IS NULL AND author_id > wrote.author
                AND kind NOT IN ('pointer', 'merged')
                AND NOT EXISTS (SELECT FROM forums_importedmessage WHERE post_id = forums_post.id)
                ORDER BY author_id LIMIT 1)
        FROM wrote WHERE wrote.author IS NOT NULL
    )
    SELECT author FROM wrote WHERE author IS NOT NULL
"""
_CONCERNED = Prepared(_concerned)  # each reply asks, while it holds the discussion


def _why_silent(person: Any, discussion: Discussion) -> str:
    community = discussion.space.community
    members = Exclusion.objects.in_force().filter(membership__community=community)
    found = members.filter(membership__person=person.pk).first()
    if found is None:
        if not community.is_writable:
            return _("This community has come to its end: what was written stays, and nothing is added.")
        if discussion.part_of_id is not None:
            return _("This is the room of a group: who is in it writes here, and the team.")
        return _("Only members write here.")
    if found.kind == Exclusion.Kind.REMOVED:
        said = _("You are no longer a member of this community.")
    elif found.until:
        day = calendar_day(found.until, community.zone)
        said = _("You are suspended from this community until %(day)s.") % {"day": day}
    else:
        said = _("You are suspended from this community.")
    reason = _("The reason you were given: %(reason)s") % {"reason": found.reason} if found.reason else ""
    return f"{said} {reason}".rstrip()


why_silent = lazy(_why_silent, str)  # (person, discussion): what to tell who may not write; looked up when it is told
