"""What cannot be added goes back with the reason, and to nobody whom it was not from."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from communities.models import Community, Membership
from forums.actions import move_discussion
from forums.inbound.receiving import MOST_ANSWERS, MOST_WARNINGS
from forums.models import Discussion, InboundMail
from tests.forums.mailing import DOMAIN, row

pytestmark = pytest.mark.django_db


def close(discussion):
    Discussion.objects.filter(pk=discussion.pk).update(state=Discussion.State.CLOSING)


def test_what_comes_too_late_goes_back_with_the_reason_and_every_word(said, participant, discussion):
    close(discussion)

    assert said("Ask *first*.\n\nThen tell.\n") == "refused"

    letter = mail.outbox[0]
    assert letter.to == [participant.email]
    assert letter.subject == "Re: Feedback on the day"
    assert letter.extra_headers["In-Reply-To"] == letter.extra_headers["References"] == "<one@mail.example.org>"
    assert letter.extra_headers["Auto-Submitted"] == "auto-replied"
    assert "This discussion is closed now" in letter.body
    assert "What you wrote:\n\nAsk *first*.\n\nThen tell.\n" in letter.body
    assert "Ask *first*.</p>" in letter.alternatives[0].content
    assert (row().reason, row().is_answered) == ("DiscussionClosed", True)


def test_the_refusal_goes_out_once(said, discussion):
    close(discussion)

    said()
    said()

    assert len(mail.outbox) == 1


def test_it_goes_to_the_address_that_they_wrote_from(said, participant, discussion):
    close(discussion)
    EmailAddress.objects.create(user=participant, email="pia@home.example.org", verified=True)

    said(sender="Pia@Home.example.org")

    assert mail.outbox[0].to == ["pia@home.example.org"]


def test_it_is_not_told_for_ever(said, discussion):
    close(discussion)

    for number in range(MOST_ANSWERS + 2):
        assert said(message_id=f"<{number}@mail.example.org>") == "refused"

    assert len(mail.outbox) == MOST_ANSWERS


def test_while_the_mail_server_is_away_the_message_is_not_taken(said, discussion, settings):
    close(discussion)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with pytest.raises(ConnectionRefusedError):
        said()

    assert not InboundMail.objects.exists()


def test_who_belongs_there_no_more_says_nothing_there(said, participant, community):
    Membership.objects.get(person=participant, community=community).delete()

    assert said() == "refused"
    assert "not there for you any more" in mail.outbox[0].body
    assert row().discussion is None


def test_who_may_not_write_is_told_why(said, participant, community):
    Community.objects.filter(pk=community.pk).update(phase=Community.Phase.ARCHIVED)

    assert said() == "refused"
    assert "come to its end" in mail.outbox[0].body


def test_more_readers_than_were_named_are_asked_about(said, discussion, commons, leader):
    move_discussion(discussion, source_id=discussion.space_id, target=commons, actor=leader, is_confirmed=True)

    assert said() == "refused"
    assert "More people read there now" in mail.outbox[0].body
    assert row().reason == "ReadByMore"


def test_nothing_but_a_quotation_says_nothing(said):
    assert said("> What do you say first?\n") == "refused"
    assert "There is nothing to read in this yet" in mail.outbox[0].body


def test_too_much_is_refused_whole(said):
    assert said("word " * 30_000) == "refused"
    assert "longer than a post may be" in mail.outbox[0].body


def test_to_an_address_that_is_none_only_members_are_answered(said, participant):
    cut = f"reply+aaaaaaaaaaaaaaaa@{DOMAIN}"

    assert said(to=cut) == "unknown"
    assert said(to=cut, sender="stranger@example.org", message_id="<two@mail.example.org>") == "unknown"

    assert [letter.to for letter in mail.outbox] == [[participant.email]]


def test_what_anybody_can_send_in_a_member_s_name_is_not_passed_on_to_them(said):
    said("Buy at https://evil.example now.\n", to=f"reply+aaaaaaaaaaaaaaaa@{DOMAIN}")

    letter = mail.outbox[0]
    assert "takes no answers" in letter.body
    assert letter.subject == "Re: Your message"
    assert "evil.example" not in letter.body + letter.alternatives[0].content


def test_warnings_are_few_and_use_up_no_answer_to_what_somebody_sent(said, discussion):
    close(discussion)
    for number in range(MOST_WARNINGS + 2):
        said(to=f"reply+aaaaaaaaaaaaaaaa@{DOMAIN}", message_id=f"<unknown{number}@mail.example.org>")
        said(sender="stranger@example.org", message_id=f"<stranger{number}@mail.example.org>")
    assert len(mail.outbox) == MOST_WARNINGS

    for number in range(MOST_ANSWERS):
        said(message_id=f"<{number}@mail.example.org>")

    assert len(mail.outbox) == MOST_WARNINGS + MOST_ANSWERS


def test_a_stranger_s_subject_is_not_passed_on(said, participant, community):
    Membership.objects.get(person=participant, community=community).delete()

    said(sender="stranger@example.org")

    assert mail.outbox[0].subject == "Re: Your message"
