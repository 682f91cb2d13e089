"""The box for an answer, at the end of a discussion's page."""

from functools import lru_cache
from secrets import token_hex
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from communities.queries.audiences import audience_of
from core.templatetags.copse import TOKEN
from forums.forms import ReplyForm
from forums.models import Discussion

register = template.Library()

# They stand for what differs each time until the page is sent; nobody who writes can know them.
SUBMISSION, WRITER = token_hex(16), token_hex(16)


@register.simple_tag(takes_context=True)
def empty_reply_box(context: Context, discussion: Discussion, is_on_last_page: bool) -> SafeString:
    """`forums/_reply_form.html` as it is before anybody typed: rendered once for all who read the discussion."""
    render = _empty_box.__wrapped__ if settings.DEBUG else _empty_box
    readers = str(audience_of(discussion.space))
    stage = discussion.stage.plan if discussion.stage else None
    asked = (discussion.guidelines_html, stage)
    html = render(discussion.pk, is_on_last_page, readers, discussion.space.who_reads, asked, get_language())
    each = {TOKEN: context["csrf_token"], SUBMISSION: uuid4(), WRITER: context["user"].pk}
    for mark, value in each.items():
        html = html.replace(mark, str(value))
    return mark_safe(html)


@lru_cache(maxsize=500)
def _empty_box(
    discussion: int, is_on_last_page: bool, readers: str, who_reads: str, asked: tuple[str, Any], language: str
) -> SafeString:
    guidelines, stage = asked
    around = {"space": {"who_reads": who_reads}, "guidelines_html": guidelines, "stage": stage}
    given: dict[str, Any] = {
        "discussion": {"pk": discussion, "is_open": True, **around},
        "form": ReplyForm(stage=stage, initial={"submission": SUBMISSION, "readers": readers}),
        "user": {"pk": WRITER},
        "csrf_token": TOKEN,
        "is_on_last_page": is_on_last_page,
    }
    return render_to_string("forums/_reply_form.html", given)
