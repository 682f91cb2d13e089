"""What is behind an expected result stays with it: dropping is an act of its own, and can be undone."""

import pytest
from django.urls import reverse

from communities import actions
from communities.actions.progress import watch_result
from communities.errors import ResultLeftOut
from communities.models import Charter, CharterRevision, ExpectedResult
from core.permissions import Refused
from tests.facts import told

pytestmark = pytest.mark.django_db

TEXTS = {1: "A guide", 2: "A habit", 3: "A list"}
CHARTER = reverse("home:charter", args=["campus"])
RESULTS = reverse("communities:charter-section", args=["campus", "results"])


def of_result(name, result):
    return reverse(f"communities:{name}", args=["campus", result.pk])


def values_of(texts, measures=()):
    """What the section holds with these texts, by their places."""
    measures = dict(measures)
    return {
        **{f"text_{place}": texts.get(place, "") for place in (1, 2, 3)},
        **{f"measure_{place}": measures.get(place, "") for place in (1, 2, 3)},
        "why_no_results": "",
    }


def write(community, texts, *, actor):
    community = type(community).objects.get(pk=community.pk)
    version = community.charter.version
    return actions.write_section(community, "results", actor=actor, version=version, values=values_of(texts))


def standing(community):
    return {result.position: (result.pk, result.text) for result in community.results.standing()}


@pytest.fixture
def results(community, leader):
    write(community, TEXTS, actor=leader)
    return {result.position: result for result in community.results.select_related("community")}


@pytest.fixture
def leading(client, leader):
    client.force_login(leader)
    return client


@pytest.mark.parametrize(
    "texts",
    [{1: "A guide", 3: "A list"}, {}, {1: "A guide", 2: "A list", 3: "A new wish"}, {1: "A habit", 3: "A list"}],
)
def test_none_goes_because_its_box_is_emptied_or_holds_another(community, leader, results, texts):
    before = standing(community)

    with pytest.raises(ResultLeftOut) as refusal:
        write(community, texts, actor=leader)

    assert TEXTS[refusal.value.place] not in texts.values()
    assert standing(community) == before
    assert CharterRevision.objects.count() == 2


def test_texts_that_change_their_boxes_take_along_what_is_behind_them(community, leader, participant, results):
    actions.entrust_result(results[2], person=participant, actor=leader)

    write(community, {1: "A list", 2: "A guide", 3: "a habit"}, actor=leader)

    assert standing(community) == {
        1: (results[3].pk, "A list"),
        2: (results[1].pk, "A guide"),
        3: (results[2].pk, "a habit"),
    }
    assert community.results.get(position=3).owner == participant


def test_one_that_is_worded_otherwise_in_its_box_stays_the_same(community, leader, results):
    write(community, TEXTS | {2: "A good habit"}, actor=leader)

    assert standing(community)[2] == (results[2].pk, "A good habit")


def test_the_words_of_a_dropped_one_take_it_up_again(community, leader, participant, results):
    actions.entrust_result(results[2], person=participant, actor=leader)
    ExpectedResult.objects.filter(pk=results[2].pk).update(measure="Five sites have it.")
    actions.move_result(results[2], state="dropped", actor=leader, why="No time.")
    write(community, {1: "A guide", 3: "A list"}, actor=leader)

    write(community, TEXTS, actor=leader)

    again = community.results.get(position=2)
    assert (again.pk, again.state, again.owner) == (results[2].pk, "not_yet", participant)
    assert again.measure == "Five sites have it."
    assert community.results.count() == 3


def test_moving_one_keeps_the_others_in_their_order(community, leader, results):
    assert actions.place_result(results[3], place=0, actor=leader)
    assert not actions.place_result(results[3], place=0, actor=leader)

    assert [text for _pk, text in standing(community).values()] == ["A list", "A guide", "A habit"]
    latest = CharterRevision.objects.first()
    assert (latest.number, latest.by) == (3, leader)

    actions.move_result(results[1], state="dropped", actor=leader, why="No time.")
    assert not actions.place_result(results[1], place=0, actor=leader)
    assert actions.place_result(results[3], place=99, actor=leader)
    assert standing(community) == {1: (results[2].pk, "A habit"), 3: (results[3].pk, "A list")}


@pytest.mark.parametrize("who", ["outsider", "participant", "moderator"])
def test_leaders_alone_order_them(request, community, results, who):
    with pytest.raises(Refused):
        actions.place_result(results[3], place=0, actor=request.getfixturevalue(who))


