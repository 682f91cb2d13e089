import os
import random
import subprocess
import sys

import pytest

from forums.drafting import Mark, Section, draft_closing, to_markdown
from forums.drafting.sentences import with_both_quotation_marks
from tests.forums.discussions import COMENTARIOS_ESCRITOS, WRITTEN_OR_SPOKEN, contributions
from tests.forums.drafts import drafted, post, quoted, texts


@pytest.mark.parametrize("rows", [WRITTEN_OR_SPOKEN, COMENTARIOS_ESCRITOS])
def test_draft_is_the_same_whatever_the_order_of_the_posts(rows):
    posts = contributions(rows)
    shuffled = random.Random(5).sample(posts, len(posts))

    assert draft_closing("T", "", "", shuffled) == draft_closing("T", "", "", posts)


def test_draft_does_not_depend_on_the_order_of_hashes():
    program = (
        "from forums.drafting import draft_closing; from tests.forums.discussions import *;"
        "print(ascii(draft_closing('T', '', '', contributions(WRITTEN_OR_SPOKEN))))"
    )

    drafts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(drafts) == 1


@pytest.mark.parametrize("rows", [WRITTEN_OR_SPOKEN, COMENTARIOS_ESCRITOS])
def test_every_line_cites_posts_and_quotes_them_word_for_word(rows):
    posts = contributions(rows)
    written = {p.number: " ".join(p.markdown.split()) for p in posts}

    draft = draft_closing("T", "", "", posts)

    for line in draft.lines:
        assert line.cites
        assert set(line.cites) <= written.keys()
        for quote in line.quotes:
            assert quote.number in line.cites
            for piece in quote.text.split("…"):
                assert piece.strip() in written[quote.number]


def test_a_stranger_finds_question_positions_and_loose_ends_in_english():
    draft = draft_closing("T", "", "", contributions(WRITTEN_OR_SPOKEN))

    asked, restated = draft.of(Section.ASKED)
    assert "Should we move to short spoken feedback on the day" in asked.text
    assert (restated.mark, restated.cites) == (Mark.RESTATED, (18,))
    said = " ".join(texts(draft, Section.SAID))
    for position in (
        "within the same shift",
        "the difficulty is privacy",
        "afraid of the trainee's",
        "the trainee asks",
    ):
        assert position in said
    assert [line.cites for line in draft.of(Section.DIFFERING)] == [(2, 3), (8, 9), (11, 15)]
    assert {(line.mark, line.cites[0]) for line in draft.of(Section.OPEN)} == {
        (Mark.UNANSWERED, 9),
        (Mark.UNANSWERED, 14),
        (Mark.ANNOUNCED, 22),
        (Mark.UNANSWERED, 24),
    }


def test_a_stranger_finds_question_positions_and_loose_ends_in_spanish():
    draft = draft_closing("T", "", "", contributions(COMENTARIOS_ESCRITOS))

    assert "¿Y quién debería hablar primero, el residente o el tutor?" in texts(draft, Section.ASKED)[0]
    assert draft.of(Section.DIFFERING)[0].cites == (2, 3)
    assert [(line.mark, line.cites) for line in draft.of(Section.OPEN)] == [
        (Mark.UNANSWERED, (10,)),
        (Mark.ANNOUNCED, (11,)),
    ]


@pytest.mark.parametrize("rows", [WRITTEN_OR_SPOKEN, COMENTARIOS_ESCRITOS])
def test_every_branch_is_shown_or_named(rows):
    posts = contributions(rows)
    parents = {p.number: p.parent for p in posts}

    def head(number):
        while parents[number] not in (None, 1):
            number = parents[number]
        return number

    draft = draft_closing("T", "", "", posts)

    cited = {number for line in draft.lines if line.section != Section.PEOPLE for number in line.cites}
    assert {head(p.number) for p in posts} - {1} <= {head(number) for number in cited}


def test_branches_beyond_the_room_are_named_by_their_posts():
    posts = [post(1, "How do you begin a debriefing?")]
    posts += [post(n, f"We begin number {n} with a silence of {n} minutes, word{n}.") for n in range(2, 42)]

    draft = drafted(*posts)

    (unquoted,) = [line for line in draft.lines if line.mark == Mark.UNQUOTED]
    quoted_posts = {quote.number for line in draft.lines for quote in line.quotes}
    assert set(unquoted.cites) == {p.number for p in posts[1:]} - quoted_posts
    assert "[#41]" not in to_markdown(draft).partition("Further posts")[0]


def test_greeting_signature_quotation_and_code_are_left_out():
    draft = drafted(
        post(1, "Dear colleagues,\n\nHow do you score it?\n\nBest wishes,\nAna Prado", author="Ana Prado"),
        post(
            2,
            "Hi Ana,\n\nOn Tue, 3 Mar 2026 at 09:30, Ana Prado wrote:\n> How do you score it?\n\n"
            "We score it in pairs.\n\n```\nprint(1)\n```\n    indented()\n\nCheers,\nBo\n\n-- \nBo Ek, Ward 7",
            author="Bo Ek",
        ),
    )

    assert texts(draft, Section.ASKED) == ["Ana Prado: “How do you score it?”"]
    assert texts(draft, Section.SAID) == ["Bo Ek: “We score it in pairs.”"]


