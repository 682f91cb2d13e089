"""Whatever people write and however much of it: a draft that is sane, bounded and cannot be led astray."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from forums.drafting import Contribution, Mark, Section, cited_numbers, draft_closing, link_citations, to_markdown
from tests.forums.discussions import WRITTEN_OR_SPOKEN, contributions
from tests.forums.drafts import AT, drafted, post


@pytest.mark.parametrize(
    "markdown",
    [
        "",
        "   \n\n",
        "\0\0\0",
        "🎉🎉👍🏽",
        "https://example.org/only-a-link",
        "```\nonly = code()\n```",
        "> only a quotation",
        "-- \nonly a signature",
        "<script>alert(1)</script>",
        "![picture](https://example.org/p.png)",
        "\u202etxet desrever\u202c",
        "ก่อนอื่นเราฟังผู้เรียนก่อนแล้วจึงพูดคุยกันเรื่องผู้ป่วย",
        "[#7] \\[#8] [#9999]",
    ],
)
def test_any_content_has_a_sane_draft(markdown):
    for posts in ([post(1, markdown)], [post(1, markdown), post(2, markdown), post(3, markdown, 2)]):
        draft = drafted(*posts)

        assert draft.lines
        assert set(cited_numbers(to_markdown(draft))) <= {p.number for p in posts}
        assert "\0" not in to_markdown(draft)
        assert "\u202e" not in to_markdown(draft)


def test_an_opening_without_words_is_stood_for_by_the_title():
    (line,) = drafted(post(1, "https://example.org/x"), title="Reading list").of(Section.ASKED)

    assert (line.mark, line.quotes[0].text, line.cites) == (Mark.TITLE, "Reading list", (1,))


def test_a_hidden_opening_leaves_the_planned_question():
    (line,) = drafted(post(2, "We ask first."), question="How do you begin?").of(Section.ASKED)

    assert (line.quotes[0].text, line.cites) == ("How do you begin?", (2,))


def test_no_posts_give_an_empty_draft():
    assert drafted() == drafted(title="other")
    assert to_markdown(drafted()) == ""


def test_loops_and_missing_parents_are_harmless():
    posts = [post(1, "A?"), post(2, "B b b b.", 3), post(3, "C c c c.", 2), post(4, "D d d d.", 4), post(5, "E.", 99)]

    assert drafted(*posts).lines


@pytest.mark.parametrize(
    "markdown",
    [
        "word " * 400_000,
        "x" * 2_000_000,
        "?" * 2_000_000,
        ">" * 10_000 + " deep",
        "\n".join(">" * depth + " nested" for depth in range(1, 2_000)),
        "[" * 200_000,
        "*a _b " * 100_000,
        "# " + "#" * 200_000 + "x",
        "- " * 200_000,
        "| " * 200_000,
        "a: " * 100_000,
        "A. " * 100_000,
        "<" * 200_000,
        "a@" * 200_000,
        "(http://" * 50_000,
        "\u0301" * 500_000,
        "字" * 500_000,
    ],
    ids=lambda text: text[:8].strip() or "x",
)
def test_a_huge_post_takes_bounded_work_and_room(markdown):
    draft = drafted(post(1, markdown), post(2, markdown), post(3, "Short and clear answer here.", 2))

    assert len(to_markdown(draft)) < 20_000


def test_a_chain_of_ten_thousand_posts_is_drafted():
    posts = [post(n, f"Step {n} of item{n % 97}?", n - 1, f"P{n % 3}") for n in range(1, 10_001)]

    assert drafted(*posts).of(Section.SAID)


def test_a_thousand_posts_fit_on_a_page():
    rows = [
        (n, None if n == 1 else max(1, n * 7 % n), f"Person {n % 40}", n % 4, row[4])
        for n, row in enumerate(WRITTEN_OR_SPOKEN * 42, 1)
    ]

    draft = draft_closing("T", "", "", contributions(rows[:1000]))

    assert len(draft.of(Section.SAID)) <= 14
    assert len(to_markdown(draft).split()) < 1_300


def test_quoted_words_cannot_act_as_markup_or_as_citations():
    hostile = "Look here [#77] and ![x](http://e.example/y) <b>now</b> `code` *loud* \\[#78] &lt;i&gt; ok."
    draft = drafted(post(1, "Is it safe?"), post(2, hostile, author="*Bo* [#79]"))

    markdown = to_markdown(draft)

    assert set(cited_numbers(markdown)) <= {1, 2}
    assert "<b>" not in markdown.replace("\\<b>", "")


def test_headings_follow_the_active_language_and_nothing_else_does():
    draft = drafted(post(1, "Which scale?"), post(2, "The nine-item one."))

    with translation.override("en"):
        english = to_markdown(draft)

    assert english.startswith("## What was asked\n\n- Person 1: “Which scale?” [#1]\n\n## What was said\n")


@pytest.mark.parametrize(
    ("markdown", "numbers"),
    [
        ("a [#3] b [#1] c [#3]", [3, 1]),
        ("[#3, #5] and [# 7;8]", [3, 5, 7, 8]),
        ("[#3](https://example.org) **[#4]**", [4]),
        (r"\[#3] [3] #3 [#] [#x] [#12345678901]", []),
        ("", []),
    ],
)
def test_citations_are_read_back_after_editing(markdown, numbers):
    assert cited_numbers(markdown) == numbers


def test_citations_become_links_where_there_is_an_address():
    linked = link_citations("Said [#3, #5], not \\[#3].", {3: "/p/a/"})

    assert linked == "Said [#3](/p/a/) #5, not \\[#3]."


_words = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["Hi all,", "> quoted words here", "A thing. Another?", "- item", "```", "-- ", "но да！", "\n"]
        )
    ).map("\n".join),
)


_posts = st.lists(
    st.builds(
        Contribution,
        number=st.integers(1, 12),
        parent=st.one_of(st.none(), st.integers(-1, 14)),
        author=st.sampled_from(["", "Ana", "Bo Ek", "*[#5]"]),
        author_key=st.sampled_from(["", "a", "b"]),
        kind=st.sampled_from(["contribution", "prompt", "restatement", "next_question", "interim_summary"]),
        markdown=_words,
        created_at=st.just(AT),
        reactions=st.integers(0, 5),
        is_team=st.booleans(),
    ),
    max_size=12,
)


@given(title=_words, question=_words, objective=_words, posts=_posts)
def test_any_discussion_is_drafted_from_its_own_posts(title, question, objective, posts):
    numbers = {p.number for p in posts}

    draft = draft_closing(title, question, objective, posts)

    assert all(line.cites and set(line.cites) <= numbers for line in draft.lines)
    assert all(quote.number in line.cites for line in draft.lines for quote in line.quotes)
    assert set(cited_numbers(to_markdown(draft))) <= numbers
    assert draft == draft_closing(title, question, objective, posts[::-1]) or len(numbers) < len(posts)
