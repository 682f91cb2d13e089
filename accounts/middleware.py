from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.documents import news_for


class AgreementMiddleware:
    """Whoever has not agreed to the documents as they are now is asked when they next open a page.

    What somebody sends is never held up, so that no words are lost; nor are the pages of one's own account,
    by which one reads, exports, erases and leaves (settings.OPEN_WITHOUT_AGREEMENT).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        is_page = request.method == "GET" and not request.htmx
        if not is_page or request.path.startswith(settings.OPEN_WITHOUT_AGREEMENT):
            return None
        if not request.user.is_authenticated or not news_for(request.user):
            return None
        return redirect(f"{reverse('accounts:agreement')}?{urlencode({'next': request.get_full_path()})}")
