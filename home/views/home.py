from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.queries.pages import fingerprint
from home import queries


@require_safe
def home(request):
    if not request.user.is_authenticated:
        return _landing(request)
    context = {
        "dashboard": queries.dashboard(request.user),
        "now": timezone.localtime(),
        "greetings": _greetings(request.user.get_short_name()),
    }
    return render(request, "home/dashboard.html", context)


def _greetings(name):
    """Each with the hours in which it is said: their browser chooses anew by their clock, as it does for times."""
    said = (
        (0, 5, _("Hello, %(name)s")),
        (5, 12, _("Good morning, %(name)s")),
        (12, 18, _("Good afternoon, %(name)s")),
        (18, 24, _("Good evening, %(name)s")),
    )
    return [{"since": since, "until": until, "words": words % {"name": name}} for since, until, words in said]


def _landing(request):
    """The same for every visitor, so this process keeps it for a minute; its tag says when it has changed."""
    landing = queries.landing()
    if messages.get_messages(request):
        return render(request, "home/landing.html", {"landing": landing})
    etag = fingerprint("landing", settings.RELEASE, request.LANGUAGE_CODE, landing.state)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        html = caches["pages"].get(etag)
        if html is None:
            html = render(request, "home/landing.html", {"landing": landing}).content
            caches["pages"].set(etag, html)
        response = HttpResponse(html)
        response["ETag"] = etag
    return response
