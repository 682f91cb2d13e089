"""The pages of polls, and polls in a thread."""

import re

import pytest
from django.urls import reverse

from core.templatetags.copse import TOKEN
from forums.actions import end_poll, pause_discussion, vote
from forums.models import Poll
from tests.factories import MembershipFactory, PostFactory
from tests.forums.polls import option, points, put
from tests.masking import body_of

NEW = {"text": "When shall we meet?", "options": "Monday\nTuesday", "kind": "single", "purpose": "decision"}


@pytest.fixture
def poll(discussion, moderator):
    return put(discussion, moderator)


@pytest.fixture
def as_participant(client, participant):
    client.force_login(participant)
    return client


def at(name, thing):
    return reverse(f"forums:{name}", args=[thing.pk])


def form_of(client, discussion):
    """What a browser sends of the empty form."""
    form = client.get(at("poll-new", discussion)).context["form"]
    return {name: form[name].value() for name in ("submission", "readers")}


def test_a_moderator_puts_a_poll(as_moderator, discussion):
    response = as_moderator.post(at("poll-new", discussion), NEW | form_of(as_moderator, discussion))

    poll = Poll.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{discussion.get_absolute_url()}#post-3")
    assert (poll.kind, poll.purpose, poll.is_anonymous, poll.closes_at) == ("single", "decision", False, None)
    assert points(poll) == {"Monday": 0, "Tuesday": 0}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ("Monday", "Give at least two answers that differ."),
        ("Monday\nTuesday\nmonday", "“monday” stands there twice."),
    ],
)
def test_answers_that_do_not_differ_are_refused_and_the_rest_is_kept(as_moderator, discussion, options, why):
    sent = NEW | form_of(as_moderator, discussion) | {"options": options}

    response = as_moderator.post(at("poll-new", discussion), sent)

    assert response.status_code == 422
    assert why in body_of(response)
    assert "When shall we meet?" in body_of(response)
    assert not Poll.objects.exists()


def test_a_preview_shows_the_question_and_puts_nothing(as_moderator, discussion):
    response = as_moderator.post(f"{at('poll-new', discussion)}?preview=1", NEW | {"text": "*When*?"})

    assert response.status_code == 200
    assert "<em>When</em>?" in body_of(response)
    assert not Poll.objects.exists()


def test_members_do_not_put_polls(as_participant, discussion):
    assert as_participant.get(at("poll-new", discussion)).status_code == 403


def test_whoever_has_not_voted_votes_in_the_thread_and_sees_no_result(as_participant, poll, leader):
    vote(poll, actor=leader, chosen=[option(poll, "Monday")])

    body = body_of(as_participant.get(poll.discussion.get_absolute_url()))

    assert f'action="{at("poll-vote", poll)}"' in body
    assert "poll__lines" not in body
    assert "1 person has voted" in body


def test_a_vote_sent_from_the_thread_leads_back_and_shows_the_result(as_participant, poll):
    address = poll.discussion.get_absolute_url()
    page = as_participant.get(address)
    assert str(page.context["csrf_token"]) in page.content.decode()

    response = as_participant.post(at("poll-vote", poll), {"chosen": option(poll, "Monday").pk})

    assert response["Location"] == f"{address}#post-{poll.post.number}"
    assert points(poll)["Monday"] == 1
    body = body_of(as_participant.get(address))
    assert "poll__line--mine" in body
    assert f'action="{at("poll-vote", poll)}"' not in body
    assert f"{at('poll', poll)}?change=1" in body


def test_a_vote_for_nothing_is_refused_beside_the_answers(as_participant, poll):
    response = as_participant.post(at("poll-vote", poll), {})

    assert response.status_code == 422
    assert "Choose an answer." in body_of(response)


def test_a_vote_that_comes_too_late_says_so(as_participant, poll, moderator):
    chosen = {"chosen": option(poll, "Monday").pk}
    end_poll(poll, actor=moderator)

    response = as_participant.post(at("poll-vote", poll), chosen)

    assert response.status_code == 422
    assert "This poll has ended" in body_of(response)


def test_places_are_given_once(as_participant, discussion, moderator):
    poll = put(discussion, moderator, kind="ranked")
    first, second, third = poll.options.all()

    refused = as_participant.post(at("poll-vote", poll), {f"place-{first.pk}": 1, f"place-{second.pk}": 1})
    as_participant.post(at("poll-vote", poll), {f"place-{first.pk}": 2, f"place-{third.pk}": 1})

    assert "Give each place to one answer." in body_of(refused)
    assert points(poll) == {"Monday": 2, "Tuesday": 0, "Never": 3}


def test_several_answers_are_ticked(as_participant, discussion, moderator):
    poll = put(discussion, moderator, kind="several")

    as_participant.post(at("poll-vote", poll), {"chosen": [each.pk for each in poll.options.all()[:2]]})

    assert points(poll) == {"Monday": 1, "Tuesday": 1, "Never": 0}


