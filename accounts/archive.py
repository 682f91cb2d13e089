"""A person's export as a file to keep: everything as JSON, the same as a page to read, and a word on both."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User


def packed(person: User, everything: dict[str, Any]) -> bytes:
    """A zip of what the apps answered to `seams.person_export`."""
    about = {"person": person, "made_at": timezone.now()}
    parts = {app: as_html(answer) for app, answer in everything.items()}
    files = {
        "README.txt": render_to_string("accounts/export/README.txt", about),
        "overview.html": render_to_string("accounts/export/overview.html", about | {"parts": parts}),
        "data.json": json.dumps(everything, indent=2, ensure_ascii=False),
    }
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return kept.getvalue()


def as_html(value: Any) -> SafeString:
    """What was exported, however deep, as lists that a browser shows without a style sheet."""
    if isinstance(value, Mapping):
        pairs = (f"<dt>{escape(_label(key))}</dt><dd>{as_html(part)}</dd>" for key, part in value.items())
        return mark_safe(f"<dl>{''.join(pairs)}</dl>")
    if isinstance(value, list | tuple) and value:
        return mark_safe(f"<ol>{''.join(f'<li>{as_html(part)}</li>' for part in value)}</ol>")
    if value is None or value in ("", [], ()):
        return mark_safe("–")
    return linebreaks(str(value), autoescape=True) if isinstance(value, str) and "\n" in value else escape(value)


def _label(key: str) -> str:
    return str(key).replace("_", " ").capitalize()
