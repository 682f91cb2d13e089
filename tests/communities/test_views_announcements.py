"""The pages on which a team announces something, and on which members read it."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.effects import announcements as effects
from communities.effects.announcements import send_due_announcements
from communities.models import Announcement, Membership
from tests.communities.announcing import announced, drafted, sent
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SAID = {"title": "We move", "markdown": "To *Friday*.", "audience": "all", "version": 0}


def url(name, announcement=None):
    return reverse(f"communities:{name}", args=["campus", *([announcement.pk] if announcement else [])])


@pytest.fixture
def by_facilitator(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def draft(community, facilitator, participant, moderator):
    return drafted(community, facilitator)


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_from_the_first_word_to_the_last_person(by_facilitator, client, participant, moderator, facilitator):
    answer = by_facilitator.post(url("announcement-new"), SAID | {"submission": uuid4()}, follow=True)
    announcement = Announcement.objects.get()
    shown = page(answer)
    assert answer.redirect_chain[0][0] == url("announcement-send", announcement)
    assert "It would go to 2 people: all members, without you." in shown
    assert "<em>Friday</em>" in shown
    assert participant.name in shown
    assert moderator.name in shown
    assert "2 get a letter." in shown

    shown = page(by_facilitator.post(url("announcement-send", announcement), {"version": 0, "number": 2}, follow=True))
    assert "It is on its way." in shown
    assert "It has reached 0 of 2 people." in shown
    assert "Stop it" in shown

    send_due_announcements()
    assert "2 of 2 people were told." in page(by_facilitator.get(url("announcement", announcement)))
    client.force_login(participant)
    shown = page(client.get(url("announcement", announcement)))
    assert "<em>Friday</em>" in shown
    assert f"{facilitator.name}, for all members" in shown
    assert "How far it is" not in shown
    assert "We move" in page(client.get(url("announcements")))


def test_what_was_not_shown_is_shown_first(by_facilitator, draft, community):
    MembershipFactory(community=community)

    answer = by_facilitator.post(url("announcement-send", draft), {"version": 0, "number": 2})

    assert answer.status_code == 409
    assert "It is for 3 people now." in page(answer)
    assert 'name="number" value="3"' in page(answer)


def test_who_has_mail_off_is_said_but_not_why(by_facilitator, draft, participant):
    Membership.objects.filter(person=participant).update(paused_until="2099-01-01T00:00Z")

    shown = page(by_facilitator.get(url("announcement-send", draft)))

    assert "1 gets a letter. 1 has no mail for this" in shown
    assert shown.count(">no mail<") == 1


def test_the_progress_asks_again_by_itself_until_it_is_done(by_facilitator, draft, facilitator, monkeypatch):
    monkeypatch.setattr(effects, "CHUNK", 1)
    sent(draft, facilitator)
    effects._tell_some(draft.pk)
    ask = {"HX-Request": "true"}

    fragment = page(by_facilitator.get(url("announcement", draft), headers=ask))
    assert "It has reached 1 of 2 people." in fragment
    assert "<html" not in fragment

    send_due_announcements()
    assert by_facilitator.get(url("announcement", draft), headers=ask).headers["HX-Refresh"] == "true"


def test_it_is_stopped_with_a_button(by_facilitator, draft, facilitator, monkeypatch):
    monkeypatch.setattr(effects, "CHUNK", 1)
    sent(draft, facilitator)
    effects._tell_some(draft.pk)

    shown = page(by_facilitator.post(url("announcement-stop", draft), follow=True))

    assert "1 letter that was still waiting is not sent." in shown
    assert "1 of 2 people were told. 1 is not told, because it was stopped." in shown
    assert "There was nothing left to stop." in page(by_facilitator.post(url("announcement-stop", draft), follow=True))


def test_a_draft_is_changed_and_thrown_away(by_facilitator, draft):
    by_facilitator.post(url("announcement-change", draft), SAID | {"audience": "team"})
    assert Announcement.objects.get().audience == "team"

    answer = by_facilitator.post(url("announcement-change", draft), SAID | {"title": "Mine"})
    assert answer.status_code == 409
    assert "Mine" in page(answer)

    by_facilitator.post(url("announcement-discard", draft))
    assert not Announcement.objects.exists()


def test_it_is_previewed(by_facilitator, draft):
    for address in (url("announcement-new"), url("announcement-change", draft)):
        alone = by_facilitator.post(f"{address}?preview=markdown", SAID, headers={"HX-Request": "true"})
        assert "<em>Friday</em>" in alone.content.decode()
        shown = page(by_facilitator.post(f"{address}?preview=markdown", SAID))
        assert "<em>Friday</em>" in shown
        assert "To *Friday*." in shown


def test_what_was_sent_leads_to_its_page(by_facilitator, draft, facilitator):
    sent(draft, facilitator)

    for name in ("announcement-send", "announcement-change"):
        assert by_facilitator.get(url(name, draft)).headers["Location"] == draft.get_absolute_url()


def test_a_role_is_called_as_the_community_calls_it(by_facilitator, community):
    community.role_labels = {"30": "convener"}
    community.save(update_fields=["role_labels"])

    assert "Everybody who is convener" in page(by_facilitator.get(url("announcement-new")))


def test_members_find_neither_drafts_nor_what_was_for_others(
    client, draft, community, facilitator, leader, participant
):
    to_leaders = announced(community, facilitator, "leaders")
    client.force_login(participant)

    for one in (draft, to_leaders):
        assert client.get(url("announcement", one)).status_code == 404
    assert "We move to Friday" not in page(client.get(url("announcements")))
    assert client.get(url("announcement-new")).status_code == 403


def test_the_list_of_names_goes_in_pages(by_facilitator, draft, community, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("communities.queries.announcing.NAMES_PER_PAGE", 2)
    for number in range(3):
        MembershipFactory(community=community, person__display_name=f"Zoe {number}")

    with django_assert_max_num_queries(14):
        first = page(by_facilitator.get(url("announcement-send", draft)))

    assert "Zoe" not in first
    assert 'rel="next"' in first
