"""Communities and spaces as their own pages ask for them."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from communities.models import Community, Membership, Role, Space, SpaceGrant
from communities.queries import Standing
from communities.queries.institutions import hosts_shown
from communities.queries.kinship import names_near
from communities.queries.statements import latest_shown
from communities.queries.subjects import subjects_shown
from core.prepared import Prepared
from evaluation.models import Survey
from evaluation.queries.lists import unanswered_by

_KNOWN = Prepared(
    lambda reader, slug: (
        Community.objects.visible_to(reader)
        .filter(slug=slug)
        .select_related("charter")
        .annotate(
            near=names_near(reader),
            about=subjects_shown(),
            partners=hosts_shown(),
            latest=latest_shown(),
            survey=_survey_shown(reader),
        )
    )
)
_READABLE = Prepared(lambda reader, slug: Community.objects.readable_by(reader).filter(slug=slug))
_SPACES = Prepared(lambda reader, community: Space.objects.visible_to(reader).filter(community=community))
_SPACE = Prepared(
    lambda reader, community, slug: (
        Space.objects.visible_to(reader).filter(community__slug=community, slug=slug).select_related("community")
    )
)


def _survey_shown(reader: Any) -> Subquery:
    """For a query of communities: what `survey_asked` reads of the survey there that ends first, or None."""
    found = put_to(reader).filter(space__community=OuterRef("pk")).order_by("closes_at", "pk")
    return Subquery(found.values(shown=JSONObject(pk="pk", title="title", closes_at="closes_at"))[:1])


def survey_asked(community: Any) -> Survey | None:
    """Of a community as `find_community` gives it: a survey that its reader is asked to answer and has not answered."""
    if community.survey is None:
        return None
    return Survey(**community.survey | {"closes_at": datetime.fromisoformat(community.survey["closes_at"])})


def put_to(person: Any) -> QuerySet[Survey]:
    """The surveys that `person` has not answered and is asked to, as a member or a guest; visitors are asked none."""
    if not person.is_authenticated:
        return Survey.objects.none()
    return unanswered_by(person).filter(space__in=taken_part_in(person))


def find_community(slug: str, reader: Any) -> Community:
    """The community where `reader` may know of it, else its DoesNotExist.

    It comes with its charter, with `near`, its first neighbours, and for whoever may read its purpose with what it is
    `about` and with `partners`, who run it together; `latest` is for `statements.spoken`, `survey` for `survey_asked`.
    """
    return _one(_KNOWN(reader=reader, slug=slug), Community)


def find_readable_community(slug: str, reader: Any) -> Community:
    """The community, where its inside is open to `reader`; else its DoesNotExist."""
    return _one(_READABLE(reader=reader, slug=slug), Community)


def find_space(community: str, slug: str, reader: Any) -> Space:
    """The space with its community, where `reader` may read it; else its DoesNotExist."""
    return _one(_SPACE(reader=reader, community=community, slug=slug), Space)


def _one(found: list[Any], model: Any) -> Any:
    if not found:
        raise model.DoesNotExist
    return found[0]


def readable_spaces(community: Community, reader: Any) -> list[Space]:
    """The spaces of `community` that `reader` may read, in their order."""
    spaces = _SPACES(reader=reader, community=community.pk)
    for space in spaces:
        space.community = community
    return spaces


def taken_part_in(person: Any) -> QuerySet[Space]:
    """What `person` takes part in: every space of the communities they are in, readable or not, and what was opened."""
    joined = Membership.objects.live_of(person).values("community")
    granted = SpaceGrant.objects.live_of(person).values("content_object")
    return Space.objects.filter(Q(community__in=joined) | Q(pk__in=granted))


def find_own_standing(slug: str, reader: Any) -> Standing:
    """How `reader` stands in a community that they are a member of, with its charter and its rhythm.

    One query; raises Membership.DoesNotExist for anybody else.
    """
    membership = _one(_OWN(person=reader, slug=slug) if reader.is_authenticated else [], Membership)
    return Standing(membership.community, Role(membership.role), reader)


def _own(person: Any, slug: str) -> QuerySet[Membership]:
    beside = ("community__charter", "community__beat")
    return Membership.objects.live_of(person).filter(community__slug=slug).select_related("community", *beside)


_OWN = Prepared(_own)
