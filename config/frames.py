"""Room for the frames of all that an answer calls, in one piece.

From 3.11 on CPython keeps the frames of Python functions in chunks of 16 kB: a call that does not fit into what is left
of one maps another, and its return gives that back. A template that renders a list just at such an edge does so some
thousand times for one page, at about a quarter of the page's time. A frame that needs more than a chunk is given a
larger one, and what it calls shares the rest of it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_SLOTS = 20_000  # of eight bytes, never used: the chunk is the next power of two, and nearly 100 kB of it are left

Answer = Callable[[HttpRequest], HttpResponse]


def _with_room(get_response: Answer, request: HttpRequest) -> HttpResponse:
    return get_response(request)


_with_room.__code__ = _with_room.__code__.replace(co_stacksize=_SLOTS)


class FramesMiddleware:
    """The outermost: everything beneath finds its frames in one chunk."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _with_room(self.get_response, request)
