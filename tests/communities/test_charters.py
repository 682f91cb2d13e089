"""Charters: who writes them, what is kept of each change, and how far their expected results are."""

import pytest
from django.db import IntegrityError, transaction

from communities import actions
from communities.effects import end_membership
from communities.errors import NotOurs, TooManyResults
from communities.models import Charter, CharterRevision, Evidence, ExpectedResult, Membership
from communities.queries.charters import content_of, section_in
from core.errors import Stale
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory
from tests.facts import told

PROBLEM = {"problem": "No two of us agree after a simulation."}
NONE = {"text_1": "", "measure_1": "", "text_2": "", "measure_2": "", "text_3": "", "measure_3": ""}
RESULTS = NONE | {"text_1": "A guide", "measure_1": "Five sites use it", "text_2": "A habit", "why_no_results": ""}


def fresh(community):
    return type(community).objects.get(pk=community.pk)


def write(community, section, values, *, actor, version=None, why=""):
    community = fresh(community)
    version = community.charter.version if version is None else version
    return actions.write_section(community, section, actor=actor, version=version, values=values, why=why)


def results_of(community):
    return {result.position: result for result in community.results.all()}


@pytest.fixture
def result(community, leader):
    write(community, "results", RESULTS, actor=leader)
    return community.results.select_related("community").get(position=1)


def test_a_new_community_has_a_charter_and_its_first_revision(community):
    revision = community.charter_revisions.get()

    assert (community.charter.version, community.charter.method) == (1, "6")
    assert (revision.number, revision.by) == (1, None)
    assert revision.content == content_of(fresh(community))


def test_every_change_is_a_revision(community, leader):
    assert write(community, "problem", PROBLEM, actor=leader, why="Somebody asked.")

    latest = CharterRevision.objects.filter(community=community).first()
    assert (latest.number, latest.by, latest.why) == (2, leader, "Somebody asked.")
    assert latest.content["problem"] == PROBLEM["problem"]
    assert Charter.objects.get().problem == PROBLEM["problem"]


def test_what_stands_there_already_is_not_written_again(community, leader):
    write(community, "problem", PROBLEM, actor=leader)

    assert not write(community, "problem", PROBLEM, actor=leader, version=1)
    assert Charter.objects.get().version == 2
    assert CharterRevision.objects.count() == 2


def test_a_stale_change_of_the_same_section_is_refused(community, leader):
    write(community, "problem", PROBLEM, actor=leader)

    with pytest.raises(Stale):
        write(community, "problem", {"problem": "Another"}, actor=leader, version=1)
    with pytest.raises(Stale):
        write(community, "problem", {"problem": "Another"}, actor=leader, version=77)

    assert Charter.objects.get().problem == PROBLEM["problem"]


def test_changes_of_different_sections_do_not_meet(community, leader):
    write(community, "problem", PROBLEM, actor=leader)

    assert write(community, "people", {"commitment": "An hour", "rhythm": "monthly"}, actor=leader, version=1)

    charter = Charter.objects.get()
    assert (charter.problem, charter.commitment, charter.community.rhythm) == (PROBLEM["problem"], "An hour", "monthly")


def test_guidelines_are_finished_when_they_are_written(community, leader):
    values = {"group_served": "Students", "wider_audience": "", "guidelines": "- Ask *first*."}

    write(community, "audiences", values, actor=leader)

    assert "<em>first</em>" in Charter.objects.get().guidelines_html


def test_name_and_purpose_are_part_of_the_charter_and_the_address_stays(community, leader):
    write(community, "name", {"name": "Feedback guide", "summary": "One guide."}, actor=leader)

    community.refresh_from_db()
    assert (community.name, community.slug) == ("Feedback guide", "campus")


@pytest.mark.parametrize("who", ["outsider", "participant", "facilitator", "moderator", "admin"])
def test_leaders_alone_write_it(community, request, who):
    with pytest.raises(Refused):
        write(community, "problem", PROBLEM, actor=request.getfixturevalue(who))

    assert CharterRevision.objects.count() == 1


def test_nobody_writes_it_when_all_is_over(community, leader, result):
    type(community).objects.update(phase="concluded")

    with pytest.raises(Refused):
        write(community, "problem", PROBLEM, actor=leader)
    with pytest.raises(Refused):
        actions.move_result(ExpectedResult.objects.get(position=1), state="reached", why="x", actor=leader)


def test_results_take_their_places(community, leader):
    write(community, "results", RESULTS | {"text_2": "", "text_3": "A list"}, actor=leader)

    assert [(each.position, each.text) for each in community.results.standing()] == [(1, "A guide"), (3, "A list")]


def test_the_database_holds_no_fourth(community, result):
    ExpectedResult.objects.create(community=community, position=3, text="Third")

    with pytest.raises(IntegrityError), transaction.atomic():
        ExpectedResult.objects.create(community=community, position=4, text="Fourth")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpectedResult.objects.create(community=community, position=None, text="Fourth")


def test_how_far_a_result_is_is_said_with_a_word(community, leader, result):
    assert actions.move_result(result, state="on_the_way", actor=leader, why="Two sites use it.")
    assert not actions.move_result(result, state="on_the_way", actor=leader, why="Two sites use it.")

    assert ExpectedResult.objects.get(pk=result.pk).state == "on_the_way"
    latest = CharterRevision.objects.first()
    assert (latest.number, latest.why) == (3, "Two sites use it.")
    assert latest.content["results"][0]["state"] == "on_the_way"


