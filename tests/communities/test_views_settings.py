"""The settings of a community, and the page on which site staff answer who wants to be found."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import start_community
from communities.actions.settings import approve, change_settings
from communities.models import Approval, Charter, Community
from tests.communities.life import in_phase
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.facts import told
from tests.masking import masked

SETTINGS = reverse("communities:settings", args=["campus"])
APPROVALS = reverse("communities:approvals")
FORM = {
    "visibility": "public",
    "admission": "open",
    "language": "en",
    "time_zone": "UTC",
    "meeting_place": "",
    "tools": ["discussions", "plan", "agenda"],
    "version": "0",
}


def test_who_sees_them(client, community, leader, moderator, participant, outsider):
    for person, status in ((moderator, 403), (participant, 403), (outsider, 404), (leader, 200)):
        client.force_login(person)
        assert client.get(SETTINGS).status_code == status
        assert client.post(SETTINGS, FORM).status_code == (302 if status == 200 else status)


def test_a_community_that_has_ended_keeps_its_settings(client, community, leader):
    in_phase(community, "concluded")
    client.force_login(leader)

    assert client.get(SETTINGS).status_code == 403
    assert client.post(SETTINGS, FORM | {"language": "es"}).status_code == 403
    assert SETTINGS not in client.get("/c/campus/").content.decode()


def test_they_are_saved(client, community, leader):
    client.force_login(leader)

    response = client.post(SETTINGS, FORM | {"meeting_place": "Room 4", "tools": ["agenda", "plan"]}, follow=True)

    assert response.redirect_chain == [(SETTINGS, 302)]
    assert "Saved." in response.content.decode()
    community.refresh_from_db()
    assert (community.meeting_place, community.tools) == ("Room 4", ["plan", "agenda"])


def test_queries(client, community, leader, django_assert_max_num_queries):
    client.force_login(leader)
    client.get(SETTINGS)

    with django_assert_max_num_queries(10):
        client.get(SETTINGS)


def test_wider_is_asked_once_more_and_says_who_gains_sight(client, community, leader):
    Community.objects.update(visibility="listed")
    client.force_login(leader)

    asked = client.post(SETTINGS, FORM | {"meeting_place": "Room 4"})

    page = asked.content.decode()
    assert "More people would see this community" in page
    assert "Everyone on the web reads all that is written in its open spaces" in page
    assert 'value="Room 4"' in page
    assert Community.objects.get().visibility == "listed"
    assert client.post(SETTINGS, FORM | {"confirm": "1"}).url == SETTINGS
    assert Community.objects.get().visibility == "public"


def test_what_is_asked_once_more_keeps_every_tool(client, community, leader):
    """Each box with a tick goes along with the question."""
    Community.objects.update(visibility="listed")
    client.force_login(leader)

    page = client.post(SETTINGS, FORM | {"tools": ["plan", "agenda"]}).content.decode()

    assert page.count('type="hidden" name="tools"') == 2


def test_hiding_gives_a_new_address(client, community, leader):
    client.force_login(leader)

    hiding = FORM | {"visibility": "hidden", "admission": "invitation"}

    asked = client.post(SETTINGS, hiding).content.decode()
    assert "Hide this community?" in asked
    assert Community.objects.get(pk=community.pk).visibility == "public"
    response = client.post(SETTINGS, hiding | {"confirm": "1"}, follow=True)

    community.refresh_from_db()
    assert response.redirect_chain == [(reverse("communities:settings", args=[community.slug]), 302)]
    assert "a new address" in response.content.decode()


def test_members_are_told_and_led_on_from_the_old_address_and_nobody_else_is(
    client, community, leader, participant, outsider
):
    wish = {"language": "en", "time_zone": "UTC", "meeting_place": "", "tools": [], "is_confirmed": True}
    gone = MembershipFactory(community=community, state="left", ended_at=timezone.now()).person
    change_settings(community, actor=leader, version=0, visibility="hidden", admission="invitation", **wish)
    community.refresh_from_db()

    assert told(participant) == ["community.visibility_changed"]
    assert told(gone) == []
    missing = masked(client.get("/c/nowhere/"), "nowhere")
    assert masked(client.get("/c/campus/"), "campus") == missing
    for person in (outsider, gone):
        client.force_login(person)
        assert client.get("/c/campus/members/?q=a").status_code == 404
    client.force_login(participant)
    assert client.get("/c/campus/members/?q=a").headers["Location"] == f"/c/{community.slug}/members/?q=a"
    assert client.get("/c/camp/").status_code == client.post("/c/camp/leave/").status_code == 404
    assert "the old one leads you there" in client.get("/notifications/").content.decode()


def test_from_the_address_before_approval_members_are_led_on_and_nobody_else_is(client, settings, admin, outsider):
    settings.COMMUNITIES_NEED_APPROVAL = True
    founder = UserFactory()
    wish = {"name": "Feedback", "summary": "Heard.", "visibility": "public", "admission": "open"}
    community = start_community(actor=founder, **wish)
    former, typed = community.slug, {"problem": "Nobody hears it.", "version": 1}
    approve(Approval.objects.get(), actor=admin)
    step = f"/c/{former}/start/problem/"

    for person in (outsider, None):
        client.force_login(person) if person else client.logout()
        assert client.get(f"/c/{former}/").status_code == client.post(step, typed).status_code == 404
    client.force_login(founder)
    assert client.get(f"/c/{former}/members/?q=a").headers["Location"] == "/c/feedback/members/?q=a"
    sent = client.post(step, typed)
    assert (sent.status_code, sent.headers["Location"]) == (307, "/c/feedback/start/problem/")
    assert client.post(step, typed, follow=True).status_code == 200
    assert Charter.objects.get().problem == "Nobody hears it."
    change_settings(
        Community.objects.get(),
        actor=founder,
        version=0,
        **{"visibility": "hidden", "admission": "invitation", "is_confirmed": True},
        **{"language": "en", "time_zone": "UTC", "meeting_place": "", "tools": []},
    )
    assert client.get(f"/c/{former}/").headers["Location"] == f"/c/{Community.objects.get().slug}/"


def test_whoever_took_the_old_address_leads_nobody_elsewhere(client, community, leader, participant):
    wish = {"language": "en", "time_zone": "UTC", "meeting_place": "", "tools": [], "is_confirmed": True}
    change_settings(community, actor=leader, version=0, visibility="hidden", admission="invitation", **wish)
    CommunityFactory(slug="campus")
    client.force_login(participant)

    assert client.get("/c/campus/").status_code == 200
    assert client.get("/c/campus/nowhere/").status_code == client.post("/c/campus/leave/").status_code == 404


def test_a_hidden_one_cannot_be_open_to_join(client, community, leader):
    client.force_login(leader)

    response = client.post(SETTINGS, FORM | {"visibility": "hidden"})

    assert response.status_code == 422
    assert "admission" in response.context["form"].errors


def test_another_leader_s_change_is_not_lost(client, community, leader):
    kept = {name: getattr(community, name) for name in ("visibility", "admission", "language", "time_zone", "tools")}
    change_settings(community, actor=leader, version=0, **kept | {"meeting_place": "Room 9"})
    client.force_login(leader)

    response = client.post(SETTINGS, FORM | {"meeting_place": "Room 4"})

    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="Room 4"' in page
    assert "Room 9" in page
    assert Community.objects.get().meeting_place == "Room 9"
    assert client.post(SETTINGS, FORM | {"meeting_place": "Room 4", "version": "1"}).status_code == 302
    assert Community.objects.get().meeting_place == "Room 4"


@pytest.mark.parametrize(
    ("tool", "address", "near"),
    [
        ("discussions", "/c/campus/discussions/", "/c/campus/members/"),
        ("plan", "/c/campus/plan/", "/c/campus/topics/"),
        ("agenda", "/c/campus/topics/", "/c/campus/plan/"),
        ("meetings", "/c/campus/meetings/", "/c/campus/members/"),
    ],
)
def test_what_is_switched_off_has_no_tab_and_stays_to_be_read(client, community, leader, tool, address, near):
    client.force_login(leader)
    assert f'href="{address}"' in client.get(near).content.decode()

    Community.objects.update(tools=[each for each in Community.USUAL_TOOLS if each != tool])

    assert f'href="{address}"' not in client.get(near).content.decode()
    assert client.get(address).status_code == 200


def test_without_discussions_none_is_begun_and_the_others_go_on(client, community, commons, participant):
    talk = PostFactory(discussion=DiscussionFactory(space=commons), kind="prompt").discussion
    Community.objects.update(tools=["plan"])
    client.force_login(participant)

    assert client.get(reverse("forums:plan-new", args=["campus", "commons"])).status_code == 403
    assert "Plan a discussion" not in client.get("/c/campus/discussions/").content.decode()
    assert client.get(reverse("forums:reply", args=[talk.pk])).status_code == 200


@pytest.fixture
def waiting(db):
    community = CommunityFactory(name="Quiet grove", visibility="hidden")
    return Approval.objects.create(community=community, wish="public", asked_by=UserFactory(display_name="Fee Founder"))


def test_only_site_staff_find_the_page(client, waiting, admin, leader, outsider):
    grant, turn_down = (reverse(f"communities:approval-{verb}", args=[waiting.pk]) for verb in ("grant", "turn-down"))
    for person in (leader, outsider, None):
        client.force_login(person) if person else client.logout()
        assert client.get(APPROVALS).status_code == 404
        assert client.post(grant).status_code == client.post(turn_down, {"sentence": "No."}).status_code == 404
    client.force_login(admin)

    page = client.get(APPROVALS).content.decode()

    assert "Quiet grove" in page
    assert "Fee Founder asks for" in page


def test_staff_without_a_second_step_set_it_up_first(client, waiting, settings):
    settings.TWO_STEP_FOR_STAFF = True
    client.force_login(UserFactory(is_staff=True, second_step=False))

    assert client.get(APPROVALS).url == reverse("mfa_activate_totp")


def test_staff_approve(client, waiting, admin, outsider):
    client.force_login(admin)

    response = client.post(
        reverse("communities:approval-grant", args=[waiting.pk]), {"sentence": "Welcome."}, follow=True
    )

    page = response.content.decode()
    assert response.redirect_chain == [(APPROVALS, 302)]
    assert "Quiet grove can be found now. Its leaders are told." in page
    assert "Nothing waits" in page
    assert client.get("/c/quiet-grove/").status_code == 200


def test_staff_turn_down_with_a_sentence(client, waiting, admin):
    client.force_login(admin)
    address = reverse("communities:approval-turn-down", args=[waiting.pk])

    refused = client.post(address, {"sentence": " "})
    assert refused.status_code == 422
    assert "Say why, in a sentence." in refused.content.decode()
    client.post(address, {"sentence": "There is one already."})

    waiting.refresh_from_db()
    assert (waiting.state, waiting.sentence) == ("turned_down", "There is one already.")
    page = client.post(address.replace("turn-down", "approve"), follow=True).content.decode()
    assert "answered or taken back meanwhile" in page


def test_leaders_read_what_the_site_says(client, waiting, community, leader):
    Community.objects.filter(pk=community.pk).update(visibility="hidden")
    asked = Approval.objects.create(community=community, wish="public", asked_by=leader)
    client.force_login(leader)
    assert "Until they answer it stays hidden" in client.get(SETTINGS).content.decode()

    Approval.objects.filter(pk=asked.pk).update(
        state="turned_down", sentence="There is one already.", decided_at=timezone.now()
    )

    assert "There is one already." in client.get(SETTINGS).content.decode()


@pytest.mark.parametrize("number", [1, 25])
def test_queries_of_the_page_of_approvals(client, admin, django_assert_max_num_queries, number):
    for _ in range(number):
        Approval.objects.create(
            community=CommunityFactory(visibility="hidden"), wish="listed", asked_by=UserFactory(second_step=False)
        )
    client.force_login(admin)
    client.get(APPROVALS)

    with django_assert_max_num_queries(9):
        client.get(APPROVALS)


def test_staff_are_told_at_home_and_nobody_else(client, waiting, admin, leader):
    for person, is_told in ((admin, True), (leader, False)):
        client.force_login(person)
        assert ("1 community wants to be found" in client.get("/").content.decode()) is is_told
