"""The walls hold, and the checks that say so can fail."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ROOT = Path(settings.BASE_DIR)
# From the top. Apps of one row may not see each other.
ROWS = [["config"], ["home"], ["evaluation"], ["forums", "meetings"], ["library"], ["communities"], ["notifications"]]
ROWS += [["activity"], ["accounts"], ["core"]]
LAYERS = [app for row in ROWS for app in row]
RANK = {app: len(ROWS) - place for place, row in enumerate(ROWS) for app in row}


def lint_imports(where: Path) -> subprocess.CompletedProcess:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([command, "--no-cache"], cwd=where, capture_output=True, text=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for app in LAYERS:
        shutil.copytree(ROOT / app, copy / app, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.mark.parametrize(
    ("room", "planted"),
    [
        ("core/errors.py", "from accounts import models"),
        ("core/errors.py", "def late():\n    from forums import models"),
        ("accounts/models.py", "def late():\n    from communities.models import Space"),
        ("notifications/models.py", "def late():\n    import config.settings"),
        ("communities/models/roles.py", "def late():\n    from communities import rules"),
        ("communities/rules/roles.py", "def late():\n    from communities import actions"),
        ("communities/views/memberships.py", "def late():\n    from communities import effects"),
        ("forums/rules/groups.py", "def late():\n    from meetings.models import Seat"),
        ("meetings/rules.py", "def late():\n    from forums import rules"),
        ("library/rules.py", "def late():\n    from meetings import models"),
        ("meetings/views/seats.py", "def late():\n    from meetings import effects"),
        ("forums/rules/groups.py", "def late():\n    from guardian.shortcuts import get_objects_for_user"),
    ],
)
def test_a_planted_import_breaks_a_contract(house, room, planted):
    target = house / room
    before = target.read_text()

    target.write_text(f"{before}\n\n{planted}\n")
    try:
        outcome = lint_imports(house)
    finally:
        target.write_text(before)

    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "BROKEN" in outcome.stdout


def test_without_a_planted_import_the_contracts_are_kept(house):
    outcome = lint_imports(house)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def _is_out_of_sight(app, of):
    """Whether `app` stands above another one, or beside it."""
    return app != of and RANK.get(app, 0) >= RANK[of]


def test_apps_beside_one_another_are_out_of_sight():
    assert _is_out_of_sight("forums", of="meetings")
    assert _is_out_of_sight("meetings", of="forums")
    assert not _is_out_of_sight("library", of="meetings")


def test_foreign_keys_point_downwards():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete and model._meta.app_label in RANK
        if _is_out_of_sight(field.related_model._meta.app_label, model._meta.app_label)
    ]

    assert upward == []


def test_migrations_depend_downwards():
    upward = [
        (key, parent)
        for key, migration in MigrationLoader(None).disk_migrations.items()
        for parent in migration.dependencies
        if key[0] in RANK and _is_out_of_sight(parent[0], key[0])
    ]

    assert upward == []


def test_migrations_know_nothing_of_the_code_as_it_is_now():
    ours = re.compile(rf"^\s*(?:from|import) (?:{'|'.join(LAYERS)})\b", re.MULTILINE)

    found = [str(path.relative_to(ROOT)) for path, text in sources("migrations/*.py") if ours.search(text)]

    assert found == []


def test_core_stays_small_and_holds_no_tables():
    assert len(list((ROOT / "core").glob("*.py"))) <= 15
    assert not list(apps.get_app_config("core").get_models())


def sources(*patterns):
    for app in LAYERS:
        for pattern in patterns:
            for path in sorted((ROOT / app).glob(pattern)):
                yield path, path.read_text()


def test_a_module_that_grows_is_parted():
    """docs/style.md: past 300 lines it becomes a package by noun. The settings are one list."""
    long = {
        str(path.relative_to(ROOT))
        for path, text in sources("**/*.py")
        if len(text.splitlines()) > 300 and "migrations" not in path.parts
    }

    assert long == {"config/settings.py"}


def test_views_fetch_through_visible_to():
    doors = "visible_to|readable_by|joined_by|ever_joined_by|live_of|in_rooms_led_by|handled_by|by_link|present"
    forbidden = re.compile(rf"\.objects\.(?!({doors})\()\w+|get_(object|list)_or_404\(\s*[A-Z]\w+\s*,")

    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in sources("views.py", "views/**/*.py")
        for match in forbidden.finditer(text)
    ]

    assert found == []


def test_work_is_queued_as_due_rows_alone():
    found = [str(path) for path, text in sources("**/*.py") if re.search(r"\.(delay|apply_async)\(", text)]

    assert found == []


def test_transactions_begin_in_actions():
    found = [str(path) for path, text in sources("views.py", "views/**/*.py", "tasks.py") if "atomic" in text]

    assert found == []


LOCKS = {
    "lock",
    "lock_all",
    "lock_alone",
    "lock_both",
    "lock_around",
    "lock_discussion",
    "lock_group",
    "lock_in_space",
    "lock_item",
    "lock_series",
    "lock_meeting",
    "lock_pair",
    "lock_post",
    "lock_with_quotations",
    "lock_survey",
    "lock_survey_of",
}
# Who asked before they waited is told of a stale edit within the queries of one page; the version guards the text.
ASKED_BEFORE = {"forums/actions/closings.py: save_closing", "forums/actions/closings.py: publish_closing"}
# What nobody has to wait for, by why.
WITHOUT_LOCK = {
    "a row of one's own that is there for nobody else": {"library/actions/files.py": {"keep_file"}},
    "a place, a wish or a session of one's own": {
        "accounts/actions.py": {"end_session"},
        "activity/actions.py": {"see_stream"},
        "evaluation/actions/answers.py": {"see_survey"},
        "forums/actions/bookmarks.py": {"drop_bookmark", "keep_bookmark"},
        "forums/actions/closings.py": {"see_closing", "see_note"},
        "forums/actions/discussions.py": {
            "follow_discussion",
            "mark_read",
            "mute_discussion",
            "see_posts",
            "unfollow_discussion",
        },
        "forums/actions/feeds.py": {"end_feed_key", "make_feed_key"},
        "forums/actions/presence.py": {"stay_at_draft"},
        "forums/actions/unsent.py": {"forget_sent", "keep_unsent", "throw_away"},
        "meetings/actions/seats.py": {"unwatch"},
        "notifications/actions.py": {
            "choose_volume",
            "mute",
            "read_everything",
            "read_notification",
            "restore_address",
            "restore_volume",
            "silence_address",
        },
    },
    "one UPDATE … WHERE state = old, also where all is over": {
        "communities/actions/invitations.py": {"decline_invitation", "take_back"},
        "communities/actions/vocabulary.py": {"offer_subject", "retire_subject"},
        "notifications/actions.py": {"give_up_failing", "try_again"},
    },
    "it reads": {"accounts/actions.py": {"export_person"}},
    "its effect locks": {"accounts/actions.py": {"erase_myself"}},
}
WRITES = re.compile(r"(bulk_)?(create|update)|(get|update)_or_create|save|delete|record|notify")


def steps(function, module, within=()):
    """What a function of a module of actions does, in the order of its lines: "lock", "require", "write".

    What the module's helpers do belongs to it; an action that it calls asks for leave itself.
    """
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.end_lineno, call.end_col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name in LOCKS:
            yield "lock"
        elif name == "require":
            yield "require"
        elif WRITES.fullmatch(name):
            yield "write"
        elif name.startswith("_") and name in module and name not in within:
            yield from steps(module[name], module, (*within, name))


def lawless(text):
    """{action: what is wrong with it} of the actions in the source of a module that break the rule."""
    module = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    found = {}
    for name, node in module.items():
        if name.startswith("_"):
            continue
        order = list(steps(node, module))
        asked = [place for place, step in enumerate(order) if step == "require"]
        waited = max((place for place, step in enumerate(order) if step == "lock"), default=-1)
        if "actor" not in [argument.arg for argument in node.args.kwonlyargs]:
            found[name] = "has no actor"
        elif not asked:
            found[name] = "asks for no leave"
        elif asked[-1] < waited:
            found[name] = "waits once it has asked"
        elif waited < 0:
            found[name] = "locks nothing"
        elif "write" in order[: next(place for place in asked if place > waited)]:
            found[name] = "writes before it asks"
    return found


def test_every_action_locks_then_asks_for_leave_then_writes():
    found = {
        f"{path.relative_to(ROOT)}: {name}": why
        for path, text in sources("actions.py", "actions/*.py")
        for name, why in lawless(text).items()
    }

    unlocked = {f"{path}: {name}" for rooms in WITHOUT_LOCK.values() for path, names in rooms.items() for name in names}
    allowed = dict.fromkeys(ASKED_BEFORE, "waits once it has asked") | dict.fromkeys(unlocked, "locks nothing")
    assert found == allowed


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("    require(may(actor, thing))\n    lock(thing)", "waits once it has asked"),
        ("    require(may(actor, thing))\n    _held(thing)", "waits once it has asked"),
        ("    lock(thing)\n    thing.save()\n    require(may(actor, thing))", "writes before it asks"),
        ("    require(may(actor, thing))\n    thing.save()", "locks nothing"),
        ("    require(may(actor, thing))\n    _held(thing)\n    require(may(actor, thing))\n    thing.save()", None),
        ("    require(may(actor, _held(thing)))\n    _kept(thing)", None),
        ("    thing.save()", "asks for no leave"),
    ],
)
def test_an_action_in_another_order_is_found(body, why):
    helpers = "def _held(thing):\n    return lock(thing)\n\n\ndef _kept(thing):\n    thing.save()\n"
    planted = f"{helpers}\n\ndef change(thing, *, actor):\n{body}\n"

    assert lawless(planted).get("change") == why


def test_pages_hold_no_inline_script_or_style():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son(click|change|submit|load|input)=", re.IGNORECASE)
    mails = re.compile(r"(^|/)(emails?|notifications/[^/]*\.html|account/email)(/|$)")

    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if not mails.search(str(path.relative_to(ROOT)))
        for match in inline.finditer(path.read_text())
    ]

    assert found == []
