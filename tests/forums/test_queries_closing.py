"""No page on the way to a closing asks more of the database when more was said, also not when it refuses a form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.markdown import MAX_LENGTH, render
from forums.actions import close_discussion, publish_closing, reopen_discussion, save_closing
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Discussion, Post
from forums.models.post import place_under
from notifications.effects import mark_all_read
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.test_views_closing import typed
from tests.statements import without_savepoints

MOST = 12  # design 7
FRAGMENT = {"HTTP_HX_REQUEST": "true"}
EDITED = Draft("Her words [#1]", "lesson")


@pytest.fixture(params=[1, 1_000])
def discussion(request, members_room, moderator, participant):
    found = DiscussionFactory(space=members_room)
    PostFactory(discussion=found, author=participant, kind="prompt")
    people = [MembershipFactory(community=members_room.community).person for _ in range(min(40, request.param - 1))]
    Post.objects.bulk_create(
        Post(
            discussion=found,
            author=people[number % len(people)],
            number=number,
            path=place_under(None, number)[0],
            markdown="I asked.",
            html=render("I asked."),
        )
        for number in range(2, request.param + 1)
    )
    Discussion.objects.filter(pk=found.pk).update(post_count=request.param, last_number=request.param)
    found.refresh_from_db()
    return found


@pytest.fixture
def ask(as_moderator, discussion, moderator):
    """Ask a page of the discussion as the moderator; gives the answer's status and what it asked of the database."""

    def asking(method, name, data=None, **options):
        address = reverse(f"forums:{name}", args=[discussion.pk])
        # The bell's count has a test of its own, and asks nothing where everything is read.
        mark_all_read(moderator)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = getattr(as_moderator, method)(address, data, **options)
        return response.status_code, without_savepoints(asked)

    return asking


def beside(part, **row):
    return {f"{part}-TOTAL_FORMS": 1} | {f"{part}-0-{name}": value for name, value in row.items()}


# What is sent besides the draft as it is, and the status of the answer.
REFUSED = {
    "invalid": ("closing-save", {"result": "gold"}, 422),
    "a row that is not finished": ("closing-save", beside("links", kind="list", title="A list", url="no"), 422),
    "too long": ("closing-save", {"summary-line": ["", "word " * (MAX_LENGTH // 5 + 1), ""]}, 422),
    "a note that shows nothing": ("closing-save", {"note": "[]()"}, 422),
    "empty": ("closing-publish", {"summary-line": ["", "", " "]}, 422),
    "changed meanwhile": ("closing-save", {"version": 0}, 409),
    "published over a change": ("closing-publish", {"version": 0}, 409),
    "another row": ("closing-rows", {"row": "add-thanks"}, 200),
    "a preview": ("closing-preview", {}, 200),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_draft_stays_within_its_queries(closing, ask, participant, case):
    name, said, status = REFUSED[case]
    note = said.get("note")
    sent = typed(closing, **(beside("notes", person=participant.pk, text=note) if note else said))

    answered, queries = ask("post", name, sent)

    assert (answered, len(queries) <= MOST) == (status, True), "\n".join(queries)


@pytest.mark.parametrize("name", ["closing", "closing-redraft", "reopen"])
def test_pages_of_a_draft_stay_within_their_queries(closing, ask, name):
    answered, queries = ask("get", name)

    assert (answered, len(queries) <= MOST) == (200, True), "\n".join(queries)


@pytest.mark.parametrize("query", [{"as": "text"}, {"add": "1"}])
def test_other_manners_of_editing_stay_within_their_queries(closing, ask, query):
    answered, queries = ask("get", "closing", query)

    assert (answered, len(queries) <= MOST) == (200, True), "\n".join(queries)


@pytest.mark.parametrize("name", ["closing-preview", "closing-rows"])
def test_fragments_of_the_editor_stay_within_their_queries(closing, ask, name):
    answered, queries = ask("post", name, typed(closing), **FRAGMENT)

    assert (answered, len(queries) <= MOST) == (200, True), "\n".join(queries)


@pytest.mark.parametrize(("name", "data"), [("close", None), ("close", {"reason": " "}), ("reopen", {"reason": ""})])
def test_asking_for_a_reason_stays_within_its_queries(discussion, ask, moderator, name, data):
    if name == "reopen":
        close_discussion(discussion, actor=moderator, reason="Done")

    answered, queries = ask("post" if data else "get", name, data)

    assert (answered, len(queries) <= MOST) == (422 if data else 200, True), "\n".join(queries)


def test_waiting_for_a_draft_stays_within_its_queries(discussion, ask, moderator):
    close_discussion(discussion, actor=moderator, reason="Done")

    answered, queries = ask("get", "closing")

    assert (answered, len(queries) <= MOST) == (200, True), "\n".join(queries)


def test_what_was_published_or_reopened_meanwhile_is_told_within_the_queries(closing, ask, leader):
    save_closing(closing, EDITED, actor=leader, version=1)
    reopen_discussion(closing.discussion, actor=leader, reason="More")
    reopened = ask("post", "closing-publish", typed(closing, version=2))
    close_discussion(closing.discussion, actor=leader, reason="Done")
    publish_closing(closing, EDITED, actor=leader, version=2)
    published = ask("post", "closing-publish", typed(closing, version=2))

    for answered, queries in (reopened, published):
        assert (answered, len(queries) <= MOST) == (409, True), "\n".join(queries)


def test_beginning_from_an_earlier_closing_stays_within_the_queries(closing, ask, leader):
    publish_closing(closing, EDITED, actor=leader, version=1)
    discussion = reopen_discussion(closing.discussion, actor=leader, reason="More")
    close_discussion(discussion, actor=leader, reason="Done")
    draft_due()

    answered, queries = ask("get", "closing", {"from": closing.pk})

    assert (answered, len(queries) <= MOST) == (200, True), "\n".join(queries)
