"""The suggestion box."""

import uuid
from datetime import timedelta

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.actions import answer_suggestion, suggest
from communities.effects.suggestions import tell_of_suggestions
from communities.errors import TooManySuggestions
from communities.models import Community, Membership, Role, Suggestion
from communities.queries.suggestions import ANSWERED_PER_PAGE, WAITING_SHOWN
from core import seams
from core.permissions import Refused
from notifications.models import Notification
from tests.factories import MembershipFactory
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db

BOX = "/c/campus/suggestions/"


def put(community, actor, text="Shorter meetings", *, is_signed=True):
    return suggest(community, actor=actor, submission=uuid.uuid4(), text=text, is_signed=is_signed)


def test_a_suggestion_is_made_once(community, participant):
    submission = uuid.uuid4()

    for _click in range(2):
        suggest(community, actor=participant, submission=submission, text="Shorter meetings", is_signed=True)

    assert list(Suggestion.objects.values_list("author", "text", "state")) == [
        (participant.pk, "Shorter meetings", "waiting")
    ]
    assert verbs() == ["suggestion.made"]


def test_nothing_is_kept_of_whoever_does_not_sign(community, participant):
    suggestion = put(community, participant, is_signed=False)

    assert suggestion.author is None
    assert not Entry.objects.exists()
    assert "Shorter meetings" not in str(seams.person_export.ask(participant))
    people = [field.name for field in Suggestion._meta.local_fields if field.related_model is not None]
    assert people == ["community", "author", "answered_by"]
    moments = [each.name for each in Suggestion._meta.local_fields if isinstance(each, models.DateTimeField)]
    assert moments == ["answered_at"]  # of the answer, not of the suggestion


def test_members_suggest_and_the_team_answers(community, participant, facilitator, outsider):
    suggestion = put(community, participant)

    with pytest.raises(Refused):
        put(community, outsider)
    for person in (participant, outsider):
        with pytest.raises(Refused):
            answer_suggestion(suggestion, actor=person, state="thanks")
    assert answer_suggestion(suggestion, actor=facilitator, state="doing", answer="From March on.")

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answer, suggestion.answered_by) == ("doing", "From March on.", facilitator)


def test_whoever_signed_is_told_of_each_answer_once(community, participant, facilitator):
    suggestion = put(community, participant)

    assert answer_suggestion(suggestion, actor=facilitator, state="thanks")
    assert not answer_suggestion(suggestion, actor=facilitator, state="thanks")

    assert told(participant) == ["suggestion.answered"]
    assert not answer_suggestion(suggestion, actor=facilitator, state="thanks", answer="")
    unsigned = put(community, participant, is_signed=False)
    assert answer_suggestion(unsigned, actor=facilitator, state="thanks")
    assert told(participant) == ["suggestion.answered"]


def test_the_team_hears_of_it_by_the_hour(community, participant, facilitator, leader):
    put(community, participant)
    put(community, participant, is_signed=False)
    assert told(facilitator) == []

    tell_of_suggestions()
    tell_of_suggestions()

    assert told(facilitator) == told(leader) == ["suggestionbox.filled"]
    assert told(participant) == []
    assert Entry.objects.get(verb="suggestionbox.filled").actor is None


def test_what_the_team_hears_leads_to_the_box(client, community, participant, facilitator):
    put(community, participant)
    tell_of_suggestions()
    notice = Notification.objects.get(recipient=facilitator)
    client.force_login(facilitator)

    assert client.get(reverse("notifications:open", args=[notice.pk])).url == BOX
    Membership.objects.filter(person=facilitator).update(role=Role.PARTICIPANT)
    assert client.get(reverse("notifications:open", args=[notice.pk])).status_code == 404


def test_what_nobody_signed_is_seen_by_the_hour_too(client, community, participant, facilitator):
    unsigned = put(community, participant, "canary-unsigned", is_signed=False)
    answering = reverse("communities:suggestion-answer", args=["campus", unsigned.pk])
    this_week = reverse("home:this-week", args=["campus"])
    client.force_login(facilitator)
    before = client.get(BOX), client.get(answering), client.get(this_week)

    tell_of_suggestions()

    assert "canary-unsigned" not in before[0].content.decode()
    assert before[1].status_code == 404
    assert "suggestion waits" not in before[2].content.decode()
    assert "canary-unsigned" in client.get(BOX).content.decode()
    assert client.get(answering).status_code == 200
    assert "1 suggestion waits" in client.get(this_week).content.decode()


def test_a_community_takes_a_number_without_names_in_a_day(community, participant, time_machine):
    for _each in range(Suggestion.MOST_UNSIGNED_A_DAY):
        put(community, participant, is_signed=False)

    with pytest.raises(TooManySuggestions):
        put(community, participant, is_signed=False)
    put(community, participant)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    put(community, participant, is_signed=False)


