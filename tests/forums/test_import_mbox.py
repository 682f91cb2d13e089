import gc
import tracemalloc
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Entry
from communities.models import Community
from forums.effects import importing
from forums.management.commands.import_mbox import NOT_WHOLE
from forums.models import Discussion, ImportedMessage, ImportedSender, Post
from notifications.models import Notification, OutboxMessage
from tests.factories.archives import message, multipart, thread
from tests.factories.forums import PostFactory

TALK = [
    message("a", subject="[trainers] Talk"),
    message("b", answers=["a"], sender="Bea <bea@uni.example>", subject="Re: [trainers] Talk", minutes=1),
    message("c", answers=["a", "b"], subject="Re: [trainers] Talk", minutes=2),
]
OTHER = message("x", subject="[trainers] Other", minutes=3)


def parents(discussion):
    return dict(discussion.posts.values_list("number", "parent__number"))


@pytest.fixture
def bring_in(tmp_path, commons):
    """Import messages into the commons; returns (what was said, what was left out)."""

    def bring_in(*messages, space=commons, **options):
        archive = tmp_path / "archive.mbox"
        archive.write_bytes(b"".join(messages))
        out, err = StringIO(), StringIO()
        place = {"community": space.community.slug, "space": space.slug}
        try:
            call_command("import_mbox", archive, **place, **options, stdout=out, stderr=err)
        except CommandError as refusal:
            if refusal.returncode != NOT_WHOLE:
                raise
            assert err.getvalue(), "whatever was left out is named"
        return out.getvalue(), err.getvalue()

    return bring_in


def test_import_makes_open_discussions_of_threads(bring_in, commons):
    said, complained = bring_in(*TALK, OTHER)

    talk, other = commons.discussions.order_by("pk")
    assert (talk.title, other.title) == ("Talk", "Other")
    assert (talk.state, talk.kind, talk.planned_by) == (Discussion.State.OPEN, Discussion.Kind.OPEN, None)
    assert (talk.post_count, talk.people_count, talk.last_number) == (3, 2, 3)
    assert talk.question == "We debrief in pairs after each simulation."
    assert [(p.number, p.depth, p.kind, p.sender.name) for p in talk.posts.order_by("path")] == [
        (1, 0, "prompt", "Ana Ruiz"),
        (2, 0, "contribution", "Bea"),
        (3, 1, "contribution", "Ana Ruiz"),
    ]
    assert parents(talk) == {1: None, 2: None, 3: 2}
    assert talk.opened_at == talk.posts.get(number=1).created_at
    assert talk.last_post_at == talk.posts.get(number=3).created_at
    assert "Posts added: 4" in said
    assert complained == ""


def test_import_tells_nobody_and_is_written_down(bring_in, commons, participant):
    bring_in(*TALK)

    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()
    entry = Entry.objects.get(verb="discussion.imported")
    assert (entry.actor, entry.object_id, entry.data) == (None, commons.discussions.get().pk, {"posts": 3})


def test_import_twice_adds_nothing(bring_in):
    bring_in(*TALK, OTHER)

    said, _complained = bring_in(*TALK, OTHER)

    assert (Discussion.objects.count(), Post.objects.count(), ImportedMessage.objects.count()) == (2, 4, 4)
    assert ImportedSender.objects.count() == 2
    assert "Posts added: 0" in said
    assert "Here already: 4" in said


def test_import_of_a_grown_archive_continues_its_threads(bring_in, commons):
    bring_in(*TALK)
    late = message("late", answers=["a"], minutes=-60)

    bring_in(*TALK, late, message("d", answers=["a", "b", "c"], minutes=9), OTHER)

    talk = commons.discussions.get(title="Talk")
    # What came late is new to whoever has read all, so it gets the next number, whatever its date.
    assert parents(talk) == {1: None, 2: None, 3: 2, 4: None, 5: 3}
    assert talk.post_count == 5
    assert talk.last_post_at == talk.posts.get(number=5).created_at
    assert commons.discussions.count() == 2


def test_import_of_the_next_months_archive_continues_the_threads_of_the_last(bring_in, commons):
    bring_in(*TALK)

    bring_in(
        message("e", answers=["a", "b", "lost"], subject="Re: Talk", minutes=9),
        message("f", answers=["e"], subject="Re: Talk", minutes=10),
    )

    talk = commons.discussions.get()
    assert parents(talk) == {1: None, 2: None, 3: 2, 4: 2, 5: 4}


def test_import_leaves_out_what_belongs_to_a_discussion_that_is_not_open(bring_in, commons):
    bring_in(*TALK)
    commons.discussions.update(state=Discussion.State.CLOSING)

    said, complained = bring_in(*TALK, message("d", answers=["c"], minutes=9))

    assert Post.objects.count() == 3
    assert "“Talk” is not open: 1 new message was left out" in complained
    assert "left out: 1" in said
    commons.discussions.update(state=Discussion.State.OPEN)
    bring_in(*TALK, message("d", answers=["c"], minutes=9))
    assert Post.objects.count() == 4


