"""A person's export as a file to keep: everything as JSON, the same as a page to read, and a word on both."""

import json
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from accounts.archive_words import HEADINGS
from accounts.models import User

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)")


def packed(person: User, everything: dict[str, Any]) -> bytes:
    """A zip of what the apps answered to `seams.person_export`."""
    about = {"person": person, "made_at": timezone.now()}
    parts = {heading(app): as_html(answer) for app, answer in everything.items()}
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
        pairs = (f"<dt>{escape(heading(key))}</dt><dd>{as_html(part)}</dd>" for key, part in value.items())
        return mark_safe(f"<dl>{''.join(pairs)}</dl>")
    if isinstance(value, list | tuple) and value:
        return mark_safe(f"<ol>{''.join(f'<li>{as_html(part)}</li>' for part in value)}</ol>")
    if value is None or value in ("", [], ()):
        return mark_safe("–")
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return as_html(_to_the_minute(value))
    return linebreaks(str(value), autoescape=True) if isinstance(value, str) and "\n" in value else escape(value)


def heading(key: str) -> str:
    """What stands above a part of the export: in words of its own, or else as programs know it."""
    return str(HEADINGS.get(key) or str(key).replace("_", " ").capitalize())


def _to_the_minute(moment: str) -> str:
    return f"{date_format(datetime.fromisoformat(moment).astimezone(UTC), 'j F Y, H:i')} UTC"
