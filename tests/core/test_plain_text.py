import pytest

from core.markdown import render
from core.markdown.plain_text import isolated, plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## Title\n\n**Bold** and *soft* words", "Title\n\nBold and soft words"),
        ("a\nb\n\nc", "a\nb\n\nc"),
        ("- one\n  - two\n- three\n\nend", "- one\n  - two\n- three\n\nend"),
        ("- > said\n  > so", "- > said\n  > so"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("> said\n>\n> so\n\nYes", "> said\n>\n> so\n\nYes"),
        ("```\ncode  x\n  y\n```", "    code  x\n      y"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("[here](https://a.example/b)", "here (https://a.example/b)"),
        ("<https://a.example/b> https://c.example", "https://a.example/b https://c.example"),
        ("[here](/p/3/)", "here"),
        ("[mail](mailto:a@copse.example)", "mail (a@copse.example)"),
        ("1 \\< 2 & `<b>`", "1 < 2 & <b>"),
        ("***", "* * *"),
        ("", ""),
    ],
)
def test_text_keeps_its_shape_without_marks(markdown, text):
    assert plain_text(render(markdown)) == text


def test_in_a_letter_what_is_on_the_site_has_its_whole_address():
    html = render("see [here](/c/campus/) and [there](https://a.example/b)")
    mention = '<p><a href="/people/7/" class="mention">@Ana</a> knows</p>'

    assert plain_text(html, site="https://s.example") == (
        "see here (https://s.example/c/campus/) and there (https://a.example/b)"
    )
    assert plain_text(mention, site="https://s.example") == "@Ana knows"


def test_a_folded_quotation_is_written_once():
    quotation = [f"line {number}" for number in range(12)]

    assert plain_text(render("\n".join(f"> {line}" for line in quotation))) == "\n".join(f"> {q}" for q in quotation)


def test_only_texts_of_both_directions_are_isolated():
    assert isolated("“Hello” [#2]") == "“Hello” [#2]"
    assert isolated("“مرحبا” [#2, #3]") == "“\u2068مرحبا\u2069” \u2068[#2, #3]\u2069"
    assert isolated(isolated("“مرحبا”")) == "“\u2068مرحبا\u2069”"
