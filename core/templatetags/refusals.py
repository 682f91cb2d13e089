"""What a page that refuses a form gives back: the words that were sent in it, and the way to where it stands."""

import re
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

register = template.Library()

# What a form sends by itself: numbers, moments, choices and marks that tell one sending from another.
CODE = re.compile(r"[a-z0-9_:-]*|\d{4}-\d\d-\d\dT[\d:]+")
LINE, PREFIX = "-line", "-prefix"


@register.simple_tag
def what_was_written(request: HttpRequest) -> str:
    """The texts of the form that was sent, to be copied; nothing of a form that holds a password.

    Nothing either of a form that another site sent: nobody shall find the words of a stranger here.
    """
    sent = request.POST
    if any("password" in name for name in sent) or not _came_from_here(request):
        return ""
    texts = (_text(request, name) for name in sent if name != "csrfmiddlewaretoken" and not name.endswith(PREFIX))
    return "\n\n".join(text for text in texts if not CODE.fullmatch(text))


def _text(request: HttpRequest, name: str) -> str:
    """One field; a text that was sent line by line gets back what stands before each line."""
    values = request.POST.getlist(name)
    if name.endswith(LINE):
        prefixes = request.POST.getlist(name.removesuffix(LINE) + PREFIX)
        prefixes += [""] * (len(values) - len(prefixes))
        values = [prefix + value for prefix, value in zip(prefixes, values, strict=False)]
    return "\n".join(values).strip()


def _came_from_here(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is None or urlsplit(sender).netloc == request.get_host()


@register.simple_tag
def way_back(request: HttpRequest) -> str:
    """The page that was asked for, or the one whose form was sent.

    The latter is what the browser names; else the nearest page above the address that it was sent to.
    """
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return request.get_full_path()
    for named in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if url_has_allowed_host_and_scheme(named, allowed_hosts={request.get_host()}):
            parts = urlsplit(named)
            return f"{escape_leading_slashes(parts.path) or '/'}{'?' if parts.query else ''}{parts.query}"
    return _above(request.path)


@register.simple_tag
def page_above(request: HttpRequest) -> str:
    """The nearest page above the address that was refused; an empty string where that is the first of all."""
    above = _above(request.path)
    return "" if above == "/" else above


def _above(path: str) -> str:
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
