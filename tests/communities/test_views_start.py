"""The guided start: six steps, each saved, left out or come back to."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from communities import actions
from communities.models import Charter, CharterRevision, Community
from communities.queries.charters import SECTIONS
from communities.queries.method import method
from tests.factories import CommunityFactory, MembershipFactory

NEW = reverse("communities:new")
START = reverse("communities:start", args=["campus"])
BEGUN = {
    "name": "Feedback in simulation teaching",
    "summary": "Simulation staff who want their feedback to be heard.",
    "visibility": "listed",
    "admission": "request",
    "language": "en",
    "time_zone": "Europe/Stockholm",
    "submission": "5c0a3f0e-6a55-4c43-8f0c-2f8d3a1c7a10",
}
ANSWERS = {
    "name": {"name": "Virtual campus", "summary": "People who teach."},
    "problem": {"problem": "Nobody hears it."},
    "objective": {"objective": "To be heard.", "kinds": ["ideas", "review"], "needs_baseline": "on"},
    "results": {"text_1": "A guide", "measure_1": "It is used"},
    "people": {"commitment": "An hour", "rhythm": "monthly"},
    "audiences": {"group_served": "Students", "wider_audience": "Patients", "guidelines": "- Ask *first*."},
}


def step(key):
    return reverse("communities:start-step", args=["campus", key])


@pytest.fixture
def leading(client, leader):
    client.force_login(leader)
    return client


def version():
    return Charter.objects.get().version


def test_the_steps_lead_from_one_to_the_next_and_to_the_charter(leading, community):
    for key, following in zip(ANSWERS, [*list(ANSWERS)[1:], None], strict=True):
        assert leading.get(step(key)).status_code == 200

        response = leading.post(step(key), ANSWERS[key] | {"version": version()})

        assert response.url == (step(following) if following else reverse("home:charter", args=["campus"]))
    charter = Charter.objects.select_related("community").get()
    assert (charter.problem, charter.kinds, charter.needs_baseline) == ("Nobody hears it.", ["ideas", "review"], True)
    assert (charter.commitment, charter.community.rhythm, charter.group_served) == ("An hour", "monthly", "Students")
    assert [(each.text, each.measure) for each in community.results.standing()] == [("A guide", "It is used")]
    assert leading.get(START).url == reverse("home:charter", args=["campus"])


def test_it_goes_on_at_the_first_step_that_is_not_done(leading):
    assert leading.get(START).url == step("problem")

    leading.post(step("objective"), ANSWERS["objective"] | {"version": version()})
    leading.post(step("problem"), ANSWERS["problem"] | {"version": version()})

    assert leading.get(START).url == step("results")


def test_a_step_may_be_left_out_or_saved_for_later(leading):
    assert step("objective") in leading.get(step("problem")).content.decode()

    response = leading.post(step("problem"), ANSWERS["problem"] | {"version": version(), "later": "1"})

    assert response.url == reverse("home:community", args=["campus"])
    assert Charter.objects.get().problem == "Nobody hears it."


def test_the_steps_of_the_method_are_the_sections_of_the_charter():
    assert [each.key for each in method().steps] == list(SECTIONS)
    assert set(method().kinds) == set(Charter.Kind)
    assert set(method().duties) == {"leader", "moderator", "facilitator", "participant"}
    for template in method().templates:
        assert template.visibility in Community.Visibility
        assert template.admission in Community.Admission


def test_other_members_are_refused_and_strangers_find_nothing(client, community, participant, outsider):
    for key in ANSWERS:
        assert client.get(step(key)).status_code == 404
        client.force_login(participant)
        assert client.get(step(key)).status_code == 403
        assert client.post(step(key), ANSWERS[key] | {"version": 1}).status_code == 403
        client.force_login(outsider)
        assert client.get(step(key)).status_code == 404
        client.logout()
    assert CharterRevision.objects.count() == 1


def test_there_is_no_seventh_step(leading):
    assert leading.get(step("seventh")).status_code == 404


def test_what_cannot_be_taken_stays_in_the_form(leading):
    response = leading.post(step("problem"), {"problem": "x" * 2001, "version": 1})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["problem"]
    assert "x" * 2001 in response.content.decode()
    assert version() == 1


def test_how_one_will_know_needs_what(leading):
    response = leading.post(step("results"), {"measure_2": "It is used", "version": 1})

    assert list(response.context["form"].errors) == ["text_2"]
    assert not CommunityFactory._meta.model.objects.get().results.exists()


def test_a_stale_step_shows_both_texts_and_the_second_time_it_replaces(leading):
    leading.post(step("problem"), {"problem": "Theirs", "version": 1})

    response = leading.post(step("problem"), {"problem": "Mine", "version": 1})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in page
    assert "Mine" in page
    assert Charter.objects.get().problem == "Theirs"
    again = response.context["form"]["version"].value()
    assert leading.post(step("problem"), {"problem": "Mine", "version": again}).status_code == 302
    assert Charter.objects.get().problem == "Mine"


def test_a_stale_step_says_who_changed_it_and_when(leading, community, leader):
    other = MembershipFactory(community=community, role=40).person
    with time_machine.travel(timezone.now() - timedelta(minutes=5), tick=False):
        actions.write_section(community, "problem", actor=other, version=1, values={"problem": "Theirs"})
    actions.write_section(
        community, "objective", actor=leader, version=1, values=ANSWERS["objective"] | {"needs_baseline": True}
    )

    page = leading.post(step("problem"), {"problem": "Mine", "version": 1}).content.decode()
    assert "Somebody else has changed this meanwhile, 5\xa0minutes ago." in page

    page = leading.post(step("objective"), {"objective": "Otherwise", "version": 1}).content.decode()
    assert "This was changed meanwhile by you, a moment ago, in another window." in page


def test_what_two_chose_is_told_in_words(leading):
    leading.post(step("objective"), {"objective": "x", "kinds": ["ideas"], "version": 1})

    page = leading.post(step("objective"), {"objective": "y", "version": 1}).content.decode()

    assert "generating ideas" in page.split("As it stands now")[1].split("</section>")[0]


def test_a_double_click_writes_once(leading):
    for _ in range(2):
        response = leading.post(step("problem"), ANSWERS["problem"] | {"version": 1})
        assert response.url == step("objective")

    assert CharterRevision.objects.count() == 2


def test_a_changed_name_is_advised_on_and_may_be_kept(leading, community):
    named = {"name": "Coordination of teaching", "summary": "x", "version": 1}

    assert "Keep this name" in leading.post(step("name"), named).content.decode()
    assert leading.post(step("name"), ANSWERS["name"] | {"version": 1}).status_code == 302
    assert leading.post(step("name"), named | {"kept_name": named["name"], "version": 2}).status_code == 302

    community.refresh_from_db()
    assert community.name == "Coordination of teaching"


def test_the_duties_of_each_role_and_who_holds_it_are_shown(leading, moderator):
    page = leading.get(step("people")).content.decode()

    assert "Mo Moderator" in page
    for duties in method().duties.values():
        assert all(duty in page for duty in duties)
    assert reverse("communities:invitation-new", args=["campus"]) in page


def test_the_page_stays_within_its_queries(leading, community, django_assert_max_num_queries):
    MembershipFactory.create_batch(20, community=community, role=20)
    for key in ANSWERS:
        with django_assert_max_num_queries(11):
            leading.get(step(key))


def test_starting_leads_to_the_second_step(client, outsider):
    client.force_login(outsider)

    response = client.post(NEW, BEGUN)

    community = Community.objects.get()
    assert response.url == reverse("communities:start-step", args=[community.slug, "problem"])
    assert (community.phase, community.charter.version) == ("design", 1)
    assert community.charter_revisions.get().by == outsider


@pytest.mark.parametrize("template", method().templates, ids=lambda template: template.key)
def test_a_template_is_offered_step_by_step_and_kept_when_saved(client, outsider, template):
    client.force_login(outsider)
    chosen = {"visibility": template.visibility, "admission": template.admission}

    client.post(f"{NEW}?kind={template.key}", BEGUN | chosen)

    community = Community.objects.get()
    assert community.charter.template == template.key
    for key in list(ANSWERS)[1:]:
        form = client.get(reverse("communities:start-step", args=[community.slug, key])).context["form"]
        offered = {name: value for name, value in template.offers.items() if name in form.fields}
        assert {name: form[name].value() for name in offered} == offered
    assert Charter.objects.get().problem == ""


def test_what_was_emptied_and_saved_is_not_offered_again(client, outsider):
    client.force_login(outsider)
    template = next(each for each in method().templates if each.offers.get("problem") and each.offers.get("commitment"))
    chosen = {"visibility": template.visibility, "admission": template.admission}
    client.post(f"{NEW}?kind={template.key}", BEGUN | chosen)
    slug = Community.objects.get().slug
    address = {key: reverse("communities:start-step", args=[slug, key]) for key in ANSWERS}

    client.post(address["problem"], {"problem": "", "version": version()})
    client.post(address["people"], {"commitment": "", "rhythm": "weekly", "version": version()})

    assert client.get(address["problem"]).context["form"]["problem"].value() == ""
    assert client.get(address["people"]).context["form"]["commitment"].value() == ""
    assert CharterRevision.objects.count() == 2
    other = client.get(address["objective"]).context["form"]
    assert other["objective"].value() == template.offers["objective"]


def test_who_chose_that_all_find_it_is_told_that_it_waits(client, outsider, settings):
    settings.COMMUNITIES_NEED_APPROVAL = True
    client.force_login(outsider)
    assert "look at a new community before others find it" in client.get(f"{NEW}?kind=interest").content.decode()

    begun = client.post(NEW, BEGUN | {"visibility": "public"}, follow=True).content.decode()

    assert "Those who run this site look at it first." in begun
    front = Community.objects.get().get_absolute_url()
    assert "Until they answer it stays hidden" in client.get(front).content.decode()
    Community.objects.get().approvals.all().delete()
    assert "Until they answer it stays hidden" not in client.get(front).content.decode()


def test_where_nobody_looks_first_nothing_is_said_of_it(client, outsider):
    client.force_login(outsider)

    page = client.get(f"{NEW}?kind=small-group").content.decode()

    assert "look at a new community" not in page
    assert "A hidden community is found by nobody but its members." in page
    assert "everyone who may see the community" not in page
    assert "look at it first" not in client.post(NEW, BEGUN, follow=True).content.decode()


def test_the_new_page_offers_templates_and_copies(client, community, participant):
    CommunityFactory(name="Elsewhere")
    client.force_login(participant)

    page = client.get(NEW).content.decode()

    for template in method().templates:
        assert f"?kind={template.key}" in page
    assert "?from=campus" in page
    assert "Elsewhere" not in page


def test_a_copy_of_a_charter_begins_with_it(client, community, leader, outsider):
    actions.write_section(community, "problem", actor=leader, version=1, values=ANSWERS["problem"])
    client.force_login(outsider)
    assert "The charter of Virtual campus" in client.get(f"{NEW}?from=campus").content.decode()

    client.post(f"{NEW}?from=campus", BEGUN)

    assert Charter.objects.exclude(community=community).get().problem == "Nobody hears it."


@pytest.mark.parametrize(("found", "begun"), [("hidden", "listed"), ("hidden", "public"), ("listed", "public")])
def test_a_copy_is_not_begun_where_more_people_find_it(client, community, leader, found, begun):
    actions.write_section(community, "problem", actor=leader, version=1, values=ANSWERS["problem"])
    Community.objects.update(visibility=found)
    client.force_login(leader)

    refused = client.post(f"{NEW}?from=campus", BEGUN | {"visibility": begun})

    assert list(refused.context["form"].errors) == ["visibility"]
    assert not Community.objects.exclude(pk=community.pk).exists()
    client.post(f"{NEW}?from=campus", BEGUN | {"visibility": found, "admission": "invitation"})
    assert Charter.objects.exclude(community=community).get().problem == "Nobody hears it."


def test_of_what_one_may_not_read_there_is_no_copy(client, community, outsider):
    Community.objects.update(visibility="listed")
    client.force_login(outsider)

    page = client.get(f"{NEW}?from=campus").content.decode()

    assert "Virtual campus" not in page
    assert "?kind=" in page or "&amp;kind=" in page


def test_the_dashboard_and_the_front_page_say_how_far_it_is(leading, participant):
    front = reverse("home:community", args=["campus"])
    assert "Go on with" not in leading.get(front).content.decode()
    Community.objects.update(phase="design")

    for page in (leading.get(front), leading.get("/"), leading.get(reverse("home:charter", args=["campus"]))):
        text = page.content.decode()
        assert "1 of 6 steps" in text
        assert step("problem") in text

    leading.force_login(participant)
    assert "Go on with" not in leading.get(front).content.decode()
    assert "1 of 6" not in leading.get("/").content.decode()
