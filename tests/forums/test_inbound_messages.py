"""What is read of messages as mail programs write them: the writer's own words, and whom it is from."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.inbound import messages
from tests.forums.mailing import DOMAIN, head

TO, PIA = f"reply+{'a' * 40}@{DOMAIN}", "Pia <pia@example.org>"


def read(body, *, kind="text/plain; charset=utf-8", encoding="8bit", charset="utf-8", **headers):
    body = body if isinstance(body, bytes) else body.encode(charset)
    return messages.read(head(TO, PIA, Content_Type=kind, Content_Transfer_Encoding=encoding, **headers) + b"\n" + body)


GMAIL = """We ask before we tell.

And then we wait.

On Mon, 23 Nov 2026 at 09:12, Feedback on the day <copse@copse.example>
wrote:

> Mo answered you in “Feedback on the day”:
>
> What do you say first?
>
> --
> You get this because somebody answered your post.
"""
GMAIL_INLINE = """On Mon, 23 Nov 2026 at 09:12, Mo <copse@copse.example> wrote:

> What do you say first?

A question.

> And then?

We wait.

--
Pia
+34 600 000 000
"""
OUTLOOK = """We ask before we tell.

Kind regards
Pia

________________________________
From: Copse <copse@copse.example>
Sent: Monday, November 23, 2026 9:12 AM
To: Pia <pia@example.org>
Subject: Re: Feedback on the day

Mo answered you in “Feedback on the day”:
What do you say first?
"""
OUTLOOK_GERMAN = """Wir fragen zuerst.

-----Ursprüngliche Nachricht-----
Von: Copse <copse@copse.example>
Gesendet: Montag, 23. November 2026 09:12
An: Pia <pia@example.org>
Betreff: Re: Feedback on the day

Mo answered you.
"""
OUTLOOK_TELEPHONE = """We ask.

Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: Copse <copse@copse.example>
Sent: Monday, November 23, 2026 9:12:03 AM
To: Pia <pia@example.org>
Subject: Re: Feedback on the day

Mo answered you.
"""
APPLE = """We ask.

Sent from my iPhone

> On 23 Nov 2026, at 09:12, Copse <copse@copse.example> wrote:
>
> Mo answered you.
"""
THUNDERBIRD = """On 23/11/2026 09:12, Copse wrote:
> Mo answered you in “Feedback on the day”:
>
> What do you say first?

We ask.

--
Pia, Ward 4
"""
FRENCH = """Nous demandons.

Le lun. 23 nov. 2026 à 09:12, Copse <copse@copse.example> a écrit :

> Mo answered you.
"""
JAPANESE = """まず質問します。

2026年11月23日(月) 9:12 Copse <copse@copse.example>:

> Mo answered you.
"""
JAPANESE_OUTLOOK = """まず質問します。

差出人: Copse <copse@copse.example>
送信日時: 2026年11月23日 9:12
宛先: Pia <pia@example.org>
件名: Re: Feedback on the day

Mo answered you.
"""
ARABIC = """نسأل أولاً.

في الاثنين، ٢٣ نوفمبر ٢٠٢٦ كتب Copse <copse@copse.example>:

> Mo answered you.
"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (GMAIL, "We ask before we tell.\n\nAnd then we wait."),
        (GMAIL_INLINE, "> What do you say first?\n\nA question.\n\n> And then?\n\nWe wait."),
        (OUTLOOK, "We ask before we tell.\n\nKind regards\nPia"),
        (OUTLOOK_GERMAN, "Wir fragen zuerst."),
        (OUTLOOK_TELEPHONE, "We ask."),
        (APPLE, "We ask."),
        (THUNDERBIRD, "We ask."),
        (FRENCH, "Nous demandons."),
        (JAPANESE, "まず質問します。"),
        (JAPANESE_OUTLOOK, "まず質問します。"),
        (ARABIC, "نسأل أولاً."),
        ("We ask.\nMo wrote:\n> What?\n", "We ask."),
        ("This is what I say:\n\n> a wise word\n", "This is what I say:"),
        ("Ask Mo: she wrote it up in 2026.\n", "Ask Mo: she wrote it up in 2026."),
    ],
)
def test_only_the_writer_s_own_words_are_read(body, words):
    assert read(body).markdown == words


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-2022-jp", "まず質問します。"),
        ("shift_jis", "まず質問します。"),
        ("windows-1256", "نسأل أولاً ثم ننتظر."),
        ("koi8-r", "Сначала спрашиваем."),
        ("iso-8859-1", "Zuerst fragen wir – später."),
    ],
)
def test_it_is_read_in_the_charset_that_it_is_in(charset, text):
    text = text.replace("–", "-") if charset == "iso-8859-1" else text

    assert read(f"{text}\n", kind=f"text/plain; charset={charset}", charset=charset).markdown == text


