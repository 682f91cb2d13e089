"""Keeping the texts that a community's team uses again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.effects.holding import lock_around, lock_both
from communities.effects.life import hold_open
from communities.models import Community
from core.permissions import require
from forums.errors import SavedReplyStale, TitleTaken, TooManySaved
from forums.models import SavedReply
from forums.rules import may_keep_saved_replies

_KEEP = _("Moderators and leaders keep the team’s saved replies.")


@transaction.atomic
def save_reply(community: Community, *, actor: User, title: str, markdown: str) -> SavedReply:
    """Keep a text under a title of its own; the same text under the same title is kept once.

    Raises TitleTaken, TooManySaved and CommunityOver.
    """
    community, actor = lock_both(community, actor)
    require(may_keep_saved_replies(actor, community), _KEEP)
    hold_open(community)
    kept = SavedReply.objects.filter(community=community)
    for earlier in kept.filter(title=title, markdown=markdown):
        return earlier
    _require_free(community, title)
    if kept.count() >= SavedReply.MOST:
        raise TooManySaved(_("Forty saved replies are as many as one finds anything in. Throw one away first."))
    return SavedReply.objects.create(community=community, title=title, markdown=markdown, by=actor)


@transaction.atomic
def change_saved_reply(saved: SavedReply, *, actor: User, version: int, title: str, markdown: str) -> SavedReply:
    """Let it say something else from now on; what was written with it stays.

    Raises SavedReplyStale when somebody else changed it meanwhile, TitleTaken, Gone and CommunityOver.
    """
    community = lock_around(saved)
    require(may_keep_saved_replies(actor, community), _KEEP)
    hold_open(community)
    if (saved.title, saved.markdown) == (title, markdown):
        return saved
    if saved.version != version:
        raise SavedReplyStale(_("Somebody else has changed it meanwhile. Look at theirs before you send yours."))
    _require_free(community, title, but=saved.pk)
    saved.title, saved.markdown, saved.by, saved.at = title, markdown, actor, timezone.now()
    saved.version += 1
    saved.save(update_fields=["title", "markdown", "by", "at", "version"])
    return saved


@transaction.atomic
def throw_saved_reply_away(saved: SavedReply, *, actor: User) -> None:
    """Keep it no more. Raises Gone when somebody was quicker, and CommunityOver."""
    community = lock_around(saved)
    require(may_keep_saved_replies(actor, community), _KEEP)
    hold_open(community)
    saved.delete()


def _require_free(community: Community, title: str, *, but: int = 0) -> None:
    if SavedReply.objects.filter(community=community, title=title).exclude(pk=but).exists():
        raise TitleTaken(_("There is a saved reply with this title already."))
