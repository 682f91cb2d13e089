"""What somebody who was a member reads of a community that they may know of no more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities import actions
from communities.actions.charters import write_section
from communities.actions.handover import decline_hand_over, offer_leadership
from communities.models import CharterRevision, Community, Exclusion, HandOver, Membership, TermChange
from core import seams
from notifications.effects import send_due_mail

HOME = reverse("home:home")
LIST = reverse("notifications:list")


def own(person):
    return Membership.objects.select_related("community").get(person=person)


def call(community, name, leader):
    now = Community.objects.select_related("charter").get(pk=community.pk)
    values = {"name": name, "summary": now.summary}
    write_section(now, "name", actor=leader, version=now.charter.version, values=values)


@pytest.fixture
def parted(community, leader, participant):
    """They were asked to lead, their membership was to end, they were removed; and then it went into hiding."""
    decline_hand_over(offer_leadership(community, to=participant, afterwards="leader", actor=leader), actor=participant)
    call(community, "Campus of today", leader)
    until = timezone.now() + timedelta(days=9)
    actions.set_term(own(participant), until=until, reason="The course.", actor=leader)
    actions.remove_member(own(participant), reason="Adverts.", actor=leader)
    call(community, "Secret new name", leader)
    Community.objects.update(visibility="hidden", admission="invitation", slug="campus-s3cr3t")
    return participant


def resolved(person, model):
    rows = model.objects.values_list("pk", flat=True)
    return list(seams.resolve(model._meta.label_lower, rows, person).values())


@pytest.mark.parametrize("model", [HandOver, TermChange, Exclusion])
def test_the_name_is_the_one_that_they_knew_and_there_is_no_address(parted, leader, model):
    (found,) = resolved(parted, model)

    assert (found.title, found.community_name) == ("Campus of today", "Campus of today")
    assert (found.url, found.list_id) == (HOME, "")
    if model is HandOver:
        assert [each.title for each in resolved(leader, model)] == ["Secret new name"]


def test_neither_list_nor_mail_says_more(client, parted, mailoutbox):
    client.force_login(parted)

    page = client.get(LIST).content.decode()
    send_due_mail()

    letters = [mail for mail in mailoutbox if parted.email in mail.to]
    said = page + "".join(f"{mail.subject} {mail.body} {mail.extra_headers}" for mail in letters)
    assert "Campus of today" in page
    assert "Adverts." in said
    assert "Secret new name" not in said
    assert "s3cr3t" not in said


def test_who_may_know_of_it_is_led_there(parted):
    Community.objects.update(visibility="listed")

    (found,) = resolved(parted, Exclusion)

    assert (found.title, found.url, found.list_id) == ("Secret new name", "/c/campus-s3cr3t/", "campus-s3cr3t")


def test_who_is_let_back_in_is_a_member_again(parted, leader):
    Community.objects.update(visibility="public")
    actions.lift_exclusion(own(parted), actor=leader)
    Community.objects.update(visibility="hidden")

    (found,) = resolved(parted, Exclusion)

    assert found.title == "Campus of today", "until they join again"


def test_while_somebody_is_suspended_its_new_name_is_not_theirs(community, leader, moderator):
    call(community, "Campus of today", leader)
    actions.suspend_member(own(moderator), reason="A rest.", actor=leader)
    call(community, "Secret new name", leader)
    Community.objects.update(visibility="hidden", admission="invitation")

    (found,) = resolved(moderator, Exclusion)
    assert (found.title, found.url) == ("Campus of today", HOME)

    actions.lift_exclusion(own(moderator), actor=leader)
    (found,) = resolved(moderator, Exclusion)
    assert (found.title, found.url) == ("Secret new name", community.get_absolute_url())


def test_where_no_name_was_kept_none_is_given(parted):
    CharterRevision.objects.all().delete()

    (found,) = resolved(parted, Exclusion)

    assert found.title == "a hidden community"
