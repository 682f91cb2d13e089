"""What is read of a message: text, quotations, lists, code, attachments; and no address of anybody."""

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import MAX_LENGTH, render
from forums.mbox.masking import mask
from forums.mbox.prose import to_markdown
from forums.mbox.quoting import flowed_lines
from tests.factories.archives import multipart
from tests.forums.test_mbox import loaded, markdown_of


def text_of(markdown):
    return " ".join("".join(html5lib.parseFragment(render(markdown)).itertext()).split())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("On Monday Ana <ana.ruiz@uni.example> wrote:", "On Monday Ana wrote:"),
        ("Ana <ana at uni.example> wrote:", "Ana wrote:"),
        ("> On Monday Ana\n> <ana@uni.example> wrote:", "> On Monday Ana wrote:"),
        ("write to ana+x@uni.example.", "write to a…@…."),
        ("mailto:ana@uni.example", "a…@…"),
        ("ana (at) uni (dot) example", "a…@…"),
        ("ask ana at uni.example", "ask a…@…"),
        ("look at uni.example", "look at uni.example"),
        ("at 10.30 o'clock @home, 2 @ 3", "at 10.30 o'clock @home, 2 @ 3"),
        ("@@ -1,2 +1,3 @@", "@@ -1,2 +1,3 @@"),
        ("https://l.example/?m=ana%40uni.example", "https://l.example/?m…@…"),
        ("root@[10.0.0.1] or ana@localhost", "r…@… or a…@…"),
    ],
)
def test_mask_leaves_no_address(text, masked):
    assert mask(text) == masked


words = st.text(alphabet="ab1 *_#`[]()<>&~|\\!.-+=:;/\"'é", max_size=60)


@given(st.lists(words.map(lambda line: f"w {line}".rstrip()), max_size=8))
@settings(deadline=None)
def test_to_markdown_lets_nothing_in_a_plain_text_be_markup(lines):
    text = "\n".join(lines)

    assert text_of(to_markdown(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "start", ["# a", "1. a", "23) a", "+ a", "- a", "= b", "---x", "<b> a", "&amp; a", "    a b c d"]
)
def test_to_markdown_keeps_what_a_line_begins_with(start):
    said = text_of(to_markdown(f"{start}\n"))

    assert said in (start.strip(), start.lstrip("0123456789.)+- ").strip())


def test_to_markdown_joins_wrapped_lines_and_keeps_ended_ones():
    wrapped = "Welcome to the list, and thanks for your story about the debriefing that\nyou held last week.\n\n"

    assert to_markdown(wrapped + "Best wishes\nAna\nWard 4") == (
        "Welcome to the list, and thanks for your story about the debriefing that you held last week.\n\n"
        "Best wishes\nAna\nWard 4"
    )


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (f"{'a' * 110} and\nthen more.", f"{'a' * 110} and then more."),
        ("The ward is full: nobody may come in today\nThe ward is full: nobody", None),
        ("A line that is not long.\nAnother line.", None),
        ("\u4e00" * 70 + "\n" + "\u4e01" * 20, "\u4e00" * 70 + "\u4e01" * 20),
        ("I agree.\n\n- Ana", "I agree.\n\n\\- Ana"),
        ("                              Ana", "Ana"),
    ],
)
def test_to_markdown_joins_only_what_was_wrapped(text, markdown):
    assert to_markdown(text) == (markdown or text)


def test_to_markdown_keeps_quotations_by_depth():
    text = "Ana wrote:\n> I agree.\n>\n> > Shall we?\n\n> And more.\nYes.\n"

    assert to_markdown(text) == "Ana wrote:\n\n> I agree.\n>\n> > Shall we?\n>\n> And more.\n\nYes."


def test_to_markdown_puts_a_broken_off_line_back_into_its_quotation():
    text = "> " + "a word and " * 6 + "and the\nnext one\n> went on.\nI see.\n"

    assert to_markdown(text).endswith("> went on.\n\nI see.")
    assert "\n> next one" in to_markdown(text) or " next one" in to_markdown(text).split("\n\n")[0]


def test_to_markdown_keeps_code_patches_and_tables_as_they_stand():
    code = "Run this:\n\n    if late:\n        tell(everyone)\n\nThen:\n\ndiff --git a/x b/x\n@@ -1 +1 @@\n-a\n+  b\n"

    assert to_markdown(code) == (
        "Run this:\n\n```\nif late:\n    tell(everyone)\n```\n\nThen:\n\n"
        "```\ndiff --git a/x b/x\n@@ -1 +1 @@\n-a\n+  b\n```"
    )
    assert to_markdown("Name     Mon\nAna      yes\n").startswith("```")
    assert to_markdown("    ```\n    x = {`a`: 1};\n").startswith("````\n")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("From my side <b>yes</b>.", r"From my side \<b\>yes\</b\>."),
        (
            '<B>Ja,</B> <font color="red">gerne</font>!<br />',
            r'\<B\>Ja,\</B\> \<font color="red"\>gerne\</font\>!\<br /\>',
        ),
        ("Does <div> go in <p> or so?", r"Does \<div\> go in \<p\> or so?"),
    ],
)
def test_to_markdown_takes_no_prose_with_tags_for_code(text, markdown):
    assert to_markdown(text) == markdown
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    "code",
    [
        "<ul>\n<li>One two three</li>\n<li>Four five six</li>\n</ul>",
        "std::vector<std::string> names;",
        "#include <vector>",
        "Map<String, List<Integer>> at = new HashMap<>();",
    ],
)
def test_to_markdown_still_knows_markup_and_types_for_code(code):
    assert to_markdown(code) == f"```\n{code}\n```"


