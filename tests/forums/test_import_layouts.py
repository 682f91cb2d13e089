"""Archives as the makers of lists give them: told by their content, read without an end to what they unpack."""

import gzip
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from forums.management.commands.import_mbox import NOT_WHOLE
from forums.mbox import containers
from forums.mbox.containers import TooLarge, Why, opened
from forums.mbox.masking import mask
from forums.models import Discussion, ImportedSender, Post
from forums.models.imports import address_key
from tests.factories.archives import message

GOOGLE = b"From 1717171717171717171@xxx Mon Mar 04 09:00:00 +0000 2024\n"
PIPERMAIL = b"From ana.ruiz at uni.example  Mon Mar  4 09:00:00 2024\n"
LISTED = {"list_id": "Trainers <trainers.lists.example>"}
FIRST, SECOND = message("a", subject="Talk"), message("b", answers=["a"], subject="Re: Talk", minutes=1)


def zipped(**members):
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in members.items():
            bundle.writestr(name.replace("__", "/").replace("_mbox", ".mbox"), content)
    return held.getvalue()


@pytest.fixture
def read(tmp_path):
    """(names of the files with messages, what was left out, everything in a row) of a file with this content."""

    def read(content, name="archive"):
        path = tmp_path / name
        path.write_bytes(content)
        with opened(path) as archive:
            return [part.name for part in archive.parts], archive.left_out, archive.file.read()

    return read


@pytest.fixture
def bring_in(tmp_path, commons):
    """Import a file or folder; returns (what was said, what was left out)."""

    def bring_in(content=None, path=None, **options):
        path = path or tmp_path / "archive"
        if content is not None:
            path.write_bytes(content)
        out, err = StringIO(), StringIO()
        try:
            call_command("import_mbox", path, community="campus", space="commons", **options, stdout=out, stderr=err)
        except CommandError as refusal:
            if refusal.returncode != NOT_WHOLE:
                raise
        return out.getvalue(), err.getvalue()

    return bring_in


def test_an_mbox_is_read_where_it_lies(read):
    assert read(FIRST) == (["archive"], [], FIRST)


def test_a_packed_mbox_is_unpacked(read):
    assert read(gzip.compress(FIRST), "list.mbox.gz") == (["list.mbox"], [], FIRST + b"\n\n")


def test_a_zip_gives_its_archives_and_names_the_rest(read):
    content = zipped(group__messages_mbox=FIRST, group__old=gzip.compress(SECOND), group__members="Ana,ana@uni.example")

    names, left_out, _run = read(content)

    assert names == ["group/messages.mbox", "group/old"]
    assert left_out == [("group/members", Why.NO_MESSAGES)]


def test_what_is_packed_twice_is_named(read):
    content = zipped(a_mbox=FIRST, b=zipped(c_mbox=SECOND), d=gzip.compress(gzip.compress(SECOND)))

    names, left_out, _run = read(content)

    assert names == ["a.mbox"]
    assert left_out == [("b", Why.PACKED_TWICE), ("d", Why.PACKED_TWICE)]


def test_of_a_damaged_file_comes_what_can_be_read(read):
    many = b"".join(message(f"m{at}", body=f"{at * 7919} is what we saw.\n" * 9) for at in range(3_000))
    packed = gzip.compress(many)

    names, left_out, run = read(packed[: len(packed) // 2])

    assert names == ["archive"]
    assert left_out == [("archive", Why.DAMAGED)]
    assert len(run) > len(many) // 3
    assert many.startswith(run.rstrip(b"\n"))


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(a_mbox=content)])
def test_a_bomb_is_refused(read, monkeypatch, pack):
    monkeypatch.setattr(containers, "ALWAYS_UNPACKED", 1024 * 1024)
    content = pack(FIRST + b"\n" * 8 * 1024 * 1024)

    with pytest.raises(TooLarge):
        read(content)

    monkeypatch.setattr(containers, "ALWAYS_UNPACKED", 20 * 1024 * 1024)
    assert len(read(content)[2]) > 8 * 1024 * 1024


def test_a_zip_with_a_locked_member_gives_the_rest(read):
    content = bytearray(zipped(a_mbox=FIRST, b_mbox=SECOND))
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1  # says that the first is locked

    names, left_out, _run = read(bytes(content))

    assert names == ["b.mbox"]
    assert left_out == [("a.mbox", Why.DAMAGED)]


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_a_bound_is_left_out(read, packed):
    held = BytesIO(zipped(a_mbox=FIRST))
    with zipfile.ZipFile(held, "a") as bundle:
        bundle.writestr("b.mbox", SECOND, packed)

    names, left_out, _run = read(held.getvalue())

    assert names == ["a.mbox"]
    assert left_out == [("b.mbox", Why.DAMAGED)]


def test_a_folder_is_read_as_one_archive(bring_in, tmp_path, commons):
    folder = tmp_path / "trainers"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "April.txt.gz").write_bytes(gzip.compress(SECOND.rstrip()))
    (folder / "2024" / "March.txt").write_bytes(FIRST)
    (folder / "index.html").write_text("<p>From here on")

    said, left_out = bring_in(path=folder)

    assert commons.discussions.get().post_count == 2
    assert "Messages read: 2, in files: 2" in said
    assert left_out.splitlines() == ["index.html was not read: it holds no messages."]


