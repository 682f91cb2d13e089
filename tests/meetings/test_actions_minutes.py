"""Minutes: written, published, and kept in the library."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from activity.models import Entry
from communities.models import Community
from core.permissions import Refused
from library.actions import discard_item
from library.models import Item
from meetings.actions import call_off, keep_minutes, publish_minutes
from meetings.errors import MeetingOver, MeetingStale
from meetings.models import AgendaItem, Minutes
from meetings.queries.keeping import came_from, of_minutes
from notifications.effects import send_due_mail
from tests.factories import SubjectFactory
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.facts import told, verbs
from tests.meetings.minutes import RECORDING, published, written


@pytest.fixture
def meeting(commons):
    return MeetingFactory(space=commons, title="Feedback that stays", starts_at=timezone.now() - timedelta(hours=2))


def kept(minutes, actor, **changed):
    proposal = of_minutes(minutes)
    said = {"kind": proposal.kind, "title": proposal.title, "licence": "by", "authors": [actor]}
    return keep_minutes(minutes, actor=actor, **said | changed)


def test_a_draft_is_for_those_who_run_the_meeting(meeting, facilitator, participant):
    minutes = written(meeting, facilitator, recording=RECORDING)

    meeting.refresh_from_db()
    assert (minutes.version, minutes.written_by, meeting.recording) == (1, facilitator, RECORDING)
    assert "<strong>three</strong>" in minutes.html
    assert "<ul>" in minutes.decisions_html
    assert Minutes.objects.visible_to(facilitator).get() == minutes
    assert not Minutes.objects.visible_to(participant).exists()


def test_the_recording_stays_where_nothing_is_said_of_it(meeting, facilitator):
    written(meeting, facilitator, recording=RECORDING)

    written(meeting, facilitator, version=1)

    meeting.refresh_from_db()
    assert meeting.recording == RECORDING


def test_two_who_write_at_once_lose_nothing(meeting, facilitator, moderator):
    written(meeting, facilitator)

    with pytest.raises(MeetingStale):
        written(meeting, moderator, markdown="Mine")
    assert Minutes.objects.get().markdown == "We tried **three** ways."


def test_nobody_writes_minutes_of_what_has_not_begun_or_was_called_off(commons, facilitator, participant, meeting):
    ahead, gone = MeetingFactory(space=commons), MeetingFactory(space=commons)
    call_off(gone, actor=facilitator)

    for each in (ahead, gone):
        with pytest.raises(MeetingOver):
            written(each, facilitator)
    with pytest.raises(Refused):
        written(meeting, participant)
    assert not Minutes.objects.exists()


def test_publishing_tells_those_who_had_or_asked_for_a_seat(
    meeting, facilitator, moderator, participant, outsider, others
):
    SeatFactory(meeting=meeting, person=participant)
    SeatFactory(meeting=meeting, person=moderator, state="cancelled")
    SeatFactory(meeting=meeting, person=others[0], state="lapsed")
    SeatFactory(meeting=meeting, person=others[1], state="declined")
    SeatFactory(meeting=meeting, is_guest=True)

    minutes = published(meeting, facilitator)

    assert minutes.is_published
    assert told(participant) == told(moderator) == ["minutes.published"]
    assert told(others[0]) == ["minutes.published"]
    assert told(facilitator) == told(others[1]) == []  # who said that they do not come is left alone
    assert Minutes.objects.visible_to(outsider).get() == minutes
    assert not publish_minutes(meeting, actor=facilitator, version=minutes.version)
    assert verbs().count("minutes.published") == 1


def test_only_what_was_read_is_published(meeting, facilitator, moderator, participant):
    written(meeting, facilitator)
    written(meeting, moderator, version=1, markdown="Something else")

    with pytest.raises(MeetingStale):
        publish_minutes(meeting, actor=facilitator, version=1)
    with pytest.raises(Refused):
        publish_minutes(meeting, actor=participant, version=2)
    assert not Minutes.objects.get().is_published


@pytest.mark.parametrize("nothing", ["", "  \n", "[a]: https://elsewhere.example"])
def test_where_nothing_would_be_seen_nothing_is_published(meeting, facilitator, nothing):
    with pytest.raises(MeetingOver):
        publish_minutes(meeting, actor=facilitator, version=0)
    empty = {"markdown": nothing, "decisions": "", "follows": ""}
    written(meeting, facilitator, **empty)
    with pytest.raises(MeetingOver):
        publish_minutes(meeting, actor=facilitator, version=1)

    published(meeting, facilitator, version=1, **empty, recording=RECORDING)

    with pytest.raises(MeetingOver):
        written(meeting, facilitator, version=2, **empty, recording="")
    meeting.refresh_from_db()
    assert meeting.recording == RECORDING


def test_minutes_become_a_draft_beside_their_meeting(meeting, facilitator, participant, moderator):
    subject = SubjectFactory()
    meeting.community.subjects.add(subject)
    SeatFactory(meeting=meeting, person=moderator, role="host")
    AgendaItem.objects.create(meeting=meeting, position=1, title="A case", presenter_name="Dr Ana Prado")
    AgendaItem.objects.create(meeting=meeting, position=2, title="Another", presenter=participant)
    minutes = published(meeting, facilitator, recording=RECORDING)

    proposal = of_minutes(minutes)
    item = kept(minutes, facilitator, authors=[facilitator, participant, "Dr Ana Prado"])

    assert [(str(author), author.is_named) for author in proposal.authors] == [
        ("Fay Facilitator", True),
        ("Mo Moderator", False),
        ("Dr Ana Prado", False),
        ("Pia Participant", False),
    ]
    assert (item.kind, item.state, item.title, item.url) == ("experience", "draft", "Feedback that stays", RECORDING)
    assert item.markdown == (
        "We tried **three** ways.\n\n## What was decided\n\n- We ask first.\n\n## What follows\n\nMo writes the guide."
    )
    assert (item.space, item.contributed_by, list(item.subjects.all())) == (meeting.space, facilitator, [subject])
    assert [str(author) for author in item.authors.all()] == ["Fay Facilitator", "Pia Participant", "Dr Ana Prado"]
    assert (told(participant), told(facilitator)) == (["minutes.kept"], [])


def test_they_are_kept_once_and_a_draft_that_was_thrown_away_makes_room(meeting, facilitator, moderator):
    minutes = published(meeting, facilitator)

    first, again = kept(minutes, facilitator), kept(Minutes.objects.get(), moderator)

    assert (first, Item.objects.count()) == (again, 1)
    assert Entry.objects.filter(verb="minutes.kept").count() == 1
    discard_item(first, actor=facilitator)
    assert kept(Minutes.objects.get(), moderator) == Item.objects.get()


def test_what_is_not_published_is_not_kept_nor_by_others_nor_without_a_library(meeting, facilitator, participant):
    minutes = written(meeting, facilitator)
    with pytest.raises(Refused):
        kept(minutes, facilitator)
    publish_minutes(meeting, actor=facilitator, version=1)
    with pytest.raises(Refused):
        kept(minutes, participant)
    Community.objects.update(tools=[tool for tool in Community.Tool.values if tool != Community.Tool.LIBRARY])

    with pytest.raises(Refused):
        kept(Minutes.objects.get(), facilitator)
    assert not Item.objects.exists()


def test_the_way_back_is_for_those_who_may_go_it(commons, facilitator, participant, outsider):
    began = timezone.now() - timedelta(hours=2)
    seated = MeetingFactory(space=commons, audience="seats", starts_at=began)
    SeatFactory(meeting=seated, person=facilitator, role="host")
    SeatFactory(meeting=seated, person=participant)
    item = kept(published(seated, facilitator), facilitator)

    found = came_from([item.pk], participant)

    assert (found[item.pk].title, found[item.pk].url) == (seated.title, seated.get_absolute_url())
    assert found[item.pk].context["is_minutes"]
    assert came_from([item.pk], outsider) == {}


def test_whoever_is_named_as_an_author_of_minutes_that_are_kept_is_told(meeting, facilitator, participant):
    kept(published(meeting, facilitator), facilitator, authors=[facilitator, participant])

    send_due_mail()

    (sent,) = [one for one in mail.outbox if one.to == [participant.email] and "kept" in one.subject]
    assert sent.subject == "Minutes kept in the library: Feedback that stays"
    for part in (sent.body, sent.alternatives[0].content):
        assert "Fay Facilitator keeps the minutes of this meeting in the library, with you among their authors." in part
        assert "named as an author in the library of Virtual campus" in part
