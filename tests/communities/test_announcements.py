"""What a team tells all members at once, or some of them: whom, once, and until it is stopped."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.effects import erase_person
from accounts.models import User
from activity.models import Entry
from communities.actions import (
    change_announcement,
    discard_announcement,
    draft_announcement,
    remove_member,
    send_announcement,
    stop_announcement,
)
from communities.effects import announcements as effects
from communities.effects.announcements import send_due_announcements
from communities.errors import NobodyToTell, NotBefore, TooManyAnnouncements
from communities.models import Addressee, Announcement, Community, Membership, Role
from communities.queries.announcing import progress_of, reach_of
from core.errors import Stale
from core.permissions import Refused
from core.seams import resolve
from notifications.digests import preview
from notifications.effects import make_due_digests, send_due_mail, set_delivery, set_volume
from notifications.models import OutboxMessage
from tests.communities.announcing import announced, drafted, sent
from tests.factories import MembershipFactory
from tests.facts import told

pytestmark = pytest.mark.django_db
VERB = "announcement.announced"


@pytest.fixture
def people(community):
    return [MembershipFactory(community=community).person for _ in range(5)]


@pytest.fixture
def announcement(community, facilitator, participant, people):
    return drafted(community, facilitator)


def anew(announcement):
    return Announcement.objects.get(pk=announcement.pk)


def test_everybody_is_told_once_by_mail_and_the_sender_is_not(announcement, facilitator, people, participant):
    assert sent(announcement, facilitator) is True
    assert told(participant) == []

    send_due_announcements()
    send_due_announcements()
    send_due_mail()

    for person in (participant, *people):
        assert told(person) == [VERB]
    assert told(facilitator) == []
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(each.email for each in [participant, *people])
    assert anew(announcement).state == "sent"
    assert anew(announcement).done_at


def test_the_letter_says_what_by_whom_and_why(announcement, facilitator, participant):
    sent(announcement, facilitator)
    send_due_announcements()
    send_due_mail()

    letter = next(each for each in mail.outbox if each.to == [participant.email])
    assert letter.subject == "Virtual campus: We move to Friday"
    for text in (letter.body, letter.alternatives[0][0]):
        assert "From" in text
        assert (
            f"you are a member of Virtual campus, and {facilitator.name} of its team wrote it for all members" in text
        )
        assert announcement.get_absolute_url() in text
    assert "<strong>March</strong>" in letter.alternatives[0][0]
    assert "List-Unsubscribe" in letter.extra_headers


def test_in_a_letter_code_stays_as_it_is_and_links_are_whole(community, facilitator, participant, settings):
    text = 'see [here](/c/campus/)\n\n```\n<a href="/own/">and href="/own/"</a>\n```\n\n| a |\n|---|\n| b |'
    announced(community, facilitator, markdown=text)
    send_due_mail()

    html = mail.outbox[0].alternatives[0][0]
    assert f'href="{settings.SITE_URL}/c/campus/"' in html
    assert f"{settings.SITE_URL}/own/" not in html
    assert 'href="/own/"' in html.replace("&quot;", '"')
    assert f"see here ({settings.SITE_URL}/c/campus/)" in mail.outbox[0].body
    assert re.search(r"\.body pre \{[^}]*white-space: pre-wrap", html)
    assert re.search(r"\.body th, \.body td \{[^}]*border: 1px", html)


def test_to_confirm_again_changes_nothing(announcement, facilitator, people):
    sent(announcement, facilitator)

    assert send_announcement(anew(announcement), actor=facilitator, version=0, number=6) is False
    assert Entry.objects.filter(verb=VERB).count() == 1
    assert Addressee.objects.count() == 6


def test_the_database_holds_each_person_once(announcement, facilitator, participant):
    sent(announcement, facilitator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.create(announcement=announcement, person=participant)


@pytest.mark.parametrize(
    ("audience", "whom"),
    [
        ("team", ["moderator", "leader"]),
        ("participants", ["participant"]),
        ("moderators", ["moderator"]),
        ("leaders", ["leader"]),
        ("quiet", ["leader"]),
        ("all", ["participant", "moderator", "leader"]),
    ],
)
def test_it_goes_to_those_whom_it_names(community, facilitator, request, audience, whom):
    cast = {name: request.getfixturevalue(name) for name in ("participant", "moderator", "leader", "outsider")}
    Membership.objects.filter(person=cast["leader"]).update(level="quiet")

    announced(community, facilitator, audience)

    assert [name for name, person in cast.items() if told(person)] == whom


def test_nobody_learns_that_they_were_chosen_by_how_much_they_take_part(community, facilitator, participant):
    Membership.objects.filter(person=participant).update(level="quiet")

    announcement = announced(community, facilitator, "quiet")
    send_due_mail()

    (letter,) = mail.outbox
    text = letter.body + letter.alternatives[0][0] + str(announcement.addressed_to)
    assert "some of the members" in text
    assert "quiet" not in text


def test_to_nobody_it_does_not_go(community, facilitator):
    with pytest.raises(NobodyToTell):
        sent(drafted(community, facilitator, "leaders"), facilitator)


@pytest.mark.parametrize("meanwhile", ["changed", "joined"])
def test_what_the_sender_has_not_seen_does_not_go(announcement, facilitator, moderator, community, meanwhile):
    reach = reach_of(announcement, sender=facilitator)
    if meanwhile == "changed":
        said = {"title": "Otherwise", "markdown": "No.", "audience": "all"}
        change_announcement(announcement, actor=moderator, version=0, **said)
    else:
        MembershipFactory(community=community)

    with pytest.raises(Stale):
        send_announcement(anew(announcement), actor=facilitator, version=0, number=reach.number)
    assert anew(announcement).is_draft


def test_three_in_a_day_are_enough(community, facilitator, participant):
    for _number in range(3):
        announced(community, facilitator)

    with pytest.raises(TooManyAnnouncements):
        announced(community, facilitator)


def test_who_muted_the_community_is_not_told_but_may_read_it(community, facilitator, participant):
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level="mute")

    announcement = announced(community, facilitator)

    assert told(participant) == []
    assert announcement in Announcement.objects.visible_to(participant)


@pytest.mark.parametrize(("by", "mails"), [("mail", 1), ("digest", 0), ("here", 0)])
def test_it_comes_as_each_chose(community, facilitator, participant, by, mails):
    make_due_digests()
    set_delivery(participant, "announced", by)

    announcement = announced(community, facilitator)
    send_due_mail()

    assert told(participant) == [VERB]
    assert len(mail.outbox) == mails
    groups = preview(participant).groups
    assert bool(groups) is (by == "digest")
    assert reach_of(announcement, sender=facilitator).by_mail == mails


def test_the_reach_leaves_out_of_the_letters_who_has_none(community, facilitator, participant, people):
    Membership.objects.filter(person=people[0]).update(paused_until="2099-01-01T00:00Z")
    User.objects.filter(pk=people[1].pk).update(returned_from=people[1].email)
    set_volume(people[2], scope_kind="communities.community", scope_id=community.pk, level="mute")
    set_delivery(people[3], "announced", "here")

    reach = reach_of(drafted(community, facilitator), sender=facilitator)

    assert (reach.number, reach.by_mail, reach.without_mail) == (6, 2, 4)


def test_who_leaves_before_their_turn_is_left_out(announcement, facilitator, leader, people, community):
    sent(announcement, facilitator)
    remove_member(Membership.objects.get(person=people[0]), reason="Adverts.", actor=leader)

    send_due_announcements()

    assert VERB not in told(people[0])
    progress = progress_of(anew(announcement))
    assert (progress.number, progress.told, progress.left_out, progress.untold) == (7, 6, 1, 0)


def test_stopped_on_its_way_nobody_more_is_told(announcement, facilitator, moderator, monkeypatch):
    monkeypatch.setattr(effects, "CHUNK", 2)
    sent(announcement, facilitator)
    effects._tell_some(announcement.pk)

    held_back = stop_announcement(anew(announcement), actor=moderator)
    send_due_announcements()
    send_due_mail()

    assert held_back == 2
    assert mail.outbox == []
    assert Addressee.objects.exclude(told_at=None).count() == 2
    assert anew(announcement).state == "stopped"
    assert stop_announcement(anew(announcement), actor=moderator) is None


def test_letters_that_wait_are_held_back_also_once_all_are_told(announcement, facilitator, people):
    sent(announcement, facilitator)
    send_due_announcements()

    assert stop_announcement(anew(announcement), actor=facilitator) == 6
    assert anew(announcement).state == "stopped"
    assert not OutboxMessage.objects.exists()


def test_it_ends_where_its_sender_may_not_announce_any_more(announcement, facilitator, participant):
    sent(announcement, facilitator)
    Membership.objects.filter(person=facilitator).update(role=Role.PARTICIPANT)

    send_due_announcements()

    assert anew(announcement).state == "stopped"
    assert told(participant) == []


def test_it_ends_with_its_community(announcement, facilitator, participant, community):
    sent(announcement, facilitator)
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    send_due_announcements()

    assert anew(announcement).state == "stopped"
    assert told(participant) == []


def test_what_was_sent_stays_as_it_is(announcement, facilitator):
    sent(announcement, facilitator)

    with pytest.raises(NotBefore):
        change_announcement(anew(announcement), actor=facilitator, version=0, title="No", markdown="No", audience="all")
    with pytest.raises(NotBefore):
        discard_announcement(anew(announcement), actor=facilitator)


def test_a_draft_is_one_and_may_go(community, facilitator, participant):
    submission = uuid4()
    first, again = (drafted(community, facilitator, submission=submission) for _ in range(2))

    assert first == again
    assert discard_announcement(first, actor=facilitator) is True
    assert discard_announcement(first, actor=facilitator) is False


@pytest.mark.parametrize("person", ["participant", "outsider"])
def test_others_may_not(community, facilitator, announcement, person, request):
    person = request.getfixturevalue(person)
    with pytest.raises(Refused):
        draft_announcement(community, actor=person, submission=uuid4(), title="Me", markdown="Me", audience="all")
    for deed in (
        lambda: send_announcement(announcement, actor=person, version=0, number=6),
        lambda: stop_announcement(announcement, actor=person),
        lambda: discard_announcement(announcement, actor=person),
        lambda: change_announcement(announcement, actor=person, version=0, title="Me", markdown="Me", audience="all"),
    ):
        with pytest.raises(Refused):
            deed()


def test_who_sees_what(community, facilitator, participant, moderator, leader, outsider):
    draft, to_leaders = drafted(community, facilitator), announced(community, facilitator, "leaders")
    to_all = announced(community, facilitator)

    def seen(person):
        return set(Announcement.objects.visible_to(person))

    assert seen(participant) == {to_all}
    assert seen(moderator) == seen(leader) == seen(facilitator) == {draft, to_leaders, to_all}
    assert seen(outsider) == set()
    assert set(resolve("communities.announcement", [draft.pk, to_leaders.pk, to_all.pk], participant)) == {to_all.pk}
    Membership.objects.filter(person=participant).update(state="left", ended_at="2026-01-01T00:00Z")
    assert seen(participant) == set()


def test_an_erased_sender_tells_nobody_more(announcement, facilitator, participant):
    sent(announcement, facilitator)

    erase_person(facilitator)
    send_due_announcements()

    assert anew(announcement).state == "stopped"
    assert told(participant) == []


def test_of_an_erased_person_it_is_not_known_that_they_were_told(community, facilitator, participant):
    announced(community, facilitator)

    erase_person(participant)

    assert not Addressee.objects.filter(person=participant).exists()
