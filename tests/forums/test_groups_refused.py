"""What the pages of groups refuse, without losing a word."""

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Grouping, SubgroupMember
from tests.factories import MembershipFactory
from tests.forums.groups import change, part, put, room_of, rows_of, shown
from tests.masking import body_of

NEW = {"task": "Bring back three points.", "people_choose": "False"}
TWO = rows_of("Wards", "Practices")


@pytest.fixture
def groups(discussion, moderator):
    return part(discussion, moderator)


def at(name, thing):
    return reverse(f"forums:{name}", args=[thing.pk])


def made_for(discussion):
    """What the form carries besides its rows that is shown for a discussion as it is."""
    if not Grouping.objects.filter(discussion=discussion).exists():
        return NEW
    return {"people_choose": "False", "shown": shown(discussion)}


def terms_of(grouping):
    grouping.refresh_from_db()
    return grouping.people_choose, grouping.places, list(grouping.groups.values_list("name", flat=True))


def test_nobody_overwrites_what_a_colleague_has_set_meanwhile(as_moderator, discussion, groups, leader):
    address, grouping = at("groups", discussion), groups[0].grouping
    sent = made_for(discussion) | rows_of("Schools")
    change(grouping, leader, people_choose=True, places=4, names=["Homes"])
    before = terms_of(grouping)

    refused = as_moderator.post(address, sent | {"groups-0-task": "Ask the pupils."})

    page = body_of(refused)
    assert refused.status_code == 422
    assert terms_of(grouping) == before == (True, 4, ["Wards", "Practices", "Homes"])
    assert "The groups were changed meanwhile." in page
    assert dict(refused.context["form"].theirs) == {
        "who is in which group": "people choose for themselves",
        "places in each group": 4,
        "the groups": "Wards, Practices, Homes",
    }
    assert ('value="Schools"' in page, "Ask the pupils." in page) == (True, True)
    again = {name: refused.context["form"][name].value() or "" for name in ("shown", "people_choose", "places")}
    assert as_moderator.post(address, rows_of("Schools") | again | {"places": 4}).status_code == 302
    assert terms_of(grouping) == (False, None, ["Wards", "Practices", "Homes", "Schools"])


def test_the_form_carries_what_it_was_made_for(as_moderator, discussion, groups):
    form = as_moderator.get(at("groups", discussion)).context["form"]

    assert form["shown"].value() == shown(discussion)
    assert str(form["shown"]) in body_of(as_moderator.get(at("groups", discussion)))


def test_a_second_click_changes_the_groups_once(as_moderator, discussion, groups):
    sent = made_for(discussion) | rows_of("Schools") | {"people_choose": "True", "places": 4}

    answers = [as_moderator.post(at("groups", discussion), sent).status_code for _click in (1, 2)]

    assert answers == [302, 302]
    assert terms_of(groups[0].grouping) == (True, 4, ["Wards", "Practices", "Schools"])


@pytest.mark.parametrize("its", [{}, {"names": ("Wards", "Practices")}, {"task": NEW["task"], "people_choose": True}])
def test_groups_that_a_colleague_made_meanwhile_stay_and_what_was_typed_is_given_back(
    as_moderator, discussion, leader, its
):
    made = part(discussion, leader, **{"names": ("Homes", "Schools"), "task": "Ask around."} | its)
    before = terms_of(made[0].grouping)

    refused = as_moderator.post(at("groups", discussion), NEW | TWO | {"groups-1-task": "Ask three practices."})

    page = body_of(refused)
    assert refused.status_code == 422
    assert "Somebody of the team has parted this discussion into groups meanwhile." in page
    assert all(typed in page for typed in (NEW["task"], 'value="Wards"', "Ask three practices."))
    assert "Make the groups" not in page
    assert terms_of(made[0].grouping) == before


def test_a_row_more_in_what_came_too_late_leaves_it_what_it_is(as_moderator, discussion, groups):
    shown_again = as_moderator.post(f"{at('groups', discussion)}?rows=1", NEW | TWO | {"row": "add-groups"})

    assert NEW["task"] in body_of(shown_again)
    assert "There are groups by now" in body_of(shown_again)


def test_a_second_click_makes_the_groups_once(as_moderator, discussion):
    answers = [as_moderator.post(at("groups", discussion), NEW | TWO) for _click in (1, 2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert terms_of(Grouping.objects.get()) == (False, None, ["Wards", "Practices"])
    assert "The groups are made." in body_of(as_moderator.get(answers[1]["Location"]))


@pytest.mark.parametrize("is_parted", [False, True])
def test_a_task_of_its_own_of_which_nothing_is_seen_stands_in_its_row(as_moderator, discussion, moderator, is_parted):
    if is_parted:
        part(discussion, moderator, names=("Homes", "Schools"))

    sent = made_for(discussion) | TWO | {"groups-1-task": "---"}
    response = as_moderator.post(at("groups", discussion), sent)

    assert response.status_code == 422
    assert body_of(response).count("Nothing of this would be seen.") >= 1
    assert "Practices" in body_of(response)
    assert Grouping.objects.count() == is_parted


@pytest.mark.parametrize("is_parted", [False, True])
def test_what_was_typed_is_given_back_where_the_discussion_was_closed(as_moderator, discussion, moderator, is_parted):
    if is_parted:
        part(discussion, moderator, names=("Homes", "Schools"))
    sent = made_for(discussion) | TWO | {"groups-1-task": "Ask three practices."}
    actions.close_discussion(discussion, actor=moderator, reason="Done.")

    response = as_moderator.post(at("groups", discussion), sent)

    assert response.status_code == 422
    assert "Ask three practices." in body_of(response)


def test_who_is_closed_out_finds_no_page(client, discussion, moderator, participant):
    actions.close_discussion(discussion, actor=moderator, reason="Done.")
    client.force_login(participant)

    assert client.post(at("groups", discussion), NEW | TWO).status_code == 404


def test_whoever_reports_stays_where_a_reader_may_not_know_them(client, discussion, community, groups, moderator):
    unseen = MembershipFactory(community=community, person__profile_audience="nobody").person
    reader = MembershipFactory(community=community).person
    put(groups[0], moderator, unseen, reader)
    actions.name_rapporteur(groups[0], actor=moderator, person=unseen)
    client.force_login(reader)

    shown = client.get(at("group-rapporteur", groups[0]))
    client.post(at("group-rapporteur", groups[0]), {"person": ""})

    assert "as it is now" in body_of(shown)
    assert SubgroupMember.objects.get(reports=True).person == unseen


def test_a_room_offers_a_report_only_to_its_group_and_the_team(client, discussion, community, groups, facilitator):
    client.force_login(facilitator)
    room = room_of(groups[0]).get_absolute_url()

    assert "Report back" not in body_of(client.get(room))
    assert client.get(at("group-report", groups[0])).status_code == 403
