"""The pages of groups, their rooms, and their reports in a thread."""

from uuid import uuid4

import pytest
from django.urls import reverse

from forums.models import Grouping, Post, ReadingPosition, SubgroupMember
from tests.factories import MembershipFactory
from tests.forums.groups import again, part, put, report, room_of, rows_of
from tests.masking import body_of

NEW = {"task": "Bring back three points.", "people_choose": "False"}
TWO = rows_of("Wards", "Practices")


@pytest.fixture
def groups(discussion, moderator):
    return part(discussion, moderator, people_choose=True)


@pytest.fixture
def as_participant(client, participant):
    client.force_login(participant)
    return client


def at(name, thing):
    return reverse(f"forums:{name}", args=[thing.pk])


def test_a_moderator_parts_a_discussion(as_moderator, discussion):
    shown = as_moderator.get(at("groups", discussion))
    response = as_moderator.post(at("groups", discussion), NEW | TWO)

    assert shown.status_code == 200
    assert (response.status_code, response["Location"]) == (302, at("groups", discussion))
    assert list(Grouping.objects.get().groups.values_list("name", flat=True)) == ["Wards", "Practices"]
    assert "0 of 2 groups have reported back." in body_of(as_moderator.get(response["Location"]))


def test_what_was_typed_is_kept_where_one_name_is_missing(as_moderator, discussion):
    response = as_moderator.post(at("groups", discussion), NEW | rows_of("Wards"))

    assert response.status_code == 422
    assert "There are two to twenty groups" in body_of(response)
    assert "Bring back three points." in body_of(response)


def test_without_groups_there_is_no_page_of_them_for_members(as_participant, discussion):
    assert as_participant.get(at("groups", discussion)).status_code == 404


def test_people_go_into_a_group_and_out_of_it(as_participant, discussion, groups, participant):
    came = as_participant.post(at("group-join", groups[0]), follow=True)
    joined = SubgroupMember.objects.get().subgroup
    as_participant.post(at("group-leave", groups[0]))

    assert "your group" in body_of(came)
    assert joined == groups[0]
    assert not SubgroupMember.objects.exists()


def test_the_team_puts_people_in_by_hand_and_changes_only_whom_it_touched(
    as_moderator, discussion, community, groups, moderator, participant
):
    other = MembershipFactory(community=community).person
    sent = {f"person-{each.pk}": "" for each in (participant, other)}
    sent |= {f"initial-{name}": "" for name in sent}
    put(groups[1], moderator, other)  # somebody else of the team, meanwhile

    response = as_moderator.post(at("group-people", discussion), sent | {f"person-{participant.pk}": groups[0].pk})

    assert response.status_code == 302
    assert dict(SubgroupMember.objects.values_list("person", "subgroup")) == {
        participant.pk: groups[0].pk,
        other.pk: groups[1].pk,
    }


def test_whoever_was_put_into_a_group_is_no_more_among_the_first_meanwhile(
    as_moderator, discussion, community, groups, moderator, participant, monkeypatch
):
    monkeypatch.setattr("forums.views.group_people.LISTED", 1)
    late = MembershipFactory(community=community, person__display_name="Aa First").person
    address = at("group-people", discussion)
    page = body_of(as_moderator.get(address))
    (listed,) = [each for each in (participant, moderator, late) if f"person-{each.pk}" in page]
    ReadingPosition.objects.create(person=late, discussion=discussion, last_read=1)

    as_moderator.post(address, {f"person-{listed.pk}": groups[0].pk, f"initial-person-{listed.pk}": ""})

    assert listed != late
    assert SubgroupMember.objects.get().person == listed


