import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from communities.models import Membership


def run(*words):
    output = io.StringIO()
    call_command(*words, stdout=output)
    return output.getvalue()


def test_export_person_prints_what_every_app_holds(participant, outsider):
    export = json.loads(run("export_person", participant.email.upper()))

    assert set(export) == {"accounts", "activity", "notifications", "communities", "forums"}
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
