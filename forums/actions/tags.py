"""What who runs discussions does to the words by which a community finds them (B10)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.effects.life import hold_open
from core.errors import Stale
from core.locks import lock_all
from core.permissions import require
from forums.effects.tags import call_tag, join_tags
from forums.errors import TagTaken
from forums.models import Tag
from forums.queries.tags import tag_named
from forums.rules import may_keep_tags


@transaction.atomic
def rename_tag(tag: Tag, *, name: str, actor: User, is_confirmed: bool = False) -> Tag:
    """Call a tag `name`. Where another one is called so, the two are one from then on; returns the one that stays.

    What leads to a tag that was joined leads on. Raises TagTaken before it is joined with one that `actor` sees, where
    that is not confirmed; Stale where it was joined with one of another name meanwhile; and CommunityOver.
    """
    community = lock_around(tag)
    lock_all(tag.discussions.all())
    require(may_keep_tags(actor, community), _("Moderators and leaders keep the tags."))
    hold_open(community)
    called = tag_named(community, name)
    other = called and (called.into or called)
    if tag.into is not None and tag.into != other:
        raise Stale(_("This tag was joined with “%(name)s” meanwhile.") % {"name": tag.into.name})
    if other is None or other == tag:
        if tag.name != name:
            call_tag(tag, name, former=called)
            record("tag.renamed", actor=actor, target=tag)
        return tag
    if tag.into is None:
        if not is_confirmed and Tag.objects.visible_to(actor).filter(pk=other.pk).exists():
            raise TagTaken(_("There is a tag “%(name)s” already.") % {"name": other.name})
        join_tags(tag, other)
        record("tag.joined", actor=actor, target=other)
    return other
