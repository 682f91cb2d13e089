"""What was recorded, and who was told of it."""

from activity.models import Entry
from notifications.models import Notification


def verbs():
    """The verbs of all that was recorded, in its order."""
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def told(person):
    """The verbs of what `person` was told, in its order."""
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("entry__verb", flat=True))
