import contextlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import render
from forums.mbox import archive, threads
from forums.mbox.archive import Damage, Damaged
from forums.mbox.decoding import decode, decode_words
from forums.mbox.threads import base_subject
from tests.factories.archives import message, multipart, thread


def scanned(*messages):
    return list(archive.scan(BytesIO(b"".join(messages))))


def joined(*messages):
    """[(title, [(number in the file, number of the message that it answers)])] of an archive."""
    entries = [entry for entry in scanned(*messages) if not isinstance(entry, Damaged)]
    found, _copies = threads.join(entries)
    numbers = {entry.key: entry.number for entry in entries}
    return [(t.title, [(p.entry.number, numbers.get(p.parent)) for p in t.messages]) for t in found]


def loaded(*args, **kwargs):
    file = BytesIO(message(*args, **kwargs))
    [entry] = archive.scan(file)
    assert not isinstance(entry, Damaged), entry.damage
    return archive.load(file, entry)


def markdown_of(body, **kwargs):
    return loaded(body=body, **kwargs).body.markdown


def test_scan_finds_messages_by_offset():
    first, second = message("one"), message("two", body="From here on we met.\n>From the ward\n>>From afar\n")

    entries = scanned(first, second)

    assert [(entry.number, entry.offset, entry.end) for entry in entries] == [
        (1, 0, len(first)),
        (2, len(first), len(first + second)),
    ]


def test_load_takes_one_quoting_mark_from_lines_that_begin_with_from():
    text = markdown_of("We met.\n>From the ward we came.\n")

    assert text == "We met.\nFrom the ward we came."


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_scan_reads_both_kinds_of_line_ends(ending):
    messages = [part.replace(b"\n", ending) for part in (message("one"), message("two"))]

    assert len(scanned(*messages)) == 2


def test_scan_survives_a_missing_blank_line_and_lines_without_end():
    cut_off = message("one", body="x" * 3_000_000).rstrip(b"\n") + b"\n"

    assert [entry.number for entry in scanned(cut_off, message("two"))] == [1, 2]


def test_scan_names_what_is_damaged_and_goes_on():
    garbage = b"From x@lists.example Mon Mar  4 09:00:00 2024\n\x00\xff\x80 not a header\nat all\n\n"

    found = scanned(b"left over\n\n", garbage, message("two"), message("three", sender=""))

    assert [getattr(one, "damage", None) for one in found] == [
        Damage.NO_HEADERS,
        Damage.NO_HEADERS,
        None,
        Damage.NO_SENDER,
    ]
    assert (found[1].number, found[1].offset) == (2, len(b"left over\n\n"))


def test_load_names_a_message_without_anything_to_read():
    with pytest.raises(Damaged) as damaged:
        loaded(body="\n-- \nAna\n")

    assert damaged.value.damage == Damage.NO_TEXT


@pytest.mark.parametrize(
    ("headers", "sent_at"),
    [
        ({"date": "Mon, 04 Mar 2024 10:00:00 +0100"}, datetime(2024, 3, 4, 9, 0, tzinfo=UTC)),
        ({"date": "4 Mar 24 10:00:00 EST"}, datetime(2024, 3, 4, 15, 0, tzinfo=UTC)),
        (
            {"date": "yesterday", "received": "by mx; Tue, 05 Mar 2024 08:00:00 +0000"},
            datetime(2024, 3, 5, 8, 0, tzinfo=UTC),
        ),
        ({"date": "Fri, 31 Dec 2199 10:00:00 +0000"}, datetime(2024, 3, 4, 9, 0, tzinfo=UTC)),
        ({"date": None}, datetime(2024, 3, 4, 9, 0, tzinfo=UTC)),
        ({"date": "Mon, 04 Mar 2024 10:00:00 +9999"}, datetime(2024, 3, 4, 9, 0, tzinfo=UTC)),
        ({"date": None, "from_line": b"From - nobody\n"}, None),
    ],
)
def test_scan_finds_when_a_message_was_sent(headers, sent_at):
    [entry] = scanned(message(**headers))

    assert entry.sent_at == sent_at


def test_join_gives_a_message_without_a_date_its_neighbours():
    undated = message("two", date=None, from_line=b"From - nobody\n")

    [first, second], _copies = threads.join(scanned(message("one", minutes=5), undated))

    assert second.messages[0].sent_at == first.messages[0].sent_at


def test_join_follows_references_whatever_the_order():
    found = joined(
        message("c", answers=["a", "b"], subject="Re: Talk", minutes=2),
        message("b", answers=["a"], subject="AW: Talk", minutes=9),
        message("a", subject="Talk", minutes=5),
    )

    assert found == [("Talk", [(3, None), (2, 3), (1, 2)])]


def test_join_bridges_missing_messages_and_keeps_their_answers_together():
    found = joined(
        message("a", subject="Talk"),
        message("c", answers=["a", "gone"], minutes=1),
        message("x", answers=["lost"], subject="Re: Other", minutes=2),
        message("y", answers=["lost"], subject="Re: Other", minutes=3),
    )

    assert found == [("Talk", [(1, None), (2, 1)]), ("Other", [(3, None), (4, None)])]


