"""The replies beneath a post, which its reader folds away and opens."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from forums.queries.pages import DEEPEST_STEP

LEAST = 2  # replies: one alone stands as it is
END = "</details>\n"


def folds(posts: Sequence[Any]) -> Iterator[tuple[int, int, SafeString]]:
    """(place of a post, place of the last beneath it, what opens its replies) within a page in the order of the thread.

    Posts that stand a step in or two begin none: what is beneath them is seen at a glance.
    """
    for place, post in enumerate(posts):
        if post.depth + 1 >= DEEPEST_STEP:
            continue
        last = place
        while last + 1 < len(posts) and posts[last + 1].path.startswith(post.path):
            last += 1
        if last - place >= LEAST:
            yield place, last, _begin(last - place, post.depth)


def _begin(count: int, depth: int) -> SafeString:
    said = ngettext("%(count)s reply", "%(count)s replies", count) % {"count": count}
    return format_html('<details class="replies replies--{}" open><summary>{}</summary>\n', depth, said)
