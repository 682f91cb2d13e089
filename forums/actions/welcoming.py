"""How newcomers are welcomed: a place to say hello, and leave not to."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.models import Community
from core.locks import lock
from core.markdown import plain
from core.permissions import require
from forums.effects.discussions import begin, tell_of_opening
from forums.effects.posts import EXCERPT_LENGTH, finish_text
from forums.errors import NoRoom
from forums.models import Discussion, HelloPutAside
from forums.queries.welcoming import room_for_introductions
from forums.rules import may_begin_introductions, may_put_hello_aside
from notifications.effects import set_volume
from notifications.models import Volume


@transaction.atomic
def begin_introductions(community: Community, *, actor: User, title: str, question: str) -> Discussion:
    """Open the one standing thread in which the members of `community` say hello; who opens it follows it.

    Where it is open already, that one is given. Raises NoRoom, NothingSaid and TextTooLong.
    """
    community, actor = lock_both(community, actor)
    require(may_begin_introductions(actor, community), _("The team opens the place for introductions."))
    standing = Discussion.objects.filter(introductions_of=community).first()
    if standing is not None:
        return standing
    room = room_for_introductions(community)
    if room is None:
        raise NoRoom(_("Introductions belong in a room that all members read and nobody else. Open one first."))
    markdown, html = finish_text(question)
    thread = Discussion.objects.create(
        space=room,
        title=title,
        question=markdown,
        excerpt=plain(html, EXCERPT_LENGTH),
        planned_by=actor,
        introductions_of=community,
    )
    begin(thread, asked_by=actor)
    set_volume(actor, scope_kind=Discussion.SCOPE, scope_id=thread.pk, level=Volume.Level.ALL)
    tell_of_opening(record("discussion.opened", actor=actor, target=thread), thread)
    return thread


@transaction.atomic
def put_hello_aside(community: Community, *, actor: User) -> None:
    """Ask `actor` no more to introduce themselves there; a second time changes nothing."""
    actor = lock(actor)
    require(may_put_hello_aside(actor, community), _("Members are asked, and nobody else."))
    HelloPutAside.objects.get_or_create(person=actor, community=community)
