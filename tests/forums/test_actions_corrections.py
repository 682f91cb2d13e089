import pytest

from activity.models import Entry
from core.permissions import Refused
from core.seams import person_export
from forums import actions
from forums.errors import ClosingEmpty, ClosingStale
from forums.models import Closing, ClosingRevision, Post, PostRevision
from forums.queries.blanking import without_cited, without_quoted
from forums.queries.corrections import corrections_of, lines_on_removed
from forums.queries.quoting import quotation_of, traces_of
from notifications.models import Notification, OutboxMessage
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import edit


@pytest.fixture
def discussion(commons, leader):
    found = DiscussionFactory(space=commons)
    PostFactory(discussion=found, author=leader, kind="prompt")
    return found


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="Mrs Gray of bed 4 fell.")


@pytest.fixture
def published(discussion, post, moderator, closing):
    summary = "## What was said\n\n- “Mrs Gray of bed 4 fell.” [#2]\n- We asked [#1].\n"
    return actions.publish_closing(closing, **edit(closing, summary=summary), actor=moderator)


def correct(closing, actor, **changed):
    given = {"version": closing.version, "summary": "- Somebody fell [#2].", "result": "lesson", "reason": "A name."}
    return actions.correct_closing(closing, actor=actor, **given | changed)


def test_a_correction_takes_its_place_and_keeps_what_was_there(published, discussion, moderator):
    version = type(discussion).objects.get(pk=discussion.pk).version
    old = published.summary

    corrected = correct(published, moderator)

    (revision,) = corrected.revisions.all()
    discussion.refresh_from_db()
    assert (corrected.summary, corrected.excerpt) == ("- Somebody fell [#2].", "Somebody fell.")
    assert (revision.summary, revision.reason, revision.replaced_by) == (old, "A name.", moderator)
    assert [post.number for post in corrected.cited_posts] == [2]
    assert corrected.corrected_at == revision.replaced_at
    assert (discussion.state, discussion.closing_id, discussion.version) == ("closed", published.pk, version + 1)
    assert Entry.objects.latest("pk").verb == "closing.corrected"


def test_nobody_is_written_to(published, moderator):
    told = Notification.objects.count(), OutboxMessage.objects.count()

    correct(published, moderator)

    assert (Notification.objects.count(), OutboxMessage.objects.count()) == told


def test_the_same_correction_twice_is_one(published, moderator):
    version = published.version

    correct(published, moderator)
    correct(published, moderator, version=version)

    assert ClosingRevision.objects.count() == 1


def test_a_correction_that_began_before_another_is_refused(published, moderator, leader):
    version = published.version
    correct(published, moderator)

    with pytest.raises(ClosingStale):
        correct(published, leader, summary="- Nobody fell.", version=version)

    assert Closing.objects.get(pk=published.pk).summary == "- Somebody fell [#2]."


def test_nothing_to_read_is_refused(published, moderator):
    with pytest.raises(ClosingEmpty):
        correct(published, moderator, summary=" ")


def test_members_and_drafts_are_not_corrected(published, discussion, participant, moderator):
    with pytest.raises(Refused):
        correct(published, participant)

    with pytest.raises(Refused):
        correct(Closing.objects.create(discussion=discussion), moderator)


def test_the_old_words_need_not_be_kept(published, moderator):
    correct(published, moderator)
    corrected = correct(Closing.objects.get(), moderator, summary="- A fall [#2].", keeps_old=False)

    assert set(corrected.revisions.values_list("summary", flat=True)) == {""}
    assert [each.pieces for each in corrections_of(corrected, with_words=True)] == [[], []]


def test_what_was_put_right_is_exported(published, moderator):
    correct(published, moderator)

    (given,) = person_export.ask(moderator)["forums"]["corrections"]
    assert given["reason"] == "A name."


def test_where_the_words_of_a_post_stand(published, post, discussion, leader, moderator):
    answer = PostFactory(discussion=discussion, author=leader, parent=post, markdown=quotation_of(post) + "How?")
    PostFactory(discussion=discussion, author=leader, markdown="Something else.")

    traces = traces_of(post, moderator)

    assert (traces.posts, traces.closings, traces.drafts) == ([answer], [published], [])


def test_a_summary_says_which_lines_build_on_what_was_removed(published, post, moderator):
    assert lines_on_removed(published) == []

    actions.remove_post(post, actor=moderator, reason="No.")

    assert lines_on_removed(published) == ["“Mrs Gray of bed 4 fell.” [#2]"]


