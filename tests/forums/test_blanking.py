"""Words that name a patient are gone from every place to which Copse knows them to have been copied (decision 19)."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from communities.actions import write_section
from communities.models import ActionItem, Statement, StatementRevision
from core.errors import Stale
from core.markdown import plain, render
from forums import actions
from forums.actions.promotions import keep_closing
from forums.errors import ClosingStale
from forums.models import (
    AnonymousQuestion,
    Grouping,
    HeldPost,
    Move,
    Post,
    PostRevision,
    PrivateNote,
    Promotion,
    SavedReply,
    Subgroup,
    Unsent,
)
from forums.queries.quoting import quotation_of, quoting, traces_of
from forums.queries.summing import summary_drafted
from library.models import Item
from tests.factories import CommunityFactory, DiscussionFactory, ItemFactory, PostFactory
from tests.forums.closings import drafted, edit
from tests.forums.prompts import queued
from tests.forums.test_merging import merge
from tests.forums.thread import grow
from tests.traces import traces_of as where

pytestmark = pytest.mark.django_db

PATIENT = "Mrs Gray of bed 4 fell because nobody asked her first."
OWN = {"forums.Post.html", "forums.Post.markdown"}  # of the post itself, which can be brought back


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator, title="Feedback on the day")


@pytest.fixture
def post(discussion, participant, facilitator):
    post = grow(discussion, participant, facilitator)[4]
    type(post).objects.filter(pk=post.pk).update(markdown=PATIENT, html=f"<p>{PATIENT}</p>")
    post.refresh_from_db()
    return post


def blank(post, moderator):
    post.refresh_from_db()
    actions.remove_post(post, actor=moderator, reason="It names a patient.", blanks_quotations=True)


def plant_beside(post, moderator, leader, said):
    """The words in what belongs to the discussion and its community."""
    discussion, space = post.discussion, post.discussion.space
    community = space.community
    DiscussionFactory(
        space=space,
        planned_by=leader,
        state="planned",
        opened_at=None,
        question=said,
        difficulties=said,
        guidelines=said,
        guidelines_html=render(said),
    )
    HeldPost.objects.create(discussion=discussion, author=leader, markdown=said)
    queued(discussion, leader, said)
    elsewhere = community.spaces.get(slug="team")
    Move.objects.create(discussion=discussion, source=elsewhere, target=space, by=leader, difficulties=said)
    grouping = Grouping.objects.create(discussion=discussion, by=leader, task=said)
    Subgroup.objects.create(grouping=grouping, position=0, name="One", task=said)
    AnonymousQuestion.objects.create(space=space, title="Falls", markdown=said, sent_on=timezone.localdate())
    SavedReply.objects.create(community=community, title="Falls", markdown=said, by=leader)
    by = {"created_by": leader, "submission": uuid.uuid4()}
    ActionItem.objects.create(community=community, title="Ask", details=said, details_html=render(said), **by)
    statement = Statement.objects.create(community=community, title="Falls", markdown=said, html=render(said), **by)
    StatementRevision.objects.create(
        statement=statement, version=0, title="Falls", html=render(said), reason="A slip.", replaced_by=leader
    )
    write_section(community, "audiences", actor=leader, version=1, values={"guidelines": said})
    for kind, place in (("answer", discussion), ("summary", discussion), ("edit", post), ("plan", space)):
        field = "question" if kind == "plan" else "text"
        Unsent.objects.create(person=moderator, kind=kind, said={field: said}, **Unsent.at(place))


PLANTED = {
    *("forums.Discussion.question", "forums.Discussion.difficulties"),
    *("forums.Discussion.guidelines", "forums.Discussion.guidelines_html"),
    *("forums.HeldPost.markdown", "forums.Prompt.markdown", "forums.Move.difficulties"),
    *(
        "forums.Grouping.task",
        "forums.Subgroup.task",
        "forums.AnonymousQuestion.markdown",
        "forums.SavedReply.markdown",
    ),
    *("communities.ActionItem.details", "communities.ActionItem.details_html"),
    *("communities.Charter.guidelines", "communities.Charter.guidelines_html", "communities.CharterRevision.content"),
    *("communities.Statement.markdown", "communities.Statement.html", "communities.StatementRevision.html"),
    "forums.Unsent.said",
}


def test_words_are_gone_wherever_they_are_quoted(post, moderator, leader):
    plant_beside(post, moderator, leader, f"{quotation_of(post)}What now?")
    assert where("Gray") == OWN | PLANTED

    blank(post, moderator)

    assert where("Gray") == OWN
    assert where("What now?") == PLANTED - {"communities.StatementRevision.html"}
    assert SavedReply.objects.get().version == Statement.objects.get().version == 1


def test_words_are_gone_from_how_a_question_begins_that_only_quotes(post, moderator, leader):
    said = quotation_of(post)
    room = post.discussion.space
    plan = DiscussionFactory(space=room, planned_by=leader, state="planned", opened_at=None)
    plan = actions.change_plan(plan, actor=leader, plan_version=plan.plan_version, question=said)
    begun = DiscussionFactory(space=room, planned_by=leader, question=said, excerpt=plain(render(said), 240))
    PostFactory(discussion=begun, author=leader, kind="prompt", markdown=said)
    withdrawn = DiscussionFactory(space=room, planned_by=leader, question=said, excerpt="")
    assert "Gray" in plan.excerpt
    assert "Gray" in begun.excerpt

    blank(post, moderator)

    for row in (plan, begun, withdrawn):
        row.refresh_from_db()
    assert "Gray" not in plan.excerpt + begun.excerpt
    assert "What was quoted here was removed." in plan.excerpt == begun.excerpt
    assert withdrawn.excerpt == ""


def test_no_charter_that_is_being_written_brings_them_back(post, moderator, leader):
    community, said = post.discussion.space.community, f"{quotation_of(post)}Ask first."
    write_section(community, "audiences", actor=leader, version=1, values={"guidelines": said})

    blank(post, moderator)

    revision = community.charter_revisions.first()
    assert (revision.number, revision.by) == (3, moderator)
    assert revision.content["guidelines"].endswith("Ask first.")
    with pytest.raises(Stale):
        write_section(community, "audiences", actor=leader, version=2, values={"guidelines": f"{said} Always."})


def test_words_are_gone_from_what_others_said(post, moderator, leader):
    answer = PostFactory(discussion=post.discussion, author=leader, markdown=f"{quotation_of(post)}How is she?")
    version = {"version": 0, "replaced_by": leader}
    PostRevision.objects.create(post=answer, markdown=answer.markdown, html=render(answer.markdown), **version)

    blank(post, moderator)

    answer.refresh_from_db()
    revision = answer.revisions.get()
    assert "Gray" not in answer.markdown + answer.html + revision.markdown + revision.html
    assert answer.markdown.endswith("How is she?")


def test_words_are_gone_from_a_summary_on_the_way_and_what_quotes_that(post, moderator, leader):
    said = summary_drafted(post.discussion, after=1)
    assert "Gray" in said
    summary = PostFactory(discussion=post.discussion, author=moderator, kind="interim_summary", markdown=said)
    answer = PostFactory(discussion=post.discussion, author=leader, markdown=f"{quotation_of(summary)}And now?")
    begun = Unsent.objects.create(person=moderator, kind="summary", discussion=post.discussion, said={"text": said})
    assert "Gray" in answer.markdown

    blank(post, moderator)

    for row in (summary, answer, begun):
        row.refresh_from_db()
    assert "Gray" not in summary.markdown + summary.html + answer.markdown + answer.html + begun.text
    assert "Who took part" in summary.markdown
    assert answer.markdown.endswith("And now?")


def test_words_are_gone_from_a_summary_that_a_merge_brought_along(post, moderator, members_room):
    said = summary_drafted(post.discussion, after=1)
    summary = PostFactory(discussion=post.discussion, author=moderator, kind="interim_summary", markdown=said)
    begun = Unsent.objects.create(person=moderator, kind="edit", post=summary, said={"text": said})
    target = DiscussionFactory(space=members_room, planned_by=moderator)
    PostFactory(discussion=target, author=moderator, kind="prompt")
    merge(post.discussion, target, moderator)

    blank(post, moderator)

    for row in (summary, begun):
        row.refresh_from_db()
    assert (summary.discussion, begun.version) == (target, 2)
    assert "Gray" not in summary.markdown + summary.html + begun.text
    assert "Who took part" in summary.markdown


def test_words_are_gone_from_a_closing_its_notes_and_the_library(post, moderator, leader, facilitator):
    closing = drafted(post.discussion, moderator)
    assert "Gray" in closing.summary
    said = quotation_of(post)
    draft = edit(closing, summary=f"{closing.summary}\nAsk first.\n", notes=[(facilitator.pk, f"{said}Thank you.")])
    closing = actions.publish_closing(closing, **draft, actor=moderator)
    how = {"kind": "lesson", "title": "Falls", "licence": "reserved"}
    kept = keep_closing(closing, actor=moderator, authors=[moderator], **how).item
    assert "Gray" in kept.markdown

    blank(post, leader)

    assert where("Gray") == OWN
    kept.refresh_from_db()
    assert "Ask first." in kept.markdown
    assert post.writer in kept.markdown  # among those who took part
    assert PrivateNote.objects.get().markdown.endswith("Thank you.")


def test_no_draft_that_is_open_brings_them_back_into_a_note(post, moderator, leader, facilitator):
    closing = drafted(post.discussion, moderator)
    draft = edit(closing, summary="Ask first.", notes=[(facilitator.pk, f"{quotation_of(post)}Thank you.")])
    closing = actions.save_closing(closing, **draft, actor=moderator)
    begun = edit(closing, summary="Ask first.", notes=[(facilitator.pk, f"{quotation_of(post)}Thank you, Fay.")])

    blank(post, leader)

    with pytest.raises(ClosingStale):
        actions.save_closing(closing, **begun, actor=moderator)
    assert where("Gray") == OWN
    assert PrivateNote.objects.get().markdown.endswith("Thank you.")


@pytest.mark.parametrize("is_published", [True, False])
def test_what_a_library_keeps_of_it_is_gone_by_its_title_and_address_too(post, moderator, participant, is_published):
    item = ItemFactory(
        space=post.discussion.space, title=PATIENT, markdown=PATIENT, html=PATIENT, excerpt=PATIENT, transcript=PATIENT
    )
    published = {"state": "published", "published_at": timezone.now()} if is_published else {"state": "draft"}
    Item.objects.filter(pk=item.pk).update(**{"published_at": None} | published)
    Promotion.objects.create(item=item, post=post, by=participant)
    assert traces_of(post, moderator).items == [item]

    blank(post, moderator)

    item.refresh_from_db()
    assert where("Gray") == OWN
    assert "gray" not in item.get_absolute_url()
    assert item.is_taken_down is is_published
    assert item.taken_down_because == ("It names a patient." if is_published else "")


def test_other_communities_and_other_posts_keep_their_words(post, moderator, leader):
    other = PostFactory(discussion=post.discussion, author=leader, markdown="Mr Gray is well.")
    there = SavedReply.objects.create(
        community=CommunityFactory(), title="Falls", markdown=quotation_of(post), by=leader
    )
    here = SavedReply.objects.create(
        community=post.discussion.space.community, title="Falls", markdown=quotation_of(other), by=leader
    )

    blank(post, moderator)

    for row in (there, here):
        row.refresh_from_db()
        assert ("Gray" in row.markdown, row.version) == (True, 0)


def test_those_who_remove_see_what_the_library_keeps(client, post, moderator):
    item = ItemFactory(space=post.discussion.space, title="Falls", markdown=quotation_of(post))
    client.force_login(moderator)

    page = client.get(f"/p/{post.pk}/remove/").content.decode()

    assert f'<a href="{item.get_absolute_url()}">Falls</a> · in the library' in page


def test_quotations_are_found_by_an_index_of_the_texts_that_quote(post):
    with connection.cursor() as cursor:
        # However few posts there are just now: the index of the texts alone gives a bitmap.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = Post.objects.filter(quoting(post)).explain()

    assert "post_quotes" in plan
    assert "revision_quotes" in plan
