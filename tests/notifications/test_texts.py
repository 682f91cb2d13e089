"""Whatever people are told of has its text and its kind; found by reading the code, so that none can be forgotten."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, select_template

from notifications import kinds
from notifications.models import IN_MAIL

APPS = ("forums", "library", "meetings", "communities", "home")
TEMPLATES = Path(settings.BASE_DIR, "templates")
TELLING = re.compile(r"notify|write_to|_?tell_\w+")


def told():
    """(app, verb, whether it goes to addresses) for each function that tells people of a fact that it records."""
    for app in APPS:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef):
                    yield from told_by(function, app)


def told_by(function, app):
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    telling = {call.func.id for call in calls if TELLING.fullmatch(call.func.id)}
    # A fact that is kept in no variable is written down alone.
    aside = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Expr)}
    for call in calls:
        if call.func.id == "record" and telling and id(call) not in aside:
            # Of a verb that is put together nothing is known here; each that has a kind is looked at below.
            parts = {
                id(part) for node in ast.walk(call.args[0]) if isinstance(node, ast.JoinedStr) for part in node.values
            }
            for node in ast.walk(call.args[0]):
                if isinstance(node, ast.Constant) and id(node) not in parts:
                    yield app, node.value, "write_to" in telling


def given():
    """(app, verb) for each verb to which an app gives a kind as it starts."""
    for path in Path(settings.BASE_DIR).glob("*/apps.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "kinds.register":
                yield from ((path.parent.name, verb.value) for verb in call.args[1:] if isinstance(verb, ast.Constant))


FOUND = sorted(set(told()))


def test_the_reading_finds_what_is_known_to_be_told():
    verbs = {verb for _app, verb, _is_written in FOUND}

    assert {"discussion.closed", "post.replied", "post.added", "membership.role_changed"} <= verbs
    assert "discussion.locked" not in verbs


@pytest.mark.parametrize(("app", "verb", "is_written"), FOUND)
def test_everything_told_has_its_text_and_its_kind(app, verb, is_written):
    name = verb.partition(".")[2]

    get_template(f"{app}/notifications/{name}_item.html")
    for ending in IN_MAIL if is_written else ():
        get_template(f"{app}/notifications/{name}{ending}")
    assert verb in kinds.of_verb


def test_no_two_facts_share_their_text():
    """A text is found by the app and the last word of its verb."""
    texts = Counter((app, verb.partition(".")[2]) for app, verb in {(app, verb) for app, verb, _is_written in FOUND})

    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize(("app", "verb"), sorted(set(given())))
def test_every_verb_to_which_its_app_gives_a_kind_has_its_sentence(app, verb):
    name = verb.partition(".")[2]

    # Some tell of what became of a community's own things.
    select_template([f"{of}/notifications/{name}_item.html" for of in (app, "communities")])


def test_a_letter_of_one_s_own_is_whole():
    for path in TEMPLATES.glob("*/notifications/*_subject.txt"):
        whole = {path.with_name(path.name.replace("_subject.txt", ending)) for ending in IN_MAIL}

        assert all(part.exists() for part in whole), path


def test_every_verb_of_the_news_has_its_words():
    for verb in kinds.news:
        assert list(TEMPLATES.glob(f"*/notifications/{verb.partition('.')[2]}_digest.html")), verb
