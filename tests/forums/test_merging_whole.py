"""What holds on after two discussions became one: numbers, counts, answers, links, feeds, invitations and texts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from forums import actions
from forums.errors import MergedMeanwhile
from forums.models import Asked, CalledIn, Closing, Discussion, FollowOn, Post, ReadingPosition, Unsent
from forums.queries.follow_ons import called, links_of
from forums.queries.quiet import quiet_people
from forums.queries.readers import find_discussion, reader_of
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.facts import told
from tests.forums.test_merging import asked, fresh, led, merge
from tests.forums.thread import grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(members_room, participant):
    return asked(members_room, participant, "Feedback at once")


@pytest.fixture
def target(members_room, moderator):
    return asked(members_room, moderator, "Feedback on the day")


@pytest.fixture
def questions(source, target):
    Discussion.objects.update(kind="question")
    return fresh(source), fresh(target)


@pytest.fixture
def reader(community):
    return MembershipFactory(community=community).person


def test_a_number_leads_to_its_post_also_after_the_next_merge(
    client, members_room, participant, facilitator, moderator
):
    first = DiscussionFactory(space=members_room, planned_by=participant)
    grow(first, participant, facilitator)
    second = asked(members_room, moderator)
    question = second.posts.get()
    merge(first, second, moderator)
    merge(second, asked(members_room, moderator), moderator)
    client.force_login(participant)

    assert led(client, f"/d/{second.pk}/post/1/") == f"/p/{question.pk}/"


def test_the_sign_counts_for_nothing_when_it_is_hidden_and_shown(source, target, participant, moderator, leader):
    marker = merge(source, target, moderator).marker
    counts = (target.posts.said().count(), 2)

    report = actions.report_post(marker, actor=participant, kind="names_patient")
    assert Post.objects.get(pk=marker.pk).is_removed
    assert counted(target) == counts
    actions.decide_report(report, actor=leader, is_upheld=False, words="It names nobody.")
    assert not Post.objects.get(pk=marker.pk).is_removed
    assert counted(target) == counts


def counted(discussion):
    discussion.refresh_from_db()
    return discussion.post_count, discussion.people_count


def test_who_was_asked_and_mutes_it_is_told_nothing(source, target, participant, moderator, reader, community):
    other = MembershipFactory(community=community).person
    for person in (reader, other):
        Asked.objects.create(discussion=source, person=person, by=participant)
    actions.mute_discussion(source, actor=reader)

    merge(source, target, moderator)

    assert (told(reader), told(other)) == ([], ["discussion.merged"])


def test_a_closing_leads_on_to_it_for_who_may_read_there(settings, source, target, moderator, participant):
    settings.SITE_URL = "https://copse.example"
    address = f"https://copse.example{source.get_absolute_url()}"
    closed = DiscussionFactory(space=target.space)
    closing = Closing.objects.create(discussion=closed, published_at=timezone.now(), published_by=moderator)
    link = FollowOn.objects.create(closing=closing, kind="discussion", title="Led to", url=address)
    merge(source, target, moderator)

    assert links_of([closing.pk], participant) == {closing.pk: [link]}
    assert called(address, participant) == ("discussion", target.title)
    assert (links_of([closing.pk], UserFactory()), called(address, UserFactory())) == ({}, None)


@pytest.mark.parametrize("is_question", [True, False])
def test_the_answer_of_a_question_is_that_of_the_other_or_none(client, questions, facilitator, moderator, is_question):
    source, target = questions
    Discussion.objects.filter(pk=target.pk).update(kind="question" if is_question else "open")
    answer = PostFactory(discussion=source, author=facilitator)
    actions.accept_answer(answer, actor=moderator)
    client.force_login(moderator)
    page = client.get(reverse("forums:merge", args=[source.pk]) + f"?into={target.pk}").content.decode()

    merge(source, target, moderator)

    assert ("is the answer there too" in page, "is an ordinary post there" in page) == (is_question, not is_question)
    assert fresh(target).answer == (answer if is_question else None)
    assert ("post.accepted" in told(facilitator)) is is_question


def test_an_answer_that_the_other_has_stays(questions, facilitator, moderator):
    theirs, stays = (PostFactory(discussion=question, author=facilitator) for question in questions)
    for post in (theirs, stays):
        actions.accept_answer(post, actor=moderator)

    merge(*questions, moderator)

    assert fresh(questions[1]).answer == stays
    assert told(facilitator).count("post.accepted") == 1


def test_two_questions_that_nobody_answered_are_one_of_these(questions, moderator, facilitator):
    source, target = questions
    merge(source, target, moderator)

    assert list(Discussion.objects.without_answer()) == [target]
    assert asks_members(target, facilitator)
    PostFactory(discussion=fresh(target), author=facilitator)
    assert not Discussion.objects.without_answer().exists()
    assert not asks_members(target, facilitator)


def asks_members(discussion, person):
    return reader_of(find_discussion(discussion.pk, person), person).may_ask_members


def test_a_private_feed_leads_on(client, source, target, participant, moderator):
    feed = f"/feeds/{actions.make_feed_key(actor=participant)}/d/%s/feed.atom"
    merge(source, target, moderator)

    assert led(client, feed % source.pk) == feed % target.pk
    assert client.get(feed % target.pk).status_code == 200
    strangers = actions.make_feed_key(actor=UserFactory())
    assert client.get(f"/feeds/{strangers}/d/{source.pk}/feed.atom").status_code == 404


def test_whom_somebody_invited_or_asked_counts_as_such(source, target, moderator, participant, reader, community):
    both, stranger = MembershipFactory(community=community).person, UserFactory()
    for person in (reader, both):
        ReadingPosition.objects.create(discussion=target, person=person, last_read=1)
    for person in (reader, both, stranger):
        CalledIn.objects.create(discussion=source, person=person, by=moderator, words="Please")
        Asked.objects.create(discussion=source, person=person, by=participant)
    stays = [model.objects.create(discussion=target, person=both, by=moderator) for model in (CalledIn, Asked)]

    merge(source, target, moderator)

    assert not quiet_people(fresh(target), moderator).exists()
    for model, kept in zip((CalledIn, Asked), stays, strict=True):
        rows = model.objects.filter(discussion=target)
        assert set(rows.values_list("person", flat=True)) == {reader.pk, both.pk}  # nobody who does not read there
        assert rows.get(person=both) == kept


def test_a_text_that_comes_just_after_is_kept_where_its_writer_finds_it(client, source, target, participant, moderator):
    found = fresh(source)
    marker = merge(source, target, moderator).marker
    with pytest.raises(MergedMeanwhile):
        actions.keep_unsent(found, kind="answer", actor=participant, said={"text": "Half a"}, known=None)
    assert not Unsent.objects.exists()
    client.force_login(participant)

    first = client.post(f"/unsent/answer/{source.pk}/", {"text": "Half a"})
    second = client.post(f"/unsent/answer/{source.pk}/", {"text": "Half a word", "known": first.content.decode()})

    assert (first.status_code, second.status_code) == (200, 200)
    row = Unsent.objects.visible_to(participant).get()
    assert (row.post, row.text) == (marker, "Half a word")
    client.force_login(UserFactory())
    assert client.post(f"/unsent/answer/{source.pk}/", {"text": "Half a"}).status_code == 404


def test_what_comes_along_stands_in_the_order_that_it_had(
    members_room, source, target, participant, facilitator, moderator
):
    earlier = DiscussionFactory(space=members_room, planned_by=participant)
    grow(earlier, participant, facilitator)
    grow(source, participant, facilitator)
    merge(earlier, source, moderator)
    late = PostFactory(discussion=fresh(source), author=participant)
    line = source.posts.filter(parent=None, kind="contribution").order_by("number")[1]
    actions.move_line(line, parent=late, actor=moderator)
    before = list(source.posts.order_by("path").values_list("pk", "depth"))

    marker = merge(source, target, moderator).marker

    there = target.posts.filter(path__gt=marker.path).order_by("path")
    assert [(pk, depth - 1) for pk, depth in there.values_list("pk", "depth")] == before
