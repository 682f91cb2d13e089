"""What a person says to a post without words. Setting and taking back are two verbs, so that a double click is one."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.holding import lock_post
from forums.effects.reactions import renew_reactions, tell_reacted
from forums.errors import PostRemoved
from forums.models import Discussion, Post, Reaction
from forums.rules import may_react

_WHO = _("Whoever may write here reacts to what others wrote.")


@transaction.atomic
def react(post: Post, *, kind: str, actor: User) -> bool:
    """Say `kind` (of Reaction.Kind) to a post, also where the discussion is closed; its author hears of it gently.

    Returns False when that was said before. Raises PostRemoved and CommunityOver.
    """
    discussion, post = _locked(post, actor)
    if post.is_removed:
        raise PostRemoved(_("This post was removed meanwhile."))
    _reaction, is_new = Reaction.objects.get_or_create(post=post, person=actor, kind=kind)
    if is_new:
        renew_reactions(discussion, post)
        tell_reacted(post, by=actor)
    return is_new


@transaction.atomic
def take_back_reaction(post: Post, *, kind: str, actor: User) -> bool:
    """Returns False when there was none. Raises CommunityOver."""
    discussion, post = _locked(post, actor)
    taken, _rows = post.reactions.filter(person=actor, kind=kind).delete()
    if taken:
        renew_reactions(discussion, post)
    return bool(taken)


def _locked(post: Post, actor: User) -> tuple[Discussion, Post]:
    discussion, post = lock_post(post)
    require(may_react(actor, post), _WHO)
    hold_open(discussion.space.community)
    return discussion, post