def test_whoever_watches_over_it_says_so_too_and_is_told_what_others_say(community, leader, participant, result):
    assert actions.entrust_result(result, person=participant, actor=leader)
    assert not actions.entrust_result(result, person=participant, actor=leader)
    actions.move_result(result, state="on_the_way", actor=participant, why="I asked around.")
    actions.move_result(result, state="reached", actor=leader, why="Five sites.")
    actions.add_evidence(result, title="The list", url="https://example.org/list", actor=leader)

    assert told(participant) == ["expectedresult.entrusted", "expectedresult.moved", "expectedresult.shown"]
    assert told(leader) == []


@pytest.mark.parametrize("who", ["outsider", "participant", "moderator"])
def test_nobody_else_says_how_far_it_is(request, result, leader, who):
    other = request.getfixturevalue(who)
    evidence = actions.add_evidence(result, title="List", url="https://example.org/", actor=leader)

    for act in (
        lambda: actions.move_result(result, state="reached", actor=other, why="x"),
        lambda: actions.add_evidence(result, title="x", url="https://example.org/x", actor=other),
        lambda: actions.remove_evidence(evidence, actor=other),
        lambda: actions.entrust_result(result, person=other, actor=other),
    ):
        with pytest.raises(Refused):
            act()

    assert Evidence.objects.get() == evidence
    assert ExpectedResult.objects.get(pk=result.pk).state == "not_yet"


def test_only_members_watch_over_results(result, leader, outsider):
    with pytest.raises(NotOurs):
        actions.entrust_result(result, person=outsider, actor=leader)


def test_whoever_leaves_watches_over_nothing_any_more(community, result, leader, participant):
    actions.entrust_result(result, person=participant, actor=leader)

    end_membership(Membership.objects.get(person=participant))

    result.refresh_from_db()
    latest = CharterRevision.objects.first()
    assert (result.owner, latest.by) == (None, None)
    assert latest.content == content_of(fresh(community))
    with pytest.raises(Refused):
        actions.move_result(result, state="reached", actor=participant, why="x")


def test_a_dropped_one_is_taken_up_again_where_there_is_room(community, leader, result):
    write(community, "results", RESULTS | {"text_3": "Third"}, actor=leader)
    actions.move_result(result, state="dropped", actor=leader, why="Nobody has the time.")
    write(community, "results", RESULTS | {"text_1": "Instead", "measure_1": "", "text_3": "Third"}, actor=leader)

    with pytest.raises(TooManyResults):
        actions.move_result(result, state="not_yet", actor=leader, why="Now we have.")
    actions.move_result(results_of(community)[1], state="dropped", actor=leader, why="Room.")
    actions.move_result(result, state="not_yet", actor=leader, why="Now we have.")

    result.refresh_from_db()
    assert (result.position, result.state) == (1, "not_yet")


def test_the_same_evidence_twice_is_one_and_may_be_taken_away(leader, result):
    once, twice = (
        actions.add_evidence(result, title="List", url="https://example.org/", actor=leader) for _ in range(2)
    )

    assert once == twice
    assert CharterRevision.objects.first().content["results"][0]["evidence"] == [
        {"title": "List", "url": "https://example.org/"}
    ]
    assert actions.remove_evidence(once, actor=leader)
    assert not actions.remove_evidence(once, actor=leader)
    assert CharterRevision.objects.first().number == 4


@pytest.mark.parametrize(("visibility", "readers"), [("public", "opl"), ("listed", "pl"), ("hidden", "pl")])
def test_a_charter_is_read_where_the_inside_is(community, outsider, participant, leader, result, visibility, readers):
    type(community).objects.update(visibility=visibility)
    actions.add_evidence(result, title="List", url="https://example.org/", actor=leader)

    for person in (outsider, participant, leader):
        sees = person.email and {"Olu": "o", "Pia": "p", "Lea": "l"}[person.display_name[:3]] in readers
        for model in (Charter, ExpectedResult, CharterRevision, Evidence):
            assert model.objects.visible_to(person).exists() is sees, (model, person)


def test_a_section_gives_its_fields(community, leader, result):
    assert section_in(content_of(fresh(community)), "results") == RESULTS


@pytest.fixture
def copied(community, leader, result):
    write(community, "problem", PROBLEM, actor=leader)
    actions.move_result(result, state="on_the_way", actor=leader, why="x")
    actions.open_space(community, actor=leader, name="Writing group", access="private", starters="everyone")

    def copy(actor):
        like = {"visibility": "listed", "admission": "open", "source": fresh(community)}
        return actions.start_community(actor=actor, name=f"Campus of {actor.name}", summary="There too.", **like)

    return copy


def test_a_copy_takes_texts_and_results_without_people_and_states(copied, leader, outsider):
    copy = copied(outsider)

    assert fresh(copy).charter.problem == PROBLEM["problem"]
    assert [(each.text, each.state, each.owner) for each in copy.results.standing()] == [
        ("A guide", "not_yet", None),
        ("A habit", "not_yet", None),
    ]
    assert [each.person for each in copy.memberships.all()] == [outsider]
    assert sorted(copy.spaces.values_list("slug", flat=True)) == ["commons", "members", "team"]


def test_who_belongs_there_takes_along_the_spaces_that_they_see(copied, leader, participant):
    assert not copied(participant).spaces.filter(slug="writing-group").exists()

    theirs = copied(leader).spaces.get(slug="writing-group")

    assert theirs.access == "private"
    assert [grant.user for grant in theirs.grants.all()] == [leader]


def test_what_one_may_not_read_is_not_copied(community, copied, outsider):
    type(community).objects.update(visibility="listed")

    with pytest.raises(Refused):
        copied(outsider)


def test_leaders_of_elsewhere_are_nobody_here(community, result):
    other = MembershipFactory(community=CommunityFactory(), role=40).person

    with pytest.raises(Refused):
        actions.move_result(result, state="reached", actor=other, why="x")
