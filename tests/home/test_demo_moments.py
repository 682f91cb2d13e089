"""The demo world is told from whatever moment it is asked for: at night, on a Sunday."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from forums.models import Post

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("hours", [3, 15, 49, 164], ids=["at night", "afternoon", "the next night", "on a Sunday"])
def test_people_write_by_day(hours, time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=hours))
    with override_settings(DEMO=True):
        call_command("load_demo", stdout=StringIO())

    posts = Post.objects.filter(is_anonymous=False).select_related("author")
    local = [post.created_at.astimezone(post.author.zone) for post in posts]
    assert len(local) > 600
    assert sum(not 6 <= moment.hour <= 22 for moment in local) < len(local) / 40
    assert sum(moment.weekday() >= 5 for moment in local) < len(local) / 15
