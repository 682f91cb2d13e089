import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown import render
from forums.drafting import draft_closing, to_markdown
from forums.drafting.lines import Line, apply_tool, is_prefix, join_lines, split_lines
from tests.forums.discussions import WRITTEN_OR_SPOKEN, contributions

SUMMARY = """## What was asked

- **Ana**: “Why?” [#1]
  - A second thought [#2]
    that goes on
- Two paragraphs

  in one item
1. First

Some words
over two lines.

```
# no heading

- no item
```
"""


def test_a_summary_falls_into_headings_items_and_paragraphs():
    assert split_lines(SUMMARY) == [
        Line("## ", "What was asked"),
        Line("- ", "**Ana**: “Why?” [#1]"),
        Line("  - ", "A second thought [#2]\nthat goes on"),
        Line("- ", "Two paragraphs\n\nin one item"),
        Line("1. ", "First"),
        Line("", "Some words\nover two lines."),
        Line("", "```\n# no heading\n\n- no item\n```"),
    ]


def test_kinds():
    assert [line.kind for line in split_lines(SUMMARY)] == [
        "heading", "item", "subitem", "item", "item", "paragraph", "paragraph",
    ]  # fmt: skip


def test_lines_join_to_the_same_html():
    assert render(join_lines(split_lines(SUMMARY))) == render(SUMMARY)


def test_a_draft_comes_back_as_it_was():
    markdown = to_markdown(draft_closing("Feedback", "", "", contributions(WRITTEN_OR_SPOKEN)))

    assert join_lines(split_lines(markdown)) == markdown


def test_lines_without_text_are_left_out():
    assert join_lines([Line("- ", "One"), Line("- ", " \n"), Line("- ", "Two")]) == "- One\n- Two\n"


@given(st.text(alphabet="#-*1. ab\n`~>[]\t", max_size=60))
def test_whatever_was_written_once_joined_stays_the_same(markdown):
    joined = join_lines(split_lines(markdown))

    assert join_lines(split_lines(joined)) == joined
    assert "".join(joined.split()) == "".join(markdown.split())


@pytest.mark.parametrize(
    ("tool", "order"),
    [
        ("up-1", "bac"), ("down-1", "acb"), ("drop-1", "ac"), ("drop-2", "ab"),
        ("up-0", "abc"), ("down-2", "abc"), ("drop-3", "abc"), ("add-1", "abc"),
        ("", "abc"), ("up", "abc"), ("up-x", "abc"), ("drop--1", "abc"), ("up-99999999999", "abc"), ("up-²", "abc"),
    ],
)  # fmt: skip
def test_tools(tool, order):
    lines = [Line("- ", letter) for letter in "abc"]

    assert "".join(line.text for line in apply_tool(lines, tool)) == order


@pytest.mark.parametrize("prefix", ["", "- ", "## ", "  - ", "12. ", "* "])
def test_a_prefix_is_one_marker(prefix):
    assert is_prefix(prefix)


@pytest.mark.parametrize("prefix", ["-", "- x", "text ", "\n- ", "- - ", "<b> "])
def test_anything_else_is_no_prefix(prefix):
    assert not is_prefix(prefix)
