"""In production the sheets that a page asks for together come in one file."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template

from core.templatetags.sheets import bundle_of, groups_in, sheets_asked_for

GROUPS = sorted(groups_in(settings.BASE_DIR / "templates"))
PAGE = Template("{% load sheets %}{% styles 'css/tokens.css' 'css/base.css' %}")
ALONE = Template("{% load sheets %}{% styles 'css/tokens.css' %}")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def production(settings, root):
    """Static files as production has them; collected once."""
    settings.STATIC_ROOT = root
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.bundles.BundlingStorage"}}
    if not (root / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


def links(html):
    return re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', html)


def test_at_work_the_sheets_stay_apart():
    assert links(PAGE.render(Context())) == ["css/tokens.css", "css/base.css"]


def test_production_serves_them_in_one_file_that_says_what_each_says(production, root):
    assert len(GROUPS) > 5
    for group in GROUPS:
        page = Template("{% load sheets %}{% styles " + " ".join(f"'{sheet}'" for sheet in group) + " %}")

        (link,) = links(page.render(Context()))

        said = (root / link).read_text()
        at = [said.index((settings.BASE_DIR / "static" / sheet).read_text()) for sheet in group]
        assert at == sorted(at)
        assert (root / f"{link}.br").exists()


def test_one_sheet_is_its_own_file(production):
    assert re.fullmatch(r"css/tokens\.[0-9a-f]{12}\.css", *links(ALONE.render(Context())))


def test_collecting_twice_makes_the_same(production, root):
    before = {path.name: path.read_bytes() for path in (root / "css" / "bundles").iterdir()}

    call_command("collectstatic", interactive=False, verbosity=0)

    assert {path.name: path.read_bytes() for path in (root / "css" / "bundles").iterdir()} == before


def test_other_sheets_or_another_order_are_another_file():
    assert len({bundle_of(["css/a.css", "css/b.css"]), bundle_of(["css/b.css", "css/a.css"])}) == 2
    assert bundle_of(["css/a.css"]) == "css/a.css"


def test_a_sheet_names_no_address_relative_to_itself():
    sheets = (settings.BASE_DIR / "static").rglob("*.css")

    assert not [path.name for path in sheets if re.search(r"url\(|@import", path.read_text())]


def test_templates_ask_for_sheets_in_one_way():
    texts = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")]

    assert not [text for text in texts if 'rel="stylesheet"' in text and "email" not in text]
    assert all(len(group) == len(set(group)) for text in texts for group in sheets_asked_for(text))
