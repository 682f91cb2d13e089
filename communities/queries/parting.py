"""How a community is called to somebody who was a member of it, and may know of it no more."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import CharterRevision, Community, Exclusion, Membership
from core.seams import Resolved


def with_parting(rows: QuerySet, community: str, reader: Any) -> QuerySet:
    """`rows`, each with `is_known`: whether `reader` may know of the community at the field `community`.

    And with `known_as`: how that was called when the reader’s own membership of it ended, if it has.
    """
    known = Community.objects.visible_to(reader).filter(pk=OuterRef(community))
    shut_out = Exclusion.objects.in_force().filter(membership=OuterRef("pk")).order_by("-at").values("at")[:1]
    parted = Membership.objects.filter(person=reader, community=OuterRef("community"))
    until = parted.annotate(parted_at=Coalesce("ended_at", Subquery(shut_out), "until")).values("parted_at")
    names = CharterRevision.objects.filter(community=OuterRef(community), at__lte=Subquery(until)).order_by("-number")
    return rows.annotate(is_known=Exists(known), known_as=Subquery(names.values(name=KT("content__name"))[:1]))


def resolved_with(row: Any, community: Community, *, url: str = "", **more: Any) -> Resolved:
    """A row of `with_parting`. Who may know of the community no more gets no newer name than they knew, and no address.

    `url` is where the others are led, if not to the community.
    """
    if row.is_known:
        url = url or community.get_absolute_url()
        return Resolved(title=community.name, url=url, community_name=community.name, list_id=community.slug, **more)
    name = row.known_as or _("a hidden community")
    return Resolved(title=name, url=reverse("home:home"), community_name=name, **more)
