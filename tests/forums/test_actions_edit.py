import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from activity.models import Entry
from communities.models import Membership, Role
from core.permissions import Refused
from forums import actions
from forums.errors import DiscussionClosed, NothingSaid, PostRemoved, PostStale
from forums.models import Discussion, Post, PostRevision
from forums.queries.revisions import EDITS_PER_PAGE, compare, history_of
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons):
    return DiscussionFactory(space=commons)


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="I asked before I told.")


def edit(post, actor, text="I told before I asked.", version=0):
    return actions.edit_post(post, actor=actor, markdown=text, version=version)


def test_an_edit_keeps_what_stood_there(discussion, post, participant):
    before = discussion.version

    edited = edit(post, participant, "I *told* before I asked.")

    revision = PostRevision.objects.get()
    discussion.refresh_from_db()
    assert (edited.markdown, edited.html) == (
        "I *told* before I asked.",
        '<p dir="auto">I <em>told</em> before I asked.</p>',
    )
    assert (revision.version, revision.markdown, revision.replaced_by) == (0, "I asked before I told.", participant)
    assert (edited.version, discussion.version) == (1, before + 1)
    assert Entry.objects.get(verb="post.edited").object_id == post.pk


def test_a_slip_mended_at_once_is_not_marked(post, participant):
    assert edit(post, participant).edited_at is None


@pytest.mark.parametrize("what", ["later", "answered"])
def test_an_edit_is_marked_when_people_may_have_read_it(discussion, post, participant, leader, what):
    if what == "answered":
        actions.reply(discussion, actor=leader, markdown="Why?", submission=uuid.uuid4())
    with time_machine.travel(timezone.now() + timedelta(minutes=6 if what == "later" else 1)):
        edited = edit(post, participant)

    assert edited.edited_at is not None


def test_a_mark_stays(post, participant):
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        marked = edit(post, participant).edited_at

    assert edit(post, participant, "Again.", version=1).edited_at == marked


def test_the_same_text_twice_is_one_edit(post, participant):
    edit(post, participant)
    edit(post, participant)

    assert PostRevision.objects.count() == 1
    assert edit(post, participant, "I told before I asked.", version=1).version == 1


def test_a_stale_edit_is_refused(post, participant):
    edit(post, participant, "From one window.")

    with pytest.raises(PostStale):
        edit(post, participant, "From the other.")

    post.refresh_from_db()
    assert post.markdown == "From one window."


def test_nobody_rewrites_the_words_of_others(post, leader, moderator, outsider):
    for person in (leader, moderator, outsider):
        with pytest.raises(Refused):
            edit(post, person)


def test_who_has_left_edits_no_more(post, participant, community):
    community.memberships.filter(person=participant).update(state="left", ended_at="2026-01-01T00:00Z")

    with pytest.raises(Refused):
        edit(post, participant)


def test_a_closed_discussion_stays_as_it_is(discussion, post, participant):
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")

    with pytest.raises(DiscussionClosed):
        edit(post, participant)


def test_a_removed_post_is_not_edited(discussion, post, participant):
    other = PostFactory(discussion=discussion, author=participant)
    actions.remove_post(other, actor=participant)

    with pytest.raises(PostRemoved):
        edit(other, participant)


def test_an_edit_that_says_nothing_is_refused(post, participant):
    with pytest.raises(NothingSaid):
        edit(post, participant, " \u200b ")


def test_the_question_changes_what_lists_show_and_not_the_plan(discussion, participant):
    question = PostFactory(discussion=discussion, author=participant, kind="prompt", markdown=discussion.question)

    edit(question, participant, "What did you *really* say?")

    discussion.refresh_from_db()
    assert discussion.excerpt == "What did you really say?"
    assert discussion.question == "What did you say, and what happened next?"


def said(pieces):
    marks = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("I asked her.", "I told her.", "I [-asked-][+told+] her."),
        ("one\ntwo\n", "one\n", "one\n[-two\n-]"),
        ("", "new", "[+new+]"),
        ("same", "same", "same"),
        ("a " * 600, "b " * 600, "[-" + "a " * 600 + "-][+" + "b " * 600 + "+]"),
    ],
)
def test_a_comparison_shows_what_went_and_what_came(old, new, shown):
    assert said(compare(old, new)) == shown


@pytest.mark.parametrize("signs", ["ab ", "a\n", "a b\n"])
def test_a_comparison_of_long_texts_loses_nothing(signs):
    old, new = signs * 20_000, (signs + "c") * 20_000
    pieces = list(compare(old, new))

    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new


def test_the_history_goes_back_page_by_page(post, participant):
    for number in range(EDITS_PER_PAGE + 2):
        post = edit(post, participant, f"Text {number}", version=number)

    first = history_of(post)
    second = history_of(post, before=first.before)

    assert [edit.number for edit in first.edits] == [7, 6, 5, 4, 3]
    assert [edit.number for edit in second.edits] == [2, 1]
    assert second.before is None
    assert said(first.edits[0].pieces) == "Text [-5-][+6+]"
    assert said(second.edits[0].pieces) == "Text [-0-][+1+]"
    assert history_of(post, before=99).edits == history_of(post, before=0).edits == []


@pytest.mark.parametrize("kind", sorted({*Post.STEERING} - {*Post.FIXED}))
def test_what_steers_is_edited_only_by_who_runs_the_discussion(discussion, post, moderator, kind):
    said = actions.steer(discussion, actor=moderator, kind=kind, markdown="So far.", submission=uuid.uuid4())
    said = edit(said, moderator, "So far, so good.")
    Membership.objects.filter(person=moderator).update(role=Role.PARTICIPANT)

    with pytest.raises(Refused):
        edit(said, moderator, "In the name of the team.", version=1)

    actions.remove_post(said, actor=moderator)
    actions.restore_post(said, actor=moderator)
    said.refresh_from_db()
    assert (said.markdown, said.is_removed) == ("So far, so good.", False)
