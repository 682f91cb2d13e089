import sys
import unicodedata
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markdown import MAX_LENGTH, Picture, TextTooLong, clean, plain, render, without_pictures
from core.markdown.plain_text import plain_text

ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "details": {"class"},
    "div": {"class", "tabindex"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "pre": {"tabindex"},
    **{tag: {"dir"} for tag in ("p", "h3", "h4", "h5", "h6", "li", "summary")},
    **{tag: {"dir", "class"} for tag in ("th", "td")},
    **{tag: set() for tag in ("em", "strong", "s", "code", "ul", "blockquote", "hr", "br")},
    **{tag: set() for tag in ("table", "thead", "tbody", "tr")},
}

markdown_signs = st.text(alphabet="ab12 \n\t>#*_~`[]()!<&\"'|-+=:./\\\u202e\x00\ud800é\u0301", max_size=400)
markdown_words = st.lists(
    st.sampled_from(
        [
            *("http://", "https://a.example/", "javascript:", "data:text/html,", "mailto:a@b.example", "//x"),
            *("<script>", "</p>", "<a href='javascript:x'>", "<img src=x onerror=y>", "&#106;", "\\", "\x00"),
            *("> ", "\n", "\n\n", "- ", "1. ", "# ", "```", "|", "|-|-|", "    ", "[a]: ", "[a]", "![", "](", ")"),
            *("**", "_", "~~", "word", "\u2066", "\u202e", "[::1", "[", "]", "<", ">", '"', "\t"),
        ]
    ),
    max_size=80,
).map("".join)


def elements(html):
    return html5lib.parseFragment(html, namespaceHTMLElements=False).iter()


@given(st.one_of(st.text(max_size=300), markdown_signs, markdown_words))
@settings(max_examples=300, deadline=None)
def test_render_gives_only_what_is_allowed(text):
    html = render(text)

    assert html == render(text)
    for element in elements(html):
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert set(element.attrib) <= ATTRIBUTES[element.tag], element.tag
        if element.tag == "a":
            assert urlsplit(element.get("href", "")).scheme in {"", "http", "https", "mailto"}
            assert element.get("rel") == "nofollow noopener noreferrer ugc"
            assert "".join(element.itertext()).strip() or not element.get("href")


@given(st.one_of(st.text(max_size=300), markdown_signs, markdown_words), st.integers(1, 200))
@settings(max_examples=200, deadline=None)
def test_plain_is_one_line_within_its_limit(text, limit):
    assert sum(not unicodedata.combining(sign) for sign in plain(render(text), limit)) <= limit
    assert "\n" not in plain(text, limit)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_clean_is_idempotent_and_fit_for_the_database(text):
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("one\r\ntwo\rthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("N\x00U\x07L\x7f\x9b", "NUL"),
        ("half \ud83d a pair", "half  a pair"),
        ("e\u0301", "é"),
        ("invoice\u202efdp.exe \u2066x\u2069", "invoicefdp.exe x"),
        ("left\u200eto\u200fright \u200dkept", "left\u200eto\u200fright \u200dkept"),
        ("═" * 60, "═" * 60),
        ("a" + "\u0316\u0300" * 50_000, "à" + "\u0316" * 15 + "\u0300" * 14),
        ("\u0344" * 40, ("\u0308\u0301" * 30)[:30]),
    ],
)
def test_clean_removes_what_could_do_harm(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", '<p dir="auto">one<br>\ntwo</p>'),
        ("# Big\n\n###### small", '<h3 dir="auto">Big</h3>\n<h6 dir="auto">small</h6>'),
        ("~~a~~ <b>", '<p dir="auto"><s>a</s> &lt;b&gt;</p>'),
        ("[x](javascript:alert(1))", '<p dir="auto">[x](javascript:alert(1))</p>'),
        ("```py\na < b\n```", '<pre tabindex="0"><code>a &lt; b\n</code></pre>'),
    ],
)
def test_render(text, html):
    assert render(text) == html


