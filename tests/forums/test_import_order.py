"""An archive that comes in beside other things: what it locks, and what it says where it had to stop."""

import uuid
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Entry
from communities.models import Community
from forums.actions import split_line
from forums.effects import importing
from forums.effects.archives import Report
from forums.effects.importing import import_thread
from forums.mbox import archive, threads
from forums.models import Discussion, Post
from tests.factories.archives import message
from tests.forums.archives import bring

pytestmark = pytest.mark.django_db

TALK = [
    message("a", subject="Talk"),
    message("b", answers=["a"], minutes=1),
    message("c", answers=["a"], minutes=2),
]


def test_all_discussions_of_a_thread_are_locked_at_once(commons, moderator):
    bring(commons, *TALK)
    line = Post.objects.get(number=2)
    wish = {"title": "At night", "question": "And at night?", "submission": uuid.uuid4()}
    split_line(line, source_id=line.discussion_id, actor=moderator, **wish)
    further = [message("e", answers=["a", "b"], minutes=8), message("d", answers=["a", "c"], minutes=9)]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        bring(commons, *TALK, *further)

    locks = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    locks = [sql for sql in locks if 'FROM "forums_discussion"' in sql]
    assert list(Discussion.objects.order_by("pk").values_list("post_count", flat=True)) == [3, 3]
    assert len(locks) == 1
    assert 'ORDER BY "forums_discussion"."id" ASC' in locks[0]


def test_the_report_says_what_came_before_it_had_to_stop(commons, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    file = BytesIO(b"".join(TALK))
    (thread,), _copies = threads.join(archive.scan(file))

    def read(entry):
        Community.objects.update(phase=Community.Phase.CONCLUDED)
        return archive.load(file, entry)

    report = Report()
    report.add(thread, import_thread(commons, thread, read=read))

    assert (report.posts, report.begun, report.continued, len(report.people)) == (2, 1, 0, 1)
    ((title, left_out, why),) = report.refused
    assert (title, left_out, bool(why), report.is_whole) == ("Talk", 1, True, False)
    assert Post.objects.count() == 2
    assert Entry.objects.get(verb="discussion.imported").data == {"posts": 2}
