"""A name belongs to one community, as far as whoever chooses it may know; and a new account founds with measure."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.errors import TooMuchAtOnce
from accounts.limits import COMMUNITIES, NEW_FOR
from communities.actions import start_community, write_section
from communities.actions.settings import change_settings
from communities.errors import NameTaken
from communities.models import Community, Role
from communities.queries import advice_on
from tests.communities.test_views_new import FORM, URL, WHILE_TYPING
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

SAID = "There is a community of this very name."
SETTINGS = {"language": "en", "time_zone": "UTC", "meeting_place": "", "tools": []}


def start(actor, name="Grove", visibility="public", **more):
    return start_community(actor=actor, name=name, summary="…", visibility=visibility, admission="open", **more)


@pytest.mark.parametrize("name", ["Médecine rurale", "medecine RURALE"])
def test_a_name_that_another_has_is_refused(outsider, name):
    CommunityFactory(name="Médecine rurale", phase="concluded")

    with pytest.raises(NameTaken):
        start(outsider, name)

    assert advice_on(name, outsider).is_taken
    assert start(outsider, name + " 2")


def test_a_hidden_one_is_not_betrayed_but_to_who_is_in_it(outsider):
    hidden = CommunityFactory(name="Grove", visibility="hidden")
    member = MembershipFactory(community=hidden).person

    with pytest.raises(NameTaken):
        start(member)

    assert not advice_on("Grove", outsider).is_taken
    assert start(outsider).slug == "grove"


def test_what_never_began_keeps_no_name(outsider):
    CommunityFactory(name="Grove", phase="did_not_launch")

    assert start(outsider)


def test_nor_is_one_renamed_to_it(community, leader):
    CommunityFactory(name="Grove")
    values = {"name": "GROVE", "summary": "Purpose."}

    with pytest.raises(NameTaken):
        write_section(community, "name", actor=leader, version=community.charter.version, values=values)

    kept = {"name": community.name, "summary": "Another purpose."}
    Community.objects.filter(name="Grove").update(name=community.name)  # namesakes of old may stay what they are
    assert write_section(community, "name", actor=leader, version=community.charter.version, values=kept)


def test_nor_does_it_come_out_of_hiding(community, leader):
    Community.objects.update(visibility="hidden", admission="invitation")
    community.refresh_from_db()
    CommunityFactory(name=community.name.upper())
    wish = SETTINGS | {"visibility": "listed", "admission": "open", "is_confirmed": True}

    with pytest.raises(NameTaken):
        change_settings(community, actor=leader, version=0, **wish)


def test_the_page_says_it_beside_the_name_and_keeps_the_rest(client, outsider):
    CommunityFactory(name=FORM["name"].upper())
    client.force_login(outsider)

    response = client.post(URL, FORM)

    page = response.content.decode()
    assert SAID in str(response.context["form"].errors["name"])
    assert FORM["summary"] in page
    assert Community.objects.count() == 1
    assert page.count(SAID) == 2  # beside the field and in the summary
    assert SAID in client.get(URL, {"name": FORM["name"]}, headers=WHILE_TYPING).content.decode()


def test_so_do_the_charter_and_the_settings(client, community, leader):
    other = CommunityFactory(name="Grove")
    client.force_login(leader)
    version = community.charter.version
    sent = {"name": "grove", "summary": "Purpose.", "version": version, "members_to_launch": 5}

    page = client.post(reverse("communities:charter-section", args=["campus", "name"]), sent)
    assert SAID in page.content.decode()

    Community.objects.filter(pk=community.pk).update(visibility="hidden", admission="invitation", name=other.name)
    sent = SETTINGS | {"visibility": "listed", "admission": "request", "version": 0, "confirm": "1"}
    page = client.post(reverse("communities:settings", args=["campus"]), sent)
    assert page.status_code == 422
    assert SAID in page.content.decode()
    assert Community.objects.get(pk=community.pk).visibility == "hidden"


def test_whoever_is_new_founds_so_many_a_day(outsider):
    submission = uuid4()
    for number in range(COMMUNITIES.number):
        start(outsider, f"Grove {number}", submission=submission if number == 0 else None)

    with pytest.raises(TooMuchAtOnce, match="communities a day"):
        start(outsider, "Meadow")
    assert start(outsider, "Grove 0", submission=submission).name == "Grove 0"
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert start(outsider, "Meadow")


def test_others_found_as_they_like(db):
    person = UserFactory(date_joined=timezone.now() - NEW_FOR)

    assert [start(person, f"Grove {number}") for number in range(COMMUNITIES.number + 1)]


def test_the_measure_keeps_what_was_written(client, outsider):
    for number in range(COMMUNITIES.number):
        start(outsider, f"Grove {number}")
    client.force_login(outsider)

    page = client.post(URL, FORM).content.decode()

    assert "what you wrote is still here" in page
    assert FORM["summary"] in page


@pytest.mark.parametrize(("wanted", "shown"), [({}, False), ({"q": "grove"}, True), ({"phase": "design"}, True)])
def test_what_is_its_founder_s_alone_is_shown_to_them_and_to_whoever_looks_for_it(client, outsider, wanted, shown):
    community = start(outsider)

    page = client.get(reverse("home:directory"), wanted).content.decode()
    assert (community.get_absolute_url() in page) is shown

    client.force_login(outsider)
    assert community.get_absolute_url() in client.get(reverse("home:directory"), wanted).content.decode()
    client.logout()
    MembershipFactory(community=community, role=Role.PARTICIPANT)
    Community.objects.update(member_count=2)
    assert community.get_absolute_url() in client.get(reverse("home:directory"), wanted).content.decode()


def test_all_but_name_and_purpose_is_folded_unless_something_is_wrong_in_it(client, outsider):
    client.force_login(outsider)

    asked = client.get(URL, {"kind": "interest"}).content.decode()
    wrong = client.post(URL, FORM | {"visibility": "hidden"}).content.decode()
    unnamed = client.post(URL, FORM | {"name": ""}).content.decode()

    assert '<details class="card">' in asked
    assert '<details class="card" open>' in wrong
    assert '<details class="card">' in unnamed
