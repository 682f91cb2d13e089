"""Memberships whose end has come."""

from django.db import transaction

from activity.effects import record
from communities.effects.memberships import end_membership
from communities.models import Membership
from core.locks import lock
from notifications.effects import notify


def end_due_memberships() -> None:
    """Tidy up after those that have come to their end, and tell who they were; any number of workers may run."""
    for membership in Membership.objects.over().select_related("community").order_by("pk"):
        _end(membership)


@transaction.atomic
def _end(membership: Membership) -> None:
    lock(membership.community)
    if not Membership.objects.over().filter(pk=membership.pk).exists() or not end_membership(membership):
        return
    change = membership.term_changes.order_by("-pk").first()
    if change is None:
        record("membership.ended", actor=None, target=membership)
    else:
        notify(record("termchange.passed", actor=None, target=change), [membership.person_id])
