"""Looking for communities and people while typing, and without JavaScript; naming a new one."""

import re

from playwright.sync_api import expect

from communities.models import Community
from tests.browser.steps import MANNERS
from tests.factories import CommunityFactory, MembershipFactory, UserFactory


@MANNERS
def test_the_directory_follows_what_is_asked_for(visit, commons, participant, manner):
    CommunityFactory(name="Handover at night", summary="For wards.", slug="handover")
    CommunityFactory(name="Handover by day", summary="For wards.", slug="by-day", admission="invitation")
    page = visit("/communities/", **manner)
    page.get_by_label("Name or purpose").fill("handver")
    if not manner["javascript"]:
        page.get_by_role("button", name="Find").click()

    expect(page.get_by_role("link", name="Virtual campus")).to_have_count(0)
    expect(page.get_by_role("link", name="Handover at night")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=handver"))
    expect(page.get_by_label("Name or purpose")).to_have_value("handver")

    if manner["width"] == 360:
        page.get_by_text("Narrow it down").click()
    page.get_by_label("Joining").select_option("invitation")
    if not manner["javascript"]:
        page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Handover at night")).to_have_count(0)
    expect(page.get_by_role("link", name="Handover by day")).to_be_visible()


@MANNERS
def test_people_are_found_and_have_a_page(visit, community, participant, manner):
    MembershipFactory(community=community, person=UserFactory(display_name="Bo Vega", can_help_with="Debriefing"))
    page = visit("/people/", person=participant, **manner)
    if manner["width"] == 360:
        page.get_by_text("Narrow it down").click()
    page.get_by_label("Can help with").fill("debrief")
    if not manner["javascript"]:
        page.get_by_role("button", name="Find").click()

    expect(page.get_by_role("link", name="Pia Participant")).to_have_count(0)
    page.get_by_role("link", name="Bo Vega").click()
    expect(page.get_by_role("heading", name="Bo Vega")).to_be_visible()
    expect(page.get_by_text("Communities in common")).to_be_visible()


@MANNERS
def test_a_name_is_advised_on_and_may_be_kept(visit, commons, outsider, manner):
    page = visit("/communities/new/", person=outsider, **manner)
    page.get_by_role("link", name="Open interest group").click()
    page.get_by_label("Name", exact=True).fill("Coordination of feedback on campus")
    if manner["javascript"]:
        expect(page.get_by_text("A thought on this name")).to_be_visible()
        expect(page.get_by_role("link", name="Virtual campus")).to_be_visible()
    page.get_by_label("Purpose in a sentence").fill("For those who teach where patients listen.")
    page.get_by_role("button", name="Start the community").click()
    if not manner["javascript"]:
        expect(page.get_by_text("A thought on this name")).to_be_visible()
        page.get_by_role("button", name="Keep this name").click()

    expect(page.get_by_role("link", name="Coordination of feedback on campus")).to_be_visible()
    assert Community.objects.filter(name="Coordination of feedback on campus", visibility="public").count() == 1
