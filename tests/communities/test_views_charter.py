"""Changing a charter, saying how far results are, and looking back."""

import pytest
from django.urls import reverse

from communities import actions
from communities.models import Charter, Community, Evidence, ExpectedResult
from communities.queries.comparing import REVISIONS_PER_PAGE, compared
from tests.factories import CommunityFactory, MembershipFactory

CHARTER = reverse("home:charter", args=["campus"])
HISTORY = reverse("communities:charter-history", args=["campus"])
COMPARE = reverse("communities:charter-compare", args=["campus"])


def section(key):
    return reverse("communities:charter-section", args=["campus", key])


def of_result(verb, result):
    return reverse(f"communities:{verb}", args=["campus", result.pk])


def write(community, text, *, actor, why=""):
    now = Charter.objects.get(community=community).version
    actions.write_section(community, "problem", actor=actor, version=now, values={"problem": text}, why=why)


@pytest.fixture
def result(community):
    return ExpectedResult.objects.create(community=community, position=1, text="A guide", measure="Five sites use it")


@pytest.fixture
def leading(client, leader):
    client.force_login(leader)
    return client


def test_a_section_is_changed_with_a_reason(leading, community):
    assert leading.get(section("problem")).status_code == 200

    response = leading.post(section("problem"), {"problem": "We guess.", "why": "We counted.", "version": 1})

    assert response.url == CHARTER
    latest = community.charter_revisions.first()
    assert (latest.number, latest.why, latest.content["problem"]) == (2, "We counted.", "We guess.")


def test_a_stale_change_keeps_the_reason_and_both_texts(leading, community, leader):
    write(community, "Theirs", actor=leader)

    response = leading.post(section("problem"), {"problem": "Mine", "why": "Because.", "version": 1})

    page = response.content.decode()
    assert response.status_code == 422
    assert all(text in page for text in ("Theirs", "Mine", "Because."))


def test_there_is_no_such_section(leading):
    assert leading.get(section("seventh")).status_code == 404


@pytest.mark.parametrize("verb", ["result-move", "result-owner", "evidence-add"])
def test_what_was_dropped_or_is_elsewhere_is_not_there(leading, verb):
    other = ExpectedResult.objects.create(community=CommunityFactory(), position=1, text="Elsewhere")

    assert leading.post(of_result(verb, other)).status_code == 404
    assert leading.get(of_result("result", other)).status_code == 404


def test_how_far_a_result_is(leading, community, result):
    assert leading.get(of_result("result", result)).status_code == 200

    response = leading.post(of_result("result-move", result), {"state": "reached", "why": "Five sites."})

    assert response.url == f"{CHARTER}#result-{result.pk}"
    result.refresh_from_db()
    assert result.state == "reached"


def test_without_a_word_why_nothing_is_said(leading, result):
    response = leading.post(of_result("result-move", result), {"state": "reached", "why": ""})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"why"}
    result.refresh_from_db()
    assert result.state == "not_yet"


def test_a_fourth_is_refused_with_a_word(leading, community, result):
    for place in (2, 3):
        ExpectedResult.objects.create(community=community, position=place, text=f"Result {place}")
    dropped = ExpectedResult.objects.create(community=community, state="dropped", text="Old")

    response = leading.post(of_result("result-move", dropped), {"state": "on_the_way", "why": "Again."})

    assert response.status_code == 422
    assert "Three expected results stand already." in response.content.decode()


def test_a_member_is_asked_to_watch_over_it_and_then_may(leading, result, participant, client):
    leading.post(of_result("result-owner", result), {"owner": "Pia Participant"})

    result.refresh_from_db()
    assert result.owner == participant
    client.force_login(participant)
    page = client.get(of_result("result", result)).content.decode()
    assert of_result("result-move", result) in page
    assert of_result("result-owner", result) not in page
    assert client.post(of_result("result-owner", result), {"owner": ""}).status_code == 403


def test_a_stranger_does_not_watch_over_it(leading, result, outsider):
    response = leading.post(of_result("result-owner", result), {"owner": "Olu Outsider"})

    assert response.status_code == 422
    assert "Olu Outsider" in response.content.decode()


def test_evidence_is_added_and_taken_away(leading, result):
    leading.post(of_result("evidence-add", result), {"title": "The list", "url": "example.org/list"})

    evidence = Evidence.objects.get()
    assert (evidence.title, evidence.url) == ("The list", "https://example.org/list")
    assert "https://example.org/list" in leading.get(CHARTER).content.decode()

    leading.post(reverse("communities:evidence-remove", args=["campus", evidence.pk]))
    assert not Evidence.objects.exists()


