"""All the doors, through real processes: by asking, by invitation, and as a guest until a day."""

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from communities.models import Community, Membership, Space, SpaceGrant
from config.celery import app
from forums import actions
from forums.models import Post
from notifications.effects.digests import next_digest_of
from notifications.models import MailRhythm, OutboxMessage
from tests.browser.steps import MANNERS, TITLE, answer, confirm, is_missing, link_in, sign_up
from tests.factories import CommunityFactory
from tests.running import eventually

ANA = "ana@copse.example"
TOMORROW = timedelta(days=1)


def text_of(letter):
    return "\n".join(letter.get_body(("plain",)).get_content().splitlines())


def opened(space, title, question, actor):
    planned = actions.plan_discussion(space, actor=actor, title=title, question=question, submission=uuid4())
    actions.open_discussion(planned, actor=actor)
    return planned


def reply(discussion, author, text, parent=None):
    return actions.reply(discussion, actor=author, markdown=text, submission=uuid4(), parent=parent)


def let_the_digest_come(site, person):
    """Put back the moment of the next digest by a day, to the last one that has been; wait until the worker is past it.

    Every second beat asks for what is due; three more wake-ups at once, so that one could come twice if it ever did.
    """
    row = MailRhythm.objects.get(person=person)
    MailRhythm.objects.filter(pk=row.pk).update(next_digest_at=next_digest_of(row, timezone.now() - TOMORROW))
    for _ in range(3):
        app.send_task("wake.digest")
    eventually(MailRhythm.objects.filter(pk=row.pk, next_digest_at__gt=timezone.now()).exists)
    eventually(site.is_quiet)
    eventually(lambda: not OutboxMessage.objects.filter(recipient=person, state="waiting").exists())
    eventually(site.is_quiet)


@MANNERS
def test_a_visitor_finds_asks_is_approved_writes_is_named_and_gets_a_digest(
    site, visit, letter_to, talk, participant, moderator, leader, manner
):
    Community.objects.update(admission="request")
    CommunityFactory(name="Handover at night", slug="handover")
    page = visit("/communities/", **manner)
    if manner["width"] == 360:
        page.get_by_text("Narrow it down").click()
    page.get_by_label("Joining").select_option("request")
    if not manner["javascript"]:
        page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Handover at night")).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="Virtual campus").click()
    page.get_by_role("link", name="Ask to join").click()
    sign_up(page, "Ana Ruiz", ANA)
    confirm(page, letter_to(ANA, "Welcome"))
    expect(page.get_by_role("heading", name="Ask to join Virtual campus")).to_be_visible()
    page.get_by_label("Say in a sentence what brings you").fill("I teach on wards.")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_text("You asked to join on")).to_be_visible()
    ana = User.objects.get(email=ANA)
    assert not Membership.objects.live_of(ana).exists()

    team = visit("/notifications/", person=moderator, **manner)
    team.get_by_role("link", name="Ana Ruiz asks to join Virtual campus").click()
    expect(team.get_by_text("I teach on wards.")).to_be_visible()
    team.get_by_role("button", name="Approve").click()
    expect(team.get_by_text("Ana Ruiz is a member now.")).to_be_visible()
    page.goto(link_in(letter_to(ANA, "Welcome to Virtual campus"), "/c/campus/"))
    expect(page.get_by_text("You are a participant")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    answer(page, "I wait until we are alone.")
    hour = (timezone.now().hour + 12) % 24  # far from now: nobody's digest comes by itself meanwhile
    page.goto("/notifications/settings/")
    page.get_by_label("At", exact=True).select_option(str(hour))
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    other = visit(talk.get_absolute_url(), person=participant, **manner)
    other.get_by_label("Your answer").fill(f"Good, @{ana.handle}: for how long?")
    other.get_by_role("button", name="Reply").click()
    expect(other.locator("#thread").get_by_role("link", name="Ana Ruiz", exact=True)).to_be_visible()
    letter = letter_to(ANA, f"Re: {TITLE}")
    assert "Pia Participant mentioned you" in text_of(letter)
    assert "You get this because somebody mentioned you in Virtual campus." in text_of(letter)

    corridor = opened(talk.space, "In a corridor", "Where do you tell them?", moderator)
    reply(corridor, participant, "Never in front of a patient.")
    reply(corridor, ana, "At the coffee machine.")
    reply(talk, participant, "I could not wait for so long.")
    let_the_digest_come(site, ana)
    (digest,) = site.postbox.to(ANA, "New in Virtual campus")
    said = text_of(digest)
    assert re.search(r"In a corridor\n\S+\n- Mo Moderator opened this: Where do you tell them\?\n- 1 new post\n", said)
    assert re.search(rf"{TITLE}\n\S+\n- 2 new posts\n", said)
    assert "coffee machine" not in said
    assert "You get this digest once a day" in said
    due = MailRhythm.objects.get(person=ana).next_digest_at
    assert due.astimezone(ana.zone).hour == hour

    page.goto(link_in(digest, f"/d/{corridor.pk}/"))
    expect(page.locator("#thread")).to_contain_text("Never in front of a patient.")
    let_the_digest_come(site, ana)
    assert len(site.postbox.to(ANA)) == 4  # to confirm, the welcome, the mention, one digest


@MANNERS
def test_somebody_without_an_account_is_asked_into_a_hidden_community(visit, letter_to, community, leader, manner):
    Community.objects.update(visibility="hidden", admission="invitation")
    team = visit("/c/campus/invitations/", person=leader, **manner)
    team.get_by_role("link", name="Invite people").first.click()
    team.get_by_label("E-mail addresses").fill(f"Ana Ruiz <{ANA}>")
    team.get_by_label("Your message").fill("We need somebody from the wards.")
    team.get_by_role("button", name="Look through").click()
    team.get_by_role("button", name="Send 1 invitation").click()

    letter = letter_to(ANA, "Lea Leader invites you to Virtual campus")
    assert "We need somebody from the wards." in text_of(letter)
    assert f"You get this because Lea Leader invited {ANA}." in text_of(letter)
    page = visit("/communities/", **manner)
    assert "Virtual campus" not in page.content()
    assert is_missing(page, "/c/campus/", "/c/campus/discussions/")
    page.goto(link_in(letter, "/invitations/"))
    expect(page.get_by_role("heading", name="Virtual campus")).to_be_visible()
    page.get_by_role("link", name="Sign up to accept").click()
    expect(page.get_by_label("E-mail address")).to_have_value(ANA)
    sign_up(page, "Ana Ruiz")
    assert not Membership.objects.filter(person__email=ANA).exists()
    confirm(page, letter_to(ANA, "Welcome"))
    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_text("Welcome to Virtual campus")).to_be_visible()
    expect(page).to_have_url(re.compile("/c/campus/$"))
    expect(page.get_by_text("You are a participant")).to_be_visible()
    assert Membership.objects.live_of(User.objects.get(email=ANA)).filter(community=community).exists()
    team.goto("/notifications/")
    expect(team.get_by_text("Ana Ruiz accepted your invitation to Virtual campus")).to_be_visible()


