"""A discussion goes to another space: who sees it then, what goes along, and what stays behind."""

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.actions import archive_space
from communities.effects import let_in
from communities.errors import NotConfirmed
from communities.models import Community, Role, Space
from core.permissions import Refused
from forums.errors import MovedMeanwhile
from forums.models import Closing, Discussion, Move, Post, ReadingPosition
from forums.queries.moves import notes_left, targets_of
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.forums.moving import move

pytestmark = pytest.mark.django_db

SECRET = "The head of the unit may read along."


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator, difficulties=SECRET)


@pytest.fixture
def room(community, leader, moderator):
    room = Space.objects.create(community=community, slug="project", name="Project group", access="private")
    let_in(leader, room, role=Role.LEADER, source="founder")
    let_in(moderator, room, role=Role.MODERATOR, source="member")
    return room


def test_fewer_readers_need_no_leader(discussion, team_room, moderator, participant):
    version, plan_version = discussion.version, discussion.plan_version

    move(discussion, team_room, moderator)

    discussion.refresh_from_db()
    assert (discussion.space, discussion.difficulties) == (team_room, SECRET)
    assert (discussion.version, discussion.plan_version) == (version + 1, plan_version + 1)
    made = Move.objects.get()
    assert (made.source.slug, made.target, made.by, made.difficulties) == ("members", team_room, moderator, "")
    entry = Entry.objects.get(verb="discussion.moved")
    assert entry.space_id == team_room.pk
    assert entry.data == {"from": made.source_id, "to": team_room.pk, "is_wider": False}
    assert discussion not in Discussion.objects.visible_to(participant)


def test_more_readers_need_a_leader_who_means_it(discussion, commons, moderator, leader):
    with pytest.raises(Refused, match="a leader has to move it"):
        move(discussion, commons, moderator, is_confirmed=True)
    with pytest.raises(NotConfirmed):
        move(discussion, commons, leader)
    discussion.refresh_from_db()
    assert (discussion.space.slug, Move.objects.count()) == ("members", 0)

    move(discussion, commons, leader, is_confirmed=True)

    discussion.refresh_from_db()
    assert discussion.space == commons


def test_private_notes_stay_with_those_who_might_read_them(community, room, team_room, moderator, leader):
    discussion = DiscussionFactory(space=room, planned_by=moderator, difficulties=SECRET)
    other = MembershipFactory(community=community, role=Role.MODERATOR).person

    move(discussion, team_room, leader, is_confirmed=True)

    discussion.refresh_from_db()
    assert discussion.difficulties == ""
    assert [each.difficulties for each in notes_left(discussion, moderator)] == [SECRET]
    assert [each.difficulties for each in notes_left(discussion, leader)] == [SECRET]
    assert not notes_left(discussion, other)
    assert discussion in Discussion.objects.visible_to(other)


def test_a_guest_of_the_target_makes_it_wider(discussion, team_room, moderator, leader, outsider):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")

    with pytest.raises(Refused):
        move(discussion, team_room, moderator)
    move(discussion, team_room, leader, is_confirmed=True)

    assert Move.objects.get().difficulties == SECRET


def test_posts_positions_and_addresses_stay(client, discussion, team_room, moderator):
    post = PostFactory(discussion=discussion, author=moderator)
    ReadingPosition.objects.create(person=moderator, discussion=discussion, last_read=1)
    client.force_login(moderator)
    before = [client.get(f"/p/{post.pk}/").url, client.get(f"/d/{discussion.pk}/").url]

    move(discussion, team_room, moderator)

    assert [client.get(f"/p/{post.pk}/").url, client.get(f"/d/{discussion.pk}/").url] == before
    assert client.get(before[0]).status_code == 200
    assert ReadingPosition.objects.get().last_read == 1


def test_the_page_that_was_kept_is_old(client, discussion, team_room, moderator):
    PostFactory(discussion=discussion)
    client.force_login(moderator)
    client.get(discussion.get_absolute_url())
    etag = client.get(discussion.get_absolute_url())["ETag"]
    same = {"If-None-Match": etag}
    assert client.get(discussion.get_absolute_url(), headers=same).status_code == 304

    move(discussion, team_room, moderator)

    assert client.get(discussion.get_absolute_url(), headers=same).status_code == 200


