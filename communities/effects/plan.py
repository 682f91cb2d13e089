"""What follows of the action plan by itself."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from activity.effects import record
from communities.models import ActionItem, Community
from notifications.effects import notify

REMINDED_BEFORE = timedelta(days=3)


def remind_owners() -> None:
    """Remind whoever took something on three days before it is due, once for each day that it is put off to."""
    soon = timezone.now().date() + REMINDED_BEFORE + timedelta(days=1)  # somewhere it is a day later already
    due = ActionItem.objects.open().filter(due_on__lte=soon, owner__isnull=False)
    due = due.filter(Q(reminded_for=None) | ~Q(reminded_for=F("due_on")))
    due = due.filter(community__phase__in=Community.WRITABLE_PHASES)
    for item in due.select_related("community").order_by("pk"):
        today = timezone.localdate(timezone=item.community.zone)
        if today <= item.due_on <= today + REMINDED_BEFORE:
            _remind(item)


@transaction.atomic
def _remind(item: ActionItem) -> None:
    waiting = ActionItem.objects.open().filter(pk=item.pk, due_on=item.due_on)
    if waiting.exclude(reminded_for=item.due_on).update(reminded_for=item.due_on):
        notify(record("actionitem.due", actor=None, target=item), [item.owner_id])


def leave_items(person_id: int, community_id: int) -> None:
    """What was open on the plan of a community waits for somebody else when its owner is a member no longer."""
    ActionItem.objects.open().filter(owner=person_id, community=community_id).update(
        owner=None, version=F("version") + 1
    )