def test_quotations_stay_unless_they_are_blanked(published, post, discussion, leader, moderator):
    answer = PostFactory(discussion=discussion, author=leader, parent=post, markdown=quotation_of(post) + "How?")

    actions.remove_post(post, actor=moderator, reason="No.")

    answer.refresh_from_db()
    published.refresh_from_db()
    assert "Mrs Gray" in answer.markdown
    assert "Mrs Gray" in published.summary


def test_quotations_are_blanked_for_good(published, post, discussion, leader, moderator):
    quoted = quotation_of(post)
    answer = PostFactory(discussion=discussion, author=leader, parent=post, markdown=quoted + "How, @nobody?")
    PostRevision.objects.create(
        post=answer, version=0, markdown=quoted + "What?", html="<p>Mrs Gray</p>", replaced_by=leader
    )

    actions.remove_post(post, actor=moderator, reason="It names a patient.", blanks_quotations=True)
    post.refresh_from_db()
    actions.restore_post(post, actor=moderator)

    answer.refresh_from_db()
    published.refresh_from_db()
    kept = [answer.markdown, answer.html, *answer.revisions.values_list("markdown", "html").get()]
    kept += [published.summary, published.summary_html, published.excerpt]
    kept += published.revisions.values_list("summary", flat=True)
    assert [text for text in kept if "Gray" in text] == []
    assert answer.markdown.endswith("> *What was quoted here was removed.*\n\nHow, @nobody?")
    assert answer.version == 1
    assert published.summary.endswith("- Words of post 2 stood here. It was removed.\n- We asked [#1].\n")
    assert [each.number for each in published.cited_posts] == [1]
    assert published.corrected_at is not None


def test_a_draft_is_blanked_too(discussion, post, moderator, closing):
    assert "Mrs Gray" in closing.summary

    actions.remove_post(post, actor=moderator, reason="It names a patient.", blanks_quotations=True)

    closing.refresh_from_db()
    assert "Mrs Gray" not in closing.summary + closing.summary_html
    assert (closing.published_at, closing.corrected_at) == (None, None)


def test_an_author_blanks_nothing_of_others(post, discussion, leader, participant):
    answer = PostFactory(discussion=discussion, author=leader, parent=post, markdown=quotation_of(post) + "How?")

    actions.remove_post(post, actor=participant, blanks_quotations=True)

    answer.refresh_from_db()
    assert "Mrs Gray" in answer.markdown


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("> **A** in [#2](/p/7/):\n>\n> Old.\n> More.\n\nMine.", "> **A** in [#2](/p/7/):\n>\n> *Gone*\n\nMine."),
        (
            "> > **A** in [#2](/p/7/):\n> >\n> > Old.\n>\n> Theirs.",
            "> > **A** in [#2](/p/7/):\n> >\n> > *Gone*\n>\n> Theirs.",
        ),
        (
            "> **A** in [#2](/p/7/):\n> Old.\n> > Deeper.\n> **B** in [#3](/p/8/):\n> New.",
            "> **A** in [#2](/p/7/):\n>\n> *Gone*\n> **B** in [#3](/p/8/):\n> New.",
        ),
        ("> **A** in [#2](/p/70/):\n> Other.", "> **A** in [#2](/p/70/):\n> Other."),
        # What a summary on the way said of it, quoted in turn.
        (
            "> **A** in [#9](/p/70/):\n>\n> - B: “Old” [#2](/p/7/)\n> - “New” [#3](/p/8/)",
            "> **A** in [#9](/p/70/):\n>\n> *Gone*\n> - “New” [#3](/p/8/)",
        ),
        ("As said in [#2](/p/7/).", "As said in [#2](/p/7/)."),
    ],
)
def test_what_is_left_of_a_quotation(before, after):
    assert without_quoted(before, Post(pk=7), "Gone") == after


def test_a_list_of_people_loses_the_citation_alone(post, discussion, leader):
    line = f"{post.writer} [#2], {leader.name} [#1], 4 others\n"

    assert without_cited(line, post, discussion, "Gone") == f"{post.writer}, {leader.name} [#1], 4 others\n"


def test_a_line_of_two_words_is_no_list_of_people(post, discussion):
    assert without_cited("Mrs Gray [#2]\n", post, discussion, "Gone") == "Gone\n"
