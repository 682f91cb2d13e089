"""The page of a community's life, and the page of each step."""

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import STEPS, Community, ExpectedResult, PhaseChange
from tests.communities.life import in_phase, take
from tests.factories import DiscussionFactory, MembershipFactory

LIFE = reverse("communities:life", args=["campus"])
PREPARE = reverse("communities:life-prepare", args=["campus"])


def step(key):
    return reverse("communities:life-step", args=["campus", key])


def page_of(client, url, person):
    client.force_login(person)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_says_what_is_there_and_where_the_rest_is_done(client, community, leader, moderator):
    in_phase(community, "design")

    page = page_of(client, LIFE, leader)

    assert page.count('<li class="is-done">') == 2 + 0
    for text in ("A moderator", "2 of the 5 that you want to begin with.", "An introductory meeting", "Plan it"):
        assert text in page
    assert f'href="{step("launch")}"' in page
    assert f'href="{step("give-up")}"' in page
    assert f'href="{step("conclude")}"' not in page


def test_the_team_reads_along_and_decides_nothing(client, community, leader, facilitator):
    in_phase(community, "design")

    page = page_of(client, LIFE, facilitator)

    assert "Ready to launch?" in page
    assert "/life/launch/" not in page
    assert f'action="{PREPARE}"' not in page


def test_who_sees_the_page(client, community, leader, participant, facilitator, outsider):
    for person, status in ((participant, 403), (outsider, 404), (facilitator, 200), (leader, 200)):
        client.force_login(person)
        assert client.get(LIFE).status_code == status
    client.logout()
    assert client.get(LIFE).status_code == 404


def test_queries(client, community, leader, django_assert_max_num_queries):
    in_phase(community, "design")
    for _ in range(6):
        take(community, "give-up", leader)
        take(community, "try-again", leader)
    client.force_login(leader)
    client.get(LIFE)

    with django_assert_max_num_queries(12):
        client.get(LIFE)


@pytest.mark.parametrize("key", STEPS)
def test_a_step_is_asked_for_a_sentence_and_taken(client, community, leader, key):
    in_phase(community, STEPS[key].before)
    page = page_of(client, step(key), leader)
    assert "A sentence to the members" in page

    response = client.post(step(key), {"sentence": "So it is."}, follow=True)

    assert response.redirect_chain == [(LIFE, 302)]
    assert "Done. The members are told." in response.content.decode()
    assert "So it is." in response.content.decode()
    assert Community.objects.get().phase == STEPS[key].after


def test_whoever_archives_reads_that_it_can_still_be_found(client, community, leader, outsider):
    in_phase(community, "concluded")
    assert "only whoever searches for it finds it" in page_of(client, step("archive"), leader)
    client.post(step("archive"), {"sentence": "A year has passed."})

    listed, found = (page_of(client, f"/communities/{asked}", outsider) for asked in ("", "?q=virtual"))

    front = reverse("home:community", args=["campus"])
    assert (front in listed, front in found) == (False, True)


def test_without_a_sentence_nothing_happens(client, community, leader):
    in_phase(community, "design")
    client.force_login(leader)

    response = client.post(step("launch"), {"sentence": " "})

    assert response.status_code == 422
    assert "sentence" in response.context["form"].errors
    assert Community.objects.get().phase == "design"


def test_a_step_that_cannot_be_taken_now_leads_back(client, community, leader):
    client.force_login(leader)

    assert client.get(step("conclude")).url == LIFE
    assert client.get(step("fly")).status_code == 404


