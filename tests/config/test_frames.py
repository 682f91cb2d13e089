"""A page's calls find their frames in one piece, however deep they are."""

import resource

from config.frames import FramesMiddleware

CALLS = 200  # at each depth


def faults(call):
    """How many pages of memory the system had to give meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def climb(depth):
    """Call the same again and again at each depth, as the loops of a template do."""
    for _ in range(CALLS):
        shallow()
    if depth:
        climb(depth - 1)


def shallow():
    return None


def test_no_depth_is_at_an_edge():
    given_room = FramesMiddleware(lambda _request: climb(400))

    assert faults(lambda: climb(400)) >= CALLS, "Python gives frames room by itself now: the middleware can go"
    assert faults(lambda: given_room(None)) < CALLS / 2


def test_it_is_the_outermost(settings):
    assert settings.MIDDLEWARE[0] == "config.frames.FramesMiddleware"
