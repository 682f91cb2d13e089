"""Leaving, the members, their roles, and what the team does about a membership."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities import actions
from communities.models import Community, Membership, Role
from communities.views.memberships import MEMBERS_PER_PAGE
from notifications.effects import send_due_mail
from tests.factories import CommunityFactory, MembershipFactory


def url(name, community, *more):
    return reverse(f"communities:{name}", args=[community.slug, *more])


@pytest.mark.parametrize("verb", ["join", "leave"])
def test_a_hidden_community_is_not_there_for_outsiders(client, outsider, verb):
    community = CommunityFactory(visibility="hidden")
    assert client.post(url(verb, community)).status_code == 404
    client.force_login(outsider)

    assert client.post(url(verb, community)).status_code == 404
    assert not Membership.objects.exists()


def test_leave_twice(client, participant, community):
    client.force_login(participant)

    for _ in range(2):
        assert client.post(url("leave", community)).url == "/"

    assert Membership.objects.get().state == "left"
    assert Community.objects.get().member_count == 0


def test_the_last_leader_is_told_what_to_do(client, leader, community):
    client.force_login(leader)

    response = client.post(url("leave", community), follow=True)

    assert "Make somebody else a leader first" in response.content.decode()
    assert Membership.objects.get().state == "active"


def test_the_only_leader_reads_what_to_do_before_they_leave(client, leader, participant, community):
    client.force_login(leader)

    page = client.get(url("leave", community)).content.decode()

    assert "You are the only leader here" in page
    assert "Hand over the lead" in page
    assert "btn--danger" not in page
    MembershipFactory(community=community, role=Role.LEADER)
    assert "You are the only leader here" not in client.get(url("leave", community)).content.decode()


def test_whoever_is_alone_reads_what_to_do(client, leader, community):
    client.force_login(leader)

    page = client.get(url("leave", community)).content.decode()

    assert "Ask somebody in" in page
    assert f'href="{url("life", community)}"' in page
    assert "btn--danger" not in page


def test_leaving_is_not_for_outsiders(client, outsider, community):
    client.force_login(outsider)

    assert client.post(url("leave", community)).status_code == 404


def test_the_roles_are_explained_to_whoever_sees_inside(client, community, leader):
    response = client.get(url("roles", community))

    assert response.status_code == 200
    assert "Close discussions, publish what was learned" in response.content.decode()
    assert "Lea Leader" in response.content.decode()


def test_the_roles_of_a_listed_community_are_for_members(client, outsider, leader, community):
    Community.objects.update(visibility="listed")
    client.force_login(outsider)
    assert client.get(url("roles", community)).status_code == 404
    client.force_login(leader)

    assert client.get(url("roles", community)).status_code == 200


@pytest.mark.parametrize("person", ["outsider", "admin"])
def test_members_are_seen_by_members_alone(client, request, community, participant, person):
    assert client.get(url("members", community)).status_code == 404
    client.force_login(request.getfixturevalue(person))
    assert client.get(url("members", community)).status_code == 404
    client.force_login(participant)

    assert "Pia Participant" in client.get(url("members", community)).content.decode()


def test_a_member_may_keep_their_profile_to_themselves(client, participant, community):
    MembershipFactory(community=community, person__organisation="Open House")
    MembershipFactory(community=community, person__organisation="Closed House", person__profile_audience="nobody")
    client.force_login(participant)

    page = client.get(url("members", community)).content.decode()

    assert "Open House" in page
    assert "Closed House" not in page


@pytest.mark.parametrize("role", ["5", "35", "", "leader", "40; --"])
def test_there_are_four_roles_to_give(client, leader, participant, community, role):
    membership = Membership.objects.get(person=participant)
    client.force_login(leader)

    client.post(url("member-role", community, membership.pk), {"role": role})

    assert Membership.objects.get(person=participant).role == Role.PARTICIPANT


def test_the_last_leader_cannot_step_down(client, leader, community):
    membership = Membership.objects.get(person=leader)
    client.force_login(leader)

    response = client.post(url("member-role", community, membership.pk), {"role": 10}, follow=True)

    assert "Make somebody else a leader first" in response.content.decode()
    assert Membership.objects.get(person=leader).role == Role.LEADER


def test_others_give_no_roles(client, moderator, participant, outsider, community):
    membership = Membership.objects.get(person=participant)
    client.force_login(moderator)
    assert client.post(url("member-role", community, membership.pk), {"role": 30}).status_code == 403
    client.force_login(outsider)
    assert client.post(url("member-role", community, membership.pk), {"role": 30}).status_code == 404

    assert Membership.objects.get(person=participant).role == Role.PARTICIPANT


def test_a_role_is_given_beneath_its_own_community_alone(client, leader, participant):
    membership = Membership.objects.get(person=participant)
    client.force_login(leader)

    assert client.post(url("member-role", CommunityFactory(), membership.pk), {"role": 30}).status_code == 404


def test_leaving_is_explained_before_it_is_done(client, participant, community):
    client.force_login(participant)

    page = client.get(url("leave", community)).content.decode()

    assert "Everything you wrote, under your name" in page
    assert "You may join again at any time" in page
    assert Membership.objects.get().state == "active"


def test_members_are_found_by_name_and_role(client, participant, moderator, leader, community):
    client.force_login(participant)

    def found(**asked):
        return [row.person for row in client.get(url("members", community), asked).context["page"].rows]

    assert found(name="mo mod") == [moderator]
    assert found(role="40") == [leader]
    assert found(role="nonsense") == [participant, moderator, leader]
    assert b"Nobody fits this" in client.get(url("members", community), {"name": "\x00zz"}).content


def test_a_name_leads_to_the_profile_of_whoever_shows_it(client, participant, community):
    shown = MembershipFactory(community=community).person
    shy = MembershipFactory(community=community, person__profile_audience="nobody").person
    client.force_login(participant)

    page = client.get(url("members", community)).content.decode()

    assert reverse("home:person", args=[shown.handle]) in page
    assert shy.name in page
    assert reverse("home:person", args=[shy.handle]) not in page


@pytest.mark.parametrize("number", [2, MEMBERS_PER_PAGE])
def test_queries_do_not_grow_with_the_members(client, leader, community, django_assert_max_num_queries, number):
    Community.objects.update(admission="request")
    MembershipFactory.create_batch(number, community=community)
    client.force_login(leader)
    client.get(url("members", community))

    with django_assert_max_num_queries(10):
        response = client.get(url("members", community))

    assert len(response.context["page"].rows) == min(number + 1, MEMBERS_PER_PAGE)
    assert (response.context["page"].after is not None) is (number == MEMBERS_PER_PAGE)


def test_former_members_are_listed_for_whoever_shuts_out(client, facilitator, moderator, community):
    gone = [
        MembershipFactory(community=community, state=state, ended_at=None if state == "suspended" else timezone.now())
        for state in ("left", "suspended", "removed")
    ]
    late = MembershipFactory(community=community, until=timezone.now())
    erased = MembershipFactory(community=community, state="left", ended_at=timezone.now())
    erased.person.is_active, erased.person.erased_at = False, timezone.now()
    erased.person.save()

    def listed(person):
        client.force_login(person)
        return list(client.get(url("members", community), {"show": "former"}).context["page"].rows)

    assert listed(moderator) == [*gone, late]
    assert [row.person for row in listed(facilitator)] == [facilitator, moderator]


def member_url(community, person, deed="member"):
    return url(deed, community, Membership.objects.get(person=person).pk)


def test_a_leader_gives_a_role_with_a_note(client, leader, participant, community):
    client.force_login(leader)
    sent = {"role": Role.MODERATOR.value, "note": "You closed three threads."}

    response = client.post(member_url(community, participant, "member-role"), sent, follow=True)

    assert response.redirect_chain == [(member_url(community, participant), 302)]
    assert Membership.objects.get(person=participant).role == Role.MODERATOR
    page = response.content.decode()
    assert "Pia Participant is told of the new role." in page
    assert "from participant to moderator" in page
    assert "You closed three threads." in page


def test_who_is_offered_what_about_a_member(client, community, participant, facilitator, moderator, leader):
    def offered(person, target):
        client.force_login(person)
        return set(client.get(member_url(community, target)).context["forms"])

    assert offered(facilitator, participant) == set()
    assert offered(moderator, participant) == {"term", "suspend", "remove"}
    assert offered(moderator, leader) == set()
    assert offered(leader, moderator) == {"role", "term", "suspend", "remove"}
    assert offered(leader, leader) == {"role"}


def test_the_page_of_a_member_is_the_team_s(client, community, participant, moderator, outsider):
    client.force_login(outsider)
    assert client.get(member_url(community, moderator)).status_code == 404
    client.force_login(participant)
    assert client.get(member_url(community, moderator)).status_code == 403


def test_reasons_are_read_by_whoever_shuts_out(client, community, participant, facilitator, moderator):
    membership = Membership.objects.get(person=participant)
    actions.suspend_member(membership, reason="Three adverts.", actor=moderator)
    actions.lift_exclusion(membership, actor=moderator)

    def page(person):
        client.force_login(person)
        return client.get(member_url(community, participant)).content.decode()

    assert "Three adverts." in page(moderator)
    assert "Three adverts." not in page(facilitator)


@pytest.mark.usefixtures("leader")
def test_a_member_is_suspended_until_a_day_and_let_back(client, community, participant, moderator):
    client.force_login(moderator)
    day = timezone.localdate() + timedelta(days=10)

    page = client.post(
        member_url(community, participant, "member-suspend"), {"reason": "A rest.", "until": day}, follow=True
    ).content.decode()

    assert "Pia Participant is suspended, and told why." in page
    assert "Lift the suspension" in page
    exclusion = Membership.objects.get(person=participant).exclusions.get()
    assert timezone.localdate(exclusion.until) == day

    client.post(member_url(community, participant, "member-lift"))
    assert Membership.objects.get(person=participant).is_live


@pytest.mark.parametrize(("theirs", "ours"), [("Asia/Amman", "UTC"), ("Asia/Tokyo", "America/Lima")])
def test_the_day_of_coming_back_is_one_of_the_communitys_calendar(
    client, community, participant, moderator, theirs, ours, mailoutbox, time_machine
):
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False)
    Community.objects.update(time_zone=ours)
    User.objects.update(time_zone=theirs)
    client.force_login(moderator)

    page = client.post(
        member_url(community, participant, "member-suspend"), {"reason": "A rest.", "until": "2026-12-24"}, follow=True
    )

    assert participant.memberships.get().exclusions.get().until == datetime(2026, 12, 24, tzinfo=ZoneInfo(ours))
    assert "suspended the membership until 24 December</p>" in page.content.decode()
    send_due_mail()
    (letter,) = mailoutbox
    assert "It goes on by itself on 24 December." in letter.body
    assert "It goes on by itself on 24 December." in letter.alternatives[0].content
    client.force_login(participant)
    assert "It goes on by itself on 24 December." in client.get(community.get_absolute_url()).content.decode()
    assert "until 24 December" in client.get(reverse("notifications:list")).content.decode()


@pytest.mark.parametrize("days", [-1, 0, 800])
def test_a_suspension_ends_after_today_and_within_two_years(client, community, participant, moderator, days):
    client.force_login(moderator)
    day = timezone.localdate() + timedelta(days=days)

    response = client.post(member_url(community, participant, "member-suspend"), {"reason": "A rest.", "until": day})

    assert response.status_code == 422
    assert "Choose a day after today, within 2 years." in response.content.decode()
    assert Membership.objects.get(person=participant).is_live


def test_nobody_is_removed_without_a_reason(client, community, participant, moderator):
    client.force_login(moderator)

    assert client.post(member_url(community, participant, "member-remove"), {"reason": " "}).status_code == 422
    assert client.post(member_url(community, participant, "member-remove"), {"reason": "Adverts."}).status_code == 302
    assert Membership.objects.get(person=participant).state == "removed"


@pytest.mark.parametrize("deed", ["member-suspend", "member-remove", "member-lift"])
def test_others_shut_nobody_out(client, community, participant, facilitator, leader, outsider, deed):
    for person, status in ((outsider, 404), (participant, 403), (facilitator, 403)):
        client.force_login(person)
        assert client.post(member_url(community, participant, deed), {"reason": "…"}).status_code == status

    assert Membership.objects.get(person=participant).is_live


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow_with_the_history(
    client, leader, participant, community, django_assert_max_num_queries, number
):
    Community.objects.update(admission="request")
    membership = Membership.objects.get(person=participant)
    for _ in range(number):
        actions.suspend_member(membership, reason="…", actor=leader)
        actions.lift_exclusion(membership, actor=leader)
        actions.change_role(membership, role=Role.FACILITATOR, actor=leader)
        actions.change_role(membership, role=Role.PARTICIPANT, actor=leader)
    client.force_login(leader)
    page = member_url(community, participant)

    with django_assert_max_num_queries(10):
        assert len(client.get(page).context["steps"]) == 3 * number