@pytest.mark.parametrize("person", ["participant", "facilitator", "outsider", "admin"])
def test_whoever_does_not_run_it_moves_nothing(request, discussion, team_room, person):
    with pytest.raises(Refused):
        move(discussion, team_room, request.getfixturevalue(person))
    assert not Move.objects.exists()


def test_both_spaces_have_to_be_theirs(community, discussion, room):
    other = MembershipFactory(community=community, role=Role.MODERATOR).person
    inside = DiscussionFactory(space=room)
    guest = UserFactory()
    let_in(guest, room, role=Role.MODERATOR, source="cohort")

    for what, where, actor in (
        (discussion, room, other),
        (inside, discussion.space, other),
        (inside, discussion.space, guest),
    ):
        with pytest.raises(Refused):
            move(what, where, actor, is_confirmed=True)
    assert room not in targets_of(discussion, other)
    assert not targets_of(inside, guest)


def test_it_stays_within_its_community(discussion, leader):
    elsewhere = CommunityFactory()
    MembershipFactory(community=elsewhere, person=leader, role=Role.LEADER)

    with pytest.raises(Refused):
        move(discussion, elsewhere.spaces.first(), leader, is_confirmed=True)
    assert {space.community for space in targets_of(discussion, leader)} == {discussion.space.community}


@pytest.mark.parametrize("which", ["source", "target"])
def test_archived_spaces_are_left_alone(discussion, team_room, leader, which):
    archive_space(discussion.space if which == "source" else team_room, actor=leader)

    with pytest.raises(Refused):
        move(Discussion.objects.get(pk=discussion.pk), team_room, leader)
    if which == "target":
        assert team_room not in targets_of(discussion, leader)


def test_nothing_moves_where_all_is_over(discussion, team_room, leader):
    Community.objects.update(phase="concluded")

    with pytest.raises(Refused):
        move(discussion, team_room, leader)
    assert not targets_of(discussion, leader)


def test_introductions_stay(discussion, team_room, leader):
    Discussion.objects.filter(pk=discussion.pk).update(introductions_of=discussion.space.community)
    discussion.refresh_from_db()

    with pytest.raises(Refused):
        move(discussion, team_room, leader)
    assert not targets_of(discussion, leader)


def test_whoever_comes_second_is_told(discussion, team_room, room, moderator):
    source = discussion.space_id
    move(Discussion.objects.get(pk=discussion.pk), team_room, moderator)

    with pytest.raises(MovedMeanwhile):
        move(discussion, room, moderator, source_id=source)
    discussion.refresh_from_db()
    assert discussion.space == team_room


def test_a_closing_cites_nothing_that_its_readers_cannot_see(discussion, team_room, moderator, facilitator):
    post = PostFactory(discussion=discussion, author=facilitator)
    closing = Closing.objects.create(discussion=discussion, published_at=timezone.now(), published_by=moderator)
    closing.citations.create(post=post)

    move(discussion, team_room, moderator)

    cited = Post.objects.filter(citations__closing__in=Closing.objects.visible_to(facilitator))
    assert list(cited) == [post]
    assert set(cited) <= set(Post.objects.visible_to(facilitator))


def test_what_it_works_towards_shows_to_those_who_may_read_that(client, discussion, room, leader, outsider):
    result = discussion.space.community.results.create(position=1, text="A guide to feedback")
    Discussion.objects.filter(pk=discussion.pk).update(result=result)
    Community.objects.update(visibility="hidden")
    let_in(outsider, room, role=Role.GUEST, source="guest")

    move(Discussion.objects.get(pk=discussion.pk), room, leader, is_confirmed=True)

    client.force_login(outsider)
    page = client.get(discussion.get_absolute_url()).content.decode()
    assert (discussion.title in page, "A guide to feedback" in page) == (True, False)
    client.force_login(leader)
    assert "A guide to feedback" in client.get(discussion.get_absolute_url()).content.decode()