def test_join_uses_in_reply_to_where_references_say_nothing():
    answer = message("b", in_reply_to="Your message of Monday <a@mail.example>", minutes=1)

    assert joined(message("a", subject="Talk"), answer) == [("Talk", [(1, None), (2, 1)])]


@pytest.mark.parametrize(
    "messages",
    [
        [message("a", answers=["a"])],
        [message("a", answers=["b"]), message("b", answers=["a"], minutes=1)],
        [message("a", answers=["c"]), message("b", answers=["a"], minutes=1), message("c", answers=["b"], minutes=2)],
        [message("a", answers=["b", "c", "b"]), message("b", answers=["c", "b", "a"], minutes=1)],
    ],
)
def test_join_leaves_loops_out(messages):
    [(_title, posts)] = joined(*messages)

    assert sorted(number for number, _parent in posts) == list(range(1, len(messages) + 1))
    assert posts[0][1] is None


def test_join_counts_copies_once_and_keeps_two_messages_with_one_id():
    entries = scanned(
        message("a", body="to the list\n"),
        message("a", body="to me\n"),
        message("a", subject="[list] Debriefing in pairs"),
        message("a", sender="Bea <bea@uni.example>", subject="Another matter", minutes=5),
    )

    found, copies = threads.join(entries)

    assert (len(found), copies) == (2, 2)


def test_scan_gives_a_message_without_an_id_a_key_that_lasts():
    alone = message(message_id=None)

    [entry] = scanned(alone)
    [_other, again] = scanned(message("other"), alone.replace(b"\n\n", b"\nStatus: RO\n\n", 1) + b"\n\n")

    assert entry.key == again.key


@pytest.mark.parametrize(
    ("subject", "minutes", "together"),
    [
        ("Re: Debriefing in pairs", 60, True),
        ("Re: [trainers] AW: Debriefing in pairs", 60, True),
        ("Debriefing in pairs", 60, False),
        ("Re: Debriefing in pairs", 60 * 24 * 60, False),
        ("Fwd: Debriefing in pairs", 60, False),
    ],
)
def test_join_by_subject_only_where_it_is_safe(subject, minutes, together):
    tagged = [message(f"t{n}", subject=f"[trainers] Talk number {n}", minutes=n) for n in range(9)]
    first = message("a", subject="[trainers] Debriefing in pairs", minutes=10)

    found = joined(*tagged, first, message("b", subject=subject, minutes=10 + minutes))

    assert any(len(posts) == 2 for _title, posts in found) is together


def test_join_never_joins_a_short_subject():
    assert len(joined(message("a", subject="Hello"), message("b", subject="Re: Hello", minutes=1))) == 2


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: RE[2]: Aw: Talk", ("Talk", True)),
        ("[list] Re: [list] Talk", ("Talk", True)),
        ("[PATCH 1/2] Talk", ("[PATCH 1/2] Talk", False)),
        ("Fwd: Re: Talk", ("Talk", True)),
        ("Re:", ("", True)),
        ("Re: " * 20_000 + "Talk", ("Talk", True)),
    ],
)
def test_base_subject(subject, base):
    assert base_subject(subject, "list") == base


def test_join_of_a_very_long_thread_is_not_recursive():
    chain = [message(f"m{n}", answers=[f"m{n - 1}"], minutes=n) for n in range(5_000)]

    [(_title, posts)] = joined(*chain)

    assert posts[-1] == (5_000, 4_999)


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("Größe".encode(), "utf-8", "Größe"),
        ("Größe".encode(), "iso-8859-1", "Größe"),
        ("Größe".encode("latin-1"), "utf-8", "Größe"),
        ("Größe – “so”".encode("cp1252"), "us-ascii", "Größe – “so”"),
        ("Größe".encode("latin-1"), "klingon", "Größe"),
        ("中文测试".encode("gbk"), "gb2312", "中文测试"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        ("hola".encode("utf-16"), "utf-16", "hola"),
        (b"\\x41", "unicode_escape", "\\x41"),
        (("Ünder " * 40).encode() + b"\xff", "utf-8", "Ünder " * 40 + "\ufffd"),
    ],
)
def test_decode_reads_what_was_meant(raw, charset, text):
    assert decode(raw, charset) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?iso-8859-1?Q?caf=E9?= =?iso-8859-1?Q?s?=", "cafés"),
        ("=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=", "€"),
        ("=?utf-8?B?w6k=?=\n =?utf-8?B?w6k=?=", "éé"),
        ("=?utf-8?B?a?= broken", "=?utf-8?B?a?= broken"),
        ("=?klingon?Q?caf=E9?=", "café"),
        ("caf\udcc3\udca9 \udce9t\udce9", "café été"),
        ("two\n lines\x00", "two lines"),
    ],
)
def test_decode_words_reads_broken_headers(value, text):
    if "été" in text:
        value, text = value.split()[0], text.split()[0]
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("subject", "charset", "text"),
    [
        (b"caf\xe9", "iso-8859-1", "café"),
        ("Größe".encode(), "us-ascii", "Größe"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
    ],
)
def test_scan_takes_raw_headers_to_be_in_the_charset_of_the_text(subject, charset, text):
    [entry] = scanned(message(subject=subject, content_type=f"text/plain; charset={charset}"))

    assert entry.subject == text


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"sender": '"Ruiz, Ana" <ana@uni.example>'}, "Ruiz, Ana"),
        ({"sender": "=?utf-8?Q?Ana_=C3=91=2C_MD?= <ana@uni.example>"}, "Ana Ñ, MD"),
        ({"sender": "ana at uni.example (Ana Ruiz)"}, "Ana Ruiz"),
        ({"sender": "ana@uni.example"}, "a…@…"),
        ({"sender": '"ana@uni.example" <ana@uni.example>'}, "a…@…"),
        ({"sender": "Ana Ruiz"}, "Ana Ruiz"),
        ({"sender": "Ana Ruiz via Trainers <t@lists.example>", "reply_to": "ana@uni.example"}, "Ana Ruiz"),
    ],
)
def test_sender_has_a_name_that_is_no_address(headers, name):
    assert loaded(**headers).sender.name == name


