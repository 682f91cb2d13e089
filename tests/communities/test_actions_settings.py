"""Who finds a community, what it works with, and what the site says to that."""

import pytest

from activity.models import Entry
from communities.actions import start_community
from communities.actions.settings import approve, change_settings, turn_down
from communities.errors import ApprovalOver, NotConfirmed
from communities.models import Approval, Community
from core.errors import Stale
from core.permissions import Refused
from notifications.models import Notification
from notifications.queries import notices
from tests.communities.life import in_phase
from tests.factories import CommunityFactory, UserFactory

WISH = {"name": "Feedback", "summary": "Feedback that is heard.", "visibility": "public", "admission": "open"}


@pytest.fixture
def asking_site(settings, db):
    settings.COMMUNITIES_NEED_APPROVAL = True


def change(community, actor, **wish):
    community.refresh_from_db()
    now = {
        "version": community.settings_version,
        **{name: getattr(community, name) for name in ("visibility", "admission", "language", "time_zone")},
        "meeting_place": community.meeting_place,
        "tools": community.tools,
    }
    return change_settings(community, actor=actor, **now | wish)


def told(person):
    return [notice.entry.verb for notice in notices(person).rows]


def test_plain_settings(community, leader):
    change(community, leader, meeting_place="https://meet.example/campus", language="es", tools=["plan"])

    community.refresh_from_db()
    assert (community.meeting_place, community.language) == ("https://meet.example/campus", "es")
    assert (community.tools, community.settings_version) == (["plan"], 1)
    assert Entry.objects.filter(verb="community.changed").count() == 1


def test_the_same_again_changes_nothing(community, leader):
    change(community, leader, language="es")

    change_settings(
        community,
        actor=leader,
        version=0,
        visibility="public",
        admission="open",
        language="es",
        time_zone="UTC",
        meeting_place="",
        tools=list(Community.USUAL_TOOLS),
    )

    assert Community.objects.get().settings_version == 1


def test_another_leader_s_change_is_not_undone(community, leader):
    change(community, leader, language="es")

    with pytest.raises(Stale):
        change(community, leader, version=0, language="fr")

    assert Community.objects.get().language == "es"


def test_only_leaders_and_only_while_it_lives(community, leader, moderator, admin):
    for person in (moderator, admin):
        with pytest.raises(Refused):
            change(community, person, language="es")
    for phase in ("concluded", "archived", "did_not_launch"):
        in_phase(community, phase)
        with pytest.raises(Refused):
            change(community, leader, language="es")


@pytest.mark.parametrize(("before", "after"), [("hidden", "listed"), ("hidden", "public"), ("listed", "public")])
def test_wider_is_confirmed(community, leader, before, after):
    Community.objects.update(visibility=before)

    with pytest.raises(NotConfirmed):
        change(community, leader, visibility=after)
    assert Community.objects.get().visibility == before
    change(community, leader, visibility=after, is_confirmed=True)

    assert Community.objects.get().visibility == after
    assert Entry.objects.get(verb="community.visibility_changed").data == {"from": before, "to": after}


def test_narrower_is_not_asked(community, leader):
    change(community, leader, visibility="listed")

    assert (Community.objects.get().visibility, Community.objects.get().slug) == ("listed", "campus")


def test_who_hides_gets_an_address_that_nobody_can_guess(community, leader):
    with pytest.raises(NotConfirmed):
        change(community, leader, visibility="hidden", admission="invitation")
    change(community, leader, visibility="hidden", admission="invitation", is_confirmed=True)

    community.refresh_from_db()
    assert community.slug.startswith("campus-")
    assert len(community.slug) == len("campus-") + 10
    hidden = community.slug
    change(community, leader, visibility="listed", is_confirmed=True)
    assert Community.objects.get().slug == hidden


def test_where_the_site_does_not_ask_nothing_waits(db):
    community = start_community(actor=UserFactory(), **WISH)

    assert (community.visibility, community.slug) == ("public", "feedback")
    assert not Approval.objects.exists()


