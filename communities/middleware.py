"""Leading members on from the address that their community had before it was hidden, or came out of hiding."""

from django.shortcuts import redirect

from communities.queries.naming import slug_led_to

METHODS = ("GET", "HEAD", "POST")


class FormerAddressMiddleware:
    """Nobody else learns that there is something to be led to: they get the same 404 as before.

    What was sent from a page of the old address is sent again to the new one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and request.method in METHODS and request.path.startswith("/c/"):
            slug, slash, rest = request.get_full_path().removeprefix("/c/").partition("/")
            if slug and slash and (now := slug_led_to(slug, request.user)):
                return redirect(f"/c/{now}/{rest}", preserve_request=request.method == "POST")
        return response
