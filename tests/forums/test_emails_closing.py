import pytest
from django.template.loader import render_to_string

from communities.models import Membership
from core.seams import resolve
from forums.actions import close_discussion, publish_closing, reopen_discussion
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Discussion
from notifications.effects import send_due_mail
from notifications.models import Notification
from notifications.queries import notices
from tests.factories import DiscussionFactory, PostFactory

SUMMARY = "## What was said\n\n- Ask *first* \\[gently\\] [#2]\n- Then tell [#1]"


@pytest.fixture
def discussion(members_room, moderator, participant, facilitator):
    found = DiscussionFactory(space=members_room, title="Written & spoken “feedback”")
    PostFactory(discussion=found, author=facilitator, kind="prompt", markdown="What would have to change?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first.")
    return found


@pytest.fixture
def publish(discussion, moderator, settings):
    settings.SITE_URL = "https://copse.example"

    def publish(summary=SUMMARY, **beside):
        close_discussion(discussion, actor=moderator, reason="Done")
        draft_due()
        closing = discussion.closings.unpublished().get()
        return publish_closing(closing, Draft(summary, "lesson", **beside), actor=moderator, version=closing.version)

    return publish


def test_the_closing_goes_to_each_once_and_to_nobody_else(publish, mailoutbox, participant, facilitator):
    publish()

    send_due_mail()
    send_due_mail()

    assert sorted(mail.to for mail in mailoutbox) == sorted([[participant.email], [facilitator.email]])
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 2


def test_the_letter_holds_the_summary_with_its_links(publish, discussion, mailoutbox):
    closing = publish()
    first, second = discussion.posts.order_by("number")

    send_due_mail()

    mail = mailoutbox[0]
    assert mail.subject == "What we learned: Written & spoken “feedback”"
    assert "Mo Moderator has closed the discussion “Written & spoken ‘feedback’”." in mail.body
    assert "What came of it: a lesson learned" in mail.body
    assert "What was said\n\n- Ask first [gently] [#2]\n- Then tell [#1]\n" in mail.body
    assert "Why it was closed: Done\n" in mail.body
    assert f"#1 https://copse.example/p/{first.pk}/\n#2 https://copse.example/p/{second.pk}/" in mail.body
    assert f"https://copse.example{closing.get_absolute_url()}" in mail.body
    assert "because you wrote in this discussion in Virtual campus" in mail.body
    html = mail.alternatives[0].content
    assert "<b>Why it was closed:</b> <bdi>Done</bdi>" in html
    assert f'<a class="cite" dir="ltr" href="https://copse.example/p/{second.pk}/">#2</a>' in html
    assert "Ask <em>first</em> [gently]" in html
    assert "Written &amp; spoken" in html
    assert 'href="/' not in html


def test_who_left_before_the_letter_did_gets_none(publish, mailoutbox, participant, facilitator, community):
    publish()
    Membership.objects.filter(person=participant).update(state=Membership.State.SUSPENDED)

    send_due_mail()

    assert [mail.to for mail in mailoutbox] == [[facilitator.email]]


def test_a_letter_that_is_late_still_says_what_was_published(publish, discussion, moderator, mailoutbox):
    publish()
    reopen_discussion(discussion, actor=moderator, reason="More")

    send_due_mail()

    assert "Ask first" in mailoutbox[0].body
    assert "Why it was closed: Done" in mailoutbox[0].body


def test_quotations_of_the_other_direction_stay_in_their_place(publish, mailoutbox):
    closing = publish("- Lea: “مرحبا.” [#2] (answered by Pia)")

    send_due_mail()

    assert "“\u2068مرحبا.\u2069” <a" in closing.summary_html
    assert "Lea: “\u2068مرحبا.\u2069” \u2068[#2]\u2069 (answered by Pia)" in mailoutbox[0].body


def test_sentences_in_the_list_of_notifications(publish, discussion, moderator, participant, leader):
    publish()
    reopen_discussion(Discussion.objects.get(pk=discussion.pk), actor=moderator, reason="New <evidence>")

    assert said(participant) == [
        "<b>Mo Moderator</b> reopened “Written &amp; spoken ‘feedback’”: New &lt;evidence&gt;",
        "<b>Mo Moderator</b> closed “Written &amp; spoken ‘feedback’”: read what came of it",
    ]
    assert said(leader) == ["The closing of “Written &amp; spoken ‘feedback’” was drafted"]


def test_the_draft_asks_those_who_may_publish_it(discussion, moderator, leader):
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()

    assert said(leader) == ["The summary of “Written &amp; spoken ‘feedback’” is drafted: check and publish it"]
    discussion.closings.update(tries=9, summary="")
    assert said(leader) == ["“Written &amp; spoken ‘feedback’” needs a summary from you: Copse could not draft one"]
    Membership.objects.filter(person=leader).update(role=10)
    assert said(leader) == []


def said(reader):
    return [
        render_to_string(
            notice.template, {"resolved": notice.resolved, "entry": notice.entry, "reader": reader}
        ).strip()
        for notice in notices(reader).rows
    ]


def test_a_draft_that_is_gone_drops_out_of_the_list(discussion, moderator, leader):
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    told = Notification.objects.get(recipient=leader)

    reopen_discussion(discussion, actor=moderator, reason="Too soon")

    assert resolve(told.entry.kind, [told.entry.object_id], leader) == {}


def test_whoever_is_thanked_reads_it_first_and_all_read_thanks_and_links(publish, mailoutbox, participant, facilitator):
    publish(
        thanks=[(participant.pk, "for <the> question")],
        follow_ons=[("article", "A guide & more", "https://example.org/a?b=1&c=2")],
    )

    send_due_mail()

    mails = {mail.to[0]: mail for mail in mailoutbox}
    thanked, other = mails[participant.email], mails[facilitator.email]
    thanked_html, other_html = thanked.alternatives[0][0], other.alternatives[0][0]
    assert thanked.body.index("Mo Moderator thanks you: for <the> question\n") < thanked.body.index("What was said")
    assert "<b>Mo Moderator thanks you:</b> <bdi>for &lt;the&gt; question</bdi>" in thanked_html
    assert "thanks you" not in other.body + other_html
    assert "Thanks to\n- Pia Participant: for <the> question\n" in other.body
    assert "- A guide & more (article): https://example.org/a?b=1&c=2\n" in other.body
    assert '<a href="https://example.org/a?b=1&amp;c=2"><bdi>A guide &amp; more</bdi></a> (article)' in other_html
