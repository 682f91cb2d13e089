"""A membership that ends on a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from communities import actions
from communities.effects.terms import end_due_memberships
from communities.models import Community, Membership, Role, TermChange
from notifications.effects import send_due_mail
from tests.factories import MembershipFactory

SOON = timedelta(days=9)


def own(person):
    return Membership.objects.get(person=person)


def test_a_membership_ends_on_its_day_and_is_tidied_once(community, moderator, participant, mailoutbox, time_machine):
    until = timezone.now() + SOON
    for _ in range(2):
        actions.set_term(own(participant), until=until, reason="The course is over then.", actor=moderator)
    assert TermChange.objects.get().until == until
    end_due_memberships()
    assert own(participant).is_live

    time_machine.move_to(until + timedelta(minutes=1))
    assert not own(participant).is_live
    for _ in range(2):
        end_due_memberships()

    assert (own(participant).state, own(participant).ended_at is None) == ("left", False)
    assert Community.objects.get().member_count == 1
    send_due_mail()
    bodies = [mail.body for mail in mailoutbox]
    assert len(bodies) == 2
    assert "The course is over then." in bodies[0]
    assert "has come to its end" in bodies[1]


def test_an_end_may_be_taken_back(community, moderator, participant):
    actions.set_term(own(participant), until=timezone.now() + SOON, reason="The course.", actor=moderator)
    actions.set_term(own(participant), until=None, reason="She stays on.", actor=moderator)

    assert own(participant).until is None
    assert list(TermChange.objects.order_by("pk").values_list("reason", flat=True)) == ["The course.", "She stays on."]


@pytest.mark.parametrize("who", ["participant", "facilitator", "outsider"])
def test_moderators_and_leaders_set_it(request, community, who):
    actor = request.getfixturevalue(who)
    other = MembershipFactory(community=community)

    with pytest.raises(PermissionDenied):
        actions.set_term(other, until=timezone.now() + SOON, reason="No", actor=actor)

    other.refresh_from_db()
    assert other.until is None


def test_nobody_sets_it_above_themselves_or_for_themselves(community, moderator, leader):
    for person, actor in ((leader, moderator), (moderator, moderator), (leader, leader)):
        with pytest.raises(PermissionDenied):
            actions.set_term(own(person), until=timezone.now() + SOON, reason="No", actor=actor)

    assert not TermChange.objects.exists()


def test_who_becomes_a_leader_has_no_end(community, leader, participant):
    actions.set_term(own(participant), until=timezone.now() + SOON, reason="The course.", actor=leader)

    actions.change_role(own(participant), role=Role.LEADER, actor=leader)

    assert own(participant).until is None
    with pytest.raises(PermissionDenied):
        actions.set_term(own(participant), until=timezone.now() + SOON, reason="The course.", actor=leader)


def url(name, community, person):
    return reverse(f"communities:{name}", args=[community.slug, own(person).pk])


def test_the_page_of_a_member_says_and_sets_it(client, community, moderator, participant):
    client.force_login(moderator)
    sent = {"until": timezone.localdate() + SOON, "reason": "Her rotation."}

    page = client.post(url("member-term", community, participant), sent, follow=True).content.decode()

    assert "is told of it" in page
    assert "let the membership end on" in page
    assert "ends on" in page
    assert "Her rotation." in page
    forms = client.get(url("member", community, participant)).context["forms"]
    day = (timezone.localdate() + SOON).isoformat()
    assert f'value="{day}"' in str(forms["term"]["until"])
    assert "value" not in str(forms["suspend"]["until"])


@pytest.mark.parametrize("sent", [{"reason": ""}, {"reason": "x", "until": "2001-01-01"}, {"reason": "x" * 301}])
def test_what_cannot_be_taken_is_said_beside_it(client, community, moderator, participant, sent):
    client.force_login(moderator)

    response = client.post(url("member-term", community, participant), {"until": timezone.localdate() + SOON} | sent)

    assert response.status_code == 422
    assert own(participant).until is None


def test_others_are_refused(client, community, facilitator, participant, outsider):
    sent = {"reason": "No", "until": timezone.localdate() + SOON}
    client.force_login(facilitator)
    assert client.post(url("member-term", community, participant), sent).status_code == 403
    client.force_login(outsider)

    assert client.post(url("member-term", community, participant), sent).status_code == 404
    assert own(participant).until is None
