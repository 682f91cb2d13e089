"""How what somebody is writing would look."""

from django.http import HttpResponse
from django.utils.html import format_html

from core.errors import DomainError
from forums.queries import mentions


def preview_of(form, discussion, writer, chosen, *, before=()):
    """The HTML of the form's text with what was `chosen`; when it cannot be shown, nothing, and the form says why."""
    try:
        return _shown(form, discussion, writer, chosen, before)
    except DomainError as refusal:
        form.add_error("text", str(refusal))
        return ""


def render_preview(form, discussion, writer, chosen, *, before=()):
    """The same, or why it cannot be shown, as what htmx puts beneath the text box."""
    try:
        return HttpResponse(_shown(form, discussion, writer, chosen, before))
    except DomainError as refusal:
        return HttpResponse(format_html('<p class="field__error">{}</p>', refusal))


def _shown(form, discussion, writer, chosen, before):
    text = chosen.placed_in(form.data.get("text", ""))
    named = mentions.people_named(text, discussion.space, writer, before=before)
    return mentions.render_naming(text, named, chosen.placed)