def test_render_lets_tables_scroll_and_aligns_without_styles():
    html = render("|a|b|\n|-:|-|\n|1|2|")

    assert html.startswith('<div class="table-scroll" tabindex="0">\n<table>')
    assert '<td class="align-right" dir="auto">1</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "see http://example.org/a_(b), or (https://x.example/c).",
            {"http://example.org/a_(b)", "https://x.example/c"},
        ),
        ("**https://example.org/a_b_c**", {"https://example.org/a_b_c"}),
        (
            "“see https://example.org/guide” «https://a.example/b» ‘https://c.example/d’",
            {"https://example.org/guide", "https://a.example/b", "https://c.example/d"},
        ),
        (r"https://example.org/a\_b\*c", {"https://example.org/a_b*c"}),
        ("<https://example.org> `http://code.example` http:// nohttp://x.example", {"https://example.org"}),
        ("[a http://b.example](http://c.example)", {"http://c.example"}),
        ("https://example.org/" + ")" * 50_000, {"https://example.org/"}),
        ("http://[::1 http://% http://_", set()),
    ],
)
def test_render_links_bare_addresses(text, links):
    assert {element.get("href") for element in elements(render(text)) if element.tag == "a"} == links


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("![a chart](https://x.example/c.png)", ("https://x.example/c.png", "a chart")),
        ("![](https://x.example/c.png)", ("https://x.example/c.png", "https://x.example/c.png")),
        ("[](https://x.example)", ("https://x.example", "https://x.example")),
        ("[![chart](https://x.example/c.png)](https://y.example)", ("https://y.example", "chart")),
    ],
)
def test_render_makes_every_image_a_link_with_a_name(text, link):
    html = render(text)

    assert [(a.get("href"), a.text) for a in elements(html) if a.tag == "a"] == [link]
    assert "<img" not in html


OURS = {"/library/files/7/": Picture("/p/1/files/7/", "wards.jpg", 60, 40)}
SHOWN = '<img src="/p/1/files/7/" alt="%s" width="60" height="40" loading="lazy">'


def render_pictures(text):
    return render(text, pictures=OURS)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![Two beds](/library/files/7/)", SHOWN % "Two beds"),
        ("![](/library/files/7/)", SHOWN % "wards.jpg"),
        ("![Two *white* `beds`](/library/files/7/ 'a title')", SHOWN % "Two white beds"),
        ('![a "b" <c>](/library/files/7/)', SHOWN % "a &quot;b&quot; &lt;c&gt;"),
        ("![a][b]\n\n[b]: /library/files/7/", SHOWN % "a"),
        ("![a ![b](/library/files/7/)](/library/files/7/)", SHOWN % "a b"),
    ],
)
def test_render_shows_the_images_it_is_handed(text, html):
    assert render_pictures(text).replace("&lt;c>", "&lt;c&gt;") == f'<p dir="auto">{html}</p>'


@pytest.mark.parametrize(
    "address",
    [
        *("/library/files/8/", "/library/files/7", "/p/1/files/7/", "/p/1/files/7/?x=1", "/library/files/7/../8/"),
        *("https://evil.example/x.png", "//evil.example/x.png", "http:/library/files/7/", "\\\\evil.example/x.png"),
        *("javascript:alert(1)", "data:image/png;base64,AAAA", "vbscript:x", "file:///etc/passwd", "JaVaScRiPt:x"),
        *("data:image/svg+xml,<svg onload=alert(1)>", "java&#115;cript:x", "&#x6a;avascript:x", " javascript:x"),
        *("blob:https://evil.example/1", "ftp://evil.example/x.png", "mailto:ana@copse.example", "#x", "", "x.png"),
        *("https:/library/files/7/", "/LIBRARY/files/7/", "/library/files/7/%00"),
    ],
)
def test_render_shows_no_other_image(address):
    for text in (f"![a]({address})", f"![a](<{address}>)", f"![a][b]\n\n[b]: {address}", f"<img src='{address}'>"):
        assert "<img" not in render_pictures(text), text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("see ![two *beds*](/library/files/8/) there", "see two <em>beds</em> there"),
        ("[![a](/library/files/7/)](https://a.example)", None),
    ],
)
def test_of_an_image_of_ours_that_is_not_this_text_s_the_words_stay(text, html):
    rendered = render_pictures(text)

    assert html is None or rendered == f'<p dir="auto">{html}</p>'
    assert "/library/" not in rendered
    assert rendered.count("<a ") == rendered.count("</a>")


@given(st.one_of(markdown_signs, markdown_words))
@settings(max_examples=200, deadline=None)
def test_render_gives_only_what_is_allowed_around_images(text):
    html = render_pictures(f"{text}![a](/library/files/7/){text}![b](/library/files/8/)")

    for element in elements(html):
        if element.tag != "DOCUMENT_FRAGMENT":
            assert set(element.attrib) <= ATTRIBUTES[element.tag], element.tag
        if element.tag == "img":
            assert element.get("src") == "/p/1/files/7/"


