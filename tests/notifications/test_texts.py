"""Whatever people are told of has its text; found by reading the code, so that none can be forgotten."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

APPS = ("forums", "communities", "home")


def told():
    """(app, verb, whether it is mailed) for each function that records a fact and tells people of it."""
    for app in APPS:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef):
                    yield from told_by(function, app)


def told_by(function, app):
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    notices = [call for call in calls if call.func.id == "notify"]
    is_mailed = any(keyword.arg == "mail" for call in notices for keyword in call.keywords)
    for call in calls:
        if call.func.id == "record" and notices:
            verbs = [node.value for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
            # Which of several verbs is mailed is not seen here: `notify` asks for its texts when it runs.
            yield from ((app, verb, is_mailed and len(verbs) == 1) for verb in verbs)


FOUND = sorted(set(told()))


def test_the_reading_finds_what_is_known_to_be_told():
    assert ("forums", "discussion.closed", True) in FOUND
    assert ("communities", "membership.role_changed", False) in FOUND


@pytest.mark.parametrize(("app", "verb", "is_mailed"), FOUND)
def test_everything_told_has_its_text(app, verb, is_mailed):
    name = verb.partition(".")[2]

    get_template(f"{app}/notifications/{name}_item.html")
    for ending in ("_subject.txt", ".txt", ".html") if is_mailed else ():
        get_template(f"{app}/notifications/{name}{ending}")