def test_an_emptied_box_is_answered_where_it_stands(leading, community, results):
    version = type(community).objects.get(pk=community.pk).charter.version

    emptied = values_of({1: "A guide", 3: "A list"}) | {"measure_2": "Five sites have it."}
    response = leading.post(RESULTS, emptied | {"version": version})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"text_2"}
    assert "“A habit” would be gone." in response.content.decode()
    assert of_result("result-drop", results[2]) in response.content.decode()


def test_what_a_template_offers_does_not_stand_yet(leading, community):
    Charter.objects.filter(community=community).update(template="learning-set")
    start = reverse("communities:start-step", args=["campus", "results"])
    assert leading.get(start).context["form"].initial["text_2"]

    response = leading.post(start, values_of({1: "A guide"}) | {"measure_2": "Five sites have it.", "version": 1})

    assert response.context["form"].errors == {"text_2": ["Say what it is that you will know by this."]}


def test_the_same_words_stand_once(leading, community, results):
    version = type(community).objects.get(pk=community.pk).charter.version

    response = leading.post(RESULTS, values_of(TEXTS | {3: "a HABIT"}) | {"version": version})

    assert response.context["form"].errors.keys() == {"text_3"}
    assert "This is expected result 2 already." in response.content.decode()


def test_before_one_is_dropped_the_page_says_what_hangs_on_it(leading, leader, participant, moderator, results):
    result = results[1]
    assert "Nobody watches over it" in leading.get(of_result("result-drop", result)).content.decode()
    actions.entrust_result(result, person=participant, actor=leader)
    actions.add_evidence(result, title="List", url="https://example.org/", actor=leader)
    watch_result(result, actor=moderator)
    result.community.action_items.create(
        title="Collect", result=result, created_by=leader, submission="00000000-0000-0000-0000-000000000001"
    )

    page = leading.get(of_result("result-drop", result)).content.decode()

    for words in ("Pia Participant watches over it", "1 member keeps an eye", "1 thing on the plan", "1 address shows"):
        assert words in page


def test_dropping_asks_why_tells_and_can_be_undone(leading, leader, participant, results):
    actions.entrust_result(results[1], person=participant, actor=leader)
    drop = of_result("result-drop", results[1])
    assert leading.post(drop, {"why": ""}).status_code == 422
    assert ExpectedResult.objects.get(pk=results[1].pk).state == "not_yet"

    for _click in range(2):
        response = leading.post(drop, {"why": "Nobody has the time."})

    assert response.url == of_result("result", results[1])
    assert ExpectedResult.objects.get(pk=results[1].pk).state == "dropped"
    assert CharterRevision.objects.first().why == "Nobody has the time."
    assert told(participant) == ["expectedresult.entrusted", "expectedresult.moved"]
    assert "Take it up again" in leading.get(CHARTER).content.decode()

    leading.post(of_result("result-move", results[1]), {"state": "on_the_way", "why": "Somebody has."})
    assert ExpectedResult.objects.get(pk=results[1].pk).position == 1


def test_how_far_it_is_does_not_drop_it(leading, results):
    response = leading.post(of_result("result-move", results[1]), {"state": "dropped", "why": "By a slip."})

    assert response.status_code == 422
    assert ExpectedResult.objects.get(pk=results[1].pk).state == "not_yet"


def test_their_order_is_changed_on_the_page(leading, community, results):
    response = leading.post(of_result("result-place", results[3]), {"place": "1"})

    assert response.url == f"{RESULTS}#order"
    assert [text for _pk, text in standing(community).values()] == ["A guide", "A list", "A habit"]
    leading.post(of_result("result-place", results[3]), {"place": "x"})
    page = leading.get(RESULTS).content.decode().partition('id="order"')[2]
    assert page.index("A guide") < page.index("A list") < page.index("A habit")


def test_the_plan_says_what_is_no_longer_expected(leading, leader, results):
    results[1].community.action_items.create(
        title="Collect", result=results[1], created_by=leader, submission="00000000-0000-0000-0000-000000000001"
    )
    plan = reverse("communities:plan", args=["campus"])
    assert "no longer expected" not in leading.get(plan).content.decode()

    actions.move_result(results[1], state="dropped", actor=leader, why="No time.")

    assert "no longer expected" in leading.get(plan).content.decode()