@pytest.mark.parametrize(
    ("markdown", "author", "question"),
    [
        ("各位老师好：\n\n谁有夜班的办法？\n\n谢谢大家！\n王芳", "王芳", "谁有夜班的办法？"),
        ("السلام عليكم جميعاً،\n\nمن يكتب التاريخ؟\n\nسارة", "سارة", "من يكتب التاريخ؟"),
        ("Bonjour à tous,\n\nQui écrit la date ?\n\nBien à vous,\nLuc", "Luc", "Qui écrit la date ?"),
        ("Olá, pessoal! Quem escreve a data?\n\nAbraços,\nJoão", "João", "Quem escreve a data?"),
        ("Liebe alle,\n\nwer schreibt das Datum?\n\n-- \nUte Klein, Station 7", "Ute Klein", "wer schreibt das Datum?"),
    ],
)
def test_greeting_and_signature_are_left_out_in_any_language(markdown, author, question):
    (line,) = drafted(post(1, markdown, author=author), post(2, "So it is.")).of(Section.ASKED)

    assert line.quotes[0].text == question


def test_forwarded_mail_and_patches_are_left_out():
    draft = drafted(
        post(1, "See below.\n\nFrom: x@example.org\nSent: Monday\nSubject: Re: hello\n\nForeign words."),
        post(
            2, "This closes the file.\n\n---\n a.c | 5 ++---\n\ndiff --git a/a.c b/a.c\n@@ -1 +1 @@\n-int a;\n+int b;"
        ),
    )

    assert "Foreign" not in quoted(draft)
    assert texts(draft, Section.SAID) == ["Person 2: “This closes the file.”"]


def test_a_signature_that_someone_repeats_is_left_out_without_any_mark():
    foot = "\n\nClinical skills unit, floor 3 of the east wing"
    draft = drafted(
        post(1, "What do you film?"),
        post(2, "We film everything." + foot, author="Bo"),
        post(3, "And we delete it on Friday." + foot, author="Bo"),
    )

    assert "floor 3" not in quoted(draft)


def test_addresses_of_people_are_masked():
    draft = drafted(
        post(1, "Whom do I ask?"), post(2, "Write to bo.ek@example.org about the room, she keeps the list.")
    )

    assert texts(draft, Section.SAID) == ["Person 2: “Write to … about the room, she keeps the list.”"]


def test_a_question_in_quotation_marks_is_not_asked_of_anybody():
    draft = drafted(post(1, "How do you begin?"), post(2, "I say it like this. “What were you trying to do?”"))

    assert not draft.of(Section.OPEN)


def test_quotation_marks_within_a_quotation_are_single():
    draft = drafted(
        post(1, "How do you begin?"),
        post(2, "“Is this a good moment for it?”"),
        post(3, "In theatre I get “yes, sir” as an answer."),
    )

    text = to_markdown(draft)

    assert "Person 2: “Is this a good moment for it?” [#2]" in text
    assert "“In theatre I get ‘yes, sir’ as an answer.” [#3]" in text


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("“I saw it go in.", "“I saw it go in.”"),
        ("She said: ‘I saw it. I’m sure", "She said: ‘I saw it. I’m sure’"),
        ("before the airway was checked.” Then we stopped.", "“before the airway was checked.” Then we stopped."),
        ("He asked “why ‘now’", "He asked “why ‘now’”"),
        ("«Yo digo “ahora", "«Yo digo “ahora”»"),
        ("他说“你好。”", "他说“你好。”"),
        ("„Warum jetzt?“ fragt sie.", "„Warum jetzt?“ fragt sie."),
        ("”Varför nu?” frågar hon.", "”Varför nu?” frågar hon."),
        ("« Pourquoi » ? L’heure d’abord.", "« Pourquoi » ? L’heure d’abord."),
        ("The trainees’ words, and “ours”.", "The trainees’ words, and “ours”."),
        ("", ""),
    ],
)
def test_a_cut_within_a_quotation_leaves_it_both_its_marks(cut, whole):
    assert with_both_quotation_marks(cut) == whole


def test_a_quotation_that_is_cut_short_is_closed_in_the_draft():
    long_words = "I saw the adrenaline go in before the airway was checked and I said nothing. "
    draft = drafted(post(1, "How do you begin?"), post(2, f"The trainee told me: “{long_words * 3}”"))

    text = to_markdown(draft)

    assert text.count("‘") == text.count("’") == 1


@pytest.mark.parametrize("rows", [WRITTEN_OR_SPOKEN, COMENTARIOS_ESCRITOS])
def test_no_sentence_is_quoted_twice(rows):
    draft = draft_closing("T", "", "", contributions(rows))

    pieces = [
        (quote.number, piece.strip())
        for line in draft.lines
        if line.section != Section.ASKED
        for quote in line.quotes
        for piece in quote.text.split("…")
        if len(piece) > 30
    ]
    assert len(pieces) > 5
    assert [
        one for at, one in enumerate(pieces) if any(two[0] == one[0] and one[1] in two[1] for two in pieces[:at])
    ] == []
