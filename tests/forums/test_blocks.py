"""Whoever has blocked somebody: what stands folded, who is told, named, asked and written to."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.actions import block, unblock
from accounts.effects import erase_person
from accounts.models import Block
from communities.queries import people_in
from communities.queries.invitations import invitations_to
from communities.queries.seams import resolve_invitations
from forums import actions
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.errors import NotAContributor
from forums.models import Post
from notifications import digests
from notifications.effects import send_due_mail
from notifications.models import MailRhythm, Notification, OutboxMessage
from notifications.queries import notices, unread_count
from tests.factories import DiscussionFactory, InvitationFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db

SAID = "What Bea has to say."


@pytest.fixture
def ana(community):
    return MembershipFactory(community=community, person__display_name="Ana Annoyed").person


@pytest.fixture
def bea(community):
    return MembershipFactory(community=community, person__display_name="Bea Blocked").person


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt")
    return found


@pytest.fixture
def blocked(ana, bea):
    block(bea, actor=ana)
    ana.refresh_from_db()


def seen(client, reader, address):
    client.force_login(reader)
    return client.get(address).content.decode()


def reply(discussion, actor, text, parent=None):
    return actions.reply(discussion, actor=actor, markdown=text, submission=uuid4(), parent=parent)


def test_posts_stand_folded_for_one_reader_alone(client, discussion, ana, bea, participant, blocked):
    PostFactory(discussion=discussion, author=participant, markdown="What others say.")
    PostFactory(discussion=discussion, author=bea, markdown=SAID)
    address = discussion.get_absolute_url()

    plain, folded = seen(client, participant, address), seen(client, ana, address)

    assert 'class="fold"' not in plain
    assert folded.count('<details class="fold">') == 1
    summary = folded.partition('<details class="fold"><summary>')[2].partition("</summary>")[0]
    assert "Post 3, by somebody you blocked" in summary
    assert "Bea" not in summary
    assert folded.index('<details class="fold">') < folded.index(SAID)
    assert 'class="fold"' not in seen(client, bea, address)
    unblock(Block.objects.get(), actor=ana)
    assert 'class="fold"' not in seen(client, ana, address)


def test_what_steers_and_the_question_stand_open(client, discussion, ana, moderator):
    block(moderator, actor=ana)
    actions.steer(discussion, actor=moderator, kind="restatement", markdown="Back to it.", submission=uuid4())

    assert 'class="fold"' not in seen(client, ana, discussion.get_absolute_url())


def test_on_paper_they_stand_folded_too(client, discussion, ana, bea, moderator, blocked):
    PostFactory(discussion=discussion, author=bea, markdown=SAID)
    address = reverse("forums:print", args=[discussion.pk])

    plain, page = seen(client, moderator, address), seen(client, ana, address)

    assert 'class="fold"' not in plain
    assert page.count('<details class="fold">') == 1
    assert page.index('<details class="fold">') < page.index(SAID)


def test_nobody_is_left_to_block_who_was_erased(client, discussion, ana, bea):
    post = PostFactory(discussion=discussion, author=bea)
    erase_person(bea)
    client.force_login(ana)

    for ask in (client.get, client.post):
        assert ask(reverse("forums:post-block", args=[post.pk])).status_code == 404


def test_the_page_follows_whom_one_has_blocked(client, discussion, ana, bea):
    PostFactory(discussion=discussion, author=bea)
    client.force_login(ana)
    address = discussion.get_absolute_url()
    client.get(address)
    before = client.get(address)["ETag"]

    block(bea, actor=ana)

    folded = client.get(address, HTTP_IF_NONE_MATCH=before)
    assert folded.status_code == 200
    assert client.get(address, HTTP_IF_NONE_MATCH=folded["ETag"]).status_code == 304


def test_the_page_asks_once_more_for_whoever_has_blocked_and_never_else(
    client, discussion, ana, bea, participant, blocked, django_assert_max_num_queries
):
    PostFactory(discussion=discussion, author=bea)
    counts = {}
    for reader in (ana, participant):
        client.force_login(reader)
        client.get(discussion.get_absolute_url())
        with django_assert_max_num_queries(9) as asked:
            client.get(discussion.get_absolute_url())
        counts[reader] = len(asked)
    assert counts[ana] == counts[participant] + 1


def test_neither_finds_the_other_to_name_them(discussion, ana, bea, participant, blocked):
    def offered(reader):
        return set(people_in(discussion.space, reader)) - {reader}

    assert bea not in offered(ana)
    assert ana not in offered(bea)
    assert participant in offered(ana) & offered(bea)
    reply(discussion, bea, f"@{ana.handle} should read this.")
    assert not Notification.objects.filter(recipient=ana).exists()


def test_nothing_of_theirs_is_told(discussion, ana, bea, participant, django_capture_on_commit_callbacks, mailoutbox):
    said = reply(discussion, ana, "I ask before I tell.")
    reply(discussion, bea, SAID, parent=said)
    reply(discussion, participant, "And I.", parent=said)
    assert unread_count(ana) == 2

    block(bea, actor=ana)
    ana.refresh_from_db()

    assert unread_count(ana) == 1
    assert [notice.entry.actor for notice in notices(ana).rows] == [participant]
    with django_capture_on_commit_callbacks(execute=True):
        send_due_mail()
    assert [mail.to for mail in mailoutbox if "Ana" in str(mail.to) or ana.email in mail.to] == [[ana.email]]
    states = OutboxMessage.objects.filter(recipient=ana).values_list("entry__actor", "state")
    assert dict(states) == {bea.pk: "dropped", participant.pk: "sent"}


def test_nor_in_the_digest(discussion, ana, bea, participant, blocked):
    MailRhythm.objects.update_or_create(person=ana, defaults={"cursor": 0})
    reply(discussion, bea, SAID)
    assert digests.preview(ana).is_empty
    reply(discussion, participant, "And I.")

    assert [thread.new_count for group in digests.preview(ana).groups for thread in group.threads] == [1]


def test_what_a_moderator_does_is_told_all_the_same(discussion, ana, moderator):
    post = reply(discussion, ana, "Mrs Green of ward 7 cried.")
    block(moderator, actor=ana)
    ana.refresh_from_db()

    actions.steer(discussion, actor=moderator, kind="restatement", markdown="Back to it.", submission=uuid4())
    actions.remove_post(post, actor=moderator, reason="It names a patient.")

    assert {notice.entry.verb for notice in notices(ana).rows} == {"post.steered", "post.removed"}


def test_whoever_is_blocked_sends_no_private_note(discussion, ana, moderator):
    reply(discussion, ana, "I ask before I tell.")
    block(moderator, actor=ana)
    actions.close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    closing = discussion.closings.get()
    draft = Draft(summary="We ask [#2].", result="ideas", thanks=[(ana.pk, "for asking")], notes=[(ana.pk, "Well.")])

    with pytest.raises(NotAContributor):
        actions.save_closing(closing, draft, actor=moderator, version=closing.version)


def test_an_invitation_of_theirs_is_not_shown(ana, bea, blocked):
    sent = InvitationFactory(invited_by=bea, email=ana.email)
    other = InvitationFactory(email=ana.email)

    assert list(invitations_to(ana)) == [other]
    assert set(resolve_invitations([sent.pk, other.pk], ana)) == {other.pk}


def test_blocking_from_a_page_and_from_a_post(client, discussion, ana, bea, participant):
    post = PostFactory(discussion=discussion, author=participant)
    client.force_login(ana)

    page = client.get(reverse("communities:block", args=[bea.handle]))
    done = client.post(reverse("communities:block", args=[bea.handle]))
    client.post(reverse("communities:block", args=[bea.handle]))
    reported = client.get(reverse("forums:post-report", args=[post.pk])).content.decode()
    client.post(reverse("forums:post-block", args=[post.pk]))

    assert "They are not told" in page.content.decode()
    assert (done.status_code, done.url) == (302, reverse("accounts:blocked"))
    assert reverse("forums:post-block", args=[post.pk]) in reported
    assert set(Block.objects.values_list("blocked", flat=True)) == {bea.pk, participant.pk}
    assert not Notification.objects.filter(recipient__in=[bea, participant]).exists()
    assert client.post(reverse("communities:block", args=[ana.handle])).status_code == 403


def test_who_may_not_be_seen_is_not_there_to_block(client, outsider, bea):
    client.force_login(outsider)
    for client_in in (True, False):
        if not client_in:
            client.logout()
        assert client.get(reverse("communities:block", args=[bea.handle])).status_code == 404
    assert not Block.objects.exists()
    assert not Post.objects.exists()
