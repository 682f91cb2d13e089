from django.utils.functional import SimpleLazyObject

from notifications.models import Notification


def unread_count(request):
    """How many of the reader's notifications are unread: one query, made when the page asks."""
    if not request.user.is_authenticated:
        return {"unread_count": 0}
    count = SimpleLazyObject(lambda: Notification.objects.visible_to(request.user).unread().count())
    return {"unread_count": count}