def test_others_see_no_way_to_change_anything_and_are_refused(client, result, participant):
    client.force_login(participant)

    page = client.get(CHARTER).content.decode()

    assert section("problem") not in page
    assert of_result("result", result) not in page
    assert client.get(of_result("result", result)).status_code == 403
    assert client.get(section("problem")).status_code == 403


def test_the_history_says_who_changed_what_and_why(client, community, leader):
    write(community, "We guess.", actor=leader, why="We counted.")

    page = client.get(HISTORY).content.decode()

    assert all(text in page for text in ("We counted.", "Lea Leader", "Revision 2", "The beginning"))
    assert "from=1&amp;to=2" in page


def test_a_long_history_goes_page_by_page(client, community, leader, django_assert_max_num_queries):
    for number in range(REVISIONS_PER_PAGE + 2):
        write(community, f"Text {number}", actor=leader)
    with django_assert_max_num_queries(5):
        first = client.get(HISTORY)

    second = client.get(HISTORY, {"before": first.context["before"]})

    numbers = [change.revision.number for page in (first, second) for change in page.context["changes"]]
    assert numbers == list(range(REVISIONS_PER_PAGE + 3, 0, -1))
    assert second.context["before"] is None


def test_two_revisions_are_compared_by_words(client, community, leader):
    write(community, "Two of us agree.", actor=leader)
    write(community, "None of us agree.", actor=leader)

    page = client.get(COMPARE, {"from": 2, "to": 3}).content.decode()

    assert "Two" in page.split("<del>")[2].split("</del>")[0]
    assert "None" in page.split("<ins>")[2].split("</ins>")[0]


@pytest.mark.parametrize("asked", [{}, {"from": "x", "to": "9" * 30}, {"from": "3", "to": "3"}, {"from": "2"}])
def test_without_two_that_are_there_the_last_change_is_shown(client, community, leader, asked):
    write(community, "One.", actor=leader)
    write(community, "Two.", actor=leader)

    two = client.get(COMPARE, asked).context["two"]

    assert [revision.number for revision in two] == [2, 3]


def test_one_revision_alone_is_compared_with_nothing(client, community):
    assert client.get(COMPARE).status_code == 200


def test_whatever_a_charter_holds_is_compared(client, community, leader, participant, result):
    actions.entrust_result(result, person=participant, actor=leader)
    actions.add_evidence(result, title="List", url="https://example.org/", actor=leader)
    values = {"objective": "To know.", "kinds": ["ideas"], "needs_baseline": True}
    actions.write_section(community, "objective", actor=leader, version=3, values=values)

    page = client.get(COMPARE, {"from": 1, "to": 4}).content.decode()

    for text in ("Pia Participant", "https://example.org/", "generating ideas", "Yes", "To know."):
        assert text in page


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("", "new words", ["+new words"]),
        ("gone", "", ["-gone"]),
        ("one two three", "one 2 three", ["=one ", "-two", "= ", "+2", "= ", "=three"]),
        ("same", "same", ["=same"]),
        ("a\nb", "a\nc\nb", ["=a\n", "+c", "=\n", "=b"]),
        ("a b c d", "a x y d", ["=a ", "-b c", "= ", "+x y", "= ", "=d"]),
    ],
)
def test_words_are_compared_whole(old, new, parts):
    told = [f"{'-' if part.is_removed else '+' if part.is_added else '='}{part.text}" for part in compared(old, new)]

    assert told == parts


@pytest.mark.parametrize("url", [CHARTER, HISTORY, COMPARE])
def test_a_charter_is_read_where_the_inside_is_open(client, community, outsider, participant, url):
    assert client.get(url).status_code == 200
    for visibility in ("listed", "hidden"):
        Community.objects.update(visibility=visibility)
        client.logout()
        assert client.get(url).status_code == 404
        client.force_login(outsider)
        assert client.get(url).status_code == 404
        client.force_login(participant)
        assert client.get(url).status_code == 200


def test_the_page_of_a_result_stays_within_its_queries(leading, community, result, django_assert_max_num_queries):
    MembershipFactory.create_batch(10, community=community)
    for number in range(10):
        Evidence.objects.create(
            result=result,
            title=f"{number}",
            url=f"https://example.org/{number}",
            added_by=community.memberships.first().person,
        )

    with django_assert_max_num_queries(10):
        leading.get(of_result("result", result))
