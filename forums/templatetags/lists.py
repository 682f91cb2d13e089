"""Discussions in lists."""

from django import template
from django.utils.safestring import SafeString

from core.templatetags.copse import DAY, local_time, rendered
from forums.queries import Listed
from forums.templatetags.tags import tag_links

register = template.Library()


@register.simple_tag
def listed_discussion(listed: Listed, where: str = "") -> SafeString:
    """One discussion in a list; `where`, "community" or "space", is what it names beside its kind.

    Beside a community it also says whether the reader has never been there.
    """
    row = listed.row
    return rendered(
        "forums/_listed.html",
        pk=row.pk,
        slug=row.slug,
        title=row.title,
        excerpt=row.closing_excerpt if listed.is_closed else row.excerpt,
        where={"community": row.community_name, "space": row.space_name}.get(where, ""),
        kind=listed.kind,
        list_year=listed.list_year,
        state=row.state,
        stage=row.stage_title if listed.is_open else "",
        opens=local_time(row.opens_at, DAY),
        closes=local_time(row.closes_at, DAY),
        asked_by=row.asked_by,
        is_unsigned=listed.is_unsigned,
        tags=tag_links(row.community_slug, row.tags_shown),
        is_unread=where == "community" and row.last_read is None,
        new_count=row.new_count,
        post_count=row.post_count,
    )