def test_whoever_goes_on_looking_keeps_whom_they_have_picked(
    as_moderator, discussion, community, groups, moderator, participant
):
    other = MembershipFactory(community=community, person__display_name="Oda Other").person
    put(groups[1], moderator, other)
    address, name = at("group-people", discussion), f"person-{participant.pk}"
    picked = {name: groups[0].pk, f"initial-{name}": "", "q": "Oda", "find": "1"}

    shown = as_moderator.post(address, picked)
    part_of_it = body_of(as_moderator.post(address, picked, headers={"HX-Request": "true"}))

    assert shown.status_code == 200
    assert list(SubgroupMember.objects.values_list("person", flat=True)) == [other.pk]
    form = shown.context["form"]
    assert list(form.people) == [name, f"person-{other.pk}"]
    assert part_of_it.count("not saved yet") == body_of(shown).count("not saved yet") == 1
    assert ("<h1>" in body_of(shown), "<h1>" in part_of_it) == (True, False)
    as_moderator.post(address, form.data)
    assert dict(SubgroupMember.objects.values_list("person", "subgroup")) == {
        participant.pk: groups[0].pk,
        other.pk: groups[1].pk,
    }


def test_only_those_who_take_part_are_dealt_out_where_that_is_asked(
    as_moderator, discussion, community, groups, participant, moderator
):
    MembershipFactory(community=community)

    as_moderator.post(at("group-deal", discussion), {"among": "part"})

    assert set(SubgroupMember.objects.values_list("person", flat=True)) == {participant.pk, moderator.pk}


def test_before_people_are_dealt_out_the_page_says_whether_there_are_enough(
    as_moderator, discussion, community, moderator
):
    part(discussion, moderator, [f"Group {number}" for number in range(12)])
    address = at("group-people", discussion)
    few = body_of(as_moderator.get(address))
    refused = as_moderator.post(at("group-deal", discussion), {"among": "all"})
    MembershipFactory.create_batch(12, community=community)

    enough = body_of(as_moderator.get(address))

    assert "There are more empty groups than people" in few
    assert refused["Location"] == address
    assert not SubgroupMember.objects.exists()
    assert "There are more empty groups than people" not in enough
    assert "12 groups are empty" in enough


def test_dealing_out_one_is_said_of_one_person(as_moderator, discussion, groups, moderator, participant, leader):
    put(groups[0], moderator, moderator, leader)
    put(groups[1], moderator, *discussion.space.people_holding(20).exclude(pk__in=[participant.pk]))

    page = body_of(as_moderator.post(at("group-deal", discussion), {"among": "all"}, follow=True))

    assert "Dealt out: 1 person." in page


def test_groups_are_added_and_taken_away_in_the_form_and_keep_what_was_typed(as_moderator, discussion):
    address = at("groups", discussion)
    typed = NEW | TWO | {"groups-1-task": "Ask three colleagues."}

    more = body_of(as_moderator.post(f"{address}?rows=1", typed | {"row": "add-groups"}))
    less = body_of(
        as_moderator.post(f"{address}?rows=1", typed | {"row": "drop-groups-0"}, headers={"HX-Request": "true"})
    )

    assert not Grouping.objects.exists()
    assert 'name="groups-2-name"' in more
    assert "Bring back three points." in more
    assert ('value="Wards"' in less, 'value="Practices"' in less) == (False, True)
    assert "Ask three colleagues." in less
    assert "<h1>" not in less


def test_enter_in_a_name_takes_no_group_away(as_moderator, discussion, moderator):
    before = body_of(as_moderator.get(at("groups", discussion)))
    part(discussion, moderator)
    after = body_of(as_moderator.get(at("groups", discussion)))

    for page in (before, after):
        form = page.partition('<form class="form"')[2].partition("</form>")[0]
        assert 'name="row"' in form
        assert "name=" not in form.partition("<button")[2].partition(">")[0]


def test_a_group_may_have_a_task_of_its_own(as_moderator, discussion):
    as_moderator.post(at("groups", discussion), NEW | TWO | {"groups-1-task": "Ask three *colleagues*."})

    wards, practices = Grouping.objects.get().groups.all()
    assert (wards.task, practices.task) == ("", "Ask three *colleagues*.")
    assert [room_of(each).posts.get().markdown for each in (wards, practices)] == [NEW["task"], practices.task]
    page = body_of(as_moderator.get(at("groups", discussion)))
    assert "A task of its own: <bdi>Ask three colleagues.</bdi>" in page