def test_import_goes_beside_what_members_wrote_meanwhile(bring_in, commons, participant):
    bring_in(*TALK)
    PostFactory(discussion=commons.discussions.get(), author=participant)

    bring_in(*TALK, message("d", answers=["c"], minutes=9))

    talk = commons.discussions.get()
    assert list(talk.posts.order_by("number").values_list("number", "author", "sender__name")) == [
        (1, None, "Ana Ruiz"),
        (2, None, "Bea"),
        (3, None, "Ana Ruiz"),
        (4, participant.pk, None),
        (5, None, "Ana Ruiz"),
    ]


def test_dry_run_says_what_would_come_and_changes_nothing(bring_in):
    said, _complained = bring_in(*TALK, OTHER, dry_run=True)

    assert not Discussion.objects.exists()
    assert not ImportedSender.objects.exists()
    assert not Entry.objects.filter(verb="discussion.imported").exists()
    assert "Nothing was changed" in said
    assert "Posts added: 4, by people: 2" in said
    assert "Discussions begun: 2" in said


def test_the_report_is_the_same_before_and_after(bring_in, commons):
    bring_in(*TALK)
    parts = multipart(("Content-Type: text/plain", "See."), ("Content-Type: application/pdf; name=a.pdf", "%PDF"))
    archive = [
        *(*TALK, OTHER, TALK[0], message("d", answers=["c"], minutes=9), message("e", body="\n", minutes=10)),
        *(message(f"long{at}", answers=["x"], sender=f"P{at} <p{at}@uni.example>", minutes=at) for at in range(450)),
        message("f", subject="With a plan", minutes=900, **parts),
    ]

    before = bring_in(*archive, dry_run=True)
    again = bring_in(*archive, dry_run=True)
    after = bring_in(*archive)

    assert before == again
    assert before[0].splitlines()[1:] == after[0].splitlines()
    assert before[1] == after[1]
    assert after[0].splitlines() == [
        "Messages read: 458, in files: 1",
        "Posts added: 453, by people: 451",
        "Discussions begun: 2, continued: 1",
        "Sent between 2024-03-04 and 2024-03-05",
        "Attachments named and left behind: 1",
        "Here already: 3, copies: 1, damaged: 1, left out: 0",
    ]
    assert commons.discussions.get(title__endswith="Other").post_count == 451


def test_exit_codes_tell_what_was_left_out(tmp_path, commons):
    archive = tmp_path / "archive.mbox"
    place = {"community": "campus", "space": "commons", "stdout": StringIO(), "stderr": StringIO()}
    archive.write_bytes(b"".join([*TALK, message("e", body="\n", minutes=10)]))
    with pytest.raises(CommandError) as left_out:
        call_command("import_mbox", archive, **place)
    with pytest.raises(CommandError) as unusable:
        call_command("import_mbox", tmp_path / "gone", **place)

    assert (left_out.value.returncode, unusable.value.returncode) == (NOT_WHOLE, 1)
    assert Post.objects.count() == 3


def queries_of(bring_in, *messages):
    with CaptureQueriesContext(connection) as asked:
        bring_in(*messages)
    return len(asked)


def test_many_messages_of_a_talk_take_as_many_queries_as_few(bring_in):
    few = queries_of(bring_in, *thread(10, subject="A short talk"))
    many = queries_of(bring_in, *(each.replace(b"talk", b"tale") for each in thread(190, subject="A longer one")))

    assert many == few


def peak_of(bring_in, name, count):
    """The most bytes that Python held while `count` messages of one talk came in."""
    body = "What we saw, at some length.\n\n" * 20
    messages = [message(f"{name}{at}", subject=f"Talk {name}", body=body, minutes=at) for at in range(count)]
    messages[1:] = [
        each.replace(b"Subject: ", f"References: <{name}0@mail.example>\nSubject: ".encode()) for each in messages[1:]
    ]
    tracemalloc.start()
    try:
        bring_in(*messages)
        return tracemalloc.get_traced_memory()[1] - sum(map(len, messages))  # the archive that this test makes
    finally:
        tracemalloc.stop()