def test_who_comes_second_keeps_their_sentence(client, community, leader):
    other = MembershipFactory(community=community, role=40).person
    in_phase(community, "design")
    take(community, "launch", other, "We begin.")
    client.force_login(leader)

    response = client.post(step("launch"), {"sentence": "My own words."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "My own words." in page
    assert "Meanwhile the phase of this community is “active”" in page
    assert PhaseChange.objects.count() == 1


def test_a_double_click_is_one(client, community, leader):
    in_phase(community, "design")
    client.force_login(leader)

    answers = [client.post(step("launch"), {"sentence": "We begin."}) for _ in range(2)]

    assert [answer.url for answer in answers] == [LIFE, LIFE]
    assert PhaseChange.objects.count() == 1


def test_other_words_from_a_second_window_are_kept_in_the_form(client, community, leader):
    in_phase(community, "design")
    client.force_login(leader)
    client.post(step("launch"), {"sentence": "We begin."})

    response = client.post(step("launch"), {"sentence": "We begin on Monday."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "We begin on Monday." in page
    assert "Meanwhile the phase of this community is “active”" in page
    assert PhaseChange.objects.get().sentence == "We begin."


def test_what_is_lacking_is_said_and_holds_nobody_back(client, community, leader):
    in_phase(community, "design")

    page = page_of(client, step("launch"), leader)

    assert "What is not there yet" in page
    assert "A moderator" in page
    client.post(step("launch"), {"sentence": "We begin all the same."})
    page = page_of(client, LIFE, leader)
    assert "It began without:" in page
    assert "a moderator" in page


def test_without_results_the_reason_is_asked_for(client, community, leader):
    Community.objects.filter(pk=community.pk).update(phase="design")
    client.force_login(leader)

    refused = client.post(step("launch"), {"sentence": "We begin."})
    taken = client.post(step("launch"), {"sentence": "We begin.", "why_no_results": "We only talk."})

    assert refused.status_code == 422
    assert "why_no_results" in refused.context["form"].errors
    assert taken.url == LIFE
    community.charter.refresh_from_db()
    assert community.charter.why_no_results == "We only talk."


def test_with_results_nothing_is_asked(client, community, leader):
    ExpectedResult.objects.create(community=community, position=1, text="A guide")
    Community.objects.filter(pk=community.pk).update(phase="design")

    assert "Why there are no expected results" not in page_of(client, step("launch"), leader)


def test_whoever_concludes_hears_of_discussions_without_a_summary(client, community, commons, leader):
    in_phase(community, "concluding")
    for state in ("open", "closing", "planned"):
        is_planned = state == "planned"
        times = {"opened_at": None if is_planned else timezone.now(), "locked_at": None}
        DiscussionFactory(
            space=commons, state=state, **times | ({"locked_at": timezone.now()} if state == "closing" else {})
        )

    page = page_of(client, step("conclude"), leader)

    assert "2 have none yet." in page
    assert client.post(step("conclude"), {"sentence": "Enough."}).url == LIFE


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("concluded", "This community has concluded"),
        ("archived", "This community is archived"),
        ("did_not_launch", "This community did not launch"),
    ],
)
@pytest.mark.parametrize(
    ("name", "more"),
    [
        *(("plan-new", []), ("plan-propose", []), ("plan-adopt", []), ("charter-section", ["problem"])),
        *(("start-step", ["problem"]), ("invitation-new", []), ("space-new", []), ("settings", [])),
    ],
)
def test_where_it_has_ended_that_is_the_reason(client, community, leader, phase, said, name, more):
    in_phase(community, phase)
    client.force_login(leader)
    address = reverse(f"communities:{name}", args=["campus", *more])

    response = client.get(address)

    assert response.status_code == 403
    assert said in response.content.decode()


def test_steps_are_the_leaders(client, community, moderator, outsider, leader):
    in_phase(community, "design")
    for person, status in ((moderator, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(step("launch")).status_code == status
        assert client.post(step("launch"), {"sentence": "Mine."}).status_code == status
        assert client.post(PREPARE, {"members_to_launch": 1}).status_code == status
    assert Community.objects.get().phase == "design"


def test_preparing(client, community, leader):
    in_phase(community, "design")
    client.force_login(leader)
    today = timezone.localdate().isoformat()

    assert client.post(PREPARE, {"members_to_launch": "1", "introduced_on": today}).url == LIFE

    community.refresh_from_db()
    assert (community.members_to_launch, community.introduced_on.isoformat()) == (1, today)


@pytest.mark.parametrize("wrong", [{"members_to_launch": "0"}, {"introduced_on": "1999-01-01"}])
def test_preparing_refuses_what_cannot_be(client, community, leader, wrong):
    in_phase(community, "design")
    client.force_login(leader)

    response = client.post(PREPARE, {"members_to_launch": "3", "introduced_on": ""} | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)


def test_everyone_inside_reads_the_life_on_the_front_page(client, community, leader, participant):
    in_phase(community, "design")
    take(community, "launch", leader, "We begin on Monday.")
    for key in ("wind-down", "conclude", "renew"):
        take(community, key, leader, f"Words of {key}.")

    client.logout()
    page = client.get("/c/campus/").content.decode()

    for text in ("We begin on Monday.", "Words of renew.", "cycle 2", "Renewed", "Lea Leader"):
        assert text in page


def test_what_it_began_without_is_for_the_team(client, community, leader, facilitator, participant):
    in_phase(community, "design")
    take(community, "launch", leader, "We begin on Monday.")
    shown = {}

    for person in (None, participant, facilitator):
        client.logout()
        shown[person] = "It began without:" in (
            page_of(client, "/c/campus/", person) if person else client.get("/c/campus/").content.decode()
        )

    assert shown == {None: False, participant: False, facilitator: True}


def test_the_life_of_a_listed_one_is_its_members(client, community, leader, outsider):
    in_phase(community, "design")
    take(community, "launch", leader, "We begin on Monday.")
    Community.objects.update(visibility="listed")

    client.force_login(outsider)
    assert "We begin on Monday." not in client.get("/c/campus/").content.decode()


def test_leaving_what_has_ended_says_who_leads_it_then(client, community, leader, facilitator):
    in_phase(community, "concluded")

    page = page_of(client, reverse("communities:leave", args=["campus"]), leader)

    assert "Fay Facilitator, who is told and could renew it." in page
    assert "You are the only leader here" not in page
    assert client.post(reverse("communities:leave", args=["campus"])).url == "/"
