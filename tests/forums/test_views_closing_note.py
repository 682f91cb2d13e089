"""A private note: two people read it, and nobody else finds a word of it anywhere."""

import json

import pytest
from django.urls import reverse

from core.seams import person_export
from forums.actions import close_discussion, publish_closing, reopen_discussion, save_closing
from forums.effects import draft_due
from notifications.effects import send_due_mail
from notifications.queries import unread_count
from tests.factories import DiscussionFactory, PostFactory, UserFactory
from tests.forums.closings import edit

CANARY = "canary-in-a-private-note"


@pytest.fixture
def discussion(members_room, moderator, participant, facilitator):
    found = DiscussionFactory(space=members_room, title="Feedback on the day")
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What would have to change?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first.")
    PostFactory(discussion=found, author=facilitator, markdown="Sit down.")
    return found


@pytest.fixture
def note(closing, moderator, participant):
    publish_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, f"*{CANARY}*")]))
    return closing.private_notes.get()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 404),
        ("outsider", 404),
        ("participant", 200),
        ("facilitator", 404),
        ("moderator", 200),
        ("leader", 404),
        ("admin", 404),
    ],
)
def test_the_note_s_page_is_for_two(client, request, note, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))

    response = client.get(note.get_absolute_url())

    assert response.status_code == status
    assert (CANARY in response.content.decode()) is (status == 200)


def test_its_address_is_that_of_its_closing_alone(client, note, participant):
    client.force_login(participant)
    discussion = note.closing.discussion_id

    for where in ([discussion + 1, note.closing_id, note.pk], [discussion, note.closing_id + 1, note.pk]):
        assert client.get(reverse("forums:note", args=where)).status_code == 404


def test_a_note_that_is_not_sent_has_no_page(client, closing, moderator, participant):
    save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, CANARY)]))
    address = closing.private_notes.get().get_absolute_url()

    for person in (moderator, participant):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_whoever_may_not_read_there_any_more_does_not_see_it(client, note, participant, community):
    community.memberships.filter(person=participant).delete()
    client.force_login(participant)

    assert client.get(note.get_absolute_url()).status_code == 404


def test_it_stands_above_the_closing_for_its_receiver(client, note, participant):
    client.force_login(participant)

    page = client.get(note.closing.discussion.get_absolute_url()).content.decode()

    assert "Mo Moderator wrote to you. Only the two of you read this." in page
    assert page.index(CANARY) < page.index('id="closing-title"')


def test_its_author_finds_it_there_too(client, note, moderator):
    client.force_login(moderator)

    page = client.get(note.closing.discussion.get_absolute_url()).content.decode()

    assert "You wrote to Pia Participant. Only the two of you read this." in page


def test_reopening_does_not_take_it_back(client, note, participant, moderator):
    reopen_discussion(note.closing.discussion, actor=moderator, reason="More")
    client.force_login(participant)

    assert CANARY in client.get(note.closing.discussion.get_absolute_url()).content.decode()
    assert client.get(note.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("is_on_top", [True, False])
def test_looking_at_it_counts_as_read(client, note, participant, is_on_top):
    client.force_login(participant)
    before = unread_count(participant)

    client.get(note.closing.discussion.get_absolute_url() if is_on_top else note.get_absolute_url())

    assert (before, unread_count(participant)) == (2, 0 if is_on_top else 1)


def test_it_goes_by_mail_to_its_receiver_alone(note, participant, mailoutbox, settings):
    settings.SITE_URL = "https://copse.example"

    send_due_mail()
    send_due_mail()

    with_it = [mail for mail in mailoutbox if CANARY in mail.body + mail.alternatives[0][0]]
    assert [mail.to for mail in with_it] == [[participant.email]]
    mail = with_it[0]
    assert mail.subject == "A note from Mo Moderator: Feedback on the day"
    assert f"https://copse.example{note.get_absolute_url()}" in mail.body
    assert "<em>" in mail.alternatives[0][0]
    assert sorted(mail.subject for mail in mailoutbox if mail.to == [participant.email]) == [
        "A note from Mo Moderator: Feedback on the day",
        "What we learned: Feedback on the day",
    ]


def pages_about(discussion, closing):
    """Every address on which something of this closing could be seen."""
    slug = discussion.space.community.slug
    of_discussion = ["discussion-short", "print", "plan", "reply", "close", "closing", "closing-redraft", "reopen"]
    yield discussion.get_absolute_url()
    yield from (reverse(f"forums:{name}", args=[discussion.pk]) for name in of_discussion)
    yield reverse("forums:note", args=[discussion.pk, closing.pk, closing.private_notes.get().pk])
    yield reverse("forums:learned", args=[slug])
    yield from (reverse(f"home:{name}", args=[slug]) for name in ("community", "discussions"))
    yield reverse("home:space", args=[slug, discussion.space.slug])
    yield reverse("home:home")
    yield reverse("notifications:list")
    yield from (reverse("forums:post", args=[post.pk]) for post in discussion.posts.all())


@pytest.mark.parametrize("stage", ["draft", "published", "reopened", "closed again"])
def test_nobody_else_finds_a_word_of_it(client, request, closing, discussion, moderator, leader, participant, stage):
    save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, CANARY)]))
    closing.refresh_from_db()
    if stage != "draft":
        publish_closing(closing, actor=leader, **edit(closing))
    if stage in ("reopened", "closed again"):
        reopen_discussion(discussion, actor=leader, reason="More")
    if stage == "closed again":
        close_discussion(discussion, actor=leader, reason="Done")
        draft_due()
    others = [UserFactory(), *(request.getfixturevalue(who) for who in ("facilitator", "leader", "admin", "outsider"))]
    if stage == "draft":
        others.append(participant)

    for person in [None, *others]:
        client.logout()
        if person:
            client.force_login(person)
            assert CANARY not in json.dumps(person_export.ask(person))
        for address in pages_about(discussion, closing):
            assert CANARY not in client.get(address, follow=True).content.decode(), (person, address)
            fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
            assert CANARY not in fragment, (person, address)


def test_whoever_wrote_a_note_finds_it_folded_beneath_and_its_receiver_on_top(client, note, moderator, participant):
    def places(reader):
        client.force_login(reader)
        page = client.get(note.closing.discussion.get_absolute_url()).content.decode()
        return [page.index(each) for each in (f'id="note-{note.pk}"', f'id="closing-{note.closing_id}"')], page

    (own, summary), written = places(moderator)
    (received, summary_too), read = places(participant)

    assert own > summary
    assert received < summary_too
    assert "Private notes that you wrote" in written
    assert "Private notes that you wrote" not in read
