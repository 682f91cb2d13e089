"""What stands beside the summary of a closing: thanks, private notes and where it leads."""

import pytest

from activity.models import Entry
from communities.models import Membership, Role
from core.seams import person_erased, person_export, resolve
from forums.actions import (
    close_discussion,
    mute_discussion,
    publish_closing,
    redraft_closing,
    remove_post,
    reopen_discussion,
    restore_post,
    save_closing,
)
from forums.effects import draft_due
from forums.errors import ClosingStale, NotAContributor, NothingSaid, ThankedTwice
from forums.models import Acknowledgement, Discussion, FollowOn, PrivateNote
from forums.queries.closings import closing_readers
from forums.queries.people import ids_concerned
from notifications.models import Notification, OutboxMessage
from notifications.queries import notices
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import edit

GUIDE = ("article", "A guide in eight pages", "https://example.org/guide")


@pytest.fixture
def discussion(commons, moderator, participant, facilitator):
    found = DiscussionFactory(space=commons, title="Feedback on the day", planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What would have to change?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first.")
    PostFactory(discussion=found, author=facilitator, markdown="Sit down.")
    return found


@pytest.fixture
def closing(discussion, moderator):
    return drafted(discussion, moderator)


def drafted(discussion, moderator):
    close_discussion(discussion, actor=moderator, reason="The question is answered.")
    draft_due()
    return discussion.closings.unpublished().get()


def thanks_of(closing):
    return list(closing.acknowledgements.values_list("person", "words"))


def notes_of(closing):
    return list(closing.private_notes.order_by("pk").values_list("author", "receiver", "markdown", "sent_at"))


def test_thanks_and_links_are_kept_in_their_order(closing, moderator, participant, facilitator):
    thanks = [(facilitator.pk, "for the chair"), (participant.pk, "for the question")]

    save_closing(closing, actor=moderator, **edit(closing, thanks=thanks, follow_ons=[GUIDE]))

    assert thanks_of(closing) == thanks
    assert list(closing.follow_ons.values_list("kind", "title", "url")) == [GUIDE]
    assert closing.version == 2


def test_what_an_edit_leaves_out_is_not_kept(closing, moderator, participant):
    save_closing(
        closing,
        actor=moderator,
        **edit(closing, thanks=[(participant.pk, "once")], notes=[(participant.pk, "once")], follow_ons=[GUIDE]),
    )

    save_closing(closing, actor=moderator, **edit(closing))

    assert (thanks_of(closing), notes_of(closing), closing.follow_ons.count()) == ([], [], 0)


def test_only_those_who_wrote_are_thanked_or_written_to(closing, moderator, leader):
    for part in ("thanks", "notes"):
        with pytest.raises(NotAContributor):
            save_closing(closing, actor=moderator, **edit(closing, **{part: [(leader.pk, "Thank you")]}))

    closing.refresh_from_db()
    assert (closing.version, thanks_of(closing), notes_of(closing)) == (1, [], [])


@pytest.mark.parametrize("part", ["thanks", "notes"])
def test_each_person_comes_once(closing, moderator, participant, part):
    twice = [(participant.pk, "a"), (participant.pk, "b")]

    with pytest.raises(ThankedTwice):
        save_closing(closing, actor=moderator, **edit(closing, **{part: twice}))


def test_nobody_writes_a_private_note_to_themselves(closing, moderator):
    with pytest.raises(NotAContributor):
        save_closing(closing, actor=moderator, **edit(closing, notes=[(moderator.pk, "Well done")]))


def test_a_note_that_shows_nothing_is_refused(closing, moderator, participant):
    with pytest.raises(NothingSaid):
        save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "[]()")]))


def test_a_stale_edit_changes_none_of_it(closing, moderator, leader, participant):
    save_closing(closing, actor=leader, **edit(closing, thanks=[(participant.pk, "theirs")]))

    with pytest.raises(ClosingStale):
        save_closing(closing, actor=moderator, **edit(closing, version=1, thanks=[(participant.pk, "mine")]))

    assert thanks_of(closing) == [(participant.pk, "theirs")]


