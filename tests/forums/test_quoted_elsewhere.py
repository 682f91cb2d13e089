"""Words that are quoted and cited, once the line in which they stand has gone elsewhere."""

import uuid

import pytest

from accounts.effects import erase_person
from forums import actions
from forums.models import HeldPost, Unsent
from forums.queries.corrections import lines_on_removed
from forums.queries.editing import editor_of
from forums.queries.quoting import discussions_repeating, quotation_of
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import drafted, edit
from tests.forums.prompts import queued
from tests.forums.thread import grow

pytestmark = pytest.mark.django_db

PATIENT = "Mrs Gray of bed 4 fell."


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator, title="Feedback on the day")


@pytest.fixture
def posts(discussion, participant, facilitator):
    """A question, a line of posts 2, 3 and 5, and post 4, which is what names a patient."""
    found = grow(discussion, participant, facilitator)
    type(found[4]).objects.filter(pk=found[4].pk).update(markdown=PATIENT, html=f"<p>{PATIENT}</p>")
    found[4].refresh_from_db()
    return found


def quote(post, author, parent=None):
    return PostFactory(
        discussion=post.discussion, author=author, parent=parent, markdown=f"{quotation_of(post)}How is she?"
    )


def split(post, actor):
    wish = {"title": "At night", "question": "And at night?", "submission": uuid.uuid4()}
    return actions.split_line(post, source_id=post.discussion_id, actor=actor, **wish)


def blank(post, actor):
    post.refresh_from_db()
    return actions.remove_post(post, actor=actor, reason="It names a patient.", blanks_quotations=True)


def test_words_are_blanked_in_an_answer_that_went_elsewhere(discussion, posts, moderator, leader):
    answer = quote(posts[4], leader, posts[2])
    split(posts[2], moderator)

    blank(posts[4], moderator)

    answer.refresh_from_db()
    assert answer.discussion != discussion
    assert "Gray" not in answer.markdown + answer.html


def test_words_that_went_elsewhere_are_blanked_where_they_were_quoted(discussion, posts, moderator, leader):
    answer = quote(posts[4], leader, posts[2])
    held = HeldPost.objects.create(discussion=discussion, author=leader, markdown=quotation_of(posts[4]))
    target = split(posts[4], moderator)
    version = type(discussion).objects.get(pk=discussion.pk).version

    blank(posts[4], moderator)

    for row in (answer, held, discussion):
        row.refresh_from_db()
    assert posts[4].discussion == target
    assert "Gray" not in answer.markdown + answer.html + held.markdown
    assert discussion.version > version


def test_words_are_blanked_where_nobody_has_said_them_yet(discussion, posts, members_room, moderator, leader):
    said = quotation_of(posts[4]) + "What now?"
    plan = DiscussionFactory(space=members_room, planned_by=leader, state="planned", opened_at=None, question=said)
    prompt = queued(discussion, leader, said)
    begun = [
        Unsent.objects.create(person=leader, kind="answer", discussion=discussion, said={"text": said}),
        Unsent.objects.create(person=leader, kind="answer", post=posts[2], said={"text": said}),
        Unsent.objects.create(person=leader, kind="plan", space=members_room, said={"title": "T", "question": said}),
    ]
    other = Unsent.objects.create(person=moderator, kind="answer", discussion=discussion, said={"text": PATIENT})
    assert {discussion, plan} == set(discussions_repeating(posts[4]))

    blank(posts[4], moderator)

    for row in (prompt, plan, other, *begun):
        row.refresh_from_db()
    texts = (plan.question, prompt.markdown, begun[0].text, begun[1].text, begun[2].said["question"])
    assert [("Gray" in text, text.endswith("What now?")) for text in texts] == [(False, True)] * 5
    assert (prompt.version, plan.plan_version, plan.version, other.version) == (1, 1, 1, 1)
    assert [row.version for row in begun] == [2, 2, 2]
    assert other.text == PATIENT  # nothing says that it is a quotation


def test_lines_of_a_summary_go_by_the_number_that_the_post_had(discussion, posts, moderator, leader):
    split(posts[4], moderator)
    closing = drafted(discussion, moderator)
    said = f"- {PATIENT} [#4]\n- We asked [#1].\n"
    published = actions.publish_closing(closing, **edit(closing, summary=said), actor=moderator)

    assert [cited.pk for cited in published.cited_posts.order_by("pk")] == [posts[1].pk, posts[4].pk]
    assert f'href="/p/{posts[4].pk}/"' in published.summary_html

    blank(posts[4], leader)

    published.refresh_from_db()
    assert published.summary == "- Words of post 4 stood here. It was removed.\n- We asked [#1].\n"


def test_a_correction_finds_stale_lines_and_cites_no_sentence_that_stands_for_a_line(discussion, posts, moderator):
    closing = drafted(discussion, moderator)
    said = f"- {PATIENT} [#4]\n"
    published = actions.publish_closing(closing, **edit(closing, summary=said), actor=moderator)
    actions.reopen_discussion(discussion, actor=moderator, reason="More to say.")
    split(posts[4], moderator)

    corrected = actions.correct_closing(
        published,
        actor=moderator,
        version=published.version,
        summary="- Somebody fell [#4].",
        result="lesson",
        reason="A",
    )
    posts[4].refresh_from_db()
    actions.remove_post(posts[4], actor=moderator, reason="No.")

    assert list(corrected.citations.values_list("post", flat=True)) == [posts[4].pk]
    assert lines_on_removed(corrected) == ["Somebody fell [#4]."]


def test_what_a_line_came_to_cites_its_posts_by_their_new_numbers(discussion, posts, moderator):
    statement = "Ask first [#3, #5]. See also [#4]."
    closing = actions.close_line(posts[2], actor=moderator, words="Done.", statement=statement).closing
    target = split(posts[2], moderator)

    closing.refresh_from_db()
    assert closing.discussion == target
    assert closing.summary == f"Ask first [#3] [#4]. See also [#4](/p/{posts[4].pk}/)."
    assert set(closing.citations.values_list("post", flat=True)) == {posts[3].pk, posts[5].pk}
    (line,) = editor_of(target, closing.summary).lines
    assert [cited.pk for cited in line.posts] == [posts[3].pk, posts[5].pk]

    blank(posts[4], moderator)

    closing.refresh_from_db()
    assert f"/p/{posts[4].pk}/" not in closing.summary


def test_no_name_stays_above_a_quotation_that_went_elsewhere(discussion, posts, moderator, leader, facilitator):
    answer = quote(posts[3], leader, posts[4])
    split(posts[4], moderator)
    name = facilitator.display_name
    assert name in answer.markdown

    erase_person(facilitator)

    answer.refresh_from_db()
    assert name not in answer.markdown + answer.html


def test_nobody_is_shown_quotations_that_they_may_not_read(
    client, discussion, posts, moderator, leader, team_room, participant
):
    client.force_login(participant)
    answer = quote(posts[2], leader, posts[4])
    target = split(posts[4], moderator)
    type(target).objects.filter(pk=target.pk).update(space=team_room)

    page = client.get(f"/p/{posts[2].pk}/remove/").content.decode()

    assert "Delete your post?" in page
    assert f"/p/{answer.pk}/" not in page
    assert "At night" not in page
