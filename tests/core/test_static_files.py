"""What every page loads stays small, and nothing in it needs the content security policy to look away."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
LETTER = re.compile(r"emails?/(?:base|_)")
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if not LETTER.search(f"{path} {path.read_text()}")]


def compressed(paths):
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


def style_sheets(text):
    """The sheets that a template asks for itself."""
    return [STATIC / path for path in re.findall(r"{% static '(css/[^']+)' %}", text)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_the_style_sheets_of_a_page_stay_within_18_kb(path):
    everywhere = style_sheets((TEMPLATES / "_styles.html").read_text())

    assert compressed({*everywhere, *style_sheets(path.read_text())}) <= 18_000


def test_each_style_sheet_is_asked_for():
    asked = {sheet for path in PAGES for sheet in style_sheets(path.read_text())}

    assert asked == set(STATIC.rglob("*.css"))


def test_scripts_stay_within_25_kb_with_htmx():
    htmx = Path(finders.find("django_htmx/htmx-2.min.js"))

    assert compressed([htmx, *STATIC.rglob("*.js")]) <= 25_000


def test_a_page_asks_for_few_static_files():
    head = render_to_string("_styles.html") + render_to_string("_scripts.html")

    assert len(re.findall(r'(?:href|src)="/static/', head)) <= 14


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