def test_the_page_of_a_poll_says_who_chose_what(as_participant, poll, participant, leader):
    vote(poll, actor=leader, chosen=[option(poll, "Never")])
    assert "Lea Leader" not in body_of(as_participant.get(at("poll", poll)))  # before the reader has voted

    vote(poll, actor=participant, chosen=[option(poll, "Monday")])

    body = body_of(as_participant.get(at("poll", poll)))
    assert "Lea Leader" in body
    assert "Pia Participant" in body


def test_without_names_the_result_waits_for_the_end(client, discussion, moderator, community):
    poll = put(discussion, moderator, is_anonymous=True)
    voters = [MembershipFactory(community=community).person for _each in range(5)]
    for person in voters:
        vote(poll, actor=person, chosen=[option(poll, "Monday")])
    client.force_login(voters[0])
    before = body_of(client.get(at("poll", poll)))

    end_poll(poll, actor=moderator, outcome="We meet on Monday.")

    after = body_of(client.get(at("poll", poll)))
    assert "What was chosen is shown once the poll has ended." in before
    assert "poll__lines" not in before
    assert "poll__lines" in after
    assert "We meet on Monday." in after
    assert voters[1].name not in after


def test_of_too_few_votes_without_names_nothing_is_shown(as_participant, discussion, moderator, participant):
    poll = put(discussion, moderator, is_anonymous=True)
    vote(poll, actor=participant, chosen=[option(poll, "Monday")])

    end_poll(poll, actor=moderator)

    body = body_of(as_participant.get(at("poll", poll)))
    assert "Fewer than five people voted" in body
    assert "poll__lines" not in body


def test_a_moderator_ends_it_with_what_follows(as_moderator, poll):
    assert "End the poll" in body_of(as_moderator.get(at("poll-end", poll)))

    response = as_moderator.post(at("poll-end", poll), {"outcome": "We meet on Monday."})

    poll.refresh_from_db()
    assert response["Location"].endswith(f"#post-{poll.post.number}")
    assert (poll.is_over, poll.outcome) == (True, "We meet on Monday.")
    assert "Change what follows" in body_of(as_moderator.get(poll.discussion.get_absolute_url()))


def test_a_poll_that_came_since_the_page_was_made_is_voted_in_at_once(client, poll, participant):
    client = type(client)(enforce_csrf_checks=True)
    client.force_login(participant)
    asked = {"after": poll.post.number - 1, "show": 1}
    page = client.get(at("news", poll.discussion), asked, headers={"HX-Request": "true"}).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    vote = {"chosen": option(poll, "Monday").pk, "csrfmiddlewaretoken": token}
    response = client.post(at("poll-vote", poll), vote)

    assert TOKEN not in page
    assert (response.status_code, points(poll)["Monday"]) == (302, 1)


def test_a_post_that_holds_what_stands_for_a_token_is_shown_as_it_is(as_participant, poll, leader):
    PostFactory(discussion=poll.discussion, author=leader, markdown=f"[Look](https://example.org/{TOKEN})")

    page = as_participant.get(poll.discussion.get_absolute_url())

    assert f'href="https://example.org/{TOKEN}"' in page.content.decode()
    assert page.content.decode().count(TOKEN) == 1


def test_one_votes_also_while_the_discussion_is_paused(as_participant, poll, moderator, leader):
    vote(poll, actor=leader, chosen=[option(poll, "Monday")])
    pause_discussion(poll.discussion, actor=moderator, hours=1, reason="Let us sleep on it.")

    body = body_of(as_participant.get(poll.discussion.get_absolute_url()))

    assert f'action="{at("poll-vote", poll)}"' in body
    assert "poll__lines" not in body


def test_who_has_not_voted_does_not_print_how_it_stands(as_participant, poll, participant, leader, moderator):
    vote(poll, actor=leader, chosen=[option(poll, "Monday")])

    before = body_of(as_participant.get(at("print", poll.discussion)))
    end_poll(poll, actor=moderator)
    after = body_of(as_participant.get(at("print", poll.discussion)))

    assert "once you have voted" in before
    assert "poll__lines" not in before
    assert "poll__lines" in after


def test_on_paper_a_poll_has_its_result_and_no_form(as_participant, poll, participant):
    vote(poll, actor=participant, chosen=[option(poll, "Monday")])

    body = body_of(as_participant.get(at("print", poll.discussion)))

    assert "poll__lines" in body
    assert "poll__form" not in body
    assert "Change your vote" not in body


def test_polls_cost_a_page_four_queries_whatever_their_number(
    as_participant, discussion, moderator, participant, django_assert_max_num_queries
):
    address = discussion.get_absolute_url()
    polls = [put(discussion, moderator)]
    vote(polls[0], actor=participant, chosen=[option(polls[0], "Monday")])
    as_participant.get(address)  # what was told is read
    with django_assert_max_num_queries(9 + 4) as asked:
        as_participant.get(address)
        before = len(asked)
    polls += [put(discussion, moderator) for _each in range(4)]
    as_participant.get(address)

    with django_assert_max_num_queries(before):
        as_participant.get(address)
