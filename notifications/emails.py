"""The one builder of mail about what happened."""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.seams import Resolved
from notifications.models import HTML, SUBJECT, TEXT, OutboxMessage, text_of
from notifications.rules import mute_token

_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def build(message: OutboxMessage, reader: User, resolved: Resolved) -> EmailMultiAlternatives:
    """The mail that tells `reader` of the entry, in their language and zone, about what they may see of it."""
    with translation.override(reader.language), timezone.override(reader.zone):
        context = _context(message, reader, resolved)
        mail = EmailMultiAlternatives(
            subject=" ".join(_text(message, SUBJECT, context).split()),
            body=_EMPTY_LINES.sub("\n\n", _text(message, TEXT, context)).strip() + "\n",
            to=[reader.email],
            headers=_headers(message, resolved, context["unsubscribe_url"]),
        )
        html = get_template(text_of(message.entry, HTML)).render(context)
    mail.attach_alternative(html.replace('href="/', f'href="{settings.SITE_URL}/'), "text/html")
    return mail


def _context(message: OutboxMessage, reader: User, resolved: Resolved) -> dict:
    unsubscribe_url = ""
    if message.scope:
        token = mute_token(reader.pk, message.scope)
        unsubscribe_url = settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])
    return {
        "entry": message.entry,
        "resolved": resolved,
        "reader": reader,
        "site_url": settings.SITE_URL,
        "url": settings.SITE_URL + resolved.url,
        "unsubscribe_url": unsubscribe_url,
        "unsubscribe_label": _("Unsubscribe from this"),
    }


def _text(message: OutboxMessage, ending: str, context: dict) -> str:
    template = Engine.get_default().get_template(text_of(message.entry, ending))
    return template.render(Context(context, autoescape=False))


def _headers(message: OutboxMessage, resolved: Resolved, unsubscribe_url: str) -> dict[str, str]:
    """One thread for each thing (RFC 5322), a list for each community (RFC 2919), one click to be left alone (8058)."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if resolved.thread:
        headers["References"] = headers["In-Reply-To"] = f"<{resolved.thread}@{settings.SITE_HOST}>"
    if resolved.list_id:
        headers["List-Id"] = f"<{resolved.list_id}.{settings.SITE_HOST}>"
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