@pytest.fixture
def tidy():
    """Rubbish is looked for as often as in production; in other tests it may lie for a while."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("tidy")
def test_memory_does_not_grow_with_the_size_of_a_talk(bring_in, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 20)
    peak_of(bring_in, "warm", 20)

    few, many = peak_of(bring_in, "few", 20), peak_of(bring_in, "many", 200)

    assert many < few + 180 * 2_500, "the index of a message is all that is held of it"


def test_import_names_damaged_messages_and_takes_the_rest(bring_in, commons):
    talk = message("a", subject="Talk")
    headless = b"From x@lists.example Mon Mar  4 09:00:00 2024\nnot a header\n\n"
    empty = message("c", answers=["a", "b"], body="\n", minutes=2)

    said, complained = bring_in(
        talk,
        headless,
        empty,
        message("b", answers=["a"], minutes=1),
        message("d", answers=["a", "b", "c"], minutes=3),
    )

    assert parents(commons.discussions.get()) == {1: None, 2: None, 3: 2}
    offset = len(talk)
    assert complained.splitlines() == [
        f"Message 2 (at byte {offset}) was skipped: it has no headers.",
        f"Message 3 (at byte {offset + len(headless)}, <c@mail.example>) was skipped: there is nothing to read in it.",
    ]
    assert "damaged: 2" in said


def test_import_begins_with_the_answer_when_the_question_is_damaged(bring_in, commons):
    bring_in(message("a", body="\n", subject="Talk"), message("b", answers=["a"], subject="Re: Talk", minutes=1))

    talk = commons.discussions.get()
    assert (talk.title, talk.post_count, talk.posts.get().kind) == ("Talk", 1, "prompt")


def test_import_shows_no_address(bring_in, client, commons):
    kind = multipart(
        (
            "Content-Type: text/plain",
            "Ana <ana.ruiz@uni.example> wrote to bea at uni.example:\n> ask ana@uni.example",
        ),
        ("Content-Type: text/csv; name=ana.ruiz@uni.example.csv", "x"),
    )
    bring_in(
        message("a", subject="From ana.ruiz@uni.example", sender="ana.ruiz@uni.example", **kind),
        message("b", answers=["a"], sender='"ana.ruiz@uni.example" <ana.ruiz@uni.example>', minutes=1),
    )

    stored = [
        *Discussion.objects.values_list("title", "question", "excerpt"),
        *Post.objects.values_list("markdown", "html"),
        *ImportedSender.objects.values_list("name", "address_hash"),
    ]
    assert "uni" not in repr(stored)
    assert [sender.name for sender in ImportedSender.objects.all()] == ["a…@…"]
    page = client.get(commons.discussions.get().get_absolute_url())
    assert page.status_code == 200
    assert "uni.example" not in page.content.decode()


def test_import_notes_attachments(bring_in):
    parts = multipart(
        ("Content-Type: text/plain", "See the plan."), ("Content-Type: application/pdf; name=plan_*1*.pdf", "%PDF")
    )

    bring_in(message("a", **parts))

    post = Post.objects.get()
    assert post.markdown == "See the plan.\n\nAttachment: plan\\_\\*1\\*.pdf (application/pdf, 4\xa0bytes)"


def test_import_cuts_what_is_longer_than_a_post_and_says_so(bring_in):
    bring_in(message("a", body="A sentence that is said again and again.\n\n" * 5_000))

    assert Post.objects.get().markdown.endswith("it is longer than a post may be.")


def test_import_gives_a_title_to_threads_without_a_subject(bring_in, commons):
    bring_in(message("a", subject=None), message("b", subject="Re: " + "word " * 100, minutes=1))

    titles = list(commons.discussions.order_by("pk").values_list("title", flat=True))
    assert titles[0] == "We debrief in pairs after each simulation."
    assert len(titles[1]) == 200
    assert titles[1].endswith("…")


def test_import_keeps_senders_of_two_spaces_apart(bring_in, commons, members_room):
    bring_in(*TALK)
    bring_in(*TALK, space=members_room)

    assert ImportedSender.objects.filter(name="Bea").count() == 2
    assert members_room.discussions.get().post_count == 3


def test_import_of_a_thousand_posts_in_one_thread(bring_in, commons, client):
    bring_in(*thread(1_000))

    talk = commons.discussions.get()
    assert (talk.post_count, talk.people_count, talk.last_number) == (1_000, 50, 1_000)
    # Number 1000 answers 500, that 250, 125, 62, 31, 15, 7, 3; and that the question.
    assert talk.posts.get(number=1_000).depth == 8
    assert client.get(reverse("forums:discussion", args=[talk.pk, talk.slug])).status_code == 200


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"community": "campus", "space": "attic"}, "There is no space “attic” in a community “campus”"),
        ({"community": "nowhere", "space": "commons"}, "There is no space “commons”"),
    ],
)
def test_import_refuses_a_place_that_is_not_there(tmp_path, community, place, why):
    with pytest.raises(CommandError, match=why):
        call_command("import_mbox", tmp_path, **place)


def test_import_refuses_a_concluded_community(bring_in, community):
    community.phase = Community.Phase.CONCLUDED
    community.save()

    with pytest.raises(CommandError, match="takes no posts"):
        bring_in(*TALK)


@pytest.mark.parametrize("content", [b"", b"Dear diary,\n\nnothing happened.\n"])
def test_import_refuses_what_is_no_archive(bring_in, content):
    with pytest.raises(CommandError, match="Is it an mbox archive"):
        bring_in(content)


def test_import_refuses_a_file_that_cannot_be_read(tmp_path, commons):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_mbox", tmp_path / "gone.mbox", community="campus", space="commons")
