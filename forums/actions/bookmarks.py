"""What a person keeps to find it again; nobody else learns of it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.permissions import require
from forums.models import Bookmark, Post
from forums.rules import may_bookmark

_WHO = _("Sign in to keep a bookmark.")


def keep_bookmark(post: Post, *, actor: User) -> bool:
    """Returns False when it is kept already, so that a double click is one."""
    require(may_bookmark(actor, post), _WHO)
    _bookmark, is_new = Bookmark.objects.get_or_create(post=post, person=actor)
    return is_new


def drop_bookmark(post: Post, *, actor: User) -> bool:
    """Returns False when there was none."""
    require(may_bookmark(actor, post), _WHO)
    dropped, _rows = Bookmark.objects.filter(post=post, person=actor).delete()
    return bool(dropped)
