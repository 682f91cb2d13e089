"""The pages on which leaders arrange spaces and let people into them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activity.models import Entry
from communities.effects import let_in
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from tests.factories import DiscussionFactory, InvitationFactory, MembershipFactory

FORM = {"name": "Writing group", "access": "members", "starters": "everyone"}


def url(name, *more):
    return reverse(f"communities:{name}", args=["campus", *more])


def day(number):
    return (timezone.now() + timedelta(days=number)).date().isoformat()


@pytest.fixture
def grant(room, outsider, leader):
    until = timezone.now() + timedelta(days=1)
    return let_in(outsider, room, role=Role.GUEST, source="guest", until=until, given_by=leader)


def test_the_list_says_who_reads_each_space(client, leader, room, grant):
    client.force_login(leader)

    page = client.get(url("spaces")).content.decode()

    for text in ("Commons", "Read by everyone", "Team room", "Project group", "Private", "1 let in"):
        assert text in page


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow_with_the_spaces(client, leader, community, django_assert_max_num_queries, number):
    for each in range(number):
        Space.objects.create(community=community, slug=f"s{each}", name=f"S {each}", access="private")
    client.force_login(leader)
    client.get(url("spaces"))

    with django_assert_max_num_queries(7):
        client.get(url("spaces"))


PAGES = [("spaces", ()), ("space-new", ()), ("space-people", ("project",)), ("space-change", ("project",))]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_the_pages_are_the_leaders(client, room, participant, moderator, outsider, name, more):
    for person, status in ((participant, 403), (moderator, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(url(name, *more)).status_code == status


def test_other_members_do_not_learn_of_private_rooms(client, room, moderator):
    client.force_login(moderator)

    for address in ("/c/campus/", "/c/campus/discussions/", "/c/campus/members/", "/c/campus/roles/"):
        page = client.get(address).content.decode()
        assert "Project group" not in page
        assert url("spaces") not in page


def test_a_leader_sees_who_is_in_a_room_but_not_what_is_said(client, leader, room, grant):
    DiscussionFactory(space=room, title="A canary sings")
    client.force_login(leader)

    page = client.get(url("space-people", "project")).content.decode()

    assert "Olu Outsider" in page
    assert "let in by Lea Leader" in page
    assert "A canary sings" not in page
    assert client.get("/c/campus/s/project/").status_code == 404


def test_open_a_space(client, leader, community):
    client.force_login(leader)

    response = client.post(url("space-new"), FORM, follow=True)

    assert response.redirect_chain == [(url("space-people", "writing-group"), 302)]
    assert "Writing group is open." in response.content.decode()
    response = client.post(url("space-new"), FORM | {"access": "team"})
    assert response.status_code == 422
    assert "There is a space of this name already." in response.content.decode()


def test_opening_it_to_more_people_is_asked_once_more(client, leader, room):
    client.force_login(leader)

    page = client.post(url("space-change", "project"), FORM)
    assert "More people would read this" in page.content.decode()
    room.refresh_from_db()
    assert room.access == "private"

    client.post(url("space-change", "project"), FORM | {"confirm": "1"})
    room.refresh_from_db()
    assert (room.access, room.name) == ("members", "Writing group")


def test_closing_it_to_people_is_asked_once_more_too(client, leader, participant, community):
    client.force_login(leader)

    page = client.post(url("space-change", "members"), FORM | {"access": "team"}).content.decode()
    assert "Fewer people would read this" in page
    assert "1 member outside the team: Pia Participant" in page
    assert community.spaces.get(slug="members").access == "members"

    response = client.post(url("space-change", "members"), FORM | {"access": "team", "confirm": "1"})
    assert response.url == url("space-people", "members")
    assert community.spaces.get(slug="members").access == "team"


def test_a_space_is_moved_with_and_without_javascript(client, leader, community, room):
    client.force_login(leader)
    assert 'id="up-' in client.get(url("spaces")).content.decode()

    assert client.post(url("space-move", "project"), {"place": "0"}).url == url("spaces")
    assert [space.slug for space in community.spaces.all()] == ["project", "commons", "members", "team"]
    page = client.post(url("space-move", "project"), {"place": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<ul class="rows" id="spaces">')
    assert page.index("Commons") < page.index("Project group") < page.index("Members’ room")


def test_the_order_shows_on_every_list(client, leader, participant, community):
    client.force_login(leader)
    client.post(url("space-move", "members"), {"place": "0"})
    client.force_login(participant)

    for address in ("/c/campus/", "/c/campus/discussions/"):
        page = client.get(address)
        assert [space.slug for space in page.context["spaces"]][:2] == ["members", "commons"]


def test_only_leaders_move_a_space(client, room, participant, moderator, outsider, community):
    before = list(community.spaces.values_list("slug", flat=True))

    for person, status in ((participant, 403), (moderator, 403), (outsider, 404)):
        client.force_login(person)
        assert client.post(url("space-move", "team"), {"place": "0"}).status_code == status
    assert list(community.spaces.values_list("slug", flat=True)) == before


def test_archive_and_back(client, leader, room):
    client.force_login(leader)
    assert client.post(url("space-archive", "project")).url == url("space-people", "project")
    page = client.get(url("space-people", "project")).content.decode()

    assert "Open it for writing again" in page
    assert "Invite a guest" not in page
    client.post(url("space-unarchive", "project"))
    room.refresh_from_db()
    assert room.archived_at is None


def test_a_member_is_found_and_let_in(client, leader, participant, room):
    client.force_login(leader)
    page = client.get(url("space-people", "project"), {"name": "pia"})
    (membership,) = page.context["room"].found

    response = client.post(url("space-let-in", "project"), {"member": membership.pk}, follow=True)

    assert "Pia Participant is let in." in response.content.decode()
    assert SpaceGrant.objects.get().user == participant


def test_members_of_elsewhere_are_not_there_to_be_let_in(client, leader, room):
    elsewhere = MembershipFactory()
    client.force_login(leader)

    for member in (elsewhere.pk, "x", "", "9" * 30):
        assert client.post(url("space-let-in", "project"), {"member": member}).status_code == 404
    assert not SpaceGrant.objects.exists()


def test_a_leader_lets_themselves_in_and_the_room_shows_it(client, leader, participant, room):
    let_in(participant, room, role=Role.PARTICIPANT, source="member", given_by=leader)
    client.force_login(leader)
    own = Membership.objects.get(person=leader)

    client.post(url("space-let-in", "project"), {"member": own.pk})

    assert client.get("/c/campus/s/project/").status_code == 200
    client.force_login(participant)
    page = client.get("/c/campus/s/project/").content.decode()
    assert "Lea Leader" in page
    assert "let themselves in" in page


def test_a_guest_is_invited_until_a_day(client, leader, room):
    client.force_login(leader)

    response = client.post(
        url("space-guest", "project"), {"email": "ana@copse.example", "last_day": day(5), "message": ""}, follow=True
    )

    invitation = Invitation.objects.get()
    assert (invitation.room, invitation.role, invitation.until.date().isoformat()) == (room, Role.GUEST, day(5))
    assert "1 invitation is on its way." in response.content.decode()
    assert "ana@copse.example" in response.content.decode()


@pytest.mark.parametrize("wrong", [{"email": "ana@"}, {"last_day": ""}, {"last_day": "2020-01-01"}])
def test_a_guest_needs_an_address_and_a_last_day(client, leader, room, wrong):
    client.force_login(leader)
    valid = {"email": "ana@copse.example", "last_day": day(5)}

    response = client.post(url("space-guest", "project"), valid | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert not Invitation.objects.exists()


def test_an_end_is_moved(client, leader, grant):
    client.force_login(leader)

    client.post(url("grant-until", grant.pk), {"last_day": day(9)})
    grant.refresh_from_db()
    assert grant.until.date().isoformat() == day(9)

    page = client.post(url("grant-until", grant.pk), {"last_day": "2020-01-01"}, follow=True).content.decode()
    assert "A day from today on" in page
    grant.refresh_from_db()
    assert grant.until.date().isoformat() == day(9)


def test_an_end_is_made_now(client, leader, outsider, grant):
    client.force_login(leader)

    for _ in range(2):
        response = client.post(url("grant-end", grant.pk))

    assert response.status_code == 404
    assert not SpaceGrant.objects.exists()
    client.force_login(outsider)
    assert client.get("/c/campus/s/project/").status_code == 404


def test_grants_of_other_communities_are_not_there(client, leader, outsider):
    elsewhere = InvitationFactory().community
    room = Space.objects.create(community=elsewhere, slug="room", name="Room", access="private")
    grant = let_in(outsider, room, role=Role.GUEST, source="guest")
    client.force_login(leader)

    assert client.post(url("grant-end", grant.pk)).status_code == 404
    assert SpaceGrant.objects.get() == grant


@pytest.mark.parametrize(("theirs", "ours"), [("Asia/Tokyo", "America/Lima"), ("America/Lima", "Asia/Tokyo")])
def test_a_last_day_is_one_of_the_communitys_calendar(client, leader, outsider, room, grant, theirs, ours):
    Community.objects.update(time_zone=ours)
    User.objects.update(time_zone=theirs)
    client.force_login(leader)
    last_day = date(timezone.now().year + 1, 6, 30)

    client.post(url("grant-until", grant.pk), {"last_day": last_day})
    client.post(url("space-guest", "project"), {"email": "guest@example.org", "last_day": last_day})
    page = client.get(url("space-people", "project")).content.decode()

    assert f'name="last_day" type="date" value="{last_day}"' in page
    assert SpaceGrant.objects.get().until == datetime(last_day.year, 6, 30, 23, 59, 59, tzinfo=ZoneInfo(ours))
    assert page.count(f"until 30 June {last_day.year}") == 2
    client.force_login(outsider)
    assert f"until 30 June {last_day.year}" in client.get(room.get_absolute_url()).content.decode()
    assert f"30 June {last_day.year}" in client.get(Invitation.objects.get().get_absolute_url()).content.decode()


def test_the_name_of_another_space_is_not_taken(client, leader, room):
    client.force_login(leader)

    response = client.post(url("space-change", "project"), FORM | {"name": "Members’ room", "access": "private"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a space of this name already." in page
    assert "Change the space" in page
    room.refresh_from_db()
    assert room.name == "Project group"


@pytest.mark.parametrize(
    ("visibility", "open_to"),
    [
        ("public", "Everyone on the web"),
        ("listed", "The 12 members, and everyone on the web should the community become public"),
    ],
)
def test_the_form_says_who_would_read_as_it_is_now(client, leader, community, visibility, open_to):
    Community.objects.update(visibility=visibility, member_count=12)
    client.force_login(leader)

    choices = dict(client.get(url("space-new")).context["form"].fields["access"].choices)

    assert (choices["open"], choices["members"]) == (open_to, "The 12 members")


@pytest.mark.parametrize(
    ("place", "said"),
    [("project", "Find them by name under “Let a member in”"), ("members", "who reads this space as a member")],
)
def test_a_member_is_no_guest(client, leader, room, participant, place, said):
    client.force_login(leader)

    response = client.post(url("space-guest", place), {"email": participant.email.upper(), "last_day": day(3)})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_participant_may_be_a_guest_of_the_team(client, leader, community, participant):
    client.force_login(leader)

    client.post(url("space-guest", "team"), {"email": participant.email, "last_day": day(3)})

    assert Invitation.objects.get().room.slug == "team"


def test_a_guest_leaves(client, room, grant, outsider):
    client.force_login(outsider)
    assert url("space-leave", "project") in client.get(room.get_absolute_url()).content.decode()
    assert "What stays" in client.get(url("space-leave", "project")).content.decode()

    assert client.post(url("space-leave", "project")).url == "/"

    assert not SpaceGrant.objects.exists()
    ended = Entry.objects.get(verb="spacegrant.ended")
    assert (ended.actor, ended.data) == (outsider, {"person": outsider.pk})
    assert client.get(room.get_absolute_url()).status_code == 404


def test_whoever_was_not_let_in_has_nothing_to_leave(client, room, grant, leader, participant):
    for person, place in ((participant, "project"), (leader, "project"), (participant, "members")):
        client.force_login(person)
        assert client.get(url("space-leave", place)).status_code == 404
        assert client.post(url("space-leave", place)).status_code == 404
    assert SpaceGrant.objects.count() == 1


def test_a_space_that_everyone_reads_takes_no_guests(client, leader, community):
    client.force_login(leader)
    assert "Invite a guest" not in client.get(url("space-people", "commons")).content.decode()

    Community.objects.update(visibility="listed")
    assert "Invite a guest" in client.get(url("space-people", "commons")).content.decode()


def test_who_would_read_more_is_said_before_what_opens_to_them(client, leader, room):
    client.force_login(leader)

    page = client.post(url("space-change", "project"), FORM | {"name": room.name}).content.decode()

    assert page.index("<dt>Then</dt>") < page.index("opens to those who do not read it now")