@MANNERS
def test_a_guest_sees_one_room_and_after_the_last_day_nothing(
    site, visit, letter_to, talk, leader, participant, outsider, manner
):
    Community.objects.update(visibility="hidden", admission="invitation")
    team = visit("/c/campus/spaces/", person=leader, **manner)
    team.get_by_role("link", name="Open a space").click()
    team.get_by_label("Name").fill("Project room")
    team.get_by_label("Only those whom a leader lets in").check()
    team.get_by_role("button", name="Open the space").click()
    guests = team.locator("#guest")
    guests.get_by_label("E-mail address").fill(outsider.email)
    guests.get_by_label("Last day").fill((timezone.now() + 7 * TOMORROW).date().isoformat())
    guests.get_by_role("button", name="Send the invitation").click()
    expect(team.get_by_text("Asked, no answer yet")).to_be_visible()
    room = Space.objects.get(name="Project room")
    plans = opened(room, "What the project needs", "Who does what?", leader)

    page = visit(
        link_in(letter_to(outsider.email, "Lea Leader invites you"), "/invitations/"), person=outsider, **manner
    )
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="Project room")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=plans.title).first.click()
    answer(page, "I can write the cases.")
    walk_about_as_a_guest(page, talk, room, plans)

    mine = Post.objects.get(author=outsider)
    eventually(site.is_at_rest)
    # This is told before the last day is over, and would be mailed after it.
    reply(plans, leader, "Thank you, please do.", mine)
    assert OutboxMessage.objects.filter(recipient=outsider, state="waiting", entry__verb="post.replied").exists()
    SpaceGrant.objects.filter(user=outsider).update(until=timezone.now() - timedelta(seconds=1))
    before = len(site.postbox.kept)
    site.go_on()
    eventually(OutboxMessage.objects.filter(recipient=outsider, state="dropped").exists)
    reply(plans, leader, f"And the pictures, @{outsider.handle}?", mine)
    eventually(site.is_quiet)
    eventually(lambda: not OutboxMessage.objects.filter(recipient=outsider, state="waiting").exists())

    assert len(site.postbox.kept) == before
    assert is_missing(page, room.get_absolute_url(), plans.get_absolute_url(), f"/p/{mine.pk}/", "/c/campus/")
    for address in ("/", "/communities/", "/people/", "/notifications/"):
        assert page.goto(address).ok
        assert shown_of(page, talk, room, plans) == []
    page.goto("/people/")
    assert "Lea Leader" not in page.content()


def shown_of(page, talk, room, plans):
    """Which of these names stand on a page: of the community, its room, and what is discussed in it and beside it."""
    names = ("Virtual campus", "People who want their feedback", room.name, plans.title, talk.title, "Pia Participant")
    return [name for name in names if name in page.content()]


def walk_about_as_a_guest(page, talk, room, plans):
    """Their room, its discussion and the community's name, on any page that they can open; nothing else of it."""
    assert is_missing(
        page,
        *(f"/c/campus/s/{slug}/" for slug in ("commons", "members", "team")),
        *(f"/c/campus/{part}/" for part in ("discussions", "learned", "members", "requests", "invitations", "spaces")),
        f"/c/campus/spaces/{room.slug}/",
        talk.get_absolute_url(),
        f"/p/{talk.posts.first().pk}/",
    )
    own = {"Virtual campus", room.name, plans.title}
    for address in ("/", "/communities/", "/people/", "/notifications/", "/c/campus/", room.get_absolute_url()):
        assert page.goto(address).ok
        assert set(shown_of(page, talk, room, plans)) <= own
    page.get_by_role("main").get_by_role("link", name=plans.title).first.click()
    page.goto("/c/campus/")
    expect(page.get_by_text("You are a guest here")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("main").get_by_role("link", name=room.name)).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("link", name="Lea Leader")).to_be_visible()  # who is in the room with them
