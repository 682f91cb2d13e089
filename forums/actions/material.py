"""Laying out items of the library beside the plan of a discussion (P39)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import read_again
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.effects.material import next_place
from forums.effects.order import put_at
from forums.effects.pages import renew_page
from forums.errors import NotInLibrary, TooMuchMaterial
from forums.models import Discussion, Material
from forums.rules import may_change_plan
from library.models import Item

_THEIRS = _("Whoever plans a discussion lays out its material.")


@transaction.atomic
def lay_out(discussion: Discussion, *, actor: User, item_id: int, why: str = "") -> Material:
    """Show an item of the library with the plan, behind the others, to those who may see it there.

    What is laid out already stays as it is. Raises NotInLibrary where it is not published, `actor` does not see it, or
    it is another community's; TooMuchMaterial and CommunityOver.
    """
    discussion = lock_discussion(discussion)
    require(may_change_plan(actor, discussion), _THEIRS)
    hold_open(discussion.space.community)
    if earlier := discussion.material.filter(item=item_id).first():
        return earlier
    library = Item.objects.visible_to(actor).published().filter(space__community=discussion.space.community_id)
    item = library.filter(pk=item_id).first()
    if item is None:
        raise NotInLibrary(_("This is not in the library any more."))
    place = next_place(discussion)
    if discussion.material.count() >= Material.MOST:
        raise TooMuchMaterial(_("At most %(most)d items go with one discussion.") % {"most": Material.MOST})
    row = Material.objects.create(discussion=discussion, item=item, position=place, why=why, by=actor)
    _tell_of_change(discussion, actor)
    return row


@transaction.atomic
def explain_material(row: Material, *, actor: User, why: str) -> Material:
    """Say in a line why people should look at it. Raises CommunityOver, and Gone when it was taken away meanwhile."""
    row = _held(row)
    require(may_change_plan(actor, row.discussion), _THEIRS)
    hold_open(row.discussion.space.community)
    if row.why != why:
        row.why = why
        row.save(update_fields=["why"])
        _tell_of_change(row.discussion, actor)
    return row


@transaction.atomic
def move_material(row: Material, *, actor: User, place: int) -> bool:
    """Let it stand at `place`, counted from 0; there already, it stays. Returns whether it moved.

    Raises as `explain_material`.
    """
    row = _held(row)
    require(may_change_plan(actor, row.discussion), _THEIRS)
    hold_open(row.discussion.space.community)
    is_moved = put_at(row, row.discussion.material.all(), place)
    if is_moved:
        _tell_of_change(row.discussion, actor)
    return is_moved


@transaction.atomic
def take_away(row: Material, *, actor: User) -> None:
    """Show it with the plan no more; in the library it stays. Raises as `explain_material`."""
    row = _held(row)
    require(may_change_plan(actor, row.discussion), _THEIRS)
    hold_open(row.discussion.space.community)
    row.delete()
    _tell_of_change(row.discussion, actor)


def _held(row: Material) -> Material:
    """The row as it is now, with its discussion locked. Raises Gone."""
    discussion = lock_discussion(row.discussion)
    read_again(row)
    row.discussion = discussion
    return row


def _tell_of_change(discussion: Discussion, actor: User) -> None:
    renew_page(discussion)
    record("discussion.plan_changed", actor=actor, target=discussion)