def test_a_message_is_named_in_its_own_file(bring_in, tmp_path):
    folder = tmp_path / "trainers"
    folder.mkdir()
    (folder / "a.mbox").write_bytes(FIRST)
    (folder / "b.mbox").write_bytes(SECOND + message("c", body="\n", minutes=2))

    _said, left_out = bring_in(path=folder)

    assert left_out == (
        f"Message 2 of b.mbox (at byte {len(SECOND)}, <c@mail.example>) was skipped: there is nothing to read in it.\n"
    )


def test_a_message_is_counted_in_its_own_file_also_where_two_have_one_name(bring_in, tmp_path):
    folder = tmp_path / "trainers"
    folder.mkdir()
    (folder / "2023.zip").write_bytes(zipped(list_mbox=FIRST))
    (folder / "2024.zip").write_bytes(zipped(list_mbox=SECOND + message("c", body="\n", minutes=2)))

    _said, left_out = bring_in(path=folder)

    assert left_out.startswith(f"Message 2 of list.mbox (at byte {len(SECOND)}, <c@mail.example>)")


def test_the_archives_of_mailman_spell_addresses_out(bring_in, commons):
    body = "On Monday, Bea <bea at uni.example> wrote:\n> Ask first.\n>From experience: yes.\n"
    bring_in(
        message(
            "a", subject="[Trainers] Talk", sender="ana.ruiz at uni.example (Ana Ruiz)", from_line=PIPERMAIL, body=body
        )
        + message("b", answers=["a"], sender='"Ruiz, Ana" <ana.ruiz at uni.example>', minutes=1, from_line=PIPERMAIL)
    )

    sender = ImportedSender.objects.get()
    assert (sender.name, sender.address_hash) == ("Ana Ruiz", address_key("ana.ruiz@uni.example"))
    assert "uni.example" not in repr(list(Post.objects.values_list("markdown", "html")))


def test_an_address_whose_middle_is_hidden_is_no_address(bring_in):
    bring_in(
        message("a", sender="Ana Ruiz <ana...@uni.example>")
        + message("b", sender="Anabel Sosa <ana...@uni.example>", minutes=1)
    )

    assert set(ImportedSender.objects.values_list("name", flat=True)) == {"Ana Ruiz", "Anabel Sosa"}


def test_an_address_with_an_a_in_brackets_is_hidden():
    assert mask("Ana <ana(a)uni.example> wrote") == "Ana wrote"
    assert mask("write to ana.ruiz(a)uni.example") == "write to a…@…"
    assert mask("see (a) the plan, f(a) and g(a).x") == "see (a) the plan, f(a) and g(a).x"


def test_of_a_mailbox_comes_what_a_list_sent(bring_in, commons):
    mailbox = {"from_line": GOOGLE, "x_gm_thrid": "17"}

    _said, left_out = bring_in(
        message("a", subject="Talk", **mailbox, **LISTED, x_gmail_labels="Inbox,Opened")
        + message("b", subject="Rent", sender="Landlord <l@home.example>", minutes=1, **mailbox, x_gmail_labels="Inbox")
        + message("c", subject="Re: Talk", minutes=2, **mailbox, **LISTED, x_gmail_labels='"Drafts",Trainers')
        + message("d", subject="On", minutes=3, **mailbox, **LISTED, x_gmail_labels="=?UTF-8?Q?Entw=C3=BCrfe?=")
        + message("e", subject="Something else", minutes=4, **mailbox, **LISTED, x_gmail_labels="Inbox")
    )

    assert [(d.title, d.post_count) for d in Discussion.objects.all()] == [("Talk", 2)]  # one thread, as it says
    reasons = [line.rpartition(" was skipped: ")[2] for line in left_out.splitlines()]
    assert reasons == [
        "it lies in somebody’s own mailbox and came by no list.",
        "it lies among drafts, spam or deleted mail.",
        "it lies among drafts, spam or deleted mail.",
    ]


def test_a_mailbox_with_several_lists_wants_to_know_which(bring_in, commons):
    mailbox = {"from_line": GOOGLE, "x_gmail_labels": "Inbox"}
    content = message("a", subject="Talk", x_gm_thrid="1", **mailbox, **LISTED) + message(
        "b", subject="Sale", minutes=1, x_gm_thrid="2", **mailbox, list_id="<shop.example>"
    )

    with pytest.raises(CommandError, match=r"trainers\.lists\.example"):
        bring_in(content)
    assert not Discussion.objects.exists()
    said, _left_out = bring_in(content, list="trainers.lists")

    assert commons.discussions.get().title == "Talk"
    assert "Of other lists: 1" in said


def test_a_mailbox_without_any_list_says_why_nothing_came(bring_in):
    said, left_out = bring_in(message("a", subject="Rent", from_line=GOOGLE, x_gm_thrid="1", x_gmail_labels="Inbox"))

    assert "Posts added: 0" in said
    assert "it lies in somebody’s own mailbox and came by no list" in left_out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x1f\x8b\x08packed", "is damaged"),
        (b"PK\3\4packed", "is damaged"),
        (zipped(a="Dear diary"), "Is it an mbox archive"),
    ],
)
def test_what_is_no_archive_is_refused(bring_in, content, why):
    with pytest.raises(CommandError, match=why):
        bring_in(content)
