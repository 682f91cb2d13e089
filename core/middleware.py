"""What every answer has in common: headers, the clock, refusals, messages in fragments."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

from core.errors import Busy, DomainError
from core.locks import late

Answer = Callable[[HttpRequest], HttpResponse]


class ReaderHeadersMiddleware:
    """Fragments and pages differ by HX-Request; what a signed-in person sees stays in their browser.

    `no-cache` rather than `no-store`, so that an ETag can spare the page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if "Cache-Control" not in response:
            if request.method not in ("GET", "HEAD"):
                add_never_cache_headers(response)
            else:
                patch_cache_control(response, private=True, no_cache=True)
        return response


class ReaderClockMiddleware:
    """Times are shown by the reader's clock. Visitors have none, and a page may set another one for them meanwhile."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(request.user.zone if request.user.is_authenticated else None):
            return self.get_response(request)


class RefusalMiddleware:
    """A DomainError that no view caught becomes a page with its text: 409 when busy or stale, else 400.

    So does a statement that waited for somebody else's rows in vain, wherever it stands.
    Whoever opens an address to which things are only sent finds a page too, with a way back.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, DomainError) else late(exception)
        if refusal is None:
            return None
        status = 409 if isinstance(refusal, Busy) else 400
        return render(request, "409.html" if status == 409 else "400.html", {"exception": refusal}, status=status)


class SignedOutMiddleware:
    """What a visitor sends to a page that asks to sign in is refused with its words, not led away without them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302 or request.user.is_authenticated:
            return response
        is_led_away = response["Location"] == redirect_to_login(request.get_full_path()).url
        return render(request, "403.html", status=403) if is_led_away else response


class MessagesOutOfBandMiddleware:
    """Append the pending messages to a fragment, so that an htmx answer shows them too."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_fragment = getattr(request, "htmx", False) and response.get("Content-Type", "").startswith("text/html")
        is_shown = is_fragment and response.status_code == 200 and "HX-Redirect" not in response
        if is_shown and messages.get_messages(request):
            response.write(render_to_string("_messages.html", {"is_out_of_band": True}, request))
        return response