def test_words_stand_for_images_where_there_are_only_words():
    html = render_pictures('Look: ![a "b" <c>](/library/files/7/) > there')

    assert without_pictures(html) == '<p dir="auto">Look: [image: a &quot;b&quot; &lt;c&gt;] &gt; there</p>'
    assert plain_text(html) == 'Look: [image: a "b" <c>] > there'
    assert plain(html, 100) == 'Look: a "b" <c> > there'


def test_render_folds_a_long_quotation_under_its_first_words():
    html = render("Ana wrote:\n\n" + "> We **debrief** in pairs.\n" * 7 + "> > deeper\n\nI agree.")

    assert html.count("<details") == 1
    assert '<details class="quote">\n<summary dir="auto">We debrief in pairs. We debrief' in html
    assert html.index("</details>") < html.index("I agree.")


def test_render_leaves_a_short_quotation_open():
    assert "<details" not in render("> one\n> two\n\nI agree.")


def test_plain_prefers_own_words_to_quoted_ones():
    text = "> Where do we meet?\n\nIn the **old** library,\n- at nine"

    assert plain(render(text), 100) == plain(text, 100) == "In the old library, at nine"
    assert plain(render("> only quoted"), 100) == "only quoted"
    assert plain("```\nx = 1\n```\n\nThat sets x.", 100) == "That sets x."
    assert plain("a & b < c", 100) == "a & b < c"
    assert plain("one two three", 8) == "one two…"


def test_render_refuses_a_text_past_the_limit():
    assert render("é" * MAX_LENGTH)
    assert render("a\r\n" * (MAX_LENGTH // 2))
    with pytest.raises(TextTooLong, match="100001"):
        render("a" * (MAX_LENGTH + 1))
    with pytest.raises(TextTooLong):
        render("long post " * 200_000)


def tiled(pattern):
    return (pattern * (MAX_LENGTH // len(pattern) + 1))[:MAX_LENGTH]


HOSTILE = {
    "quotes on one line": ">" * 10_000 + " x",
    "quotes on every line": tiled(">" * 50 + "x\n"),
    "many short quotes": tiled("> a\n\n"),
    "many folded quotes": tiled("> a\n" * 8 + "\n"),
    "lists on one line": tiled("- "),
    "lists by indentation": "".join("  " * depth + "- a\n" for depth in range(300)),
    "list items": tiled("- a\n"),
    "emphasis": tiled("*a _b "),
    "emphasis that overlaps": tiled("*a**b"),
    "strikethrough": tiled("~~a"),
    "open brackets": tiled("["),
    "nested links": "[" * 14_000 + "](http://x.example)" * 4_000,
    "open images": tiled("!["),
    "nested images": "![" * 14_000 + "](x)" * 14_000,
    "nested images of ours": "![" * 2_500 + "](/library/files/7/)" * 2_500,
    "destinations": tiled("[a](<"),
    "titles": tiled('[a](b "'),
    "parentheses": "[a](" + "(" * 90_000,
    "backticks": "".join("`" * length + "a" for length in range(440)),
    "references": "".join(f"[a{number}]: x\n" for number in range(8_000)),
    "one reference used often": "[a]: " + "x" * 1_000 + "\n\n" + "[a]" * 32_000,
    "wide and tall table": "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + "|\n" * 40_000,
    "many tables": tiled("a|b\n-|-\n"),
    "addresses": tiled("http://"),
    "closing parentheses": "http://a.example/" + ")" * 90_000,
    "accents": "a" + "\u0300\u0316" * 49_000,
    "entities": tiled("&amp;"),
    "backslashes": tiled("\\"),
    "angle brackets": tiled("<a@"),
    "control characters": tiled("\x00\u202e"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_render_survives_a_hostile_text(text):
    assert isinstance(render(text), str)


@pytest.mark.parametrize("name", ["emphasis", "many folded quotes", "nested links"])
def test_render_does_twice_the_work_for_twice_the_text(name):
    text = HOSTILE[name][: MAX_LENGTH // 4]

    assert calls_made(text) < 2.5 * calls_made(text[: len(text) // 2])


def calls_made(text):
    """How many functions one rendering calls: the same on every machine, unlike its duration."""
    calls = 0

    def count(frame, event, arg):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        render(text)
    finally:
        sys.setprofile(None)
    return calls
