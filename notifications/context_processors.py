from django.utils.functional import SimpleLazyObject

from notifications.queries import unread_count as count


def unread_count(request):
    """How many of the reader's notifications are unread, asked when the page shows it."""
    # A request with a foreign Host is refused before anybody asked who sent it.
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_count": 0}
    return {"unread_count": SimpleLazyObject(lambda: count(user))}
