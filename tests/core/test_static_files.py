"""What every page loads stays small, and nothing in it needs the content security policy to look away."""

import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from core.templatetags.sheets import sheets_asked_for

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
LETTER = re.compile(r"emails?/(?:base|_)")
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if not LETTER.search(f"{path} {path.read_text()}")]
EVERYWHERE = (TEMPLATES / "_styles.html").read_text() + (TEMPLATES / "_scripts.html").read_text()
# It shows every component that there is, in the demo and to developers alone.
STYLEGUIDE = TEMPLATES / "styleguide" / "page.html"


@cache
def size(*paths):
    """Of these files in one, compressed."""
    return len(brotli.compress(b"\n".join(path.read_bytes() for path in paths)))


def size_of_sheets(text):
    """What a template asks for, each group in one file."""
    return sum(size(*(STATIC / sheet for sheet in group)) for group in sheets_asked_for(text))


def style_sheets(text):
    """The sheets that a template asks for itself."""
    return [STATIC / sheet for group in sheets_asked_for(text) for sheet in group]


def scripts(text):
    """The modules that a template asks for itself."""
    return [STATIC / path for path in re.findall(r"{% static '(js/[^']+)' %}", text)]


def is_asking(path):
    """Whether a page has sheets or modules beside those that all have."""
    text = path.read_text()
    return path != STYLEGUIDE and text not in EVERYWHERE and bool(sheets_asked_for(text) or scripts(text))


asking = pytest.mark.parametrize(
    "path", [path for path in PAGES if is_asking(path)], ids=lambda path: str(path.relative_to(TEMPLATES))
)


@asking
def test_the_style_sheets_of_a_page_stay_within_18_kb(path):
    assert size_of_sheets(EVERYWHERE) + size_of_sheets(path.read_text()) <= 18_000


def test_each_style_sheet_is_asked_for():
    asked = {sheet for path in PAGES for sheet in style_sheets(path.read_text())}

    assert asked == set(STATIC.rglob("*.css"))


@asking
def test_the_scripts_of_a_page_stay_within_25_kb_with_htmx(path):
    htmx = Path(finders.find("django_htmx/htmx-2.min.js"))

    assert sum(map(size, {htmx, *scripts(EVERYWHERE + path.read_text())})) <= 25_000


def test_each_script_is_asked_for():
    asked = {script for path in PAGES for script in scripts(path.read_text())}

    assert asked == set(STATIC.rglob("*.js"))


@asking
def test_a_page_asks_for_few_static_files(path):
    text = EVERYWHERE + path.read_text()

    # The sheets that are asked for together come in one file; htmx comes with the scripts, the mark with the sheets.
    assert len(sheets_asked_for(text)) + len(scripts(text)) + len(["htmx", "mark"]) <= 14


@pytest.mark.parametrize("path", sorted((STATIC / "css" / "components").glob("*.css")), ids=lambda path: path.name)
def test_a_component_is_read_in_one_sitting(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_is_in_a_layer_and_speaks_of_no_side(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert text.lstrip().startswith("@layer")
    assert not re.search(r"\b(?:margin|padding|border)-(?:left|right|top|bottom)\b", text)
    assert not re.search(r"[{;]\s*(?:left|right|top|bottom|width|height)\s*:", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_has_nothing_inline(path):
    text = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