def test_each_keeps_their_own_notes(closing, moderator, leader, participant):
    save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "From Mo")]))
    closing.refresh_from_db()

    save_closing(closing, actor=leader, **edit(closing, notes=[(participant.pk, "From Lea")]))
    save_closing(closing, actor=leader, **edit(closing, version=3))

    assert notes_of(closing) == [(moderator.pk, participant.pk, "From Mo", None)]


def test_publishing_hands_over_the_notes_of_all_their_authors(closing, moderator, leader, participant, facilitator):
    save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "From Mo")]))
    closing.refresh_from_db()
    mute_discussion(closing.discussion, actor=facilitator)

    publish_closing(closing, actor=leader, **edit(closing, notes=[(facilitator.pk, "From Lea")]))

    at = closing.published_at
    assert notes_of(closing) == [
        (moderator.pk, participant.pk, "From Mo", at),
        (leader.pk, facilitator.pk, "From Lea", at),
    ]
    handed = Entry.objects.filter(verb="note.delivered").order_by("pk")
    told = [(entry.actor, list(entry.notifications.values_list("recipient", flat=True))) for entry in handed]
    assert told == [(moderator, [participant.pk]), (leader, [facilitator.pk])]
    mails = OutboxMessage.objects.filter(entry__in=handed).order_by("pk")
    assert [(mail.recipient, mail.scope) for mail in mails] == [(participant, None), (facilitator, None)]


def test_a_note_of_somebody_who_lost_the_role_is_not_handed_over(closing, moderator, leader, participant):
    save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "From Mo")]))
    Membership.objects.filter(person=moderator).update(role=Role.PARTICIPANT)
    closing.refresh_from_db()

    publish_closing(closing, actor=leader, **edit(closing))

    assert notes_of(closing) == [(moderator.pk, participant.pk, "From Mo", None)]
    assert not Entry.objects.filter(verb="note.delivered").exists()


def test_whoever_is_thanked_is_told_once_and_in_what_is_new_even_when_muted(closing, moderator, participant):
    mute_discussion(closing.discussion, actor=participant)

    publish_closing(closing, actor=moderator, **edit(closing, thanks=[(participant.pk, "for the question")]))

    told = Notification.objects.filter(recipient=participant, entry__verb="discussion.closed")
    assert told.count() == 1
    assert not OutboxMessage.objects.filter(recipient=participant).exists()
    notice = notices(participant).rows[0]
    assert notice.resolved.context["thanks"] == "for the question"


def test_the_thanks_of_others_are_not_in_ones_own_notice(closing, moderator, participant, facilitator):
    publish_closing(closing, actor=moderator, **edit(closing, thanks=[(participant.pk, "for the question")]))

    assert notices(facilitator).rows[0].resolved.context["thanks"] == ""


def test_publishing_the_same_twice_is_once(closing, moderator, participant):
    said = edit(
        closing, thanks=[(participant.pk, "for it")], notes=[(participant.pk, "*You*  \nsaid")], follow_ons=[GUIDE]
    )

    publish_closing(closing, actor=moderator, **said)
    publish_closing(closing, actor=moderator, **said)

    assert Entry.objects.filter(verb__in=["discussion.closed", "note.delivered"]).count() == 2
    assert PrivateNote.objects.count() == 1


@pytest.mark.parametrize("part", ["thanks", "notes", "follow_ons"])
def test_publishing_something_else_again_is_refused(closing, moderator, participant, part):
    publish_closing(closing, actor=moderator, **edit(closing, version=1))
    other = {part: [GUIDE] if part == "follow_ons" else [(participant.pk, "for it")]}

    with pytest.raises(ClosingStale):
        publish_closing(closing, actor=moderator, **edit(closing, version=1, **other))

    assert (thanks_of(closing), notes_of(closing), closing.follow_ons.count()) == ([], [], 0)


