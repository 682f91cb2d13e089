"""What a draft makes of questions, differences and people."""

import pytest

from forums.drafting import Contribution, Mark, Section, to_markdown
from tests.forums.drafts import AT, drafted, post, quoted, texts


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
