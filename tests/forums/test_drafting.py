import os
import random
import subprocess
import sys

import pytest

from forums.drafting import Contribution, Mark, Section, draft_closing, to_markdown
from forums.drafting.sentences import with_both_quotation_marks
from tests.forums.discussions import COMENTARIOS_ESCRITOS, WRITTEN_OR_SPOKEN, contributions
from tests.forums.drafts import AT, drafted, post, quoted, texts


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


def test_what_people_valued_comes_before_what_is_long():
    posts = [post(1, "How do you begin a debriefing?")]
    posts += [post(n, f"Talk{n} about item{n} and thing{n} for round{n}. " * 40) for n in range(2, 40)]
    posts.append(post(40, "Ask the learner first.", reactions=9))

    assert "Ask the learner first." in quoted(drafted(*posts))


def test_strong_voices_are_heard_though_they_share_a_branch():
    posts = [post(1, "How do you begin a debriefing?"), post(2, "With silence, says the book.")]
    posts += [post(n, f"Answer {n} speaks of theme{n}, matter{n}, place{n}.", 2) for n in range(3, 30)]
    posts.append(post(30, "I would begin with the patient's story.", 2, reactions=6))

    assert "I would begin with the patient's story." in quoted(drafted(*posts))


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


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("We use cards on the ward.", "Who prints them for the night shift?"),
        ("Usamos tarjetas en la sala.", "¿Quién las imprime para la noche?"),
        ("我们在病房使用卡片。护士们很喜欢。", "夜班由谁来打印这些卡片呢？"),
        ("نستخدم البطاقات في الجناح.", "من يطبعها لنوبة الليل؟"),
        ("Χρησιμοποιούμε κάρτες στην πτέρυγα.", "Ποιος τις τυπώνει για τη νυχτερινή βάρδια;"),
        ("Մենք քարտեր ենք օգտագործում։", "Ո՞վ է դրանք տպում գիշերային հերթափոխի համար։"),
        ("हम वार्ड में कार्ड का उपयोग करते हैं।", "रात की पाली के लिए उन्हें कौन छापता है?"),
    ],
)
def test_a_question_without_an_answer_is_found_in_any_script(statement, question):
    draft = drafted(post(1, "Title of the matter."), post(2, f"{statement} {question}"), post(3, statement))

    (line,) = draft.of(Section.OPEN)
    assert (line.mark, line.cites) == (Mark.UNANSWERED, (2,))
    assert line.quotes[0].text == question


def test_an_answered_question_does_not_stay_open():
    draft = drafted(post(1, "Which scale?"), post(2, "How long is it?"), post(3, "It has nine items.", parent=2))

    assert not draft.of(Section.OPEN)


def test_of_two_questions_the_one_that_no_reply_quotes_stays_open():
    draft = drafted(
        post(1, "Which scale do you use?"),
        post(2, "We use our own. Who has validated theirs? And does anybody sell a printed edition?"),
        post(3, "> Who has validated theirs?\n\nWe did, last year.", parent=2),
    )

    assert [line.quotes[0].text for line in draft.of(Section.OPEN)] == ["And does anybody sell a printed edition?"]


def test_an_opening_question_without_replies_stays_open():
    (line,) = drafted(post(1, "Who has a scale for this?")).of(Section.OPEN)

    assert line.cites == (1,)


def test_an_announcement_stays_open_until_its_author_returns_to_it():
    said = [post(1, "Which scale?"), post(2, "I will share our scale for debriefings tomorrow.", author="Bo")]

    assert [line.mark for line in drafted(*said).of(Section.OPEN)] == [Mark.ANNOUNCED]
    kept = post(3, "Here it is: https://example.org/scale", author="Bo")
    assert not drafted(*said, kept).of(Section.OPEN)


def test_going_back_and_forth_is_a_difference_in_a_language_without_cues():
    draft = drafted(
        post(1, "Kuinka annatte palautetta?"),
        post(2, "Palaute annetaan aina ryhmässä.", author="Aino"),
        post(3, "Ryhmässä opiskelija vaikenee.", 2, "Eero"),
        post(4, "Meillä kaikki puhuvat avoimesti.", 3, "Aino"),
        post(5, "Arat ovat silloin jo lähteneet.", 4, "Eero"),
    )

    (line,) = draft.of(Section.DIFFERING)
    assert set(line.cites) <= {2, 3, 4, 5}
    assert {line.label, *(quote.author for quote in line.quotes)} == {"Aino", "Eero"}