def test_to_markdown_keeps_lists():
    text = (
        "We need:\n* chairs that are really comfortable enough to sit in for an\n  hour\n* tea\n    - green\n2) time\n"
    )

    assert to_markdown(text) == (
        "We need:\n\n- chairs that are really comfortable enough to sit in for an hour\n- tea\n   - green\n2) time"
    )


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nAna Ruiz\nWard 4, +34 555 0100\n",
        "____________________________________\ntrainers mailing list\nhttps://lists.example\n",
        "-- \nAna\n____________________________________\ntrainers mailing list\n",
    ],
)
def test_to_markdown_drops_signatures_and_footers(tail):
    assert to_markdown(f"I agree.\n\n{tail}") == "I agree."


def test_to_markdown_keeps_the_quotation_below_a_signature():
    text = "I agree.\n\n-- \nAna\n\nBea wrote:\n> Shall we?\n"

    assert to_markdown(text) == "I agree.\n\nBea wrote:\n\n> Shall we?"


def test_to_markdown_quotes_the_original_that_some_mailers_put_below():
    text = "I agree.\n\n-----Original Message-----\nFrom: Bea\nSent: Monday\nSubject: Talk\n\nShall we?\n"

    assert to_markdown(text) == "I agree.\n\n> From: Bea\n> Sent: Monday\n> Subject: Talk\n>\n> Shall we?"


@pytest.mark.parametrize(
    ("parameters", "body", "markdown"),
    [
        ("format=flowed", "One line \nthat flows.\nAnother.\n", "One line that flows.\nAnother."),
        ("format=flowed; delsp=yes", "One wo \nrd.\n", "One word."),
        ("format=flowed", ">> So \n>> deep.\n> Less.\n >stuffed\n", "> > So deep.\n>\n> Less.\n\n\\>stuffed"),
        ("format=flowed", "Bye. \n-- \nAna\n", "Bye."),
    ],
)
def test_load_reads_format_flowed(parameters, body, markdown):
    assert markdown_of(body, content_type=f"text/plain; charset=utf-8; {parameters}") == markdown


def test_load_prefers_the_plain_alternative():
    parts = multipart(
        ("Content-Type: text/html", "<p>rich</p>"), ("Content-Type: text/plain", "plain"), kind="alternative"
    )

    assert markdown_of(**parts) == "plain"


def test_load_turns_html_into_markdown():
    html = (
        "<style>p { color: red }</style><script>alert(1)</script><p>I <b>agree</b> &amp; *more*,\nana@uni.example</p>"
        "<ul><li>one</li></ul><blockquote>Shall we?</blockquote><img src='https://track.example/x.gif'>"
    )

    assert markdown_of(html, content_type="text/html") == ("I **agree** \\& \\*more\\*, a…@…\n\n- one\n\n> Shall we?")


def test_load_notes_attachments_and_reads_inline_patches():
    parts = multipart(
        ("Content-Type: text/plain", "See below."),
        ("Content-Type: text/x-diff\nContent-Disposition: inline; filename=a.diff", "--- a\n+++ b\n  x"),
        ('Content-Type: application/pdf; name="=?utf-8?Q?Plan_f=C3=BCr_ana=40uni.example=2Epdf?="', "%PDF"),
        ("Content-Type: application/pgp-signature; name=signature.asc", "-----BEGIN"),
        ("Content-Type: message/rfc822", "Subject: Older talk\n\ninside"),
    )

    body = loaded(**parts).body

    assert body.markdown == "See below.\n\n```\n--- a\n+++ b\n  x\n```"
    assert [(a.name, a.type) for a in body.attachments] == [
        ("Plan für a…@…", "application/pdf"),
        ("Older talk", "message/rfc822"),
    ]
    assert body.attachments[0].size == 4


def test_load_cuts_what_is_longer_than_a_post():
    for body in ("A sentence of ten words or so, said again.\n\n" * 5_000, "    code;\n" * 40_000, "*" * 300_000):
        found = loaded(body=body).body

        assert found.is_cut
        assert MAX_LENGTH - 20_000 < len(found.markdown) < MAX_LENGTH
        assert render(found.markdown)


def test_load_tells_of_what_it_did_not_read():
    """However little is left of what it did read."""
    picture = f'<img src="data:image/png;base64,{"a" * 600_000}">'

    assert loaded(kind="text/html", body=f"<p>Ask.</p>{picture}<p>Wait.</p>").body.is_cut
    assert loaded(body="Ask.\n" + " \n" * 600_000 + "Wait.").body.is_cut


def test_a_line_that_flows_through_a_whole_message_is_joined_once():
    lines = flowed_lines("word \n" * 200_000)

    assert [len(line.text) for line in lines] == [5 * 200_000]
