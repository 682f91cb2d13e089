"""What the pages of groups refuse, without losing a word."""

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Grouping, SubgroupMember
from tests.factories import MembershipFactory
from tests.forums.groups import part, put, room_of, rows_of
from tests.masking import body_of

NEW = {"task": "Bring back three points.", "people_choose": "False"}
TWO = rows_of("Wards", "Practices")


@pytest.fixture
def groups(discussion, moderator):
    return part(discussion, moderator)


def at(name, thing):
    return reverse(f"forums:{name}", args=[thing.pk])


@pytest.mark.parametrize("is_parted", [False, True])
def test_a_task_of_its_own_of_which_nothing_is_seen_stands_in_its_row(as_moderator, discussion, moderator, is_parted):
    if is_parted:
        part(discussion, moderator, names=("Homes", "Schools"))

    response = as_moderator.post(at("groups", discussion), NEW | TWO | {"groups-1-task": "---"})

    assert response.status_code == 422
    assert body_of(response).count("Nothing of this would be seen.") >= 1
    assert "Practices" in body_of(response)
    assert Grouping.objects.count() == is_parted


@pytest.mark.parametrize("is_parted", [False, True])
def test_what_was_typed_is_given_back_where_the_discussion_was_closed(as_moderator, discussion, moderator, is_parted):
    if is_parted:
        part(discussion, moderator, names=("Homes", "Schools"))
    actions.close_discussion(discussion, actor=moderator, reason="Done.")

    response = as_moderator.post(at("groups", discussion), NEW | TWO | {"groups-1-task": "Ask three practices."})

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