def test_who_came_late_is_put_into_a_group_by_one_press(as_moderator, discussion, groups, moderator, participant):
    put(groups[0], moderator, moderator)
    ReadingPosition.objects.create(person=participant, discussion=discussion, last_read=1)
    shown = body_of(as_moderator.get(at("groups", discussion)))

    after = as_moderator.post(at("group-take-in", discussion), {"person": participant.pk}, follow=True)

    assert f'value="{participant.pk}"' in shown
    assert SubgroupMember.objects.get(person=participant).subgroup == groups[1]
    assert "They are in the group “Practices”." in body_of(after)
    assert f'value="{participant.pk}"' not in body_of(after)


def test_whoever_came_late_goes_into_a_group_by_one_press(as_participant, discussion, groups, moderator, participant):
    put(groups[0], moderator, moderator)
    offered = [at("group-take-in", discussion) in body_of(as_participant.get(page)) for page in pages_with(discussion)]

    after = as_participant.post(at("group-take-in", discussion), follow=True)

    assert offered == [True, True]
    assert SubgroupMember.objects.get(person=participant).subgroup == groups[1]
    assert "You are in the group “Practices”." in body_of(after)
    offered = [at("group-take-in", discussion) in body_of(as_participant.get(page)) for page in pages_with(discussion)]
    assert offered == [False, False]


def test_where_the_team_says_it_whoever_came_late_is_told_so(as_participant, discussion, moderator):
    wards, _practices = part(discussion, moderator)
    put(wards, moderator, moderator)

    page = body_of(as_participant.get(discussion.get_absolute_url()))

    assert "You are in no group yet. The team says who is in which." in page
    assert at("group-take-in", discussion) not in page
    assert as_participant.post(at("group-take-in", discussion)).status_code == 403


def test_a_group_says_who_reports_for_it(as_participant, discussion, groups, moderator, participant):
    put(groups[0], moderator, moderator, participant)
    offered = [at("group-rapporteur", groups[0]) in body_of(as_participant.get(page)) for page in pages_of(groups[0])]

    response = as_participant.post(at("group-rapporteur", groups[0]), {"person": moderator.pk})

    assert offered == [True, True]
    assert response["Location"] == at("groups", discussion)
    assert SubgroupMember.objects.get(reports=True).person == moderator
    for page in pages_of(groups[0]):
        assert f"{moderator.name} reports for it." in body_of(as_participant.get(page))
    as_participant.post(at("group-rapporteur", groups[0]), {"person": ""})
    assert not SubgroupMember.objects.filter(reports=True).exists()


def test_nobody_else_says_who_reports_and_nobody_else_is_chosen(as_participant, groups, moderator, participant):
    put(groups[0], moderator, moderator)
    put(groups[1], moderator, participant)

    assert as_participant.get(at("group-rapporteur", groups[0])).status_code == 403
    refused = as_participant.post(at("group-rapporteur", groups[1]), {"person": moderator.pk})
    assert refused.status_code == 422
    assert not SubgroupMember.objects.filter(reports=True).exists()


def pages_with(discussion):
    return [discussion.get_absolute_url(), at("groups", discussion)]


def pages_of(group):
    return [at("groups", group.discussion), room_of(group).get_absolute_url()]


def test_a_member_reports_and_the_room_says_what_it_came_to(as_participant, discussion, groups, moderator, participant):
    put(groups[0], moderator, participant)
    room = room_of(groups[0])
    offered = body_of(as_participant.get(room.get_absolute_url()))

    response = as_participant.post(at("group-report", groups[0]), {"text": "Ask first.", "submission": uuid4()})

    post = Post.objects.get(kind="group_report")
    assert at("group-report", groups[0]) in offered
    assert response["Location"] == f"{discussion.get_absolute_url()}#post-{post.number}"
    thread = body_of(as_participant.get(discussion.get_absolute_url()))
    assert "Report of a group" in thread
    assert f'<a href="{at("discussion-short", room)}">Wards</a>' in thread
    assert "Ask first." in body_of(as_participant.get(room.get_absolute_url()))
    assert as_participant.get(at("group-report", groups[0])).status_code == 302


