"""The style sheets of a page: apart while somebody works on them, in one file once static files are collected."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_ASKED = re.compile(r"{% styles ([^%]+) %}")
_SHEET = re.compile(r"'([^']+)'")


@register.simple_tag
def styles(*sheets: str) -> SafeString:
    """The links to `sheets`, in their order: `{% styles 'css/base.css' %}`, each name in single quotes.

    Where `config.bundles` collects static files, the link is to the one file that it makes of them.
    """
    are_bundled = getattr(staticfiles_storage, "bundles_styles", False)
    asked = (bundle_of(sheets),) if are_bundled else sheets
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in asked))


def bundle_of(sheets: Iterable[str]) -> str:
    """The name of the file that holds all of `sheets`; that of the sheet itself where it is the only one."""
    sheets = tuple(sheets)
    if len(sheets) == 1:
        return sheets[0]
    return f"css/bundles/{hashlib.blake2b(' '.join(sheets).encode(), digest_size=6).hexdigest()}.css"


def sheets_asked_for(text: str) -> list[tuple[str, ...]]:
    """The sheets of each `{% styles %}` in the text of a template."""
    return [tuple(_SHEET.findall(asked)) for asked in _ASKED.findall(text)]


def groups_in(templates: Path) -> set[tuple[str, ...]]:
    """Every group of sheets that the templates beneath a folder ask for."""
    return {group for path in templates.rglob("*.html") for group in sheets_asked_for(path.read_text())}
