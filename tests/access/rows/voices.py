"""Surveys, statements and the suggestion box."""

import uuid

from django.urls import reverse

from evaluation.queries.pages import mark_of
from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, MEMBERS, POST_ONLY, READ, TEAM, same

INSIDE = (EVERYONE, MEMBERS, MEMBERS)
#          AOQPFMLXGS    AOQPFMLXGS    AOQPFMLXGS
WRITERS = ("FFFFF22FFF", "444FF22444", "444FF22444")
ANSWERING = "444F222444"

GET = {
    "evaluation:surveys": {"site": INSIDE},
    "evaluation:begin": {"site": same(POST_ONLY)},
    "evaluation:survey": READ,
    "evaluation:answer": {"site": same(POST_ONLY)},
    "evaluation:table": {"members": same(MEMBERS)},
    "evaluation:prepare": {"members": same(TEAM)},
    "evaluation:open": {"members": same(TEAM.replace("2", "3"))},  # without its days: they are chosen first
    "evaluation:hold-back": {"site": same(POST_ONLY)},
    "evaluation:close": {"site": same(POST_ONLY)},
    "evaluation:discard": {"site": same(POST_ONLY)},
    "evaluation:question-new": {"members": same(TEAM)},
    "evaluation:question": {"members": same(TEAM)},
    "evaluation:question-move": {"site": same(POST_ONLY)},
    "evaluation:question-remove": {"site": same(POST_ONLY)},
    "communities:statements": {"site": INSIDE},
    "communities:statement": {"site": INSIDE},
    "communities:statement-new": {"site": WRITERS},
    "communities:statement-change": {"site": WRITERS},
    "communities:statement-publish": {"site": same("44444F2444")},
    "communities:statement-withdraw": {"site": same(POST_ONLY)},
    "communities:statement-discard": {"site": same(POST_ONLY)},
    "communities:suggestions": {"site": same(MEMBERS)},
    "communities:suggestion-answer": {"site": same(ANSWERING)},
}

# anonymous, outsider, participant, moderator
POST = {
    "evaluation:surveys": {"site": same("5555")},
    "evaluation:begin": {"site": ("FFF3", "44F3", "44F3")},
    "evaluation:survey": {"members": same("5555")},
    "evaluation:answer": {
        "commons": ("FF33", "4433", "4433"),
        "members": same("4433"),
        "team": same("4443"),
        "private": same("44444443"),
    },
    "evaluation:table": {"members": same("5555")},
    "evaluation:prepare": {"members": same("4443")},
    "evaluation:open": {"members": same("4443")},
    "evaluation:hold-back": {"members": same("4443")},
    "evaluation:close": {"members": same("44F3")},
    "evaluation:discard": {"members": same("4443")},
    "evaluation:question-new": {"members": same("4443")},
    "evaluation:question": {"members": same("4443")},
    "evaluation:question-move": {"members": same("4443")},
    "evaluation:question-remove": {"members": same("4443")},
    "communities:statements": {"site": same("5555")},
    "communities:statement": {"site": same("5555")},
    "communities:statement-new": {"site": ("FFF3", "44F3", "44F3")},
    "communities:statement-change": {"site": ("FFF3", "44F3", "44F3")},
    "communities:statement-publish": {"site": same("444F")},
    "communities:statement-withdraw": {"site": ("FFFF", "44FF", "44FF")},
    "communities:statement-discard": {"site": same("4443")},
    "communities:suggestions": {"site": same("4433")},
    "communities:suggestion-answer": {"site": same("44F3")},
}


def of_survey(name, /, state, **data):
    def address(world, place, subject):
        survey = world.surveys["members" if place == "site" else place, state]
        return reverse(name, args=[survey.pk]), data

    return address


def of_answers(name):
    def address(world, place, subject):
        survey = world.surveys["members" if place == "site" else place, "open"]
        return reverse(name, args=[survey.pk]), {f"answer_{survey.questions.get().pk}": "4"}

    return address


def of_question(name, /, **data):
    def address(world, place, subject):
        survey = world.surveys["members", "draft"]
        return reverse(name, args=[survey.pk, survey.questions.get().pk]), data

    return address


def of_frame(name):
    """What is sent holds the space, which each world has its own."""

    def address(world, place, subject):
        survey = world.surveys["members", "draft"]
        frame = {"title": "How are we?", "intro": "", "space": survey.space_id, "is_anonymous": "True", "version": 0}
        return reverse(name, args=[survey.pk]), frame

    return address


def of_last_look(name):
    """What is sent holds a mark of what it asks."""

    def address(world, place, subject):
        survey = world.surveys["members", "draft"]
        return reverse(name, args=[survey.pk]), {"closes_on": "2026-12-24", "seen": mark_of(survey)}

    return address


def of_statement(name, /, state, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.statements.get(state=state).pk]),
        data,
    )


def of_suggestion(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.suggestions.get(state="waiting").pk]),
        data,
    )


WORDS = {"title": "What we stand for", "markdown": "Feedback is a gift.", "submission": uuid.UUID(int=6), "version": 0}
QUESTION = {"text": "How far are we?", "kind": "scale", "submission": uuid.UUID(int=7)}

ADDRESS = {
    "evaluation:surveys": of_community("evaluation:surveys"),
    "evaluation:begin": of_community("evaluation:begin", kind="self", submission=uuid.UUID(int=8)),
    "evaluation:survey": of_survey("evaluation:survey", "open"),
    "evaluation:answer": of_answers("evaluation:answer"),
    "evaluation:table": of_survey("evaluation:table", "closed"),
    "evaluation:prepare": of_frame("evaluation:prepare"),
    "evaluation:open": of_last_look("evaluation:open"),
    "evaluation:hold-back": of_survey("evaluation:hold-back", "draft"),
    "evaluation:close": of_survey("evaluation:close", "open"),
    "evaluation:discard": of_survey("evaluation:discard", "draft"),
    "evaluation:question-new": of_survey("evaluation:question-new", "draft", **QUESTION),
    "evaluation:question": of_question("evaluation:question", **QUESTION),
    "evaluation:question-move": of_question("evaluation:question-move", place="0"),
    "evaluation:question-remove": of_question("evaluation:question-remove"),
    "communities:statements": of_community("communities:statements"),
    "communities:statement": of_statement("communities:statement", "published"),
    "communities:statement-new": of_community("communities:statement-new", **WORDS),
    "communities:statement-change": of_statement("communities:statement-change", "draft", **WORDS),
    "communities:statement-publish": of_statement("communities:statement-publish", "draft", version=0),
    "communities:statement-withdraw": of_statement("communities:statement-withdraw", "published", reason="Outdated."),
    "communities:statement-discard": of_statement("communities:statement-discard", "draft"),
    "communities:suggestions": of_community(
        "communities:suggestions", text="Shorter meetings", is_signed="True", submission=uuid.UUID(int=9)
    ),
    "communities:suggestion-answer": of_suggestion("communities:suggestion-answer", state="thanks"),
}