def test_a_report_that_came_too_late_keeps_its_text(as_participant, groups, moderator, participant):
    put(groups[0], moderator, participant)
    report(groups[0], moderator)

    response = as_participant.post(at("group-report", groups[0]), {"text": "Mine.", "submission": uuid4()})

    assert response.status_code == 422
    assert "Mine." in body_of(response)


def test_a_preview_reports_nothing(as_participant, groups, moderator, participant):
    put(groups[0], moderator, participant)

    said = {"text": "Ask **first**.", "submission": uuid4()}
    response = as_participant.post(at("group-report", groups[0]) + "?preview=1", said, headers={"HX-Request": "true"})

    assert "<strong>first</strong>" in body_of(response)
    assert not again(groups[0]).has_reported


def test_the_page_of_the_room_changes_with_the_report(as_participant, groups, moderator, participant):
    put(groups[0], moderator, participant)
    post = report(groups[0], moderator)
    address = room_of(groups[0]).get_absolute_url()
    tag = as_participant.get(address)["ETag"]
    Post.objects.filter(pk=post.pk).update(version=1)

    assert as_participant.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_who_is_in_no_group_reads_along_and_is_not_asked_to_write(as_participant, groups):
    page = body_of(as_participant.get(room_of(groups[0]).get_absolute_url()))

    assert "may read along" in page
    assert at("reply", room_of(groups[0])) not in page


def test_a_room_costs_few_queries(as_participant, groups, moderator, participant, django_assert_max_num_queries):
    put(groups[0], moderator, participant)
    room = room_of(groups[0])
    as_participant.get(room.get_absolute_url())

    with django_assert_max_num_queries(9):
        as_participant.get(room.get_absolute_url())


def test_the_page_of_groups_costs_the_same_for_many(as_moderator, discussion, moderator, django_assert_max_num_queries):
    part(discussion, moderator, [f"Group {n}" for n in range(1, 13)])
    as_moderator.get(at("groups", discussion))

    with django_assert_max_num_queries(12):
        as_moderator.get(at("groups", discussion))


def test_who_closes_is_told_who_has_not_reported(as_moderator, discussion, groups, moderator):
    report(groups[0], moderator)

    assert "1 group has not reported back." in body_of(as_moderator.get(at("close", discussion)))


PAGES = ("pace", "move", "poll-new", "restate", "print", "search", "closing", "news", "groups")

REFUSED = ("close", "reopen", "plan", "plan-seen", "material", "quiet")


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_pages_of_a_discussion_stand_for_a_room_too(as_moderator, groups, moderator, is_closed):
    if is_closed:
        report(groups[0], moderator)
    room = room_of(groups[0])

    answers = {name: as_moderator.get(at(name, room)).status_code for name in PAGES}
    refused = [as_moderator.get(at(name, room)).status_code for name in REFUSED]

    assert set(answers.values()) <= {200, 204, 302, 404}
    assert answers["print"] == answers["search"] == 200
    assert (answers["groups"], refused) == (404, [403] * len(REFUSED))


def test_the_team_steers_in_a_room_and_finds_no_plan_there(as_moderator, groups):
    room = room_of(groups[0])

    page = body_of(as_moderator.get(room.get_absolute_url()))

    assert at("restate", room) in page
    assert at("pace", room) in page
    assert [name for name in ("plan", "material", "quiet", "close") if at(name, room) in page] == []


def test_whose_group_has_reported_is_offered_no_other(as_participant, discussion, groups, participant, moderator):
    put(groups[0], moderator, participant)
    offered = at("group-join", groups[1])
    before = body_of(as_participant.get(at("groups", discussion)))
    report(groups[0], moderator)

    after = body_of(as_participant.get(at("groups", discussion)))

    assert (offered in before, offered in after) == (True, False)
