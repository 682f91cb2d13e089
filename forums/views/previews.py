"""How what somebody is writing would look."""

from django.http import HttpResponse
from django.utils.html import format_html

from core.errors import DomainError
from forums.queries import mentions


def preview_of(form, discussion, writer, *, before=()):
    """The HTML of the form's text; when it cannot be shown, nothing, and the form says why."""
    text = form.data.get("text", "")
    try:
        return mentions.render_naming(text, mentions.people_named(text, discussion.space, writer, before=before))
    except DomainError as refusal:
        form.add_error("text", str(refusal))
        return ""


def render_preview(form, discussion, writer, *, before=()):
    """The same, or why it cannot be shown, as what htmx puts beneath the text box."""
    text = form.data.get("text", "")
    try:
        named = mentions.people_named(text, discussion.space, writer, before=before)
        return HttpResponse(mentions.render_naming(text, named))
    except DomainError as refusal:
        return HttpResponse(format_html('<p class="field__error">{}</p>', refusal))
