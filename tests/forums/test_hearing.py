"""One rule, and all that can be chosen for a discussion, its space and its community.

What is set for the narrowest of the three counts; where nothing is set, one hears as usual. With "all" one hears
everything; as usual what opens, answers, and, where one wrote, what follows; with "mentions" of being named alone;
with "mute" nothing.
"""

from itertools import product
from uuid import uuid4

import pytest

from accounts.models import User
from communities.actions import leave_community
from communities.models import Membership
from forums import actions
from forums.effects.mentions import tell_mentioned
from forums.models import Discussion, Post
from forums.models.post import segment
from forums.queries.closings import closing_readers
from notifications import digests
from notifications.actions import choose_volume
from notifications.models import MailRhythm, Notification, Volume
from notifications.wishes import wish_for
from tests.factories import DiscussionFactory, PostFactory

LEVELS = ("", "mute", "mentions", "normal", "all")
CHOICES = list(product(LEVELS, repeat=3))  # for the discussion, its space and its community
FEWER = [choice for choice in CHOICES if choice.count("") == 2 or choice in {("all", "mute", ""), ("mute", "all", "")}]
HEARD = {
    "mute": set(),
    "mentions": {"mentioned"},
    "normal": {"mentioned", "answered", "opened"},
    "all": {"mentioned", "answered", "opened", "post", "closed"},
}


def hears(choice, reason, *, has_written=False):
    level = next((level for level in choice if level), "normal")
    return reason in HEARD[level] or (has_written and level == "normal" and reason in {"post", "closed"})


@pytest.fixture
def crowd(commons):
    """{choice: a member who made it}, once for each."""
    made = [User(email=f"{n}@example.org", handle=f"crowd-{n}", display_name=f"Crowd {n}") for n in range(len(CHOICES))]
    people = User.objects.bulk_create(made)
    Membership.objects.bulk_create(Membership(community=commons.community, person=person) for person in people)
    return dict(zip(CHOICES, people, strict=True))


def choose(crowd, discussion):
    space = discussion.space
    scopes = (
        (Discussion.SCOPE, discussion.pk),
        ("communities.space", space.pk),
        ("communities.community", space.community_id),
    )
    Volume.objects.bulk_create(
        Volume(person=person, scope_kind=kind, scope_id=pk, level=level)
        for choice, person in crowd.items()
        for (kind, pk), level in zip(scopes, choice, strict=True)
        if level
    )


def told(verb, crowd):
    heard = set(Notification.objects.filter(entry__verb=verb).values_list("recipient", flat=True))
    return {choice for choice, person in crowd.items() if person.pk in heard}


def meant(crowd, reason, **how):
    return {choice for choice in crowd if hears(choice, reason, **how)}


def say(discussion, actor, parent=None):
    return actions.reply(discussion, actor=actor, markdown="I asked first.", submission=uuid4(), parent=parent)


def write_all(discussion, crowd):
    """Each of them has written, which tells nobody."""
    Post.objects.bulk_create(
        Post(discussion=discussion, author=person, number=number, path=segment(number), markdown="a", html="<p>a</p>")
        for number, person in enumerate(crowd.values(), start=1)
    )
    Discussion.objects.filter(pk=discussion.pk).update(last_number=len(crowd), post_count=len(crowd))


def test_a_post_is_told_to_who_wants_everything(commons, crowd, moderator):
    discussion = DiscussionFactory(space=commons)
    choose(crowd, discussion)

    say(discussion, moderator)

    assert told("post.added", crowd) == meant(crowd, "post")


def test_a_post_is_told_to_who_wrote_there(commons, crowd, moderator):
    discussion = DiscussionFactory(space=commons)
    choose(crowd, discussion)
    write_all(discussion, crowd)

    say(discussion, moderator)

    assert told("post.added", crowd) == meant(crowd, "post", has_written=True)


