"""The tags of a discussion, each leading to the others that have it."""

from collections.abc import Iterable, Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def tag_links(community_slug: str, tags: Iterable[Mapping[str, str]]) -> SafeString:
    """A line of them, as `forums.queries.tags.tags_shown` gives them; nothing where there is none."""
    links = [(reverse("forums:tag", args=[community_slug, tag["slug"]]), tag["name"]) for tag in tags]
    if not links:
        return mark_safe("")
    shown = format_html_join(mark_safe(" · "), '<a rel="tag" href="{}">{}</a>', links)
    return format_html('<p class="meta">{} {}</p>', _("Tags:"), shown)