def test_senders_of_a_list_that_rewrites_addresses_are_told_apart():
    first = loaded(sender="Ana via Trainers <t@lists.example>").sender
    second = loaded(sender="Bea via Trainers <t@lists.example>").sender

    assert first.address != second.address


def nested(levels):
    """A message of `levels` multiparts inside each other."""
    heads = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(levels))
    return {"content_type": "multipart/mixed; boundary=b0", "body": heads}


HOSTILE = {
    "parts inside parts": nested(3_000),
    "many parts": multipart(*[("Content-Type: text/plain", "x")] * 3_000),
    "no closing boundary": {"content_type": "multipart/mixed; boundary=b", "body": "--b\n\nI agree.\n"},
    "no boundary": {"content_type": "multipart/mixed", "body": "I agree.\n"},
    "broken base64": {"content_transfer_encoding": "base64", "body": "SSBhZ3JlZS4=!!\n%%%\nA"},
    "unknown encoding": {"content_transfer_encoding": "x-secret", "body": "I agree.\n"},
    "uuencoded": {"content_transfer_encoding": "x-uuencode", "body": "begin 644 x\nnonsense\n"},
    "broken content type": {"content_type": ';;;="', "body": "I agree.\n"},
    "broken parameters": {"content_type": "text/plain; charset*=x'y'%ZZ; charset*0*=%FF", "body": "I agree.\n"},
    "control characters": {"body": "a\x00b\x07\u202ec\n", "subject": "x\x00\u202ey"},
    "deep quotation": {"body": ">" * 10_000 + " x\n"},
    "many depths": {"body": "".join("> " * (n % 40) + "x\n" for n in range(20_000))},
    "deep html": {"content_type": "text/html", "body": "<blockquote>" * 5_000 + "x"},
    "nested lists in html": {"content_type": "text/html", "body": "<ul><li>" * 2_000 + "x"},
    "many signatures": {"body": "-- \n" * 5_000 + "x\n"},
    "many attributions": {"body": "-----Original Message-----\n" * 5_000 + "x\n"},
    "ticks": {"body": "`" * 90_000 + "\n\n    `````\n"},
    "long subject": {"subject": "Re: [x] " * 100_000 + "y"},
    "many references": {"answers": [f"r{n}" for n in range(20_000)]},
    "many senders": {"sender": ", ".join(f"P{n} <p{n}@uni.example>" for n in range(5_000))},
    "surrogates": {"content_type": "text/plain; charset=utf-8", "body": b"\xed\xa0\x80 x \xff\xfe\n"},
}


@pytest.mark.parametrize("kwargs", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_message_is_read_or_named(kwargs):
    file = BytesIO(message(**kwargs) + message("next"))
    entries = list(archive.scan(file))

    assert len(entries) == 2
    threads.join(entry for entry in entries if not isinstance(entry, Damaged))
    with contextlib.suppress(Damaged):
        assert isinstance(render(archive.load(file, entries[0]).body.markdown), str)


SAMPLE = b"".join(
    [
        *thread(4),
        message(
            "h", content_type="text/html; charset=iso-8859-1", body=b"<p>caf\xe9 <a href='mailto:ana@uni.example'>x</a>"
        ),
        message("m", **multipart(("Content-Type: text/plain", "I agree."))),
        message(
            "e", subject="=?utf-8?Q?caf=C3=A9?=", content_transfer_encoding="quoted-printable", body="caf=C3=A9=\n.\n"
        ),
    ]
)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_an_archive_with_random_damage_is_read_or_named(data):
    raw = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    file = BytesIO(bytes(raw))
    entries = [entry for entry in archive.scan(file) if not isinstance(entry, Damaged)]

    found, copies = threads.join(entries)

    assert sum(len(one.messages) for one in found) + copies == len(entries)
    for entry in entries:
        try:
            read = archive.load(file, entry)
        except Damaged:
            continue
        assert isinstance(render(read.body.markdown), str)
        assert "ana@uni" not in read.body.markdown + read.sender.name + entry.subject
