"""A newcomer says hello and is greeted; a question is put to whoever may know, and answered."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from communities.models import Membership
from forums.actions import begin_introductions
from forums.models import Asked, Discussion, Post
from tests.browser.steps import MANNERS, link_in
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory


@MANNERS
def test_a_newcomer_says_hello_and_a_member_greets_them(visit, community, participant, facilitator, manner):
    Membership.objects.filter(person=facilitator).update(joined_at=timezone.now() - timedelta(days=90))
    begin_introductions(community, actor=facilitator, title="Introductions", question="Who are you?")

    page = visit("/", person=participant, **manner)
    expect(page.get_by_role("heading", name="Say hello in Virtual campus")).to_be_visible()
    page.get_by_text("Write a few lines").click()
    page.get_by_label("What I hope for here").fill("People who teach on night shifts.")
    page.get_by_role("button", name="Say hello").click()
    expect(page.get_by_text("People who teach on night shifts.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Say hello in Virtual campus")).to_have_count(0)

    page = visit("/c/campus/newcomers/", person=facilitator, **manner)
    expect(page.get_by_text("People who teach on night shifts.")).to_be_visible()
    page.get_by_role("link", name="Welcome Pia").click()
    page.get_by_label("Your answer").fill("There are four of us. Welcome.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("There are four of us. Welcome.")).to_be_visible()

    greeting = Post.objects.get(author=facilitator, parent__isnull=False)
    assert greeting.parent.author == participant
    page = visit("/c/campus/activity/", person=participant, **manner)
    expect(page.get_by_text("wrote in “Introductions”")).to_be_visible()


@MANNERS
def test_a_question_reaches_who_may_know_and_is_answered(
    visit, letter_to, members_room, participant, moderator, manner
):
    helper = MembershipFactory(
        community=members_room.community, person__display_name="Hele Helper", person__can_help_with="Debriefings"
    ).person
    other = MembershipFactory(
        community=members_room.community, person__display_name="Otto Other", person__interests="debriefing"
    ).person
    question = DiscussionFactory(
        space=members_room, kind="question", planned_by=participant, title="Debriefing after a night shift"
    )
    PostFactory(discussion=question, author=participant, kind="prompt", markdown="How do you do it?")
    address = question.get_absolute_url()

    page = visit(address, person=participant, **manner)
    page.get_by_role("link", name="Ask those who may know").click()
    page.get_by_label("Hele Helper").check()
    page.get_by_label("Otto Other").check()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Hele Helper, Otto Other are asked, and told at once.")).to_be_visible()

    page = visit(address, person=other, **manner)
    expect(page.get_by_role("heading", name="Pia Participant thinks that you may know")).to_be_visible()
    page.get_by_role("button", name="Not me").click()
    expect(page.get_by_role("heading", name="thinks that you may know")).to_have_count(0)

    letter = letter_to(helper.email, "You may know")
    page = visit(link_in(letter, "/d/"), person=helper, **manner)
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Your answer").fill("We stop, drink something, and begin with what went well.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("We stop, drink something")).to_be_visible()

    page = visit(address, person=participant, **manner)
    expect(page.get_by_role("link", name="answered")).to_be_visible()
    expect(page.get_by_text("not this time")).to_be_visible()
    assert Asked.objects.filter(discussion=question).count() == 2
    assert not Discussion.objects.without_answer().exists()