def test_what_opens_is_told(commons, crowd, moderator):
    planned = DiscussionFactory(space=commons, state="planned", opened_at=None, planned_by=moderator)
    choose(crowd, planned)

    actions.open_discussion(planned, actor=moderator)

    assert told("discussion.opened", crowd) == meant(crowd, "opened")


@pytest.mark.parametrize("has_written", [False, True])
def test_what_closes_is_told(commons, crowd, moderator, has_written):
    discussion = DiscussionFactory(space=commons)
    choose(crowd, discussion)
    if has_written:
        write_all(discussion, crowd)

    heard = set(closing_readers(discussion))

    heard = {choice for choice, person in crowd.items() if person in heard}
    assert heard == meant(crowd, "closed", has_written=has_written)


def test_being_named_is_told_but_to_who_wants_nothing(commons, crowd, moderator):
    discussion = DiscussionFactory(space=commons)
    choose(crowd, discussion)

    tell_mentioned(PostFactory(discussion=discussion, author=moderator), frozenset(each.pk for each in crowd.values()))

    assert told("post.mentioned", crowd) == meant(crowd, "mentioned")


def test_an_answer_is_told_to_whom_it_answers(commons, crowd, moderator):
    some = {choice: crowd[choice] for choice in FEWER}
    answered = set()
    for choice, person in some.items():
        discussion = DiscussionFactory(space=commons)
        Volume.objects.all().delete()
        choose({choice: person}, discussion)
        post = say(discussion, moderator, parent=PostFactory(discussion=discussion, author=person))
        rows = Notification.objects.filter(recipient=person, entry__object_id=post.pk, kind="answered")
        answered |= {choice} if rows.exists() else set()

    assert answered == meant(some, "answered")


@pytest.mark.parametrize(
    "choice", [("", "mute", ""), ("", "mute", "all"), ("normal", "mute", ""), ("", "normal", "mute"), ("", "", "mute")]
)
def test_a_digest_holds_the_narrowest_wish_too(commons, moderator, participant, choice):
    MailRhythm.objects.create(person=participant, cursor=0)
    discussion = DiscussionFactory(space=commons)
    choose({choice: participant}, discussion)

    say(discussion, moderator)

    assert digests.preview(participant).is_empty is not hears(choice, "opened")


def test_who_follows_a_space_hears_of_a_team_s_room_only_as_long_as_they_read_it(team_room, participant, moderator):
    discussion = DiscussionFactory(space=team_room)
    choose({("", "", "all"): participant}, discussion)

    post = say(discussion, moderator)

    assert not Notification.objects.filter(recipient=participant, entry__object_id=post.pk).exists()


def test_a_visitor_who_follows_a_space_hears_what_opens_and_each_post(commons, outsider, moderator):
    planned = DiscussionFactory(space=commons, state="planned", opened_at=None, planned_by=moderator)
    choose({("", "all", ""): outsider}, planned)

    actions.open_discussion(planned, actor=moderator)
    say(planned, moderator)

    verbs = Notification.objects.filter(recipient=outsider).values_list("entry__verb", flat=True)
    assert set(verbs) == {"discussion.opened", "post.added"}


def test_who_leaves_follows_none_of_the_spaces_and_keeps_what_they_muted(commons, members_room, participant):
    choose_volume(("communities.space", commons.pk), level="all", actor=participant)
    choose_volume(("communities.space", members_room.pk), level="mute", actor=participant)

    leave_community(commons.community, actor=participant)

    assert list(Volume.objects.values_list("scope_id", "level")) == [(members_room.pk, "mute")]


def test_a_wish_shows_what_counts_where_nothing_is_chosen(commons, participant):
    discussion = DiscussionFactory(space=commons)
    choose({("", "mentions", "all"): participant}, discussion)

    wish = wish_for(participant, (Discussion.SCOPE, discussion.pk))

    assert (wish.level, wish.otherwise) == ("", "mentions")
    assert [row.level for row in wish.around] == ["mentions", "all"]
