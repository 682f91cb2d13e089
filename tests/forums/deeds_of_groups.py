"""The same of groups (see test_over.py)."""

from functools import partial

from django.utils import timezone

from forums import actions
from tests.forums.deeds import new
from tests.forums.groups import TASK, again, change, part


def _group(world):
    first, _second = part(world.open(), world.moderator, people_choose=True)
    return first


def _joined(world):
    group = _group(world)
    actions.join_group(group, actor=world.participant)
    return again(group)


DEEDS = {
    "part_into_groups": lambda w: partial(
        actions.part_into_groups, w.open(), actor=w.moderator, names=["A", "B"], task=TASK
    ),
    "change_groups": lambda w: partial(change, _group(w).grouping, w.moderator, reports_by=timezone.now()),
    "place_people": lambda w: partial(
        actions.place_people, (group := _group(w)).grouping, actor=w.moderator, places={w.participant.pk: group}
    ),
    "deal_out": lambda w: partial(
        actions.deal_out, _group(w).grouping, actor=w.moderator, people=[w.participant.pk, w.moderator.pk], seed=1
    ),
    "take_in": lambda w: partial(actions.take_in, _group(w).grouping, actor=w.moderator, person=w.participant.pk),
    "name_rapporteur": lambda w: partial(
        actions.name_rapporteur, _joined(w), actor=w.moderator, person=w.participant.pk
    ),
    "join_group": lambda w: partial(actions.join_group, _group(w), actor=w.participant),
    "leave_group": lambda w: partial(actions.leave_group, _joined(w), actor=w.participant),
    "report_back": lambda w: partial(actions.report_back, _joined(w), actor=w.participant, **new(markdown="So.")),
}
