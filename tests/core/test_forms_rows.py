"""Rows of a form: what each tool makes of them, and where the reader goes on."""

import pytest
from django import forms

from core.forms.rows import Rows


class WordForm(forms.Form):
    word = forms.CharField()


class WordRows(Rows):
    name, form = "words", WordForm


@pytest.fixture
def rows():
    return WordRows(initial=[{"word": word} for word in "abc"])


def words(typed):
    return "".join(row.get("word") or "-" for row in typed)


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("add-words", "abc-"),
        ("drop-words-1", "ac"),
        ("up-words-1", "bac"),
        ("up-words-2", "acb"),
        ("down-words-0", "bac"),
        ("down-words-1", "acb"),
        # Nothing stands above the first or beneath the last; and what is none of its tools changes nothing.
        ("up-words-0", "abc"),
        ("down-words-2", "abc"),
        ("drop-words-7", "abc"),
        ("up-others-1", "abc"),
        ("", "abc"),
    ],
)
def test_each_tool_changes_one_row_and_loses_none(rows, tool, said):
    assert words(rows.after(tool)) == said


@pytest.mark.parametrize(
    ("tool", "focused"),
    [
        ("drop-words-1", "add-words"),
        ("up-words-2", "up-words-1"),
        ("up-words-1", "down-words-0"),
        ("down-words-0", "down-words-1"),
        ("down-words-1", "up-words-2"),
        ("add-words", ""),
        ("down-words-2", ""),
        ("up-words-٢", ""),
        ("up-words-x", ""),
        ("", ""),
    ],
)
def test_whoever_moves_a_row_moves_it_on_by_the_same_key(rows, tool, focused):
    assert rows.focused_after(tool) == focused
