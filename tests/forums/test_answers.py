import pytest
from django.urls import reverse

from accounts.actions import block
from communities.actions import leave_community
from core.permissions import Refused
from forums import actions
from forums.errors import PostRemoved
from forums.models import Discussion
from notifications.queries import unread_count
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.facts import told, verbs


@pytest.fixture
def asker(community):
    return MembershipFactory(community=community, person__display_name="Ana Asker").person


@pytest.fixture
def discussion(members_room, asker):
    found = DiscussionFactory(space=members_room, title="How do you begin?", kind="question", planned_by=asker)
    PostFactory(discussion=found, author=asker, kind="prompt", markdown="What do you say first?")
    return found


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="Ask what they noticed themselves.")


def answer(discussion):
    return Discussion.objects.get(pk=discussion.pk).answer


def test_whoever_asked_takes_an_answer_and_its_author_is_told(discussion, post, asker, participant):
    taken = [actions.accept_answer(post, actor=asker) for _click in range(2)]

    assert (taken, answer(discussion)) == ([True, False], post)
    assert (told(participant), verbs()) == (["post.accepted"], ["post.accepted"])
    assert Discussion.objects.get(pk=discussion.pk).version == discussion.version + 1


def test_an_author_who_left_hears_nothing(discussion, post, asker, participant):
    leave_community(post.discussion.space.community, actor=participant)

    actions.accept_answer(post, actor=asker)

    assert (answer(discussion), told(participant)) == (post, [])


def test_whom_the_author_blocked_is_not_heard(post, asker, participant):
    block(asker, actor=participant)

    actions.accept_answer(post, actor=asker)

    participant.refresh_from_db()
    assert unread_count(participant) == 0


def test_who_runs_the_discussion_does_so_and_others_do_not(post, moderator, participant, facilitator):
    for person in (participant, facilitator):
        with pytest.raises(Refused):
            actions.accept_answer(post, actor=person)

    assert actions.accept_answer(post, actor=moderator)


def test_another_answer_takes_its_place_and_the_first_author_hears_no_more(discussion, post, asker, moderator):
    other = PostFactory(discussion=discussion, author=moderator)
    actions.accept_answer(post, actor=asker)

    actions.accept_answer(other, actor=asker)

    assert answer(discussion) == other
    assert (told(post.author), told(moderator)) == ([], ["post.accepted"])


def test_it_is_taken_back_once(discussion, post, asker, participant):
    actions.accept_answer(post, actor=asker)

    taken_back = [actions.take_back_answer(post, actor=asker) for _click in range(2)]

    assert (taken_back, answer(discussion)) == ([True, False], None)
    assert (told(participant), verbs()) == ([], ["post.accepted", "post.unaccepted"])


@pytest.mark.parametrize("change", [{"kind": "open"}, {"kind": "case"}])
def test_only_questions_have_an_answer(discussion, post, moderator, change):
    Discussion.objects.filter(pk=discussion.pk).update(**change)
    post.discussion.refresh_from_db()

    with pytest.raises(Refused):
        actions.accept_answer(post, actor=moderator)


def test_neither_the_question_nor_what_steers_nor_what_was_removed_is_one(discussion, post, asker, moderator):
    steering = PostFactory(discussion=discussion, author=moderator, kind="interim_summary")
    for each in (discussion.posts.get(number=1), steering):
        with pytest.raises(Refused):
            actions.accept_answer(each, actor=moderator)
    actions.remove_post(post, actor=moderator, reason="No.")

    with pytest.raises(PostRemoved):
        actions.accept_answer(post, actor=asker)


def test_a_question_counts_as_answered_also_by_the_asker_s_own_words(discussion, asker):
    own = PostFactory(discussion=discussion, author=asker, markdown="I found it out.")
    waiting = Discussion.objects.without_answer()
    assert list(waiting) == [discussion]

    actions.accept_answer(own, actor=asker)
    assert list(waiting.all()) == []

    actions.remove_post(own, actor=asker)
    assert list(waiting.all()) == [discussion]


def page(client, person, discussion):
    client.force_login(person)
    return client.get(discussion.get_absolute_url()).content.decode()


def at(verb, post):
    return reverse(f"forums:post-{verb}", args=[post.pk])


def test_the_answer_stands_beneath_the_question_and_is_marked_in_the_thread(
    client, discussion, post, asker, facilitator
):
    before = page(client, facilitator, discussion)
    client.force_login(asker)
    response = client.post(at("accept", post))

    shown = page(client, facilitator, discussion)

    assert (response.status_code, response.url) == (302, f"{discussion.get_absolute_url()}#post-2")
    assert "The answer" not in before
    panel = shown.partition('id="answer-title"')[2].partition("</section>")[0]
    assert "Ask what they noticed themselves." in panel
    assert f'href="{post.get_absolute_url()}"' in panel
    assert shown.count("The answer</span>") == 1


def test_what_was_removed_stands_there_no_more(client, discussion, post, asker, moderator):
    actions.accept_answer(post, actor=asker)
    actions.remove_post(post, actor=moderator, reason="No.")

    assert "answer-title" not in page(client, asker, discussion)


def test_whoever_blocked_its_author_finds_the_way_alone(client, discussion, post, asker, facilitator, participant):
    actions.accept_answer(post, actor=asker)
    block(participant, actor=facilitator)

    panel = page(client, facilitator, discussion).partition('id="answer-title"')[2].partition("</section>")[0]

    assert "by somebody you blocked" in panel
    assert "Ask what they noticed" not in panel


def test_the_way_stands_behind_more_for_those_who_may(client, discussion, post, asker, facilitator):
    ways = []
    for person in (facilitator, asker):
        client.force_login(person)
        ways.append(at("accept", post) in client.get(at("more", post)).content.decode())
    client.post(at("accept", post))

    assert ways == [False, True]
    assert at("unaccept", post) in client.get(at("more", post)).content.decode()
    client.post(at("unaccept", post))
    assert answer(discussion) is None


def test_outsiders_find_nothing_and_members_are_refused(client, post, outsider, facilitator):
    answers = []
    for person in (outsider, facilitator):
        client.force_login(person)
        answers.append(client.post(at("accept", post)).status_code)

    assert answers == [404, 403]


def test_a_page_without_an_answer_asks_nothing_more(
    client, discussion, post, facilitator, django_assert_max_num_queries
):
    page(client, facilitator, discussion)

    with django_assert_max_num_queries(6):
        client.get(discussion.get_absolute_url())
