"""The pages of reports: filing, the queue, the decision, the appeal; and what each reader finds in a thread."""

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Report, Ruling
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db

SAID = "Mrs Green of ward 7 cried."


@pytest.fixture
def post(commons, moderator, community):
    discussion = DiscussionFactory(space=commons, planned_by=moderator)
    PostFactory(discussion=discussion, author=moderator, kind="prompt", markdown="What did you say?")
    author = MembershipFactory(community=community, person__display_name="Ana Author").person
    return PostFactory(discussion=discussion, author=author, markdown=SAID)


def page(client, reader, address):
    if reader:
        client.force_login(reader)
    else:
        client.logout()
    return client.get(address)


def text(response):
    return response.content.decode()


def test_a_member_reports_a_post_without_javascript(client, post, participant):
    client.force_login(participant)

    form = client.get(reverse("forums:post-report", args=[post.pk]))
    sent = client.post(reverse("forums:post-report", args=[post.pk]), {"kind": "unkind", "words": "This hurts."})

    assert SAID in text(form)
    assert (sent.status_code, sent.url) == (302, f"{post.discussion.get_absolute_url()}#post-2")
    assert Report.objects.values_list("kind", "words", "reporter").get() == ("unkind", "This hurts.", participant.pk)


def test_something_else_needs_words_and_what_was_typed_is_kept(client, post, participant):
    client.force_login(participant)

    refused = client.post(reverse("forums:post-report", args=[post.pk]), {"kind": "other", "words": ""})

    assert refused.status_code == 422
    assert "Say in a few words what it is." in text(refused)
    assert not Report.objects.exists()


def test_a_hidden_post_is_read_by_its_author_and_the_team_alone(client, post, participant, moderator, facilitator):
    actions.report_post(post, actor=participant, kind="names_patient")
    address = post.discussion.get_absolute_url()

    for reader in (None, participant, facilitator):
        seen = text(page(client, reader, address))
        assert SAID not in seen
        assert "is hidden until the team has looked" in seen
    for reader, way in ((post.author, f"/p/{post.pk}/edit/"), (moderator, f"/p/{post.pk}/case/")):
        seen = text(page(client, reader, address))
        assert SAID in seen
        assert way in seen
    assert SAID not in text(page(client, participant, reverse("forums:print", args=[post.discussion.pk])))


def test_a_hidden_question_is_not_shown_above_the_thread(client, post, participant):
    question = post.discussion.posts.get(number=1)
    actions.report_post(question, actor=participant, kind="names_patient")

    seen = text(page(client, participant, post.discussion.get_absolute_url()))

    assert "<p>What did you say?</p>" not in seen
    assert 'id="post-1"' in seen


def test_the_way_to_report_is_shown_to_members_and_not_at_one_s_own_post(client, post, participant):
    way = f'href="/p/{post.pk}/report/"'
    address = reverse("forums:post-more", args=[post.pk])

    assert way in text(page(client, participant, address))
    assert way not in text(page(client, post.author, address))
    assert way not in text(page(client, None, address))


def test_the_queue_shows_what_waits_and_decides_it(client, post, participant, moderator, community):
    report = actions.report_post(post, actor=participant, kind="unkind", words="This hurts.")
    client.force_login(moderator)

    queue = client.get(reverse("forums:reports", args=[community.slug]))
    case = client.get(report.get_absolute_url())
    decided = client.post(report.get_absolute_url(), {"verdict": "uphold", "words": "We name nobody."})

    assert "This hurts." in text(queue)
    assert SAID in text(case)
    assert (decided.status_code, decided.url) == (302, reverse("forums:reports", args=[community.slug]))
    post.refresh_from_db()
    assert (post.deleted_by, post.delete_reason) == (moderator, "We name nobody.")
    assert "We name nobody." in text(client.get(reverse("forums:reports", args=[community.slug])))


def test_who_comes_too_late_keeps_their_words(client, post, participant, moderator, leader):
    report = actions.report_post(post, actor=participant, kind="unkind")
    actions.decide_report(report, actor=leader, is_upheld=False, words="Fine.")
    client.force_login(moderator)

    late = client.post(report.get_absolute_url(), {"verdict": "uphold", "words": "We name nobody."})

    assert late.status_code == 422
    assert "Somebody else of the team has decided this meanwhile." in text(late)
    assert "We name nobody." in text(late)
    assert client.get(report.get_absolute_url()).url == Ruling.objects.get().get_absolute_url()


def test_the_author_appeals_and_learns_nothing_of_who_reported_it(client, post, participant, moderator, leader):
    report = actions.report_post(post, actor=participant, kind="unkind", words="This hurts.")
    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="We name nobody.")

    seen = text(page(client, post.author, ruling.get_absolute_url()))
    client.post(reverse("forums:ruling-appeal", args=[ruling.community.slug, ruling.pk]), {"words": "She agreed."})

    assert "We name nobody." in seen
    assert "This hurts." not in seen
    assert "Pia Participant" not in seen
    ruling.refresh_from_db()
    assert ruling.appeal == "She agreed."
    answer = reverse("forums:ruling-answer", args=[ruling.community.slug, ruling.pk])
    assert client.post(answer, {"words": "Yes.", "verdict": "grant"}).status_code == 403
    client.force_login(leader)
    assert client.post(answer, {"words": "Yes.", "verdict": "grant"}).url == ruling.get_absolute_url()
    post.refresh_from_db()
    assert not post.is_removed


def test_the_number_that_waits_stands_at_the_tab_and_on_the_dashboard(client, post, participant, moderator, community):
    actions.report_post(post, actor=participant, kind="unkind")
    client.force_login(moderator)

    dashboard = client.get("/")
    queue = client.get(reverse("communities:members", args=[community.slug]))

    assert "1 report or first post waits" in text(dashboard)
    assert 'badge--new">1' in text(queue)


def test_the_queue_asks_the_same_number_of_times_however_much_waits(
    client, post, moderator, community, django_assert_max_num_queries
):
    client.force_login(moderator)
    for size in (1, 6):
        for _one in range(size):
            other = PostFactory(discussion=post.discussion, author=MembershipFactory(community=community).person)
            actions.report_post(other, actor=MembershipFactory(community=community).person, kind="unkind")
        with django_assert_max_num_queries(12):
            assert client.get(reverse("forums:reports", args=[community.slug])).status_code == 200


def test_whom_it_is_about_does_not_find_it_in_the_queue(client, participant, moderator, post, community):
    question = post.discussion.posts.get(number=1)  # the moderator's
    report = actions.report_post(question, actor=participant, kind="unkind", words="This hurts.")

    assert "This hurts." not in text(page(client, moderator, reverse("forums:reports", args=[community.slug])))
    assert page(client, moderator, report.get_absolute_url()).status_code == 404


def test_a_member_reports_a_member(client, participant, facilitator, community):
    client.force_login(participant)
    membership = community.memberships.get(person=facilitator)

    sent = client.post(
        reverse("forums:member-report", args=[community.slug, membership.pk]), {"kind": "unkind", "words": "Notes."}
    )

    assert sent.url == reverse("communities:members", args=[community.slug])
    assert Report.objects.values_list("person", "words").get() == (facilitator.pk, "Notes.")
