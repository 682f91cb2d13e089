"""What stands on the page of this week, and what is needed for something to stand there."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from communities.models import (
    ActionItem,
)
from forums.models import Closing, Discussion
from tests.factories import (
    UserFactory,
)
from tests.masking import body_of

URL = "/c/campus/this-week/"
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)


def said(client, person, url=URL):
    """What stands on the page: [(title, why, address)] of each section, by its heading."""
    client.force_login(person)
    sections = re.split(r'<section class="section stack stack--tight"', body_of(client.get(url)))[1:]
    return {re.search(r"<h2[^>]*>(.*?)</h2>", part)[1]: lines(part) for part in sections}


def lines(part):
    found = []
    for row in re.split(r'<li class="row row--stack">', part)[1:]:
        title = re.search(r"<h3[^>]*>(.*?)</h3>", row)[1]
        why = re.search(r'<p class="meta">(.*?)</p>', row)
        found.append((title, re.sub(r"<[^>]*>", "", why[1]) if why else "", re.search(r'href="([^"]*)"', row)[1]))
    return found


def titles(client, person, heading):
    return [title for title, _why, _url in said(client, person)[heading]]


def make_item(community, **fields):
    about = {"title": "Write it", "created_by": UserFactory(), "submission": uuid4()}
    return ActionItem.objects.create(community=community, **about | fields)


def close(discussion, person, **fields):
    about = {"summary": "We ask.", "edited_by": person, "published_by": person, "published_at": NOW - DAY}
    closing = Closing.objects.create(discussion=discussion, **about | fields)
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
    return closing