def test_a_new_community_waits_for_the_site(asking_site, admin):
    founder = UserFactory()

    community = start_community(actor=founder, **WISH)

    assert (community.visibility, community.admission) == ("hidden", "open")
    assert community.slug.startswith("feedback-")
    approval = Approval.objects.get()
    assert (approval.wish, approval.state, approval.asked_by) == ("public", "pending", founder)
    assert told(admin) == ["approval.wished"]
    assert not Community.objects.visible_to(UserFactory()).exists()


def test_a_hidden_one_by_wish_needs_nobody_s_word(asking_site):
    start_community(actor=UserFactory(), **WISH | {"visibility": "hidden", "admission": "invitation"})

    assert not Approval.objects.exists()


def test_approval_lets_it_be_found_at_a_plain_address(asking_site, admin, outsider):
    founder = UserFactory()
    community = start_community(actor=founder, **WISH)

    for _ in range(2):
        approve(Approval.objects.get(), actor=admin, sentence="Welcome.")

    community.refresh_from_db()
    assert (community.visibility, community.slug) == ("public", "feedback")
    assert community in Community.objects.visible_to(outsider)
    assert told(founder) == ["approval.granted"]
    approval = Approval.objects.get()
    assert (approval.state, approval.sentence, approval.decided_by) == ("granted", "Welcome.", admin)
    assert told(admin) == []  # nothing waits for them any more


def test_turning_down_leaves_it_hidden_and_says_why(asking_site, admin):
    founder = UserFactory()
    community = start_community(actor=founder, **WISH)

    turn_down(Approval.objects.get(), actor=admin, sentence="There is one already.")

    community.refresh_from_db()
    assert community.visibility == "hidden"
    assert told(founder) == ["approval.refused"]
    with pytest.raises(ApprovalOver):
        approve(Approval.objects.get(), actor=admin)
    assert Notification.objects.filter(recipient=founder).count() == 1


def test_only_site_staff_answer(asking_site, settings):
    settings.TWO_STEP_FOR_STAFF = True
    founder = UserFactory()
    community = start_community(actor=founder, **WISH)
    half = UserFactory(is_staff=True, second_step=False)

    for person in (founder, UserFactory(), half):
        with pytest.raises(Refused):
            approve(Approval.objects.get(), actor=person)
        with pytest.raises(Refused):
            turn_down(Approval.objects.get(), actor=person, sentence="No.")
    community.refresh_from_db()
    assert community.visibility == "hidden"


def test_coming_out_of_hiding_waits_too(asking_site, community, leader, admin):
    Community.objects.update(visibility="hidden", admission="invitation")

    with pytest.raises(NotConfirmed):
        change(community, leader, visibility="public")
    change(community, leader, visibility="public", admission="open", is_confirmed=True)

    community.refresh_from_db()
    assert (community.visibility, community.admission) == ("hidden", "open")
    assert Approval.objects.get().wish == "public"


def test_a_wish_is_changed_and_taken_back(asking_site, community, leader, admin):
    Community.objects.update(visibility="hidden", admission="invitation")
    change(community, leader, visibility="public", is_confirmed=True)

    change(community, leader, visibility="listed", is_confirmed=True)
    assert list(Approval.objects.pending().values_list("wish", flat=True)) == ["listed"]
    change(community, leader, visibility="hidden")

    assert list(Approval.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "withdrawn"]
    assert Community.objects.get().visibility == "hidden"


def test_while_it_waits_saving_something_else_asks_nothing_again(asking_site, community, leader):
    Community.objects.update(visibility="hidden", admission="invitation")
    change(community, leader, visibility="public", is_confirmed=True)

    change(community, leader, visibility="public", language="es")

    assert Approval.objects.count() == 1
    assert Community.objects.get().language == "es"


def test_what_was_found_before_goes_on_being_found(asking_site, community, leader):
    Community.objects.update(visibility="listed")

    change(community, leader, visibility="public", is_confirmed=True)

    assert Community.objects.get().visibility == "public"


def test_an_open_door_opens_to_nobody_while_it_waits(asking_site, outsider):
    from communities.rules import may_join

    community = start_community(actor=UserFactory(), **WISH)

    assert not may_join(outsider, community)
    assert may_join(outsider, CommunityFactory(admission="open"))
