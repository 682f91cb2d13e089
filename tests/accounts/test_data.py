"""One's own data: taken along, and erased."""

import io
import json
import re
import zipfile

import pytest
from django.core import mail
from django.urls import reverse

from accounts import actions
from accounts.archive import as_html
from accounts.models import User
from communities.models import Membership, Role
from core import seams
from core.permissions import Refused
from notifications.models import OutboxMessage
from tests.accounts.conftest import BACKEND
from tests.factories import CommunityFactory, MembershipFactory, PostFactory, UserFactory
from tests.factories.accounts import PASSWORD

ERASE = reverse("accounts:erase")
EXPORT = reverse("accounts:export")


def files_in(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_export_is_a_file_with_everything_to_read_and_to_reuse(client, participant, outsider):
    PostFactory(author=participant, markdown="I ask <first>.\nThen I tell.")
    client.force_login(participant, BACKEND)

    response = client.post(EXPORT)

    files = files_in(response)
    assert response["Content-Disposition"] == 'attachment; filename="copse-my-data.zip"'
    assert response["Content-Type"] == "application/zip"
    assert json.loads(files["data.json"]) == json.loads(json.dumps(seams.person_export.ask(participant)))
    assert "I ask &lt;first&gt;.<br>Then I tell." in files["overview.html"]
    assert "<dt>Display name</dt><dd>Pia Participant</dd>" in files["overview.html"]
    assert "What Copse keeps of Pia Participant" in files["README.txt"]
    headings = re.findall("<(?:h2|dt)>([^<]*)</", files["overview.html"])
    assert {"Discussions", "How far you have read", "What you were told"} <= set(headings)
    assert not {"Forums", "Up to", "At", "Read", "Done", "Told", "Copies", "Locked", "Unread"} & set(headings)
    assert not re.search(r"T\d\d:\d\d:\d\d", files["overview.html"])
    assert outsider.email not in "".join(files.values())


def test_one_exports_and_erases_nobody_else(participant, outsider):
    for act in (actions.export_person, actions.erase_myself):
        with pytest.raises(Refused):
            act(participant, actor=outsider)

    participant.refresh_from_db()
    assert participant.is_active


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a_b": 1, "c": None}, "<dl><dt>A b</dt><dd>1</dd><dt>C</dt><dd>–</dd></dl>"),
        ([{"a": [2, 3]}, []], "<ol><li><dl><dt>A</dt><dd><ol><li>2</li><li>3</li></ol></dd></dl></li><li>–</li></ol>"),
        ({"<b>": "<i>\n&"}, "<dl><dt>&lt;b&gt;</dt><dd><p>&lt;i&gt;<br>&amp;</p></dd></dl>"),
        ([False, 0], "<ol><li>False</li><li>0</li></ol>"),
        ("2026-11-03T07:05:28.524145+00:00", "3 November 2026, 07:05 UTC"),
        ("2026-11-03T00:30:00+02:00", "2 November 2026, 22:30 UTC"),
        ({"up_to": 4}, "<dl><dt>As far as number</dt><dd>4</dd></dl>"),
    ],
)
def test_whatever_is_exported_can_be_read(value, said):
    assert as_html(value) == said


def test_the_page_of_erasure_asks_first_who_it_is(client, participant):
    client.force_login(participant, BACKEND)

    assert client.get(ERASE).url == f"{reverse('account_reauthenticate')}?next={ERASE.replace('/', '%2F')}"
    assert client.post(ERASE, {"is_meant": "on"}).status_code == 302
    participant.refresh_from_db()
    assert participant.is_active


def test_erasing_forgets_signs_out_and_says_goodbye(sure, participant, django_capture_on_commit_callbacks):
    client, address = sure(participant), participant.email
    page = client.get(ERASE).content.decode()
    assert "What goes" in page
    assert "What stays" in page

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ERASE, {"is_meant": "on"})

    assert response.status_code == 200
    assert "Goodbye" in response.content.decode()
    assert "Pia" not in response.content.decode()
    assert response.headers["Clear-Site-Data"] == '"cache"'
    person = User.objects.get(pk=participant.pk)
    assert (person.name, person.is_active, person.agreed_to) == ("Former member", False, None)
    assert client.get(reverse("accounts:account")).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [address]
    assert "Goodbye, Pia." in letter.body
    assert not OutboxMessage.objects.exists()


