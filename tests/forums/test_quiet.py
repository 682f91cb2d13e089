"""Inviting people who read a discussion to write in it: whom the team sees, how often, and what they are told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.permissions import Refused
from forums import actions
from forums.errors import AskedEnough, MaterialUnseen, NotToBeAsked
from forums.models import CalledIn, Discussion, ReadingPosition
from forums.queries.quiet import quiet_people, resolve_called_in
from notifications.models import Notification, OutboxMessage
from tests.factories import DiscussionFactory, ItemFactory, MembershipFactory, PostFactory, UserFactory
from tests.facts import told
from tests.forums.groups import part, room_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(members_room, moderator):
    made = DiscussionFactory(space=members_room, planned_by=moderator, title="Feedback on the day")
    PostFactory(discussion=made, author=moderator, kind="prompt")
    return Discussion.objects.select_related("space__community").get(pk=made.pk)


@pytest.fixture
def quiet(discussion, community):
    return reading(discussion, MembershipFactory(community=community, person__display_name="Quiet Quinn").person)


def reading(discussion, person):
    ReadingPosition.objects.create(discussion=discussion, person=person, last_read=1)
    return person


def call_in(discussion, actor, person, words="You did this in Porto: how did it go?", **more):
    return actions.call_in(discussion, actor=actor, person=person, words=words, **more)


def test_they_are_who_reads_and_does_not_write(discussion, moderator, community, quiet, participant):
    MembershipFactory(community=community)  # has not read
    wrote = reading(discussion, participant)
    PostFactory(discussion=discussion, author=wrote)
    reading(discussion, MembershipFactory(community=community, person__takes_questions=False).person)
    actions.mute_discussion(discussion, actor=reading(discussion, MembershipFactory(community=community).person))
    reading(discussion, MembershipFactory(community=community, paused_until=timezone.now() + timedelta(days=3)).person)
    reading(discussion, UserFactory())  # belongs here no more

    assert list(quiet_people(discussion, moderator)) == [quiet]


def test_nobody_is_invited_to_the_room_of_a_group(discussion, moderator, quiet):
    wards, _practices = part(discussion, moderator)
    room = room_of(wards)

    with pytest.raises(Refused):
        call_in(room, moderator, reading(room, quiet))


def test_they_are_told_once_with_what_there_is_to_look_at(discussion, moderator, leader, quiet, members_room):
    item = ItemFactory(space=members_room, state="published", published_at=timezone.now(), title="A guide to it")

    first = call_in(discussion, moderator, quiet, item=item)

    assert call_in(discussion, leader, quiet, words="Another word.") == first
    assert told(quiet) == ["discussion.called_in"]
    assert OutboxMessage.objects.filter(recipient=quiet).count() == 1
    assert Notification.objects.filter(recipient=quiet).count() == 1
    resolved = resolve_called_in([first.pk], quiet)[first.pk]
    assert (resolved.obj.words, resolved.context["item"]) == (first.words, item)
    assert resolve_called_in([first.pk], leader) == {}
    assert list(quiet_people(discussion, moderator)) == []


def test_whoever_steers_it_alone_invites(discussion, participant, facilitator, quiet):
    for person in (participant, facilitator):
        with pytest.raises(Refused):
            call_in(discussion, person, quiet)


def test_who_cannot_be_invited_is_not(discussion, moderator, community, quiet, members_room):
    with pytest.raises(NotToBeAsked):
        call_in(discussion, moderator, MembershipFactory(community=community).person)
    theirs = ItemFactory(space=community.spaces.get(slug="team"), state="published", published_at=timezone.now())
    with pytest.raises(MaterialUnseen):
        call_in(discussion, moderator, quiet, item=theirs)
    for _ in range(CalledIn.MOST_A_WEEK):
        other = DiscussionFactory(space=members_room, planned_by=moderator)
        CalledIn.objects.create(discussion=other, person=quiet, by=moderator, words="…")
    with pytest.raises(NotToBeAsked):
        call_in(discussion, moderator, quiet)


def test_nobody_invites_more_than_ten_a_day(discussion, moderator, quiet, members_room):
    for _ in range(CalledIn.MOST_A_DAY):
        CalledIn.objects.create(discussion=discussion, person=UserFactory(), by=moderator, words="…")

    with pytest.raises(AskedEnough):
        call_in(discussion, moderator, quiet)
    CalledIn.objects.update(at=timezone.now() - CalledIn.DAY)
    assert call_in(discussion, moderator, quiet).person == quiet


def test_the_pages_are_for_who_runs_it_alone(client, discussion, moderator, participant, quiet, community):
    reading(discussion, MembershipFactory(community=community, person__display_name="Other Ola").person)
    listed = reverse("forums:quiet", args=[discussion.pk])
    invite = reverse("forums:call-in", args=[discussion.pk, quiet.pk])
    sent = {"words": "You did this in Porto.", "url": "https://example.org/guide"}
    for person, status in ((participant, 403), (UserFactory(), 404), (None, 404)):
        client.force_login(person) if person else client.logout()
        assert client.get(listed).status_code == client.get(invite).status_code == status
        assert client.post(invite, sent).status_code == status
    client.force_login(moderator)

    page = client.get(listed).content.decode()
    assert ["Quiet Quinn" in page, "Other Ola" in page, "Invited already" in page] == [True, True, False]
    assert client.post(invite, {"words": ""}).status_code == 422
    assert client.post(invite, sent).url == client.post(invite, sent).url == listed
    assert "Invited already" in client.get(listed).content.decode()
    assert list(CalledIn.objects.values_list("person", "words", "url")) == [(quiet.pk, sent["words"], sent["url"])]
    client.force_login(quiet)
    notice = client.get(reverse("notifications:list")).content.decode()
    assert "You did this in Porto." in notice
    Discussion.objects.update(state="closing")
    client.force_login(moderator)
    assert client.get(listed).status_code == 403
