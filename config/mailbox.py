"""/mail/ of the demo: every message that Copse would have sent, for everybody to look at."""

import base64
import hashlib
import mailbox
from datetime import UTC
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from core.forms import CleanCharField, SubmissionField
from forums.inbound.receiving import receive
from forums.models import InboundMail

SHOWN = 100
SHOWN_HEADERS = ("From", "Reply-To", "To", "Subject", "Date", "List-Id", "List-Unsubscribe", "Message-ID")


@require_GET
def message_list(request):
    """The newest messages; the name of a Maildir's file begins with its moment."""
    kept = _kept()
    newest = sorted(kept.keys(), key=_moment, reverse=True)[:SHOWN]
    rows = []
    for name in newest:
        with kept.get_file(name) as file:
            rows.append({"name": name, **_described(BytesHeaderParser(policy=policy.default).parse(file))})
    return render(request, "mailbox/list.html", {"rows": rows})


class AnswerForm(forms.Form):
    """What one would write in a mail program."""

    submission = SubmissionField()
    text = CleanCharField(
        label=gettext_lazy("What you write back"), max_length=20_000, widget=forms.Textarea({"rows": 5})
    )


@require_GET
@csp_update({"frame-src": ["'self'"]})
def message_detail(request, name):
    return _show(request, name, AnswerForm())


def _show(request, name, form, status=200):
    message = _message(name)
    text = message.get_body(["plain"])
    context = {
        "name": name,
        **_described(message),
        "headers": [(header, message[header].strip()) for header in SHOWN_HEADERS if message[header]],
        "text": text.get_content() if text else "",
        "has_html": message.get_body(["html"]) is not None,
        "form": form if message["Reply-To"] else None,
    }
    return render(request, "mailbox/detail.html", context, status=status)


@require_POST
@csp_update({"frame-src": ["'self'"]})
def message_answer(request, name):
    """Hand over the mail that a mail program would send, by the same door as a mail server."""
    message = _message(name)
    form = AnswerForm(request.POST)
    if not message["Reply-To"]:
        raise Http404
    if not form.is_valid():
        return _show(request, name, form, status=422)
    outcome = receive(_answer(message, **form.cleaned_data).as_bytes())
    if outcome == InboundMail.Outcome.POSTED:
        messages.success(request, _("Your mail is an answer in the discussion now."))
    else:
        messages.info(request, _("Copse has written back: its answer is among the kept mail."))
    return redirect("mailbox:detail", name=name)


def _answer(message, *, text, submission):
    answer = EmailMessage()
    answer["From"], answer["To"] = message["To"], message["Reply-To"]
    answer["Subject"] = f"Re: {message['Subject'].strip().removeprefix('Re: ')}"
    answer["Message-ID"] = f"<{submission}@{settings.SITE_HOST}>"
    answer["In-Reply-To"] = answer["References"] = message["Message-ID"].strip()
    quoted = "".join(f"> {line}\n" for line in message.get_body(["plain"]).get_content().splitlines())
    answer.set_content(f"{text}\n\nOn {message['Date']}, {message['From']} wrote:\n\n{quoted}")
    return answer


@require_GET
@xframe_options_sameorigin
def message_html(request, name):
    """The HTML part alone, for a frame: nothing in it runs or loads, and its links lead out of the frame."""
    part = _message(name).get_body(["html"])
    if part is None:
        raise Http404
    html = part.get_content()
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {_style_sources(html)}; img-src 'self' data:; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    )
    return response


def _kept():
    return mailbox.Maildir(settings.EMAIL_FILE_PATH)


def _moment(name):
    seconds, detail = name.split(".")[:2]
    return int(seconds), int(detail[1:].split("P")[0])


def _message(name):
    try:
        with _kept().get_file(name) as file:
            return message_from_binary_file(file, policy=policy.default)
    except KeyError:
        raise Http404 from None


def _described(message):
    return {
        "subject": message["Subject"].strip(),  # a long one is folded after "Subject:"
        "to": message["To"],
        "at": parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC),  # "-0000" says UTC, and where is unknown
    }


def _style_sources(html):
    """The hashes of the styles that stand in a mail, so that the policy allows these and no others."""
    styles = _Styles()
    styles.feed(html)
    hashes = sorted(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in set(styles.found))
    return " ".join(["'unsafe-hashes'", *(f"'sha256-{each}'" for each in hashes)])


class _Styles(HTMLParser):
    """Every style attribute and the text of every style element."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._is_style = False

    def handle_starttag(self, tag, attrs):
        self._is_style = tag == "style"
        self.found += [value for name, value in attrs if name == "style" and value]

    def handle_data(self, data):
        if self._is_style:
            self.found.append(data)
            self._is_style = False


app_name = "mailbox"

urlpatterns = [
    path("", message_list, name="list"),
    path("<str:name>/", message_detail, name="detail"),
    path("<str:name>/answer/", message_answer, name="answer"),
    path("<str:name>/html/", message_html, name="html"),
]
