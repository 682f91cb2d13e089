"""Whom a discussion concerns, and why somebody may not write in it."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Exclusion
from core.prepared import Prepared
from core.templatetags.copse import calendar_day
from forums.models import Discussion
from notifications.queries import listeners


def people_concerned(discussion: Discussion) -> QuerySet[User]:
    """Who wrote what still stands here, or follows, whether or not they want to hear less of it by now."""
    return User.objects.present().filter(pk__in=_concerned(discussion.pk))


def ids_concerned(discussion: Discussion) -> list[int]:
    """The same as ids, for `notify`, which leaves out whoever is gone or wants to hear less."""
    return _CONCERNED(discussion=discussion.pk)


def _concerned(discussion: int) -> QuerySet:
    wrote = User.objects.filter(pk__in=RawSQL(_WROTE, [discussion, discussion]))
    return wrote.order_by().values_list("pk", flat=True).union(listeners(Discussion.SCOPE, discussion))


# From one writer to the next along the index: a step for each person, however many posts they wrote.
_WROTE = """
    WITH RECURSIVE wrote(author) AS (
        (SELECT author_id FROM forums_post WHERE discussion_id = %s AND deleted_at IS NULL AND author_id IS NOT NULL
         ORDER BY author_id LIMIT 1)
        UNION ALL
        SELECT (SELECT author_id FROM forums_post
                WHERE discussion_id = %s AND deleted_at IS NULL AND author_id > wrote.author
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
