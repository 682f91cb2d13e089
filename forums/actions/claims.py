"""Taking over what one wrote to a mailing list before it came here (decision 39)."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.errors import Busy
from core.locks import lock, lock_all
from core.permissions import require
from forums.effects.claims import hand_back, hand_over
from forums.models import Discussion, ImportedSender, Post
from forums.queries.claims import posts_to_give_back, posts_under
from forums.rules import may_claim, may_give_back


@transaction.atomic
def claim_posts(sender: ImportedSender, *, actor: User) -> ImportedSender:
    """Make all that stands under `sender` the posts of `actor`, wherever it was moved to. Claiming twice is harmless.

    What later archives of the same space hold of them is theirs as well. Raises Busy and CommunityOver.
    """
    sender = _locked(sender)
    _lock_around(posts_under(sender), actor)
    require(may_claim(actor, sender), _("You claim what was sent from an address that you have confirmed."))
    hold_open(sender.space.community)
    if sender.claimed_by_id is not None:
        return sender
    sender.claimed_by, sender.claimed_at = actor, timezone.now()
    sender.save(update_fields=["claimed_by", "claimed_at"])
    posts = hand_over(sender)
    record("importedsender.claimed", actor=actor, target=sender, data={"posts": posts})
    return sender


@transaction.atomic
def give_back_posts(sender: ImportedSender, *, actor: User) -> ImportedSender:
    """Put what `actor` claimed under the name that it had. What they changed or deleted since stays theirs.

    Giving back twice is harmless. Raises Busy and CommunityOver.
    """
    sender = _locked(sender)
    if sender.claimed_by_id is None:
        return sender
    _lock_around(posts_to_give_back(sender), actor)
    require(may_give_back(actor, sender), _("It is too late to give these posts back."))
    hold_open(sender.space.community)
    posts = hand_back(sender, posts_to_give_back(sender))
    sender.claimed_by = sender.claimed_at = None
    sender.save(update_fields=["claimed_by", "claimed_at"])
    record("importedsender.given_back", actor=actor, target=sender, data={"posts": posts})
    return sender


def _locked(sender: ImportedSender) -> ImportedSender:
    """`sender` as they are now, in their space, which is locked: no archive comes in and nobody else claims there."""
    space = lock(sender.space)
    sender.refresh_from_db()
    sender.space = space
    return sender


def _lock_around(posts: QuerySet[Post], actor: User) -> None:
    """Lock the discussions of `posts`, then `actor`."""
    holding = Discussion.objects.filter(pk__in=posts.order_by().values("discussion"))
    held = lock_all([*holding, actor])
    if holding.exclude(pk__in=[row.pk for row in held if isinstance(row, Discussion)]).exists():
        raise Busy(_("Somebody is moving posts right now. Please try again in a moment."))