def test_bytes_in_no_charset_are_read_as_far_as_they_go():
    assert read(b"Caf\xe9 at \xff ten\n", kind="text/plain").markdown == "Café at ÿ ten"


def test_lines_that_flow_are_joined():
    body = "We ask before we tell, and \nthen we wait.\n\n> What do you \n> say?\n"

    assert read(body, kind="text/plain; format=flowed").markdown == "We ask before we tell, and then we wait."


GMAIL_HTML = """<div dir="ltr">We <b>ask</b>.<div><ul><li>first</li><li>then</li></ul></div></div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon Mo &lt;<a href="mailto:c@copse.example">c</a>&gt;
wrote:<br></div><blockquote class="gmail_quote" style="margin:0">What do you say?</blockquote></div>"""
OUTLOOK_HTML = """<html xmlns:o="urn:x">
<head><style>p.MsoNormal{margin:0}</style></head><body><div class="WordSection1">
<p class="MsoNormal">We ask.<o:p></o:p></p><p class="MsoNormal">Kind regards<o:p></o:p></p>
<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
<p class="MsoNormal"><b>From:</b> Copse<br><b>Sent:</b> Monday<br><b>Subject:</b> Re: Feedback</p></div></div>
<p class="MsoNormal">What do you say?</p></div></body></html>"""
OUTLOOK_WEB_HTML = """<body><div>We ask.</div><div id="Signature">Pia, Ward 4</div><div id="appendonsend"></div>
<hr><div id="divRplyFwdMsg"><b>From:</b> Copse</div><div>What do you say?</div></body>"""
APPLE_HTML = """<html><body>We ask.<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>
<blockquote type="cite">On 23 Nov 2026, at 09:12, Copse wrote:<br><br></blockquote></div>
<blockquote type="cite"><div>What do you say?</div></blockquote></body></html>"""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (GMAIL_HTML, "We **ask**.\n\n- first\n- then"),
        (OUTLOOK_HTML, "We ask.\n\nKind regards"),
        (OUTLOOK_WEB_HTML, "We ask."),
        (APPLE_HTML, "We ask."),
        ('<p>We ask.</p><script>steal()</script><img src="https://x.example/p.gif">', "We ask."),
    ],
)
def test_a_message_in_html_alone_is_read_too(html, words):
    assert read(html, kind="text/html; charset=utf-8").markdown == words


def mixed(*parts, kind="mixed"):
    body = b"".join(b"--x\n" + part + b"\n" for part in parts)
    return body + b"--x--\n", f"multipart/{kind}; boundary=x"


def part(kind, content, *more):
    return "\n".join([f"Content-Type: {kind}", *more, ""]).encode() + b"\n" + content


def test_the_plain_text_is_preferred_and_files_beside_the_html_are_found():
    """As Apple Mail puts them."""
    inner = b"--y\n" + part("text/html", b"<p>We <b>ask</b>.</p>") + b"\n--y\n"
    inner += part("image/png; name=ward.png", b"\x89PNG" + b"0" * 50_000, "Content-Disposition: inline") + b"\n--y--\n"
    body, kind = mixed(part("text/plain", b"We ask."), part("multipart/mixed; boundary=y", inner), kind="alternative")

    incoming = read(body, kind=kind)

    assert incoming.markdown == "We ask."
    assert [(file.name, len(file.content)) for file in incoming.files] == [("ward.png", 50_004)]


def test_a_forwarded_message_is_a_file_and_says_nothing():
    forwarded = b"From: mo@example.org\nSubject: Old news\n\nBuy this.\n"
    body, kind = mixed(part("text/plain", b"See below."), part("message/rfc822", forwarded))

    incoming = read(body, kind=kind)

    assert incoming.markdown == "See below."
    assert [file.name for file in incoming.files] == ["Old news"]


def test_ids_senders_and_addresses_are_taken_as_they_are():
    incoming = read("We ask.\n")

    assert (incoming.sender, incoming.message_id) == ("pia@example.org", "<one@mail.example.org>")
    assert incoming.recipients == (TO,)


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("pia@example.org", "pia@example.org"),
        ('"mo@example.org" <Pia@Example.org>', "pia@example.org"),
        ("=?utf-8?q?mo=40example=2Eorg=2C?= <pia@example.org>", "pia@example.org"),
        ("pia@example.org, mo@example.org", ""),
        ("Pia", ""),
        ("", ""),
    ],
)
def test_one_sender_is_read_whatever_the_name_says(sender, found):
    raw = head(TO, sender, Content_Type="text/plain") + b"\nWe ask.\n"

    assert messages.read(raw).sender == found


