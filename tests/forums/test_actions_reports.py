"""Reports: what is hidden at once, who decides, what follows, and the way back (P4)."""

import pytest
from django.utils import timezone

from communities.models import Membership
from core.permissions import Refused
from forums import actions
from forums.errors import AppealStands, CaseDecided, PostRemoved, QuestionStays
from forums.models import Post, Report, Ruling
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.facts import told

pytestmark = pytest.mark.django_db

PATIENT, UNKIND = "names_patient", "unkind"


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What did you say?")
    return found


@pytest.fixture
def author(community):
    return MembershipFactory(community=community, person__display_name="Ana Author").person


@pytest.fixture
def post(discussion, author):
    return PostFactory(discussion=discussion, author=author, markdown="Mrs Green of ward 7 cried.")


@pytest.fixture
def report(post, participant, moderator):
    return actions.report_post(post, actor=participant, kind=UNKIND, words="This hurts.")


def stands(post):
    post.refresh_from_db()
    return "gone" if post.is_gone else "hidden" if post.is_hidden else "shown"


def test_a_report_waits_and_tells_the_team_alone(report, post, author, moderator, leader, facilitator):
    assert stands(post) == "shown"
    assert (report.kind, report.words, report.ruling) == (UNKIND, "This hurts.", None)
    assert told(moderator) == ["report.filed"]
    assert told(author) == told(facilitator) == []


def test_twice_is_one_report_that_says_what_was_said_last(report, post, participant, moderator):
    again = actions.report_post(post, actor=participant, kind="other", words="Rather this.")

    assert again.pk == report.pk
    assert Report.objects.values_list("kind", "words").get() == ("other", "Rather this.")
    assert told(moderator) == ["report.filed"]


def test_where_a_patient_could_be_recognised_it_is_hidden_at_once(post, discussion, participant, author, moderator):
    before = discussion.post_count, discussion.version

    actions.report_post(post, actor=participant, kind=PATIENT)

    assert stands(post) == "hidden"
    discussion.refresh_from_db()
    assert (discussion.post_count, discussion.version) == (before[0] - 1, before[1] + 1)
    assert told(author) == ["post.hidden"]
    assert not Post.objects.standing().filter(pk=post.pk).exists()


def test_a_second_report_can_hide_what_the_first_did_not(report, post, participant):
    actions.report_post(post, actor=participant, kind=PATIENT)

    assert stands(post) == "hidden"


def test_an_opening_question_is_hidden_with_how_it_begins(discussion, participant, leader):
    discussion.excerpt = "What did you say?"
    discussion.save()
    question = discussion.posts.get(number=1)

    report = actions.report_post(question, actor=participant, kind=PATIENT)

    discussion.refresh_from_db()
    assert (stands(question), discussion.excerpt) == ("hidden", "")
    with pytest.raises(QuestionStays):
        actions.decide_report(report, actor=leader, is_upheld=True, words="x")
    assert Report.objects.waiting().count() == 1


def test_a_shown_question_is_in_lists_again(discussion, participant, leader):
    question = discussion.posts.get(number=1)
    report = actions.report_post(question, actor=participant, kind=PATIENT)

    actions.decide_report(report, actor=leader, is_upheld=False, words="Nobody is in it.")

    discussion.refresh_from_db()
    assert (stands(question), discussion.excerpt) == ("shown", "What did you say?")


def test_its_author_mends_what_is_hidden_and_nothing_old_is_kept(post, discussion, participant, author):
    actions.edit_post(post, actor=author, markdown="Mrs Green cried.", version=0)
    actions.report_post(post, actor=participant, kind=PATIENT)

    actions.edit_post(post, actor=author, markdown="A patient cried.", version=1)

    post.refresh_from_db()
    assert (stands(post), post.markdown, post.revisions.count()) == ("hidden", "A patient cried.", 0)


