import pytest
from django.utils import timezone

from accounts.actions import block
from accounts.effects import erase_person
from communities.actions import leave_community
from core.permissions import Refused
from forums import actions, queries
from forums.errors import PostRemoved
from forums.models import ImportedSender, Reaction
from forums.queries.reactions import reacted_to
from notifications.models import Delivery, Notification, OutboxMessage
from notifications.queries import unread_count
from tests.factories import MembershipFactory, PostFactory
from tests.facts import told, verbs


@pytest.fixture
def post(discussion, participant):
    return discussion.posts.get(number=2)


def now(post):
    post.refresh_from_db()
    return post.reacted


def react(post, kind, *people):
    return [actions.react(post, kind=kind, actor=person) for person in people]


def test_reactions_are_counted_and_change_the_page(post, facilitator, moderator):
    before = post.discussion.version

    assert react(post, "helpful", facilitator, moderator) == [True, True]
    react(post, "tried", moderator)

    assert now(post) == {"helpful": 2, "tried": 1}
    post.discussion.refresh_from_db()
    assert post.discussion.version == before + 3


def test_a_second_click_changes_nothing(post, facilitator):
    assert react(post, "helpful", facilitator, facilitator) == [True, False]
    version = type(post.discussion).objects.get(pk=post.discussion_id).version

    taken = [actions.take_back_reaction(post, kind="helpful", actor=facilitator) for _click in range(2)]

    assert taken == [True, False]
    assert (now(post), Reaction.objects.count()) == ({}, 0)
    assert type(post.discussion).objects.get(pk=post.discussion_id).version == version + 1


def test_only_others_who_may_write_here_react(post, participant, outsider, facilitator):
    for person in (participant, outsider):
        with pytest.raises(Refused):
            react(post, "helpful", person)

    assert react(post, "helpful", facilitator) == [True]


def test_one_reacts_where_the_discussion_is_closed_and_not_to_what_was_removed(post, moderator, facilitator):
    actions.close_discussion(post.discussion, actor=moderator, reason="Done")
    react(post, "thanks", facilitator)
    actions.remove_post(post, actor=moderator, reason="No.")

    with pytest.raises(PostRemoved):
        react(post, "helpful", facilitator)

    assert now(post) == {"thanks": 1}


def test_the_author_hears_once_until_they_have_seen_it_and_gets_no_mail(post, participant, facilitator, moderator):
    react(post, "helpful", facilitator, moderator)
    react(post, "tried", moderator)
    assert told(participant) == ["post.reacted"]

    Notification.objects.update(read_at=timezone.now())
    react(post, "new", facilitator)

    assert told(participant) == ["post.reacted", "post.reacted"]
    assert not OutboxMessage.objects.exists()


def test_an_author_who_left_hears_nothing(post, participant, facilitator):
    leave_community(post.discussion.space.community, actor=participant)

    react(post, "helpful", facilitator)

    assert told(participant) == []
    assert now(post) == {"helpful": 1}


def test_what_is_all_taken_back_is_told_no_more(post, participant, facilitator):
    react(post, "helpful", facilitator)

    actions.take_back_reaction(post, kind="helpful", actor=facilitator)

    assert told(participant) == []


def test_nobody_hears_of_it_from_whom_they_blocked_but_from_the_next(post, participant, facilitator, moderator):
    block(facilitator, actor=participant)
    post.refresh_from_db()

    react(post, "helpful", facilitator)
    participant.refresh_from_db()
    assert unread_count(participant) == 0
    react(post, "helpful", moderator)

    assert unread_count(participant) == 1


def test_the_news_counts_what_is_said_now(client, post, participant, facilitator, moderator):
    react(post, "helpful", facilitator, moderator)
    react(post, "tried", moderator)
    client.force_login(participant)

    page = client.get("/notifications/").content.decode()

    assert "Helpful 2 · I tried this 1" in page
    assert "Fay Facilitator" not in page


def test_it_never_comes_by_mail_whatever_was_chosen(client, participant):
    client.force_login(participant)
    form = client.get("/notifications/settings/").context["form"]

    assert [value for value, _label in form.fields["kind_received"].choices] == ["off", "here", "digest"]
    assert not Delivery.objects.exists()


def names(post, reader):
    post.refresh_from_db()
    return {one.kind.value: (one.names, one.others) for one in reacted_to(post, reader)}


def test_names_are_those_that_the_reader_may_know(post, community, participant, facilitator, moderator, outsider):
    shy = MembershipFactory(community=community, person__display_name="Shy", person__profile_audience="nobody").person
    react(post, "helpful", facilitator, shy, moderator)  # the moderator asked the question: that name stands there

    assert names(post, participant) == {"helpful": (["Fay Facilitator", "Mo Moderator"], 1)}
    assert names(post, outsider) == {"helpful": (["Mo Moderator"], 2)}


def test_the_names_of_those_whom_the_reader_blocked_are_left_out(post, participant, facilitator, moderator):
    react(post, "helpful", facilitator, moderator)
    block(facilitator, actor=participant)
    participant.refresh_from_db()

    assert names(post, participant) == {"helpful": (["Mo Moderator"], 1)}


def test_reactions_leave_with_who_is_erased_and_the_page_says_so(post, facilitator, moderator):
    react(post, "helpful", facilitator, moderator)
    actions.keep_bookmark(post, actor=facilitator)
    version = type(post.discussion).objects.get(pk=post.discussion_id).version

    erase_person(facilitator)

    assert now(post) == {"helpful": 1}
    assert type(post.discussion).objects.get(pk=post.discussion_id).version > version


def test_they_are_in_one_s_own_data(post, facilitator):
    react(post, "tried", facilitator)
    actions.keep_bookmark(post, actor=facilitator)

    export = queries.export_person(facilitator)

    (reaction,), (bookmark,) = export["reactions"], export["bookmarks"]
    assert (reaction["discussion"], reaction["number"], reaction["kind"]) == ("Feedback on the day", 2, "tried")
    assert (bookmark["discussion"], bookmark["number"]) == ("Feedback on the day", 2)


def test_a_reaction_to_what_nobody_here_wrote_tells_nobody(discussion, facilitator):
    sender = ImportedSender.objects.create(space=discussion.space, name="Ines Imported")
    post = PostFactory(discussion=discussion, author=None, sender=sender)

    react(post, "helpful", facilitator)

    assert (now(post), verbs()) == ({"helpful": 1}, [])
