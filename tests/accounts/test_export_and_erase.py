import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.effects import erase_once_more, erase_person
from accounts.models import User
from activity.models import Entry
from communities.models import Membership, Role
from notifications.models import Notification, OutboxMessage, Volume
from tests.factories import MembershipFactory, PostFactory


def run(*words):
    output = io.StringIO()
    call_command(*words, stdout=output)
    return output.getvalue()


def test_export_person_prints_what_every_app_holds(participant, outsider):
    export = json.loads(run("export_person", participant.email.upper()))

    others = {"communities", "forums", "evaluation", "library", "meetings"}
    assert set(export) == {"accounts", "activity", "notifications", *others}
    assert export["accounts"]["display_name"] == "Pia Participant"
    assert export["communities"]["memberships"][0]["community"] == "Virtual campus"
    assert outsider.email not in json.dumps(export)


def test_erase_person_forgets_them_in_every_app(participant):
    said = run("erase_person", participant.email, "--yes")

    person = User.objects.get()
    assert (person.name, person.is_active) == ("Former member", False)
    assert Membership.objects.get().state == Membership.State.LEFT
    assert "forgotten" in said


def test_erase_person_does_nothing_until_it_is_told_that_this_is_meant(participant):
    with pytest.raises(CommandError, match=r"Pia Participant .* cannot be undone"):
        run("erase_person", participant.email)

    assert User.objects.get().name == "Pia Participant"


@pytest.mark.parametrize("words", [["export_person"], ["erase_person", "--yes"]])
def test_an_address_that_nobody_has_is_said(participant, words):
    with pytest.raises(CommandError, match="Nobody signs in with"):
        run(*words, "nobody@copse.example")


def came_back(person):
    """What an action that was on its way left in the row and beside it."""
    User.objects.filter(pk=person.pk).update(bio="About me.")
    Volume.objects.create(person=person, scope_kind="communities.community", scope_id=1, level="mute")
    return MembershipFactory(person=person)


def test_what_was_in_flight_at_an_erasure_is_forgotten_soon_after(outsider):
    erase_person(outsider)
    membership = came_back(outsider)

    erase_once_more()

    assert User.objects.get(pk=outsider.pk).bio == ""
    assert not Volume.objects.exists()
    membership.refresh_from_db()
    assert membership.state == Membership.State.LEFT


def test_the_second_erasure_tells_nobody_and_records_nothing(community, participant, leader):
    MembershipFactory(community=community, role=Role.MODERATOR)
    PostFactory(author=participant)
    erase_person(leader)
    erase_person(participant)
    before = [model.objects.count() for model in (Entry, Notification, OutboxMessage)]
    assert before[0] > 0

    erase_once_more()

    assert [model.objects.count() for model in (Entry, Notification, OutboxMessage)] == before


def test_what_was_erased_long_ago_is_left_alone(outsider):
    erase_person(outsider)
    User.objects.filter(pk=outsider.pk).update(erased_at=timezone.now() - timedelta(hours=3))
    came_back(outsider)

    erase_once_more()

    assert User.objects.get(pk=outsider.pk).bio == "About me."
