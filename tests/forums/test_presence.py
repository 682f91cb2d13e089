"""Who else has the draft of a closing open."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from forums import actions


def names(discussion, person, *, has_typed=False):
    return [one.name for one in actions.stay_at_draft(discussion, actor=person, has_typed=has_typed)]


def test_each_learns_of_the_other_while_both_are_there(discussion, closing, moderator, leader):
    assert names(discussion, moderator) == []
    assert names(discussion, leader) == [moderator.display_name]
    assert names(discussion, moderator) == [leader.display_name]

    with time_machine.travel(timezone.now() + timedelta(seconds=80)):
        assert names(discussion, moderator) == []


def test_it_says_when_somebody_typed_last(discussion, closing, moderator, leader):
    actions.stay_at_draft(discussion, actor=leader, has_typed=True)
    actions.stay_at_draft(discussion, actor=leader, has_typed=False)
    [present] = actions.stay_at_draft(discussion, actor=moderator, has_typed=False)

    assert timezone.now() - present.typed_at < timedelta(minutes=1)
    [other] = actions.stay_at_draft(discussion, actor=leader, has_typed=False)
    assert other.typed_at is None


def test_the_editor_asks(as_moderator, discussion, closing, leader):
    address = reverse("forums:closing-here", args=[discussion.pk])
    actions.stay_at_draft(discussion, actor=leader, has_typed=True)

    said = as_moderator.post(address).content.decode()

    assert f"{leader.display_name} is editing this too" in said
    page = as_moderator.get(reverse("forums:closing", args=[discussion.pk])).content.decode()
    assert f'hx-post="{address}"' in page


def test_whoever_does_not_run_it_is_told_nothing(client, discussion, closing, participant):
    with pytest.raises(PermissionDenied):
        names(discussion, participant)
    client.force_login(participant)
    assert client.post(reverse("forums:closing-here", args=[discussion.pk])).status_code == 403
