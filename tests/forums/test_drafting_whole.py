"""That the draft of a closing leaves nothing out, and says nothing that is not so."""

from datetime import UTC, datetime

import pytest

from forums.drafting import Contribution, Mark, Section, draft_closing, to_markdown
from tests.forums.discussions import COMENTARIOS_ESCRITOS, WRITTEN_OR_SPOKEN, contributions

AT = datetime(2026, 3, 2, tzinfo=UTC)


def post(number, markdown, parent=1, kind="contribution"):
    name, kind = f"Person {number}", "prompt" if number == 1 else kind
    return Contribution(number, None if number == 1 else parent, name, name, kind, markdown, AT, 0)


def drafted(*posts):
    return draft_closing("A title", "", "", posts)


def quoted(draft, section):
    return [quote.text for line in draft.of(section) for quote in line.quotes]


def unquoted(draft):
    return [number for line in draft.lines if line.mark == Mark.UNQUOTED for number in line.cites]


@pytest.mark.parametrize(
    "question",
    [
        "What **do** you say?",
        "What *do* you say?",
        "What do ~~we~~ **you** *really* say?",
        "Who reads [this](https://example.org/a)?",
    ],
)
def test_a_question_with_marks_in_it_is_what_was_asked(question):
    draft = drafted(post(1, f"{question}\n\nWe tried two sentences last week."), post(2, "We say nothing at first."))

    (asked,) = quoted(draft, Section.ASKED)
    assert asked.startswith(("What do", "Who reads this?"))
    assert "We tried two sentences last week." in asked
    assert to_markdown(draft).startswith("## What was asked")


def test_code_is_still_no_question():
    draft = drafted(post(1, "x = (a[0] + b[1]) ? *c : {d};\n\nHere is what I ran."), post(2, "It ran here too."))

    assert quoted(draft, Section.ASKED) == ["Here is what I ran."]


@pytest.mark.parametrize("rows", [WRITTEN_OR_SPOKEN, COMENTARIOS_ESCRITOS, WRITTEN_OR_SPOKEN * 2])
def test_every_post_is_quoted_or_named_as_not_quoted_and_none_is_both(rows):
    posts = contributions([(n, 1 if n > 1 else None, *row[2:]) for n, row in enumerate(rows, 1)])

    draft = draft_closing("T", "", "", posts)

    shown = {quote.number for line in draft.lines for quote in line.quotes}
    shown |= {
        n for line in draft.lines if line.section == Section.DIFFERING or line.mark == Mark.RESTATED for n in line.cites
    }
    linked = {number for link in draft.links for number in link.cites}
    named = unquoted(draft)
    assert shown.isdisjoint(named)
    assert len(named) == len(set(named))
    assert {p.number for p in posts} - shown - set(named) <= linked


def test_a_post_whose_view_is_quoted_among_the_differences_is_not_named_again():
    draft = drafted(
        post(1, "Form or talk?"),
        post(2, "Our forms are short. Every student gets one on Friday. Nobody complains about it."),
        post(3, "> Every student gets one on Friday.\n\nI do not believe that Friday is soon enough.", 2),
        post(4, "Thanks!", 3),
    )

    assert unquoted(draft) == [4]


def test_where_posts_are_too_many_to_name_their_number_is_said():
    posts = [post(n, f"We begin number {n} with a silence of {n} minutes, word{n}.") for n in range(2, 120)]

    draft = drafted(post(1, "How do you begin?"), *posts)

    (line,) = [line for line in draft.lines if line.mark == Mark.UNQUOTED]
    assert len(line.cites) == 60
    quotes = {quote.number for line in draft.lines for quote in line.quotes}
    assert line.posts == 119 - len(quotes)
    assert f"- {line.posts} further posts are not quoted here, such as: [#" in to_markdown(draft)


def test_a_restatement_that_only_quotes_the_question_is_named_without_words():
    back = "Let us come back to the question we started with:\n\n> What do you say?"

    draft = drafted(post(1, "What do you say?"), post(2, "We wait."), post(3, back, kind="restatement"))

    assert "- Asked again on the way: [#3]\n" in to_markdown(draft)
    assert unquoted(draft) == []


def test_of_a_restatement_the_words_after_its_quotation_are_quoted():
    back = "Let us come back to the question we started with:\n\n> What do you say?\n\nTell us the very first words."

    draft = drafted(post(1, "What do you say?"), post(2, "We wait."), post(3, back, kind="restatement"))

    assert "Asked again on the way: Person 3: “Tell us the very first words.” [#3]" in to_markdown(draft)


def test_a_question_that_carried_it_on_is_quoted_as_asked_on_the_way():
    draft = drafted(
        post(1, "What do you say?"), post(2, "We wait."), post(3, "What made you wait?", kind="next_question")
    )

    assert "Asked on the way: Person 3: “What made you wait?” [#3]" in to_markdown(draft)
    assert quoted(draft, Section.SAID) == ["We wait."]


def test_no_quotation_ends_in_a_colon():
    draft = drafted(post(1, "What do you say?"), post(2, "This is what we say:\n\n> Good morning."))

    assert quoted(draft, Section.SAID) == ["This is what we say…"]


def test_a_summary_on_the_way_is_shown_as_one():
    summary = post(3, "So far most of us wait before they speak.", kind="interim_summary")

    draft = drafted(post(1, "What do you say?"), post(2, "We wait."), summary)

    assert "- Summary on the way: Person 3: “So far most of us wait before they speak.” [#3]" in to_markdown(draft)