def test_a_contradiction_is_shown_with_the_words_it_quotes():
    draft = drafted(
        post(1, "Form or talk?"),
        post(2, "Our forms are short. Every student gets one on Friday. Nobody complains about it."),
        post(3, "> Every student gets one on Friday.\n\nI do not believe that Friday is soon enough.", parent=2),
    )

    (line,) = draft.of(Section.DIFFERING)
    assert [quote.text for quote in line.quotes] == ["I do not believe that Friday is soon enough."]
    assert (line.cites, line.label) == ((2, 3), "Person 2")
    assert any("Every student gets one on Friday." in said for said in texts(draft, Section.SAID))
    assert "soon enough.” [#3], in answer to Person 2 [#2]" in to_markdown(draft)


def test_helping_and_agreeing_is_no_difference():
    draft = drafted(
        post(1, "How do I share the form?", author="Ana"),
        post(2, "Put it into the library.", 1, "Bo"),
        post(3, "Yes, that worked, and thanks.", 2, "Ana"),
        post(4, "Good to hear.", 3, "Bo"),
    )

    assert not draft.of(Section.DIFFERING)


def test_who_valued_a_contribution_is_told():
    draft = drafted(
        post(1, "Which scale?"),
        post(2, "The nine-item one works on wards.", author="Bo", reactions=2),
        post(3, "It also works in clinics.", 2, "Cleo"),
    )

    assert draft.of(Section.SAID)[0].answered_by == ("Cleo",)
    assert "(answered by Cleo; valued by 2 people)" in to_markdown(draft)


def test_links_are_listed_once_with_all_who_shared_them():
    draft = drafted(
        post(1, "What do you read? [The guide](https://example.org/guide)."),
        post(2, "This one (https://www.example.org/guide/), and https://example.org/Wiki_(book)."),
        post(3, "> https://example.org/quoted\n\nNothing more."),
    )

    assert [(link.url, link.title, link.cites) for link in draft.links] == [
        ("https://example.org/guide", "The guide", (1, 2)),
        ("https://example.org/Wiki_(book)", "", (2,)),
    ]


def test_everyone_who_took_part_is_named_in_order_of_arrival():
    draft = drafted(post(1, "A question?", author="Zoë"), post(2, "One.", author="Bo"), post(3, "Two.", author="Zoë"))

    assert [(voice.name, voice.posts) for voice in draft.people] == [("Zoë", (1, 3)), ("Bo", (2,))]
    assert to_markdown(draft).endswith("## Who took part\n\nZoë [#1], Bo [#2]\n")


def test_anonymous_posts_are_not_tied_together():
    unnamed = [Contribution(n, 1, "", "", "contribution", f"Secret number {n}.", AT) for n in (2, 3)]

    draft = drafted(post(1, "Which rota?", author="Ana"), *unnamed)

    assert [voice.posts for voice in draft.people] == [(1,), (2,), (3,)]
    assert "someone unnamed [#2], someone unnamed [#3]" in to_markdown(draft)


def test_objective_and_interim_summary_are_shown():
    posts = [post(n, f"Point {n} is about theme{n}.") for n in range(2, 30)]
    summary = post(30, "So far most of us ask the learner first.", kind="interim_summary")

    draft = drafted(post(1, "How?"), *posts, summary, objective="Agree on *one* form.")

    assert [line.quotes[0].text for line in draft.of(Section.ASKED) if line.mark == Mark.OBJECTIVE] == [
        "Agree on one form."
    ]
    assert [line.cites for line in draft.lines if line.mark == Mark.INTERIM] == [(30,)]


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


@pytest.mark.parametrize(
    ("opening", "heading"),
    [
        ("How do you begin?", "## What was asked"),
        ("We tried this in May. What did you try?", "## What was asked"),
        ("Here are the slides of the course day.", "## What it began with"),
    ],
)
def test_a_discussion_that_began_without_a_question_was_not_asked_one(opening, heading):
    draft = drafted(post(1, opening), post(2, "We sat down with the trainee first, and then we spoke."))

    assert to_markdown(draft).startswith(heading)


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


@pytest.mark.parametrize(
    "report",
    [
        "The recording does not work on my phone.",
        "The page doesn't build here.",
        "El enlace no funciona en mi hospital.",
        "O vídeo não funciona no meu telefone.",
        "Le lien ne marche pas chez nous.",
    ],
)
def test_a_report_that_something_fails_is_no_differing_view(report):
    draft = drafted(
        post(1, "What do you use?"),
        post(2, "We use the short recording from the library with every new group."),
        post(3, report, parent=2),
    )

    assert draft.of(Section.DIFFERING) == ()


def test_a_view_that_says_so_still_differs():
    draft = drafted(
        post(1, "What do you use?"),
        post(2, "We use the short recording from the library with every new group."),
        post(3, "I disagree: a recording does not help people who are afraid to speak.", parent=2),
    )

    assert len(draft.of(Section.DIFFERING)) == 1