def test_an_erased_person_comes_in_by_no_door(sure, client, participant, django_capture_on_commit_callbacks):
    address = participant.email
    with django_capture_on_commit_callbacks(execute=True):
        sure(participant).post(ERASE, {"is_meant": "on"})
    mail.outbox.clear()

    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})
    assert client.get(reverse("accounts:account")).status_code == 302
    client.post(reverse("account_reset_password"), {"email": address})
    assert "/account/password/reset/key/" not in mail.outbox[0].body


def test_erasing_must_be_meant(sure, participant):
    response = sure(participant).post(ERASE)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["is_meant"]
    participant.refresh_from_db()
    assert participant.is_active


def test_a_second_click_erases_nothing_more(sure, participant):
    client = sure(participant)
    client.post(ERASE, {"is_meant": "on"})

    assert client.post(ERASE, {"is_meant": "on"}).status_code == 302
    assert User.objects.filter(erased_at=None).count() == 0


def test_who_has_no_password_signs_in_again_by_a_mailed_code(client, db, django_capture_on_commit_callbacks):
    person = UserFactory(password=None)
    person.set_unusable_password()
    person.save()
    client.force_login(person, BACKEND)
    page = client.get(ERASE).content.decode()
    assert "is_meant" not in page
    client.post(ERASE, {"is_meant": "on"})
    person.refresh_from_db()
    assert person.is_active

    onward = re.search(r'name="next" value="(/account/login/code/[^"]*)"', page)[1]
    assert client.post(reverse("account_logout"), {"next": onward}).url == onward
    client.post(reverse("account_request_login_code"), {"email": person.email, "next": ERASE})
    code = re.search(r"minutes\.\s+(\S+)", mail.outbox[0].body)[1]
    assert client.post(reverse("account_confirm_login_code"), {"code": code, "next": ERASE}).url == ERASE

    client.post(ERASE, {"is_meant": "on"})
    person.refresh_from_db()
    assert not person.is_active


class TestWhoLeadsAlone:
    """A community always keeps one leader, also when the last one is erased."""

    @pytest.fixture
    def team(self, community, leader, participant, facilitator):
        return {"leader": leader, "participant": participant, "facilitator": facilitator}

    def test_is_told_who_follows(self, sure, team):
        page = sure(team["leader"]).get(ERASE).content.decode()

        assert "Virtual campus" in page
        assert "Fay Facilitator will lead it after you." in page
        assert reverse("communities:members", args=["campus"]) in page

    def test_is_followed_by_the_highest_role(self, sure, team, community):
        sure(team["leader"]).post(ERASE, {"is_meant": "on"})

        leaders = Membership.objects.live().filter(community=community, role=Role.LEADER)
        assert [membership.person for membership in leaders] == [team["facilitator"]]
        assert team["facilitator"].notifications.get().entry.verb == "membership.role_changed"

    def test_is_followed_by_who_has_been_there_longest(self, sure, community, leader, participant):
        MembershipFactory(community=community)

        sure(leader).post(ERASE, {"is_meant": "on"})

        assert community.memberships.get(person=participant).role == Role.LEADER

    def test_leaves_an_empty_community_behind(self, sure, community, leader):
        assert "nobody will be left to lead it" in sure(leader).get(ERASE).content.decode()

        sure(leader).post(ERASE, {"is_meant": "on"})

        assert not community.memberships.live().exists()

    def test_nobody_follows_where_another_one_leads(self, sure, team, community):
        other = MembershipFactory(community=community, role=Role.LEADER).person
        MembershipFactory(community=CommunityFactory(), person=other, role=Role.PARTICIPANT)

        assert "You alone lead" not in sure(team["leader"]).get(ERASE).content.decode()
        sure(team["leader"]).post(ERASE, {"is_meant": "on"})

        leaders = Membership.objects.live().filter(community=community, role=Role.LEADER)
        assert [membership.person for membership in leaders] == [other]