def test_once_the_team_has_looked_it_is_not_hidden_again_unless_it_was_changed(
    post, participant, moderator, author, leader
):
    report = actions.report_post(post, actor=participant, kind=PATIENT)
    actions.decide_report(report, actor=moderator, is_upheld=False, words="It is invented.")

    actions.report_post(post, actor=leader, kind=PATIENT)
    assert stands(post) == "shown"

    Post.objects.filter(pk=post.pk).update(edited_at=timezone.now())
    post.refresh_from_db()
    actions.report_post(post, actor=participant, kind=PATIENT)
    assert stands(post) == "hidden"


@pytest.mark.parametrize("who", ["author", "outsider", "admin"])
def test_who_does_not_belong_and_who_wrote_it_report_nothing(who, request, post):
    with pytest.raises(Refused):
        actions.report_post(post, actor=request.getfixturevalue(who), kind=UNKIND)

    assert not Report.objects.exists()


def test_what_is_removed_is_not_reported(post, participant, moderator):
    actions.remove_post(post, actor=moderator, reason="Unkind.")

    with pytest.raises(PostRemoved):
        actions.report_post(post, actor=participant, kind=UNKIND)


def test_upheld_the_post_goes_with_its_reason_and_all_are_told(report, post, leader, moderator, author, participant):
    actions.report_post(post, actor=leader, kind="off_point")

    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="We do not name patients.")

    assert stands(post) == "gone"
    assert (post.deleted_by, post.delete_reason) == (moderator, "We do not name patients.")
    assert set(Report.objects.values_list("ruling", flat=True)) == {ruling.pk}
    assert told(author) == ["ruling.explained"]
    assert told(participant) == ["ruling.settled"]
    assert "ruling.settled" in told(leader)


def test_dismissed_what_was_hidden_is_shown_again(post, participant, moderator, author, discussion):
    count = discussion.post_count
    report = actions.report_post(post, actor=participant, kind=PATIENT)

    actions.decide_report(report, actor=moderator, is_upheld=False, words="It is invented.")

    discussion.refresh_from_db()
    assert (stands(post), discussion.post_count) == ("shown", count)
    assert told(author) == ["post.hidden", "ruling.lifted"]
    assert told(participant) == ["ruling.settled"]


def test_decided_once(report, moderator, leader):
    actions.decide_report(report, actor=moderator, is_upheld=False, words="Fine.")

    with pytest.raises(CaseDecided):
        actions.decide_report(report, actor=leader, is_upheld=True, words="Not fine.")


@pytest.mark.parametrize("who", ["participant", "facilitator", "author", "outsider", "admin"])
def test_only_moderators_and_leaders_decide(who, request, report):
    with pytest.raises(Refused):
        actions.decide_report(report, actor=request.getfixturevalue(who), is_upheld=True, words="x")

    assert not Ruling.objects.exists()


def test_nobody_decides_what_is_about_themselves(discussion, participant, moderator):
    own = PostFactory(discussion=discussion, author=moderator)
    report = actions.report_post(own, actor=participant, kind=UNKIND)

    assert "report.filed" not in told(moderator)
    assert not Report.objects.visible_to(moderator).exists()
    with pytest.raises(Refused):
        actions.decide_report(report, actor=moderator, is_upheld=False, words="x")


def test_undone_it_waits_again_and_the_post_stands_as_before(post, participant, moderator, leader):
    report = actions.report_post(post, actor=participant, kind=PATIENT)
    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="It names her.")

    assert actions.undo_ruling(ruling, actor=leader) is True
    assert stands(post) == "hidden"
    assert Report.objects.waiting().count() == 1
    assert actions.undo_ruling(ruling, actor=leader) is False

    shown = actions.decide_report(report, actor=moderator, is_upheld=False, words="It does not.")
    actions.undo_ruling(shown, actor=moderator)
    assert stands(post) == "hidden"


def test_what_was_reported_again_is_decided_not_undone(report, post, participant, moderator):
    ruling = actions.decide_report(report, actor=moderator, is_upheld=False, words="Fine.")
    actions.report_post(post, actor=participant, kind=UNKIND)

    with pytest.raises(CaseDecided):
        actions.undo_ruling(ruling, actor=moderator)