def test_redrafting_and_reopening_keep_what_stands_beside(closing, moderator, participant):
    said = {"thanks": [(participant.pk, "for it")], "notes": [(participant.pk, "Between us")], "follow_ons": [GUIDE]}
    save_closing(closing, actor=moderator, **edit(closing, **said))
    closing.refresh_from_db()

    redraft_closing(closing, actor=moderator, version=closing.version)
    draft_due()
    reopen_discussion(closing.discussion, actor=moderator, reason="More")

    assert thanks_of(closing) == said["thanks"]
    assert notes_of(closing) == [(moderator.pk, participant.pk, "Between us", None)]
    assert drafted(Discussion.objects.get(pk=closing.discussion_id), moderator) == closing


def test_a_later_closing_begins_with_none_and_the_earlier_keeps_its_own(closing, moderator, participant):
    publish_closing(closing, actor=moderator, **edit(closing, thanks=[(participant.pk, "for it")], follow_ons=[GUIDE]))
    discussion = reopen_discussion(closing.discussion, actor=moderator, reason="More")

    later = drafted(discussion, moderator)

    assert (thanks_of(later), later.follow_ons.count()) == ([], 0)
    closing.refresh_from_db()
    assert (thanks_of(closing), closing.reason) == ([(participant.pk, "for it")], "The question is answered.")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("participant", True),
        ("moderator", True),
        ("leader", False),
        ("facilitator", False),
        ("outsider", False),
        ("admin", False),
    ],
)
def test_a_note_is_for_receiver_and_author_alone(request, closing, moderator, participant, who, sees):
    person = request.getfixturevalue(who)
    publish_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "Between us")]))
    note = closing.private_notes.get()

    assert PrivateNote.objects.visible_to(person).filter(pk=note.pk).exists() is sees
    assert (note.pk in resolve("forums.privatenote", [note.pk], person)) is sees
    assert ("Between us" in str(person_export.ask(person))) is sees


def test_a_note_that_is_not_sent_is_its_author_s_alone(closing, moderator, participant):
    save_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "Between us")]))

    assert not PrivateNote.objects.visible_to(participant).exists()
    assert "Between us" not in str(person_export.ask(participant))
    assert "Between us" in str(person_export.ask(moderator))


def test_erasing_the_receiver_takes_notes_and_the_words_of_thanks(closing, moderator, participant):
    said = {"thanks": [(participant.pk, "Pia, for it")], "notes": [(participant.pk, "Between us")]}
    publish_closing(closing, actor=moderator, **edit(closing, **said))
    version = Discussion.objects.get(pk=closing.discussion_id).version

    person_erased.ask(participant)

    assert thanks_of(closing) == [(participant.pk, "")]
    assert not PrivateNote.objects.exists()
    assert Discussion.objects.get(pk=closing.discussion_id).version > version


def test_whose_only_post_was_removed_is_neither_thanked_nor_told(closing, discussion, moderator, leader, participant):
    remove_post(discussion.posts.get(author=participant), actor=leader, reason="Rude")

    for part in ("thanks", "notes"):
        with pytest.raises(NotAContributor):
            save_closing(closing, actor=moderator, **edit(closing, **{part: [(participant.pk, "Thank you")]}))
    assert participant.pk not in ids_concerned(discussion)
    assert participant not in closing_readers(discussion)

    restore_post(discussion.posts.get(author=participant), actor=leader)
    assert participant.pk in ids_concerned(discussion)


def test_erasing_the_author_leaves_what_was_sent(closing, discussion, moderator, leader, participant, facilitator):
    publish_closing(closing, actor=moderator, **edit(closing, notes=[(participant.pk, "Sent")]))
    later = drafted(reopen_discussion(discussion, actor=leader, reason="More"), leader)
    save_closing(later, actor=moderator, **edit(later, notes=[(facilitator.pk, "Not sent")]))

    person_erased.ask(moderator)

    assert list(PrivateNote.objects.values_list("markdown", flat=True)) == ["Sent"]


def test_erasing_somebody_takes_them_out_of_a_draft(closing, moderator, participant):
    save_closing(closing, actor=moderator, **edit(closing, thanks=[(participant.pk, "for it")]))

    person_erased.ask(participant)

    assert not Acknowledgement.objects.exists()


def test_the_host_of_a_link_is_named():
    assert FollowOn(url="https://example.org:8443/a?b=c").host == "example.org"
