"""The key of one's private feeds."""

from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.permissions import require
from forums.models import FeedKey
from forums.models.feeds import digest_of


@transaction.atomic
def make_feed_key(*, actor: User) -> str:
    """A new key, which is shown this once: what it opens was opened by the one before, which opens nothing any more."""
    require(actor.is_authenticated and actor.is_active)
    token = token_urlsafe(32)
    row = {"digest": digest_of(token), "made_at": timezone.now()}
    FeedKey.objects.update_or_create(person=actor, defaults=row)
    return token


@transaction.atomic
def end_feed_key(*, actor: User) -> None:
    """Their private feeds are open to nobody any more; having none is no harm."""
    require(actor.is_authenticated and actor.is_active)
    FeedKey.objects.filter(person=actor).delete()
