import re

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Discussion, ReadingPosition
from notifications.effects import set_volume
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons, leader):
    return DiscussionFactory(
        space=commons,
        title="When the room shuts down",
        planned_by=leader,
        objective="A shared page",
        difficulties="Two of them read along.",
    )


def test_a_visitor_reads_and_is_offered_to_sign_in(client, discussion, leader):
    PostFactory(discussion=discussion, author=leader, kind="prompt", markdown="What did *you* say?")
    PostFactory(discussion=discussion, author=leader)

    response = client.get(discussion.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 200
    assert [post in page for post in ('id="post-1"', 'id="post-2"', 'id="post-3"')] == [True, True, False]
    assert "What did <em>you</em> say?" in page
    assert "Sign in</a> to write here" in page
    assert "<form" not in page
    assert not response.cookies
    assert not ReadingPosition.objects.exists()


def test_a_member_may_write_and_an_outsider_is_told_how_to_join(client, discussion, participant, outsider):
    client.force_login(participant)
    assert 'id="reply"' in client.get(discussion.get_absolute_url()).content.decode()

    client.force_login(outsider)
    page = client.get(discussion.get_absolute_url()).content.decode()
    assert 'id="reply"' not in page
    assert "says how you stand with it" in page


def test_whoever_may_not_see_it_gets_404(client, team_room, participant, outsider):
    hidden = DiscussionFactory(space=team_room)

    assert client.get(hidden.get_absolute_url()).status_code == 404
    for person in (outsider, participant):
        client.force_login(person)
        assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_planned_one_is_seen_by_its_planner_and_those_who_run_it(
    client, commons, participant, facilitator, moderator
):
    planned = DiscussionFactory(
        space=commons, state="planned", opened_at=None, planned_by=participant, question="And *then*?"
    )

    seen = {}
    for person in (participant, facilitator, moderator):
        client.force_login(person)
        seen[person] = client.get(planned.get_absolute_url())

    assert [response.status_code for response in seen.values()] == [200, 404, 200]
    assert b"And <em>then</em>?" in seen[participant].content
    assert b"Open it now" in seen[participant].content
    assert b"Your plan" in seen[participant].content


def test_notes_on_difficulties_are_for_those_who_run_it(client, discussion, participant, moderator):
    client.force_login(participant)
    assert b"read along" not in client.get(discussion.get_absolute_url()).content

    client.force_login(moderator)
    assert b"read along" in client.get(discussion.get_absolute_url()).content


@pytest.mark.parametrize("address", ["/d/{pk}/", "/d/{pk}/wrong-slug/"])
def test_another_slug_leads_to_the_right_one(client, discussion, address):
    response = client.get(address.format(pk=discussion.pk) + "?after=00001")

    assert response.status_code == 302
    assert response.url == discussion.get_absolute_url() + "?after=00001"


def test_a_huge_number_is_not_found(client, db):
    assert client.get(f"/d/{10**30}/x/").status_code == 404
    assert client.get(f"/p/{10**30}/").status_code == 404


def test_names_are_escaped_and_the_erased_have_none(client, discussion, leader, participant):
    leader.display_name = "<script>alert(1)</script>"
    leader.save()
    PostFactory(discussion=discussion, author=leader)
    post = PostFactory(discussion=discussion, author=participant)
    type(participant).objects.filter(pk=participant.pk).update(erased_at="2026-01-01T00:00Z", is_active=False)
    sender = discussion.space.imported_senders.create(name="A. Writer", address_hash="0" * 64)
    PostFactory(discussion=discussion, author=None, sender=sender)
    PostFactory(discussion=discussion, author=None, is_anonymous=True)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert post.author.display_name not in page
    assert re.findall(r'<bdi class="post__author">([^<]*)</bdi>', page)[1:] == [
        "Former member",
        "A. Writer",
        "A member",
    ]


def test_following_and_muting_answer_with_the_buttons(client, discussion, participant):
    client.force_login(participant)

    follow = client.post(reverse("forums:follow", args=[discussion.pk]), headers={"HX-Request": "true"})
    mute = client.post(reverse("forums:mute", args=[discussion.pk]))
    unmute = client.post(reverse("forums:unfollow", args=[discussion.pk]), headers={"HX-Request": "true"})

    assert b"You follow this" in follow.content
    assert follow.content.lstrip().startswith(b'<div class="volume" id="volume">')
    assert mute.url == discussion.get_absolute_url()
    assert b"Mute" in unmute.content
    assert participant.volumes.count() == 0 or participant.volumes.get().level != "mute"


def test_whoever_hears_of_mentions_only_reads_so(client, discussion, participant):
    client.force_login(participant)
    set_volume(participant, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level="mentions")

    page = client.get(discussion.get_absolute_url()).content

    assert b"You hear of mentions only" in page
    assert b"Hear as usual" in page


@pytest.mark.parametrize("verb", ["follow", "mute", "unfollow"])
def test_hearing_of_it_is_for_those_who_see_it(client, discussion, team_room, participant, verb):
    hidden = DiscussionFactory(space=team_room)

    assert client.post(reverse(f"forums:{verb}", args=[discussion.pk])).status_code == 403
    assert client.post(reverse(f"forums:{verb}", args=[hidden.pk])).status_code == 404
    client.force_login(participant)
    assert client.post(reverse(f"forums:{verb}", args=[hidden.pk])).status_code == 404
    assert client.get(reverse(f"forums:{verb}", args=[discussion.pk])).status_code == 405


def test_whoever_asked_hears_of_each_post_and_need_not_follow(client, discussion):
    client.force_login(discussion.planned_by)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "You asked this, and hear of each post" in page
    assert reverse("forums:follow", args=[discussion.pk]) not in page
    assert reverse("forums:mute", args=[discussion.pk]) in page


def test_who_follows_may_mute(client, discussion, participant):
    client.force_login(participant)
    client.post(reverse("forums:follow", args=[discussion.pk]))

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert reverse("forums:unfollow", args=[discussion.pk]) in page
    assert reverse("forums:mute", args=[discussion.pk]) in page


def test_whoever_wrote_hears_of_each_post_and_is_not_asked_to_follow(client, discussion, participant, leader):
    PostFactory(discussion=discussion, author=leader)
    post = PostFactory(discussion=discussion, author=participant)
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()
    muted = client.post(reverse("forums:mute", args=[discussion.pk]), headers={"HX-Request": "true"}).content.decode()
    back = client.post(reverse("forums:unfollow", args=[discussion.pk]), headers={"HX-Request": "true"})
    actions.remove_post(post, actor=participant)
    after = client.get(discussion.get_absolute_url()).content.decode()

    assert "You wrote here, and hear of each post" in page
    assert ">Follow<" not in page
    assert "You hear nothing of this" in muted
    assert "You wrote here, and hear of each post" in back.content.decode()
    assert ">Follow<" in after


def test_what_is_run_stands_before_what_is_read(client, discussion, moderator, leader):
    PostFactory(discussion=discussion, author=leader, kind="prompt")
    actions.close_discussion(discussion, actor=moderator, reason="Enough.")
    actions.reopen_discussion(discussion, actor=moderator, reason="One thing was forgotten.")
    client.force_login(moderator)

    page = client.get(discussion.get_absolute_url()).content.decode()

    tools, notice, question = (
        page.index("Moderator’s tools"),
        page.index("One thing was forgotten."),
        page.index('id="post-1"'),
    )
    assert tools < notice < question


def test_times_of_a_plan_name_the_community_s_clock_too(client, discussion, participant, community):
    community.time_zone = "Asia/Amman"
    community.save()
    Discussion.objects.filter(pk=discussion.pk).update(closes_at="2026-03-03T07:00Z")
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert '<span class="meta" data-there="Asia/Amman">(Tue 3 March, 10:00 by the clock of Amman)</span>' in page
