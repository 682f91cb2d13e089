"""The sentences of the list of notifications, where there is no HTML."""

from typing import Any

from django import template
from django.template.loader import render_to_string

from core.markdown.plain_text import plain_text

register = template.Library()


@register.simple_tag(takes_context=True)
def sentence(context: template.Context, name: str) -> str:
    """The sentence of the template `name`, such as one's own "_item.html", with this context, as plain text."""
    return plain_text(render_to_string(name, context.flatten()))


@register.simple_tag
def said(line: Any, reader: Any) -> str:
    """One line of a digest (digests.Line), as plain text."""
    context = {"resolved": line.resolved, "entry": line.entry, "reader": reader, "url": line.resolved.url}
    return plain_text(line.template.render(context))


@register.filter
def underline(text: str) -> str:
    """As many dashes as `text` has signs."""
    return "-" * len(text)
