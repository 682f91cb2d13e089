"""What somebody whose account is new may say at once, and that nobody else is counted (P4)."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.errors import TooMuchAtOnce
from forums import actions
from forums.models import Discussion, Post
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt")
    return found


@pytest.fixture
def newcomer(community):
    return MembershipFactory(community=community).person


def say(discussion, person, text="I ask before I tell."):
    return actions.reply(discussion, actor=person, markdown=text, submission=uuid4())


def grow_old(person):
    person.date_joined = timezone.now() - limits.NEW_FOR - timedelta(minutes=1)
    person.save(update_fields=["date_joined"])


def wrote(discussion, person, number, *, at):
    for _one in range(number):
        PostFactory(discussion=discussion, author=person, created_at=at, deleted_at=at, deleted_by=person)


def test_so_many_posts_an_hour_and_then_a_while(discussion, newcomer):
    now = timezone.now()
    wrote(discussion, newcomer, 5, at=now - timedelta(hours=2))
    wrote(discussion, newcomer, limits.POSTS.number - 1, at=now - timedelta(minutes=20))

    say(discussion, newcomer)

    with pytest.raises(TooMuchAtOnce) as refusal:
        say(discussion, newcomer)
    free_at = timezone.localtime(now + timedelta(minutes=40, seconds=59))
    assert f"{free_at:%H:%M}" in str(refusal.value)


@pytest.mark.parametrize("who", ["old", "team", "trusted"])
def test_nobody_else_is_counted(discussion, newcomer, facilitator, who):
    person = {"team": facilitator}.get(who, newcomer)
    wrote(discussion, person, limits.POSTS.number, at=timezone.now())
    if who == "old":
        grow_old(person)
    if who == "trusted":
        for _one in range(limits.STANDING_POSTS):
            PostFactory(author=person)

    say(discussion, person)


def test_what_waits_for_the_team_counts_too(discussion, newcomer, community):
    community.holds_first_posts = True
    community.save()
    discussion.space.community.refresh_from_db()
    for _one in range(limits.POSTS.number):
        say(discussion, newcomer)

    with pytest.raises(TooMuchAtOnce):
        say(discussion, newcomer)


def test_what_was_let_through_counts_once_and_what_was_not_shown_still_counts(
    discussion, newcomer, community, moderator
):
    community.holds_first_posts = True
    community.save()
    discussion.space.community.refresh_from_db()
    half = limits.POSTS.number // 2
    held = [say(discussion, newcomer) for _one in range(half)]
    for each in held[::2]:
        actions.turn_down(each, actor=moderator, words="Please leave the advertising out.")
    for each in held[1::2]:
        actions.let_through(each, actor=moderator, version=0)

    for _one in range(limits.POSTS.number - half):
        say(discussion, newcomer)

    with pytest.raises(TooMuchAtOnce):
        say(discussion, newcomer)


def test_a_post_names_and_links_with_measure(discussion, newcomer, community):
    people = [MembershipFactory(community=community).person for _one in range(limits.MENTIONS_IN_A_POST + 1)]
    links = [f"<https://example.org/{number}>" for number in range(limits.LINKS_IN_A_POST + 1)]
    names = [f"@{person.handle}" for person in people]

    for many in (names, links):
        with pytest.raises(TooMuchAtOnce):
            say(discussion, newcomer, " ".join(many))
        post = say(discussion, newcomer, " ".join(many[1:]))
        with pytest.raises(TooMuchAtOnce):
            actions.edit_post(post, actor=newcomer, markdown=" ".join(many), version=0)
    grow_old(newcomer)
    say(discussion, newcomer, " ".join([*names, *links]))


def plan(space, person, **more):
    asked = {"title": "A question", "question": "What did you say?", "submission": uuid4()} | more
    return actions.plan_discussion(space, actor=person, **asked)


def test_so_many_discussions_a_day(commons, newcomer):
    plans = [plan(commons, newcomer) for _one in range(limits.DISCUSSIONS.number)]

    with pytest.raises(TooMuchAtOnce):
        plan(commons, newcomer)
    assert plan(commons, newcomer, submission=plans[0].submission) == plans[0]
    Discussion.objects.update(created_at=timezone.now() - limits.DISCUSSIONS.within)
    plan(commons, newcomer)
    with pytest.raises(TooMuchAtOnce):
        plan(commons, newcomer, question=" ".join(f"<https://example.org/{number}>" for number in range(9)))


def test_rooms_of_groups_are_no_discussions_that_somebody_planned(commons, discussion, newcomer):
    rooms = {"part_of": discussion, "planned_by": newcomer}
    DiscussionFactory.create_batch(limits.DISCUSSIONS.number, space=commons, **rooms)

    plan(commons, newcomer)


def test_the_page_keeps_the_text_and_says_when(client, discussion, newcomer):
    wrote(discussion, newcomer, limits.POSTS.number, at=timezone.now())
    client.force_login(newcomer)

    refused = client.post(reverse("forums:reply", args=[discussion.pk]), {"text": "Once more.", "submission": uuid4()})

    assert refused.status_code == 422
    assert "Once more." in refused.content.decode()
    assert "Your account is new" in refused.content.decode()
    assert not Post.objects.filter(markdown="Once more.").exists()


def test_a_reply_of_a_new_account_asks_for_its_role_once(discussion, newcomer, community):
    community.holds_first_posts = True
    community.save()
    discussion.space.community.refresh_from_db()
    say(discussion, newcomer)

    with CaptureQueriesContext(connection) as asked:
        say(discussion, newcomer)

    statements = (query["sql"] for query in asked.captured_queries)
    number = Counter(sql.split()[1] for sql in statements if sql.startswith("EXECUTE"))  # what is prepared has a name
    assert number
    assert set(number.values()) == {1}


def test_a_reply_of_an_old_account_asks_nothing_more(discussion, newcomer):
    say(discussion, newcomer)
    with CaptureQueriesContext(
        connection,
    ) as young:
        say(discussion, newcomer)
    grow_old(newcomer)
    with CaptureQueriesContext(connection) as old:
        say(discussion, newcomer)

    asked = [query["sql"] for query in old.captured_queries]
    assert len(young) > len(old)
    assert not any("FOR NO KEY UPDATE" in sql and "accounts_user" in sql.split("FROM")[1] for sql in asked)


def test_so_many_people_are_asked_a_day(members_room, newcomer, community):
    people = [MembershipFactory(community=community).person for _one in range(limits.QUESTIONS.number + 2)]
    most = limits.QUESTIONS.number - 1

    def ask(some, actor=newcomer):
        question = DiscussionFactory(space=members_room, kind="question", planned_by=actor)
        return actions.ask_members(question, actor=actor, people=some)

    ask(people[:most])
    with pytest.raises(TooMuchAtOnce):
        ask(people[most : most + 2])
    assert len(ask(people[most : most + 1])) == 1
    with pytest.raises(TooMuchAtOnce) as refusal:
        ask(people[most + 1 : most + 2])
    assert "Your account is new" in str(refusal.value)
    grow_old(newcomer)
    assert len(ask(people[most + 1 :])) == 2
