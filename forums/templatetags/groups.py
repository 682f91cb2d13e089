"""What stands with the report of a group: whose it is, and the way to its room."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forums.templatetags.frames import Frame


def room_beneath(post: Any, frame: Frame) -> str:
    """A line between the head of a report and what the group came to; nothing for any other post."""
    group = frame.groups.get(post.pk)
    if group is None or group.room_id is None:
        return ""
    link = format_html('<a href="{}">{}</a>', reverse("forums:discussion-short", args=[group.room_id]), group.name)
    return format_html('<p class="post__to">{}</p>', format_html(_("of {group}"), group=link))
