"""Keeping in the library what a discussion came to, or what one post says (B5, G4, G5)."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.errors import PostRemoved
from forums.models import Closing, Discussion, Post, Promotion
from forums.queries.promotions import of_closing, of_post, promotion_of, subjects_for
from forums.rules import may_keep_closing, may_keep_post
from library.actions import add_item
from notifications.effects import notify


@transaction.atomic
def keep_closing(
    closing: Closing, *, actor: User, kind: str, title: str, authors: Sequence[User | str], licence: str
) -> Promotion:
    """Begin an item with the text of a published closing, as a draft in the space of its discussion.

    Whoever is named as an author is told. A closing is kept once: asking again returns what there is. Raises
    TextTooLong and CommunityOver.
    """
    discussion = lock_discussion(closing.discussion)
    closing.refresh_from_db()
    closing.discussion = discussion
    require(may_keep_closing(actor, closing), _("Who runs discussions here keeps what they came to."))
    hold_open(discussion.space.community)
    found = promotion_of(closing)
    said = {"kind": kind, "title": title, "authors": authors, "licence": licence}
    return found or _keep(discussion, of_closing(closing).markdown, said, actor=actor, closing=closing)


@transaction.atomic
def keep_post(post: Post, *, actor: User, kind: str, title: str, licence: str) -> Promotion:
    """The same with the text of one post, whose author it names: their own tip, or one that a moderator found.

    Somebody else's words stay theirs: all rights reserved, whatever `licence` says. Raises PostRemoved as well.
    """
    discussion = lock_discussion(post.discussion)
    post.refresh_from_db()
    post.discussion = discussion
    require(may_keep_post(actor, post), _("Its author keeps a post in the library, and who runs discussions here."))
    hold_open(discussion.space.community)
    if post.deleted_at:
        raise PostRemoved(_("This post was removed meanwhile."))
    found = promotion_of(post)
    proposal = of_post(post)
    given = licence if post.author_id == actor.pk else proposal.licence
    said = {"kind": kind, "title": title, "authors": [one.who for one in proposal.authors], "licence": given}
    return found or _keep(discussion, proposal.markdown, said, actor=actor, post=post)


def _keep(discussion: Discussion, text: str, said: dict, *, actor: User, **source: Closing | Post) -> Promotion:
    item = add_item(
        discussion.space,
        actor=actor,
        submission=uuid4(),
        markdown=text,
        language=discussion.space.community.language,
        subjects=subjects_for(discussion),
        result=discussion.result,
        **said,
    )
    promotion = Promotion.objects.create(item=item, by=actor, **source)
    Discussion.objects.filter(pk=discussion.pk).update(version=F("version") + 1)
    named = [author.pk for author in said["authors"] if isinstance(author, User) and author.pk != actor.pk]
    notify(record("promotion.kept", actor=actor, target=promotion), named)
    return promotion