def test_an_appeal_is_answered_by_somebody_else(report, post, author, moderator, leader):
    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="Unkind.")

    assert actions.appeal(ruling, actor=author, words="It was meant kindly.") is True
    assert actions.appeal(ruling, actor=author, words="Again.") is False

    assert "ruling.appealed" in told(leader)
    assert "ruling.appealed" not in told(moderator)
    with pytest.raises(AppealStands):
        actions.undo_ruling(ruling, actor=leader)
    with pytest.raises(Refused):
        actions.answer_appeal(ruling, actor=moderator, is_granted=False, words="No.")
    actions.answer_appeal(ruling, actor=leader, is_granted=True, words="You are right.")

    ruling.refresh_from_db()
    assert (stands(post), ruling.appeal, ruling.answer, ruling.is_lifted) == (
        "shown",
        "It was meant kindly.",
        "You are right.",
        True,
    )
    assert told(author) == ["ruling.explained", "ruling.lifted"]
    with pytest.raises(CaseDecided):
        actions.answer_appeal(ruling, actor=leader, is_granted=False, words="Or not.")


def test_where_there_is_nobody_else_who_decided_answers(report, post, author, moderator):
    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="Unkind.")
    actions.appeal(ruling, actor=author, words="No.")

    actions.answer_appeal(ruling, actor=moderator, is_granted=False, words="It stays.")

    assert stands(post) == "gone"
    assert told(author) == ["ruling.explained", "ruling.confirmed"]


def test_nobody_but_whom_it_is_about_appeals(report, participant, moderator):
    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="Unkind.")

    with pytest.raises(Refused):
        actions.appeal(ruling, actor=participant, words="I would.")


def test_who_removes_a_post_decides_what_was_reported_of_it(report, post, moderator, participant, author):
    actions.remove_post(post, actor=moderator, reason="Unkind.")

    ruling = Ruling.objects.get()
    assert (ruling.is_upheld, ruling.words, ruling.by) == (True, "Unkind.", moderator)
    assert told(participant) == ["ruling.settled"]
    assert told(author) == ["ruling.explained"]

    actions.restore_post(post, actor=moderator)
    ruling.refresh_from_db()
    assert ruling.is_undone


def test_what_a_report_hides_is_not_brought_back_by_undo(post, participant, moderator):
    actions.report_post(post, actor=participant, kind=PATIENT)

    actions.restore_post(post, actor=moderator)

    assert stands(post) == "hidden"


def test_a_member_is_reported_and_told_why(community, author, participant, moderator):
    membership = Membership.objects.get(person=author)
    report = actions.report_person(membership, actor=participant, kind=UNKIND, words="Private messages.")

    ruling = actions.decide_report(report, actor=moderator, is_upheld=True, words="Please stop that.")

    assert (ruling.person, ruling.post) == (author, None)
    assert told(author) == ["ruling.explained"]
    with pytest.raises(Refused):
        actions.report_person(membership, actor=author, kind=UNKIND, words="Me.")


def test_a_report_is_never_seen_by_whom_it_is_about(report, author, moderator, outsider, participant):
    assert not Report.objects.visible_to(author).exists()
    assert not Report.objects.visible_to(outsider).exists()
    assert Report.objects.visible_to(participant).exists()
    assert not Ruling.objects.visible_to(author).exists()
    actions.decide_report(report, actor=moderator, is_upheld=False, words="Fine.")
    assert not Ruling.objects.visible_to(author).exists()


def test_reported_where_the_community_is_over_and_decided_there(community, post, participant, moderator):
    community.phase = "concluded"
    community.save()
    post.discussion.space.community.refresh_from_db()
    report = actions.report_post(post, actor=participant, kind=PATIENT)

    actions.decide_report(report, actor=moderator, is_upheld=True, words="It names her.")

    assert stands(post) == "gone"
