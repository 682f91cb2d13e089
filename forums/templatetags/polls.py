"""The polls of a page of posts."""

from typing import Any

from django.template.loader import render_to_string

from forums.forms.polls import VoteForm
from forums.templatetags.frames import Frame


def poll_beneath(post: Any, frame: Frame) -> str:
    """The poll that a post asks, to vote where the reader has not yet; nothing beneath any other."""
    shown = frame.polls.get(post.pk)
    if shown is None:
        return ""
    form = VoteForm(None, poll=shown.poll, options=shown.options) if shown.asks and not frame.is_paper else None
    return render_to_string("forums/_poll.html", {"shown": shown, "form": form, "csrf_token": frame.token})
