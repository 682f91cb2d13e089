"""Items of the library beside the plan of a discussion: laid out, shown to whoever may see them, taken away."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.effects import let_in
from communities.models import Role, Space
from forums.actions import explain_material, lay_out, move_material, plan_discussion, take_away
from forums.errors import NotInLibrary, TooMuchMaterial
from forums.models import Discussion, Material
from library.actions import put_back, take_down
from tests.factories import DiscussionFactory, ItemFactory, MembershipFactory, PostFactory


@pytest.fixture
def item(members_room):
    return ItemFactory(space=members_room, title="Ask before you tell", kind="story")


def titles(discussion):
    return list(discussion.material.values_list("item__title", flat=True))


def laid(discussion, actor, item, why=""):
    lay_out(discussion, actor=actor, item_id=item.pk, why=why)
    return discussion.material.get(item=item)


def test_an_item_is_laid_out_once_and_the_page_is_new(discussion, moderator, item):
    before = Discussion.objects.get(pk=discussion.pk).version

    for _click in (1, 2):
        row = laid(discussion, moderator, item, "To begin with.")

    assert titles(discussion) == ["Ask before you tell"]
    assert (row.why, row.by) == ("To begin with.", moderator)
    assert Discussion.objects.get(pk=discussion.pk).version == before + 1


def test_only_what_the_library_shows_to_whoever_lays_it_out(discussion, moderator, members_room):
    hidden = [ItemFactory(space=members_room, is_draft=True, contributed_by=moderator), ItemFactory()]
    type(hidden[1].space.community).objects.filter(pk=hidden[1].community_id).update(visibility="hidden")

    for item in hidden:
        with pytest.raises(NotInLibrary):
            laid(discussion, moderator, item)


def test_only_what_is_in_the_library_of_its_own_community(discussion, moderator):
    with pytest.raises(NotInLibrary):
        laid(discussion, moderator, ItemFactory())


def test_only_so_much_goes_with_one_discussion(discussion, moderator, item, members_room, monkeypatch):
    monkeypatch.setattr(Material, "MOST", 1)
    laid(discussion, moderator, item)

    with pytest.raises(TooMuchMaterial):
        laid(discussion, moderator, ItemFactory(space=members_room))


def test_members_lay_out_nothing_and_change_nothing(discussion, moderator, participant, item):
    row = laid(discussion, moderator, item)

    for deed in (
        lambda: lay_out(discussion, actor=participant, item_id=item.pk),
        lambda: explain_material(row, actor=participant, why="No."),
        lambda: move_material(row, actor=participant, place=0),
        lambda: take_away(row, actor=participant),
    ):
        with pytest.raises(PermissionDenied):
            deed()

    assert (titles(discussion), discussion.material.get().why) == (["Ask before you tell"], "")


def test_whoever_planned_it_lays_out_while_it_is_planned(members_room, participant, item):
    planned = DiscussionFactory(space=members_room, state="planned", opened_at=None, planned_by=participant)

    laid(planned, participant, item)

    assert titles(planned) == ["Ask before you tell"]


def test_it_is_put_in_order_explained_and_taken_away(discussion, moderator, item, members_room):
    laid(discussion, moderator, item)
    second = laid(discussion, moderator, ItemFactory(space=members_room, title="A tool"))

    assert move_material(second, actor=moderator, place=0)
    assert not move_material(second, actor=moderator, place=0)
    explain_material(second, actor=moderator, why="Try it first.")
    assert list(discussion.material.values_list("item__title", "why")) == [
        ("A tool", "Try it first."),
        ("Ask before you tell", ""),
    ]
    take_away(second, actor=moderator)

    assert titles(discussion) == ["Ask before you tell"]


def shown(client, person, discussion):
    client.force_login(person)
    return "Ask before you tell" in client.get(discussion.get_absolute_url()).content.decode()


def test_readers_find_it_with_the_plan_as_long_as_the_library_shows_it(
    client, discussion, moderator, participant, item
):
    laid(discussion, moderator, item)
    assert shown(client, participant, discussion)

    take_down(item, actor=moderator, reason="Old.")
    assert not shown(client, participant, discussion)
    assert not shown(client, moderator, discussion)

    put_back(item, actor=moderator)
    assert shown(client, participant, discussion)


def test_it_is_shown_to_those_alone_who_may_see_it(client, discussion, moderator, participant, team_room):
    laid(discussion, moderator, ItemFactory(space=team_room, title="Ask before you tell"))

    assert shown(client, moderator, discussion)
    assert not shown(client, participant, discussion)


def test_what_becomes_of_an_item_is_new_on_a_page_that_was_kept(client, discussion, moderator, participant, item):
    laid(discussion, moderator, item)
    client.force_login(participant)
    client.get(discussion.get_absolute_url())
    tag = client.get(discussion.get_absolute_url())["ETag"]
    kept = {"if-none-match": tag}
    assert client.get(discussion.get_absolute_url(), headers=kept).status_code == 304

    take_down(item, actor=moderator, reason="Old.")

    assert client.get(discussion.get_absolute_url(), headers=kept).status_code == 200


def test_one_query_for_all_of_it_and_none_for_nothing(client, discussion, moderator, participant, members_room):
    client.force_login(participant)

    def queries():
        client.get(discussion.get_absolute_url())
        with CaptureQueriesContext(connection) as counted:
            client.get(discussion.get_absolute_url())
        return len(counted)

    none = queries()
    for _number in range(3):
        laid(discussion, moderator, ItemFactory(space=members_room))

    assert queries() == none + 1


def test_what_is_planned_is_previewed_as_all_will_find_it(as_moderator, members_room, team_room, moderator, item):
    planned = DiscussionFactory(space=members_room, state="planned", opened_at=None, planned_by=moderator)
    laid(planned, moderator, item, "To begin with.")
    laid(planned, moderator, ItemFactory(space=team_room, title="For the team"))

    html = as_moderator.get(reverse("forums:plan-seen", args=[planned.pk])).content.decode()

    assert "To begin with." in html
    assert "For the team" not in html


def test_its_page_finds_items_lays_them_out_and_says_who_does_not_see_them(as_moderator, discussion, item, team_room):
    page = reverse("forums:material", args=[discussion.pk])
    narrow = ItemFactory(space=team_room, title="For the team")
    assert "Ask before you tell" in as_moderator.get(f"{page}?q=before").content.decode()
    assert "Ask before you tell" not in as_moderator.get(f"{page}?q=xyz").content.decode()

    for each in (item, narrow):
        as_moderator.post(page, {"item": each.pk})

    html = as_moderator.get(page).content.decode()
    assert titles(discussion) == ["Ask before you tell", "For the team"]
    assert html.count("Not for everybody") == 1
    second = discussion.material.get(item=narrow)
    as_moderator.post(reverse("forums:material-move", args=[discussion.pk, second.pk]), {"place": 0})
    as_moderator.post(reverse("forums:material-explain", args=[discussion.pk, second.pk]), {"why": "First."})
    assert list(discussion.material.values_list("why", flat=True)) == ["First.", ""]
    for _click in (1, 2):
        as_moderator.post(reverse("forums:material-take-away", args=[discussion.pk, second.pk]))
    assert titles(discussion) == ["Ask before you tell"]


def test_a_line_that_is_too_long_is_kept_in_its_form(as_moderator, discussion, moderator, item):
    row = laid(discussion, moderator, item)

    answer = as_moderator.post(reverse("forums:material-explain", args=[discussion.pk, row.pk]), {"why": "x" * 201})

    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()


def test_what_was_taken_down_is_named_to_nobody_but_can_be_taken_away(as_moderator, discussion, moderator, item):
    laid(discussion, moderator, item)
    take_down(item, actor=moderator, reason="Old.")

    html = as_moderator.get(reverse("forums:material", args=[discussion.pk])).content.decode()

    assert "An item that is not shown" in html
    assert "Ask before you tell" not in html


def test_others_do_not_come_to_its_page(client, discussion, participant, outsider):
    page = reverse("forums:material", args=[discussion.pk])
    for person, status in ((participant, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(page).status_code == status


def test_another_plan_like_it_takes_along_what_its_planner_may_see(
    discussion, moderator, participant, members_room, team_room, item
):
    PostFactory(discussion=discussion)
    laid(discussion, moderator, item, "To begin with.")
    laid(discussion, moderator, ItemFactory(space=team_room))

    again = plan_discussion(
        members_room, actor=participant, title="Again", question="Why?", submission=uuid4(), like=discussion
    )

    assert list(again.material.values_list("item__title", "why", "by")) == [
        ("Ask before you tell", "To begin with.", participant.pk)
    ]


def test_another_plan_like_it_takes_nothing_along_into_another_community(client, discussion, moderator, item):
    laid(discussion, moderator, item)
    space = MembershipFactory(person=moderator, role=Role.MODERATOR).community.spaces.get(slug="members")
    client.force_login(moderator)
    where = reverse("forums:plan-new", args=[space.community.slug, space.slug])

    html = client.get(f"{where}?like={discussion.pk}").content.decode()
    again = plan_discussion(space, actor=moderator, title="Again", question="Q?", submission=uuid4(), like=discussion)

    assert "item of the library" not in html
    assert titles(again) == []


def test_what_was_said_of_an_item_that_its_planner_does_not_see_is_neither_shown_nor_changed(
    as_moderator, discussion, leader
):
    private = Space.objects.create(community=discussion.space.community, slug="few", name="A few", access="private")
    let_in(leader, private, role=Role.LEADER, source="member")
    row = laid(discussion, leader, ItemFactory(space=private), "What we were told")

    html = as_moderator.get(reverse("forums:material", args=[discussion.pk])).content.decode()
    explain = reverse("forums:material-explain", args=[discussion.pk, row.pk])
    answers = [as_moderator.post(explain, {"why": why}) for why in ("Mine", "x" * 201)]

    assert "An item that is not shown" in html
    assert "What we were told" not in html
    assert explain not in html
    assert [answer.status_code for answer in answers] == [302, 302]
    assert discussion.material.get().why == "What we were told"
