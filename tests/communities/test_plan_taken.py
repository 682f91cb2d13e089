"""Whose something on the plan is: given to them, taken on, given back; and no day that has gone by."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import add_item, change_item, give_item_back, move_item, take_item
from communities.errors import DayOver, ItemTaken
from communities.models import ActionItem
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db


def add(community, actor, **fields):
    return add_item(community, actor=actor, submission=uuid.uuid4(), **{"title": "Collect examples", **fields})


def change(item, actor, **fields):
    now = {name: getattr(item, name) for name in ("version", "title", "details", "result", "owner", "due_on")}
    return change_item(item, actor=actor, **{**now, **fields})


def url(name, *args):
    return reverse(f"communities:{name}", args=["campus", *args])


def page(client, item, person):
    client.force_login(person)
    return client.get(item.get_absolute_url()).content.decode()


def test_a_member_takes_on_what_nobody_has(community, moderator, participant, facilitator):
    item = add(community, moderator)

    assert take_item(item, actor=participant)
    assert not take_item(item, actor=participant)
    with pytest.raises(ItemTaken):
        take_item(item, actor=facilitator)

    assert ActionItem.objects.get().owner == participant
    assert told(moderator) == ["actionitem.taken"]
    assert verbs().count("actionitem.taken") == 1


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_over_is_not_taken_on(community, moderator, participant, state):
    item = add(community, moderator)
    move_item(item, actor=moderator, state=state)

    with pytest.raises(ItemTaken):
        take_item(item, actor=participant)


def test_who_is_no_member_takes_nothing_on(community, moderator, outsider):
    item = add(community, moderator)

    with pytest.raises(Refused):
        take_item(item, actor=outsider)
    with pytest.raises(Refused):
        give_item_back(item, actor=outsider)


def test_whoever_was_named_gives_it_back_to_who_named_them(community, leader, moderator, participant):
    item = add(community, moderator)
    change(item, leader, owner=participant)
    move_item(item, actor=participant, state="doing")

    assert give_item_back(item, actor=participant)
    assert not give_item_back(item, actor=participant)

    assert (item.owner, item.state) == (None, "to_do")
    assert (told(leader), told(moderator)) == (["actionitem.given_back"], [])


def test_what_one_took_on_is_given_back_to_the_planner(community, moderator, participant):
    item = add(community, moderator)
    take_item(item, actor=participant)

    give_item_back(item, actor=participant)

    assert told(moderator) == ["actionitem.taken", "actionitem.given_back"]


def test_nobody_gives_back_what_another_has_or_what_is_done(community, moderator, participant):
    item = add(community, moderator, owner=participant)

    assert not give_item_back(item, actor=moderator)
    move_item(item, actor=participant, state="done")
    assert not give_item_back(item, actor=participant)

    assert ActionItem.objects.get().owner == participant


def test_the_page_says_who_gave_it_and_takes_a_no(client, community, leader, participant, facilitator):
    item = add(community, leader, owner=participant)
    own = page(client, item, participant)
    assert "Lea Leader gave you this." in own
    assert "Not me" in own
    assert url("plan-give-back", item.pk) not in page(client, item, facilitator)
    client.force_login(participant)

    assert client.post(url("plan-give-back", item.pk)).url == item.get_absolute_url()

    assert ActionItem.objects.get().owner is None
    assert "I do it" in page(client, item, facilitator)
    client.post(url("plan-take", item.pk))
    assert "You took this on." in page(client, item, facilitator)
    client.force_login(participant)
    late = client.post(url("plan-take", item.pk), follow=True).content.decode()
    assert "Somebody has taken it on meanwhile" in late


def test_visitors_are_offered_nothing(client, community, leader, outsider):
    item = add(community, leader)

    assert "I do it" not in page(client, item, outsider)


def test_nothing_is_to_be_done_by_a_day_that_has_gone_by(community, moderator):
    today = timezone.localdate(timezone=community.zone)
    with pytest.raises(DayOver):
        add(community, moderator, due_on=today - timedelta(days=1))
    item = add(community, moderator, due_on=today)

    with pytest.raises(DayOver):
        change(item, moderator, due_on=today - timedelta(days=1))

    ActionItem.objects.update(due_on=today - timedelta(days=9))
    item.refresh_from_db()
    assert change(item, moderator, title="Collect more").title == "Collect more"


def test_today_is_the_community_s_own(participant):
    behind = MembershipFactory(community=CommunityFactory(time_zone="Pacific/Pago_Pago"), role=40)
    today = timezone.localdate(timezone=behind.community.zone)

    assert add(behind.community, behind.person, due_on=today)
    with pytest.raises(DayOver):
        add(behind.community, behind.person, due_on=today - timedelta(days=1))


def test_a_day_gone_by_is_named_beside_its_field(client, community, moderator):
    item = add(community, moderator)
    client.force_login(moderator)
    sent = {"title": "Collect", "owner": "", "details": "", "due_on": "2020-01-01", "version": 0}

    for address in (url("plan-new"), url("plan-change", item.pk)):
        response = client.post(address, sent | {"submission": uuid.uuid4()})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"due_on"}
    assert ActionItem.objects.get().due_on is None
