"""The one builder of mail about what happened."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import seams
from core.calendars.writing import MIME
from core.seams import Resolved
from notifications import kinds
from notifications.bounce_addresses import bounce_address
from notifications.hearing import COMMUNITY
from notifications.models import HTML, IN_LIST, IN_MAIL, SUBJECT, TEXT, OutboxMessage, Stranger, text_of
from notifications.reply_addresses import reply_address
from notifications.rules import DIGEST, KIND, Scope, mute_token, silence_token

_OWN_LINK = re.compile(r"""(<a\s(?:[^<>"]|"[^"]*")*?\bhref=")/""")  # in a tag, not in words that show one
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def build(
    message: OutboxMessage, reader: User | Stranger, resolved: Resolved, *, follows: bool = False
) -> EmailMultiAlternatives:
    """The mail that tells `reader` of the entry, in their language and zone, about what they may see of it.

    `follows` says whether they asked to hear everything of what the entry is about. What they can answer by mail
    has an address to answer to, where the site takes mail in.
    What its app has no letter for is told by the sentence that stands in the list of notifications.
    """
    with _at_home(reader):
        part = seams.calendar_part(message.entry.verb, resolved.obj, reader)
        asks = bool(part and part.takes_answers)
        context = _context(message, reader, resolved) | {"follows": follows, "asks_calendar": asks}
        texts = {ending: [text_of(message.entry, ending), f"notifications/mail{ending}"] for ending in IN_MAIL}
        mail = _letter(reader, texts, context, _headers(message, resolved, context["unsubscribe_url"]))
        mail.reply_to = _reply_to(reader, resolved, context["answering"])
        if part:
            _add_calendar(mail, part)
        return _returnable(mail, message, reader)


def build_digest(message: OutboxMessage, reader: User, digest: Any) -> EmailMultiAlternatives:
    """The mail that tells `reader` what is in `digest` (a digests.Digest), in their language and zone."""
    with _at_home(reader):
        context = digest_context(reader, digest)
        headers = _headers(message, None, context["unsubscribe_url"]) | {
            "List-Id": f"<digest.{settings.SITE_HOST}>",
            "Precedence": "bulk",
        }
        texts = {ending: [f"notifications/digest{ending}"] for ending in IN_MAIL}
        return _returnable(_letter(reader, texts, context, headers), message, reader)


def _returnable(
    mail: EmailMultiAlternatives, message: OutboxMessage, reader: User | Stranger
) -> EmailMultiAlternatives:
    """With an envelope sender by which it is known again when it comes back, where the site takes mail in."""
    if settings.INBOUND_DOMAIN:
        mail.extra_headers["From"] = mail.from_email
        mail.from_email = bounce_address(message.pk, reader.email)
    return mail


def build_answer(
    reader: User, *, to: str, texts: str, context: dict[str, Any], answers: str, message_id: str
) -> EmailMultiAlternatives:
    """The mail that says what became of a mail of `reader`, sent by a machine to a person's own words (RFC 3834).

    `texts` is what its templates are called but for their endings, `answers` the Message-ID of the mail, if it had one.
    """
    with _at_home(reader):
        headers = {"Message-ID": message_id, "Auto-Submitted": "auto-replied"}
        if answers:
            headers["In-Reply-To"] = headers["References"] = answers
        context = {"reader": reader, "site_url": settings.SITE_URL, **context}
        mail = _letter(reader, {ending: [f"{texts}{ending}"] for ending in IN_MAIL}, context, headers)
    mail.to = [to]
    return mail


@contextmanager
def _at_home(reader: User | Stranger) -> Iterator[None]:
    """In the reader's language and zone."""
    with translation.override(reader.language), timezone.override(reader.zone):
        yield


def _letter(
    reader: User | Stranger, texts: Mapping[str, list[str]], context: dict[str, Any], headers: dict[str, str]
) -> EmailMultiAlternatives:
    """`texts` are the templates of the subject, the text and the HTML, of which the first one that exists is taken."""
    subject, text = (_plain(texts[ending], context) for ending in (SUBJECT, TEXT))
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=_EMPTY_LINES.sub("\n\n", text).strip() + "\n",
        to=[reader.email],
        headers=headers,
    )
    html = select_template(texts[HTML]).render(context)
    mail.attach_alternative(_OWN_LINK.sub(rf"\1{settings.SITE_URL}/", html), "text/html")
    return mail


def _add_calendar(mail: EmailMultiAlternatives, part: seams.CalendarPart) -> None:
    """As mail programs want it (RFC 6047, 2.4): beside the text, with its method, and as a file."""
    mail.attach_alternative(part.content.decode(), f"{MIME}; method={part.method}")
    mail.attach("invite.ics", part.content, "application/ics")


def _plain(names: list[str], context: dict[str, Any]) -> str:
    return Engine.get_default().select_template(names).render(Context(context, autoescape=False))


def _context(message: OutboxMessage, reader: User | Stranger, resolved: Resolved) -> dict[str, Any]:
    context = {
        "entry": message.entry,
        "resolved": resolved,
        "reader": reader,
        "site_url": settings.SITE_URL,
        "url": settings.SITE_URL + resolved.url,
        "answering": _answering(message, reader, resolved),
    }
    if isinstance(reader, Stranger):
        token = silence_token(reader.email)
        return context | {
            "unsubscribe_url": settings.SITE_URL + reverse("notifications:silence", args=[token]),
            "unsubscribe_label": _("Never mail me from Copse again"),
        }
    why = kinds.why(message.kind, message.entry.verb)
    scope = message.scope
    is_of_kind = scope is None or scope[0] == COMMUNITY  # who is tired of these may want to hear all the rest
    around = scope[1] if scope and is_of_kind else None
    return context | {
        "why": why,
        "item": text_of(message.entry, IN_LIST),
        "settings_url": f"{settings.SITE_URL}{reverse('notifications:settings')}#id_kind_{why.name}",
        "unsubscribe_url": _unsubscribe_url(reader, scope if scope and not is_of_kind else (KIND, why.name), around),
        "unsubscribe_label": _("No more mail of this kind") if is_of_kind else _("Unsubscribe from this"),
    }


def _answering(message: OutboxMessage, reader: User | Stranger, resolved: Resolved) -> seams.Answering | None:
    if not settings.INBOUND_DOMAIN or isinstance(reader, Stranger):
        return None
    found: seams.Answering | None = seams.answering(message.entry.verb, resolved.obj, reader)
    return found


def _reply_to(reader: User | Stranger, resolved: Resolved, answering: seams.Answering | None) -> list[str]:
    if answering is None or isinstance(reader, Stranger):
        return []
    return [formataddr((" ".join(resolved.title.split()), reply_address(reader.pk, answering.ids)))]


def digest_context(reader: User, digest: Any) -> dict[str, Any]:
    return {
        "digest": digest,
        "reader": reader,
        "rhythm": reader.mail_rhythm,
        "site_url": settings.SITE_URL,
        "settings_url": settings.SITE_URL + reverse("notifications:settings"),
        "unsubscribe_url": _unsubscribe_url(reader, DIGEST),
        "unsubscribe_label": _("Stop the digest"),
    }


def _unsubscribe_url(reader: User, scope: Scope, community_id: int | None = None) -> str:
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[mute_token(reader.pk, scope, community_id)])


def _headers(message: OutboxMessage, resolved: Resolved | None, unsubscribe_url: str) -> dict[str, str]:
    """One thread for each thing (RFC 5322), a list for each community (RFC 2919), one click to be left alone (8058)."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if resolved and resolved.thread:
        headers["References"] = headers["In-Reply-To"] = f"<{resolved.thread}@{settings.SITE_HOST}>"
    if resolved and resolved.list_id:
        headers["List-Id"] = f"<{resolved.list_id}.{settings.SITE_HOST}>"
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
