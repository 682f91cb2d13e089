"""What one reader alone finds in a thread: their own posts that wait, and posts folded away."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.templatetags.copse import AGO, initials, local_time
from forums.models import HeldPost
from forums.queries.held import shown_as_written
from forums.queries.pages import DEEPEST_STEP

register = template.Library()


def folded(number: int, article: str) -> SafeString:
    """A post that its reader opens if they want; nothing above it says whose it is."""
    said = _("Post %(number)s, by somebody you blocked") % {"number": number}
    return format_html(
        '<details class="fold"><summary>{} <span class="fold__show">{}</span></summary>{}</details>\n',
        said,
        _("Show it"),
        mark_safe(article),
    )


def in_place(posts: Sequence[Any], waiting: Sequence[HeldPost], show: Callable[[Any], str], *, is_last: bool) -> str:
    """The posts of a page with what waits among them: behind all that answers the same post, or at the thread's end."""
    after: dict[int, list[HeldPost]] = defaultdict(list)
    at_end = []
    for held in waiting:
        parent = held.parent
        beneath = [post.number for post in posts if parent and post.path.startswith(parent.path)]
        if parent is None and is_last:
            at_end.append(held)
        elif parent and any(post.number == parent.number for post in posts):
            after[beneath[-1]].append(held)
        elif parent and parent.number == 1 and is_last:  # the question stands apart from the posts
            at_end.append(held)
    parts = []
    for post in posts:
        parts.append(show(post))
        parts.extend(held_post(held) for held in after[post.number])
    return "".join([*parts, *(held_post(held) for held in at_end)])


@register.simple_tag
def held_post(held: HeldPost, is_new: bool = False) -> SafeString:
    """One’s own post that waits for the team, where it is to stand."""
    step = min(held.parent.depth + 1, DEEPEST_STEP) if held.parent else 0
    is_looked_at = held.community.is_writable
    edit = reverse("forums:held-edit", args=[held.pk])
    return format_html(
        '<article class="post{} post--held" id="held-{}" aria-label="{}"{}>'
        '<span class="avatar" aria-hidden="true">{}</span>'
        '<div class="post__main"><div class="post__head"><bdi class="post__author">{}</bdi>'
        '<span class="badge badge--attention">{}</span><span class="post__meta">{}</span></div>'
        '<p class="meta">{}</p><div class="post__body prose">{}</div>'
        '<div class="post__actions">{}<a class="post__act" href="{}">{}</a></div>'
        "</div></article>\n",
        f" post--{step}" if step else "",
        held.pk,
        _("Your post that waits for the team") if is_looked_at else _("Your post that is not shown"),
        mark_safe(' tabindex="-1" autofocus') if is_new else "",
        initials(held.author.name),
        held.author.name,
        _("waits for the team") if is_looked_at else _("not shown"),
        local_time(held.at, AGO),
        _("Only you and the team see this. Here they look at what somebody says first; you are told when they have.")
        if is_looked_at
        else _("The community has come to its end, so nobody looks at this any more. Only you see it."),
        mark_safe(shown_as_written(held)),
        format_html('<a class="chip" href="{}">{}</a>', edit, _("Change it")) if is_looked_at else "",
        held.get_absolute_url(),
        _("More"),
    )
