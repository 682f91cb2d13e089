"""Two discussions become one: what comes along, where addresses lead, who hears of it, and what stands in the way."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Entry
from communities.effects import let_in
from communities.models import Role
from core.permissions import Refused
from forums import actions
from forums.errors import MergedMeanwhile, MovedMeanwhile, NotMergeable
from forums.models import Bookmark, Closing, Discussion, HeldPost, Merge, Post, ReadingPosition, Stage, Unsent
from forums.models.post import place_under
from forums.queries.merging import seen_of, what_hinders
from forums.queries.summing import so_far, with_unsummed
from notifications.models import Notification, Volume
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.facts import told
from tests.forums.moving import follow
from tests.forums.test_actions_splits import outline, require_sound
from tests.forums.thread import grow, say

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def target(members_room, moderator):
    return asked(members_room, moderator, "Feedback on the day")


def asked(space, person, title="Another one"):
    discussion = DiscussionFactory(space=space, planned_by=person, title=title)
    PostFactory(discussion=discussion, author=person, kind="prompt")
    return discussion


@pytest.fixture
def source(members_room, participant):
    return DiscussionFactory(space=members_room, planned_by=participant, title="Feedback *at once* <b>")


@pytest.fixture
def posts(source, participant, facilitator):
    return grow(source, participant, facilitator)


def merge(source, target, actor, **more):
    source, target = fresh(source), fresh(target)
    wish = {"reason": "Both ask the same.", "seen": seen_of(source, target)}
    return actions.merge_discussion(source, target=target, actor=actor, **{**wish, **more})


def fresh(discussion):
    return Discussion.objects.select_related("space__community").get(pk=discussion.pk)


def test_all_posts_stand_beneath_one_that_says_why(source, target, posts, moderator, participant):
    before = outline(source)
    said = list(source.posts.order_by("number").values_list("pk", "author", "html", "created_at"))

    merged = merge(source, target, moderator)

    require_sound(target)
    last = len(before) + 2
    marker = merged.marker
    assert (marker.kind, marker.author, marker.number) == ("merged", moderator, last)
    assert "Both ask the same." in marker.html
    assert marker.path == place_under(None, last)[0]
    assert "Feedback *at once* &lt;b&gt;" in marker.html
    assert outline(target) == [
        (1, 0, None),
        (last, 0, None),
        *((number + 1, depth + 1, parent + 1 if parent else last) for number, depth, parent in before),
    ]
    came = target.posts.exclude(pk=marker.pk).filter(number__gt=1).order_by("number")
    assert list(came.values_list("pk", "author", "html", "created_at")) == said
    assert set(came.values_list("kind", flat=True)) == {"contribution"}
    source.refresh_from_db()
    assert (source.state, source.posts.count(), source.place_count) == ("merged", 0, 0)
    assert not Discussion.objects.visible_to(participant).filter(pk=source.pk).exists()


def test_a_summary_so_far_stays_one_and_sums_up_nothing_there(source, target, posts, moderator):
    own = PostFactory(discussion=target, author=moderator, kind="interim_summary")
    brought = PostFactory(discussion=source, author=moderator, kind="interim_summary")
    steering = PostFactory(discussion=source, author=moderator, kind="restatement")

    merge(source, target, moderator)

    for post in (brought, steering):
        post.refresh_from_db()
    assert brought.number > own.number
    assert (brought.kind, steering.kind) == ("interim_summary", "contribution")
    assert so_far(target).summary == own
    found = Discussion.objects.filter(pk=target.pk)
    assert with_unsummed(found).get().summed_up_to == found.with_reader(moderator).get().summary_number == own.number


def test_every_address_leads_there(client, source, target, posts, moderator, participant):
    address = source.get_absolute_url()
    marker = merge(source, target, moderator).marker
    client.force_login(participant)

    assert led(client, address) == led(client, f"/d/{source.pk}/") == f"/p/{marker.pk}/"
    assert led(client, f"/d/{source.pk}/post/3/") == f"/p/{posts[3].pk}/"
    assert led(client, f"/d/{source.pk}/feed.atom") == f"/d/{target.pk}/feed.atom"
    assert led(client, f"/d/{source.pk}/reply/") == f"/d/{target.pk}/reply/?to={marker.number}"
    assert client.get(f"/p/{marker.pk}/").url == f"{target.get_absolute_url()}#post-{marker.number}"
    assert client.get(f"/d/{source.pk}/news/", headers=HTMX).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def led(client, address):
    response = client.get(address)
    assert response.status_code == 301, address
    return response.url


def test_the_address_follows_what_came_along_once_more(client, source, target, posts, moderator, participant):
    third = asked(target.space, moderator)
    marker = merge(source, target, moderator).marker
    merge(target, third, moderator)

    require_sound(third)
    client.force_login(participant)
    assert client.get(led(client, f"/d/{source.pk}/")).url == (
        f"{third.get_absolute_url()}#post-{Post.objects.get(pk=marker.pk).number}"
    )


def test_who_had_read_both_finds_the_sentence_alone_as_new(source, target, posts, moderator, participant, facilitator):
    ReadingPosition.objects.create(discussion=source, person=participant, last_read=source.posts.count())
    ReadingPosition.objects.create(discussion=target, person=participant, last_read=1)
    ReadingPosition.objects.create(discussion=target, person=facilitator, last_read=1)
    new = source.posts.exclude(author=facilitator).count() + 1

    merge(source, target, moderator)

    for person, count in ((participant, 1), (facilitator, new)):
        found = Discussion.objects.visible_to(person).with_reading(person).get(pk=target.pk)
        assert found.new_count == count


def test_followers_follow_it_and_who_wants_silence_keeps_it(source, target, posts, moderator, community):
    follower, chose, silent, reader = (MembershipFactory(community=community).person for _ in range(4))
    follow(follower, source)
    follow(chose, source)
    actions.mute_discussion(target, actor=chose)
    say(source, silent)
    actions.mute_discussion(source, actor=silent)
    actions.mute_discussion(source, actor=reader)

    merge(source, target, moderator)

    levels = Volume.objects.filter(scope_kind=Discussion.SCOPE)
    assert dict(levels.values_list("person", "level")) == {follower.pk: "all", chose.pk: "mute", silent.pk: "mute"}
    assert set(levels.values_list("scope_id", flat=True)) == {target.pk}
    assert "discussion.merged" in told(follower)
    assert told(chose)[-1:] != ["discussion.merged"]
    assert "discussion.merged" not in told(silent)


def test_what_waits_and_was_begun_comes_along(source, target, posts, moderator, participant, facilitator):
    submission = uuid.uuid4()
    held = HeldPost.objects.create(discussion=source, author=participant, markdown="First words")
    begun = Unsent.objects.create(person=facilitator, kind="answer", discussion=source, said={"text": "Half a"})
    kept = Bookmark.objects.create(person=facilitator, post=posts[2])
    for discussion in (source, target):  # nobody may keep both from standing in one discussion
        PostFactory(discussion=discussion, author=participant, submission=submission)
    merged = merge(source, target, moderator)

    held.refresh_from_db()
    begun.refresh_from_db()
    assert (held.discussion, held.parent) == (target, merged.marker)
    assert (begun.discussion, begun.post) == (None, merged.marker)
    assert Bookmark.objects.get(post__discussion=target) == kept


def test_an_answer_that_comes_too_late_is_asked_for_once_more(client, source, target, posts, moderator, participant):
    stale = fresh(source)
    marker = merge(source, target, moderator).marker
    with pytest.raises(MergedMeanwhile):
        actions.reply(stale, actor=participant, markdown="Late", submission=uuid.uuid4())
    client.force_login(participant)
    sent = {"text": "Late words", "submission": str(uuid.uuid4())}

    page = client.post(f"/d/{source.pk}/reply/", sent)

    assert page.status_code == 422
    html = page.content.decode()
    assert "Late words" in html
    assert "Send it once more to answer there" in html
    assert f'action="/d/{target.pk}/reply/"' in html
    assert client.post(f"/d/{target.pk}/reply/", sent | {"to": marker.number}).status_code == 302
    assert Post.objects.get(markdown="Late words").parent == marker


def test_twice_is_once(source, target, moderator):
    seen = seen_of(source, target)
    stale = fresh(source)
    first = merge(source, target, moderator)

    assert merge(stale, target, moderator, seen=seen) == first
    assert Merge.objects.count() == target.posts.filter(kind="merged").count() == 1
    assert Entry.objects.filter(verb="discussion.merged").count() == 1


def test_who_runs_one_of_them_alone_does_not_merge(source, target, participant, facilitator):
    for person in (participant, facilitator):
        with pytest.raises(Refused):
            merge(source, target, person)
    assert not Merge.objects.exists()


def test_nobody_who_could_not_read_it_reads_it_afterwards(community, commons, members_room, moderator, source, posts):
    community.visibility = "public"
    community.save()
    open_to_all = asked(commons, moderator)

    with pytest.raises(NotMergeable, match="More people would read it there"):
        merge(source, open_to_all, moderator)
    assert source.posts.count() == len(posts)


def test_who_loses_sight_is_told_nothing_more(community, members_room, moderator, source, posts, participant):
    room = community.spaces.create(slug="inner", name="Inner", access="private")
    let_in(moderator, room, role=Role.MODERATOR, source="staff")
    inner = asked(room, moderator)
    follow(participant, source)
    seen = seen_of(source, inner)
    say(source, moderator)
    assert Notification.objects.filter(recipient=participant).unread().exists()

    room.access = "members"
    room.save()
    with pytest.raises(MovedMeanwhile):
        merge(source, inner, moderator, seen=seen)
    room.access = "private"
    room.save()
    merge(source, inner, moderator)

    assert not Notification.objects.filter(recipient=participant).unread().exists()
    assert not Post.objects.visible_to(participant).filter(pk=posts[2].pk).exists()
    assert not Volume.objects.filter(person=participant, scope_kind=Discussion.SCOPE).exists()


def test_what_stands_in_the_way_is_said(source, target, moderator, community):
    assert what_hinders(source, target) == ""
    Stage.objects.create(discussion=source, position=1, title="First", days=3)
    assert "goes in stages" in what_hinders(source, target)
    source.stages.all().delete()
    closing = Closing.objects.create(discussion=source, published_at=timezone.now(), published_by=moderator)
    assert "was summed up once" in what_hinders(source, target)
    assert what_hinders(target, source) == ""
    closing.delete()
    planned = DiscussionFactory(space=target.space, planned_by=moderator, state="planned", opened_at=None)
    assert "has not been opened yet" in what_hinders(source, planned)
    target.state = "closing"
    assert "is closed" in what_hinders(source, target)
    target.state = "open"
    target.part_of = planned
    assert "is the room of a group" in what_hinders(source, target)


def test_the_pages(client, source, target, posts, moderator, participant):
    address = reverse("forums:merge", args=[source.pk])
    client.force_login(moderator)

    assert f"?into={target.pk}" in client.get(address).content.decode()
    assert f"?into={target.pk}" not in client.get(f"{address}?q=parking").content.decode()
    check = client.get(f"{address}?into={target.pk}").content.decode()
    assert "so the same people read it" in check
    assert client.get(f"{address}?into={source.pk}").status_code == 403
    sent = {"into": target.pk, "reason": "The same.", "seen": seen_of(source, target)}
    assert client.post(address, sent | {"seen": "1-1 2-2"}).status_code == 422
    assert client.post(address, sent | {"reason": ""}).status_code == 422
    client.force_login(participant)
    assert client.get(address).status_code == client.post(address, sent).status_code == 403
    client.force_login(UserFactory())
    assert client.get(address).status_code == client.post(address, sent).status_code == 404
    assert not Merge.objects.exists()
    client.force_login(moderator)
    first, second = client.post(address, sent), client.post(address, sent)

    assert first.url == second.url == f"{target.get_absolute_url()}#post-{Merge.objects.get().marker.number}"
    page = client.get(target.get_absolute_url()).content.decode()
    assert "Came from elsewhere" in page
