"""What communities are about, in the words of the site's own list (B8, M8)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce, JSONObject

from communities.models import Community, Subject


def in_order(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    """Each followed by those that belong to it."""
    family = Coalesce("parent__label", "label")
    return subjects.order_by(family, F("parent__label").asc(nulls_first=True), "label")


def choosable(community: Community | None = None) -> QuerySet[Subject]:
    """Those offered, with what `community` has chosen before they were retired."""
    own = Q(pk__in=community.subjects.values("pk")) if community else Q()
    return in_order(Subject.objects.filter(Q(retired_at=None) | own))


def subjects_of(community: Community) -> QuerySet[Subject]:
    return in_order(community.subjects.all())


def subjects_shown() -> ArraySubquery:
    """For a query of communities: [{"label", "slug"}] of what each is about."""
    own = in_order(Subject.objects.filter(community=OuterRef("pk")))
    return ArraySubquery(own.values(shown=JSONObject(label="label", slug="slug")))


def add_subjects(communities: Iterable[Community]) -> None:
    """Let `subjects.all()` of each ask nothing more; one query for all."""
    prefetch_related_objects(list(communities), Prefetch("subjects", in_order(Subject.objects.all())))


def subjects_spoken_of(reader: Any) -> list[Subject]:
    """Those by which communities are found whose purpose `reader` may read, with what they belong to; one query."""
    told = Community.objects.purpose_shown_to(reader).order_by().values("pk")
    used = Subject.objects.filter(community__in=told)
    return list(in_order(Subject.objects.filter(Q(pk__in=used.values("pk")) | Q(pk__in=used.values("parent")))))


def about_subject(slug: str) -> Q:
    """Of communities: that one is about this subject, or one that belongs to it."""
    family = Subject.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).order_by()
    return Q(pk__in=Community.subjects.through.objects.filter(subject__in=family.values("pk")).values("community"))
