"""The same of what waits to be asked, and of what the library has for a discussion."""

from functools import partial

from forums import actions
from forums.models import Material
from tests.factories import ItemFactory
from tests.forums.deeds import new
from tests.forums.prompts import ASKED, queued


def _prompt(world):
    return queued(world.open(), world.moderator)


def _row(world, discussion=None):
    item = ItemFactory(space=world.commons)
    row = actions.lay_out(discussion or world.open(), actor=world.moderator, item_id=item.pk)
    return Material.objects.select_related("discussion__space__community").get(pk=row.pk)


def _second_prompt(world):
    return queued(_prompt(world).discussion, world.moderator)


def _second_row(world):
    return _row(world, _row(world).discussion)


DEEDS = {
    "throw_plan_away": lambda w: partial(actions.throw_plan_away, w.planned(), actor=w.moderator, plan_version=0),
    "queue_prompt": lambda w: partial(actions.queue_prompt, w.open(), actor=w.moderator, **new(markdown=ASKED)),
    "change_prompt": lambda w: partial(
        actions.change_prompt, _prompt(w), actor=w.moderator, markdown="And?", version=0
    ),
    "move_prompt": lambda w: partial(actions.move_prompt, _second_prompt(w), actor=w.moderator, place=0),
    "drop_prompt": lambda w: partial(actions.drop_prompt, _prompt(w), actor=w.moderator),
    "put_prompt": lambda w: partial(actions.put_prompt, _prompt(w), actor=w.moderator),
    "lay_out": lambda w: partial(actions.lay_out, w.open(), actor=w.moderator, item_id=ItemFactory(space=w.commons).pk),
    "explain_material": lambda w: partial(actions.explain_material, _row(w), actor=w.moderator, why="Why not?"),
    "move_material": lambda w: partial(actions.move_material, _second_row(w), actor=w.moderator, place=0),
    "take_away": lambda w: partial(actions.take_away, _row(w), actor=w.moderator),
}
