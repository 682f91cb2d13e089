"""Leading readers on from the address of a discussion that was merged into another one."""

import re

from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from forums.queries.merging import address_led_to

_BENEATH = re.compile(r"/d/(\d{1,18})/(.*)")


class MergedAddressMiddleware:
    """Whoever may not read where it went learns nothing: they get the same 404 as before.

    In answer to htmx only a form to write in leads on: whoever merely has a page open may be writing on it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        asked = _BENEATH.fullmatch(request.path)
        is_asked = asked and (not request.htmx or asked[2] == "reply/")
        address = address_led_to(int(asked[1]), asked[2], request.user) if is_asked else ""
        if not address:
            return response
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address, permanent=True)