def test_a_line_break_in_an_id_gets_into_no_header():
    raw = head(TO, PIA, Content_Type="text/plain").replace(b"<one@mail.example.org>", b"<one@x>\n Bcc: <two@x>")

    assert messages.read(raw + b"\nWe ask.\n").message_id == "<one@x>"


def test_a_huge_message_is_read_in_bounded_time():
    incoming = read("word " * 2_000_000)

    assert incoming.is_cut
    assert len(incoming.markdown) < 100_000


def test_what_has_thousands_of_parts_is_not_taken_apart():
    body, kind = mixed(*[part("text/plain", b"We ask.")] * 6_000)

    incoming = read(body, kind=kind)

    assert (incoming.sender, incoming.markdown, incoming.files) == ("pia@example.org", "", ())


def test_words_behind_what_was_not_read_of_it_are_known_to_be_missing():
    picture = f'<img src="data:image/png;base64,{"a" * 600_000}">'

    assert read(f"<p>We ask.</p>{picture}<p>And wait.</p>", kind="text/html").is_cut
    assert not read(f"<p>We ask.</p><blockquote>What? {'word ' * 200_000}</blockquote>", kind="text/html").is_cut
    assert not read("We ask.\n\n" + "> What do you say?\n" * 100_000).is_cut


def test_own_words_that_were_cut_are_missed_beside_a_quotation():
    """Above or below what they answer, marked as mailers mark it or not."""
    much, quoted = "word " * 200_000, f"<blockquote>What? {'word ' * 150_000}</blockquote>"
    gmail = f'<div class="gmail_attr">On Monday Mo wrote:</div>{quoted}'
    signed = '<div class="gmail_signature">Pia</div>'

    cut = [f"{signed}<p>{much}</p>", f"{quoted}<p>We ask.</p>", f"<p>We ask.</p>{gmail}<p>And wait.</p>"]
    whole = [f"<p>We ask.</p>{gmail}", f"{signed}<p>We ask.</p>{quoted}</div>&nbsp;<br>"]

    assert [read(text, kind="text/html").is_cut for text in cut] == [True] * 3
    assert [read(text, kind="text/html").is_cut for text in whole] == [False] * 2
    assert read(whole[0], kind="text/html").markdown == "We ask."


def test_what_lies_deeper_than_anybody_writes_is_not_taken_apart():
    raw = head(TO, PIA, Content_Type="message/rfc822") + b"\nContent-Type: message/rfc822\n" * 1_000 + b"\nWe ask.\n"

    incoming = messages.read(raw)

    assert (incoming.sender, incoming.markdown, incoming.files) == ("pia@example.org", "", ())


def test_deep_nesting_is_no_trouble():
    body, kind = b"We ask.", "text/plain"
    for level in range(300):
        body = f"--b{level}\nContent-Type: {kind}\n\n".encode() + body + f"\n--b{level}--\n".encode()
        kind = f"multipart/mixed; boundary=b{level}"

    read(body, kind=kind)
    read("<div>" * 20_000 + "We ask.", kind="text/html")


SEEDS = [
    head(TO, PIA, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="8bit") + b"\n" + text.encode()
    for text in (GMAIL, OUTLOOK, THUNDERBIRD, JAPANESE)
] + [
    head(TO, PIA, Content_Type="text/html; charset=utf-8") + b"\n" + html.encode()
    for html in (GMAIL_HTML, OUTLOOK_HTML, OUTLOOK_WEB_HTML)
]
SEEDS.append(
    head(TO, PIA, Content_Type=mixed()[1]) + b"\n" + mixed(part("text/plain", b"a"), part("image/png", b"b"))[0]
)


def mangled(chance):
    raw = bytearray(chance.choice(SEEDS))
    for _change in range(chance.randint(1, 12)):
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(4):
            case 0:
                raw[at : at + chance.randrange(40)] = b""
            case 1:
                raw[at:at] = bytes(chance.randrange(256) for _sign in range(chance.randrange(12)))
            case 2:
                raw[at:at] = chance.choice(
                    [b"\n\n", b"\r", b"\x00", b"=?utf-8?b?", b"--x\n", b"charset=utf-16;", b">" * 40]
                )
            case 3:
                source = chance.choice(SEEDS)
                start = chance.randrange(len(source))
                raw[at:at] = source[start : start + chance.randrange(200)]
    return bytes(raw)


def test_five_hundred_mangled_messages_are_read_without_a_word():
    chance = random.Random(20261122)

    for _message in range(500):
        incoming = messages.read(mangled(chance))
        assert "\n" not in incoming.message_id + incoming.subject
        assert "\x00" not in incoming.markdown


@given(st.binary(max_size=2_000))
@settings(deadline=None)
def test_any_bytes_are_read(raw):
    messages.read(raw)