def test_a_browser_counts_its_own(client, community, participant):
    client.force_login(participant)

    def send(is_signed):
        wish = {"text": "Shorter meetings", "is_signed": is_signed, "submission": uuid.uuid4()}
        return client.post(BOX, wish).status_code

    assert [send("False") for _each in range(4)] == [302, 302, 302, 422]
    assert send("True") == 302
    assert Suggestion.objects.count() == 4
    assert "copse_box" not in str(dict(client.session))


@pytest.mark.parametrize("cookie", ["", "rubbish", "2026-01-01:9", "2026-01-01:9:forged"])
def test_a_forged_count_counts_nothing(client, community, participant, cookie):
    client.force_login(participant)
    client.cookies["copse_box"] = cookie

    wish = {"text": "Shorter meetings", "is_signed": "False", "submission": uuid.uuid4()}
    assert client.post(BOX, wish).status_code == 302


def test_who_reads_what(client, community, participant, facilitator, outsider):
    other = MembershipFactory(community=community).person
    put(community, participant, "canary-signed")
    put(community, participant, "canary-unsigned", is_signed=False)
    done = put(community, other, "canary-done")
    tell_of_suggestions()
    answer_suggestion(done, actor=facilitator, state="doing", answer="From March on.")

    def seen(person):
        client.force_login(person)
        page = client.get(BOX).content.decode()
        return {word for word in ("canary-signed", "canary-unsigned", "canary-done") if word in page}

    assert seen(facilitator) == {"canary-signed", "canary-unsigned", "canary-done"}
    assert seen(participant) == {"canary-signed", "canary-done"}
    assert seen(other) == {"canary-done"}
    client.force_login(outsider)
    assert client.get(BOX).status_code == 404


def test_answering_on_its_page(client, community, participant, facilitator):
    suggestion = put(community, participant)
    address = reverse("communities:suggestion-answer", args=["campus", suggestion.pk])
    client.force_login(participant)
    assert client.get(address).status_code == 403
    client.force_login(facilitator)

    refused = client.post(address, {"state": "not_now", "answer": ""})
    assert refused.status_code == 422
    assert "Say in a few words why not now." in refused.content.decode()
    response = client.post(address, {"state": "not_now", "answer": "After the summer."})

    assert response.url == suggestion.get_absolute_url()
    client.force_login(participant)
    assert "After the summer." in client.get(BOX).content.decode()


def test_erasing_takes_the_name_away(community, participant, facilitator):
    put(community, participant)
    erase_person(participant)

    assert Suggestion.objects.get().author is None


def test_where_it_has_ended_the_box_is_shut(client, community, participant, facilitator):
    suggestion = put(community, participant)
    Community.objects.filter(pk=community.pk).update(phase="concluded")
    community.refresh_from_db()

    with pytest.raises(Refused):
        put(community, participant)
    with pytest.raises(Refused):
        answer_suggestion(suggestion, actor=facilitator, state="thanks")
    client.force_login(participant)
    assert "Put it in the box" not in client.get(BOX).content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(client, community, participant, facilitator, number, django_assert_max_num_queries):
    for _each in range(number):
        put(community, participant)
        answer_suggestion(put(community, participant), actor=facilitator, state="thanks")
    client.force_login(facilitator)

    with django_assert_max_num_queries(9):
        client.get(BOX)


def test_what_was_answered_long_ago_is_found_again(client, community, participant, facilitator):
    for number in range(ANSWERED_PER_PAGE + 2):
        answer_suggestion(put(community, participant, f"canary-{number:02}."), actor=facilitator, state="thanks")
    client.force_login(participant)
    first = client.get(BOX)
    oldest, another = Suggestion.objects.order_by("pk")[:2]
    notice = Notification.objects.get(recipient=participant, entry__object_id=oldest.pk)

    later = client.get(BOX, {"after": first.context["box"].answered.after}).content.decode()
    place = client.get(reverse("notifications:open", args=[notice.pk])).url

    assert oldest.text not in first.content.decode()
    assert oldest.text in later
    assert another.text in later
    assert place.endswith(f"#suggestion-{oldest.pk}")
    led = client.get(place).content.decode()
    assert oldest.text in led
    assert another.text not in led, "the page begins with it"


def test_more_wait_than_are_shown(client, community, facilitator):
    days = {"made_on": timezone.localdate(), "is_told": True, "community": community}
    Suggestion.objects.bulk_create(
        Suggestion(text=f"canary-{number}", submission=uuid.uuid4(), **days) for number in range(WAITING_SHOWN + 1)
    )
    client.force_login(facilitator)

    assert "More wait behind these" in client.get(BOX).content.decode()
    Suggestion.objects.first().delete()
    assert "More wait behind these" not in client.get(BOX).content.decode()
