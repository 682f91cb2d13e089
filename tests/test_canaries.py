"""A word that stands nowhere else in every private field: who finds it, on any page and in any mail, may read it."""

import re
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import HandOver, JoinRequest, Membership, Role, RoleChange
from core.markdown import render
from evaluation.models import Answer
from forums.effects.posts import add_post
from forums.models import Discussion, Post
from library.models import Item, ItemFile
from meetings.models import Meeting, Minutes
from notifications.effects import notify, send_due_mail
from tests.access.table import ADDRESS, GET
from tests.access.world import SUBJECTS, build
from tests.factories import FileFactory
from tests.masking import body_of

pytestmark = pytest.mark.django_db

CANARY = re.compile(r"canary(?:-[a-z]+)+")
TEAM = {"facilitator", "moderator", "leader"}
RUNNING = {"moderator", "leader"}
MEMBERS = {"participant", *TEAM}

# Who may find each word. What nobody may find is for nobody's eyes, or for an address of its own.
READERS = {
    "canary-in-members": MEMBERS,
    "canary-in-team": TEAM,
    "canary-in-private": {"guest"},
    "canary-kept-in-members": MEMBERS,
    "canary-kept-in-team": TEAM,
    "canary-kept-in-private": {"guest"},
    "canary-filed-in-members": MEMBERS,
    "canary-filed-in-team": TEAM,
    "canary-filed-in-private": {"guest"},
    "canary-item-draft": {"moderator"},  # whose it is: nothing lists it to the others who may open it
    "canary-item-taken-down": RUNNING,
    "canary-meeting-in-members": MEMBERS,
    "canary-meeting-in-team": TEAM,
    "canary-meeting-in-private": {"guest"},
    "canary-meeting-of-seats": {"participant", "moderator"},
    "canary-apology": TEAM,
    "canary-link": TEAM,  # who runs it, and who has a seat
    "canary-minutes-draft": TEAM,
    "canary-reminder": TEAM,  # who runs it; whoever has a seat reads it by mail
    "canary-planned": RUNNING,
    "canary-difficulties": RUNNING,
    "canary-prompt": RUNNING,
    "canary-why": TEAM,  # who may see the item may see why it was laid out
    "canary-draft": RUNNING,
    "canary-note": {"participant", "moderator"},
    "canary-unsent-note": {"moderator"},
    "canary-request": RUNNING,
    "canary-answer": RUNNING,
    "canary-invitation": TEAM,
    "canary-role-note": TEAM,
    "canary-of-the-team": TEAM,
    "canary-hand-over": {"participant", "leader"},
    "canary-report": RUNNING,
    "canary-first-post": {"participant", *RUNNING},
    "canary-ruled": {"facilitator", *RUNNING},
    "canary-removed": set(),
    "canary-survey": set(),  # without a name, and fewer than five
    "canary-suggestion": MEMBERS,  # the participant made it
    "canary-statement": RUNNING,
    "canary-announced-to-leaders": TEAM,
    "canary-address": {"participant"},
    "canary-for-fellows": MEMBERS,
    "canary-for-nobody": {"facilitator"},
}


def say(discussion, words, author):
    return add_post(discussion, markdown=words, html=render(words), author=author)


def plant(world):
    """Put each word where it belongs; returns the posts that everybody is mailed about."""
    people, community = world.people, world.community
    now = timezone.now()
    posts = [
        say(world.discussions[space, "open"], f"canary-in-{space}", people["moderator"])
        for space in ("members", "team", "private")
    ]
    planned = world.discussions["commons", "planned"]
    Discussion.objects.filter(pk=planned.pk).update(
        title="canary-planned", question="canary-planned", objective="canary-planned", excerpt="canary-planned"
    )
    talk = world.discussions["commons", "open"]
    Discussion.objects.filter(pk=talk.pk).update(difficulties="canary-difficulties")
    talk.prompts.create(position=1, markdown="canary-prompt", by=people["moderator"], readers="")
    of_team = world.items["team", "published"]
    talk.material.create(position=1, item=of_team, why="canary-why", by=people["moderator"])
    draft = world.discussions["commons", "closing"].closings.get()
    draft.summary, draft.summary_html = "canary-draft", render("canary-draft")
    draft.save()
    published = world.discussions["commons", "closed"].closings.get()
    published.private_notes.update(markdown="canary-note", html=render("canary-note"))
    draft.private_notes.create(
        author=people["moderator"],
        receiver=people["participant"],
        markdown="canary-unsent-note",
        html=render("canary-unsent-note"),
    )
    JoinRequest.objects.filter(person=people["requested"]).update(message="canary-request")
    JoinRequest.objects.create(
        community=community,
        person=people["outsider"],
        state="declined",
        reason="canary-answer",
        decided_at=now,
        decided_by=people["moderator"],
    )
    community.invitations.update(email="canary-invitation@copse.example", message="canary-invitation")
    own = {each: Membership.objects.get(community=community, person=people[each]) for each in ("participant", "leader")}
    own["participant"].facilitation_notes.create(
        author=people["moderator"], text="canary-of-the-team", submission=uuid4()
    )
    HandOver.objects.create(
        leader=own["leader"], successor=own["participant"], afterwards="leaves", word="canary-hand-over"
    )
    RoleChange.objects.create(
        membership=own["participant"],
        by=people["leader"],
        before=Role.FACILITATOR,
        after=Role.PARTICIPANT,
        note="canary-role-note",
    )
    community.reports.update(words="canary-report")
    community.rulings.update(words="canary-ruled")
    talk.held_posts.update(markdown="canary-first-post")
    for state in ("open", "closed"):
        question = world.surveys["members", state].questions.create(
            position=2, kind="text", text="What helps?", submission=uuid4()
        )
        for _each in range(4):
            Answer.objects.create(question=question, text="canary-survey")
    community.suggestions.update(text="canary-suggestion")
    community.statements.filter(state="draft").update(title="canary-statement", html="canary-statement")
    community.announcements.filter(state="draft").update(
        title="canary-announced-to-leaders", html="canary-announced-to-leaders", audience="leaders"
    )
    for space in ("members", "team", "private"):
        item = world.items[space, "published"]
        Item.objects.filter(pk=item.pk).update(title=f"canary-kept-in-{space}", excerpt=f"canary-kept-in-{space}")
        file = FileFactory(content=f"canary-filed-in-{space}".encode())
        ItemFile.objects.create(item=item, file=file, number=3, by=people["moderator"])
    Item.objects.filter(pk=world.items["members", "draft"].pk).update(title="canary-item-draft")
    gone = Item.objects.filter(pk=world.items["members", "taken down"].pk)
    gone.update(taken_down_because="canary-item-taken-down", title="canary-item-taken-down")
    for space in ("members", "team", "private"):
        Meeting.objects.filter(pk=world.meetings[space, "ahead"].pk).update(title=f"canary-meeting-in-{space}")
    Meeting.objects.filter(pk=world.meetings["members", "offering"].pk).update(title="canary-meeting-of-seats")
    Meeting.objects.filter(pk=world.meetings["members", "ahead"].pk).update(link="https://example.org/canary-link")
    Meeting.objects.filter(pk=world.meetings["members", "ahead"].pk).update(reminder_text="canary-reminder")
    Minutes.objects.filter(published_at=None).update(markdown="canary-minutes-draft", html="canary-minutes-draft")
    cannot = world.meetings["members", "ahead"].seats.create(person=people["leader"], state="cancelled")
    cannot.__class__.objects.filter(pk=cannot.pk).update(apology="canary-apology")
    removed = say(talk, "canary-removed", people["participant"])
    Post.objects.filter(pk=removed.pk).update(deleted_at=now, deleted_by=people["participant"])
    User.objects.filter(pk=people["participant"].pk).update(
        email="canary-address@copse.example", bio="canary-for-fellows", organisation="canary-for-fellows"
    )
    EmailAddress.objects.filter(user=people["participant"]).update(email="canary-address@copse.example")
    people["participant"].refresh_from_db()
    User.objects.filter(pk=people["facilitator"].pk).update(
        profile_audience="nobody", bio="canary-for-nobody", organisation="canary-for-nobody"
    )
    return posts


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build("public")
        world.posts = plant(world)
        yield world
        transaction.set_rollback(True)


def found_in(response):
    return set(CANARY.findall(body_of(response).replace("\r\n ", "")))  # calendars fold their lines


# Whoever holds the link of an invitation reads it, and a guest that of their meeting.
BY_LINK = {"communities:invitation", "meetings:guest", "meetings:guest-calendar"}
# A feed shows what its owner reads to whoever holds the key: a visitor has none but that of somebody else.
BY_KEY = {name for name in GET if name.startswith("forums:private-")} | {"home:calendar", "home:community-calendar"}


def shown_to(subject):
    """Each (address by name, place) that gives `subject` a page, or refuses a thing that they may know of."""
    letter = SUBJECTS.index(subject)
    others = BY_LINK | BY_KEY if subject == "anonymous" else BY_LINK
    for name, rows in GET.items():
        yield from ((name, place) for place, row in rows.items() if row[0][letter] in "2F" and name not in others)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_finds_what_is_for_them_and_nothing_else(world, subject):
    found = {}
    for name, place in shown_to(subject):
        for headers in ({}, {"HX-Request": "true"}):
            with transaction.atomic():
                address, _data = ADDRESS[name](world, place, subject)
                response = world.clients[subject].get(address, headers=headers)
                transaction.set_rollback(True)
            for word in found_in(response):
                found.setdefault(word, f"{name} of {place}")

    allowed = {word for word, readers in READERS.items() if subject in readers}
    assert {word: where for word, where in found.items() if word not in allowed} == {}
    assert allowed - set(found) == set()


def test_mail_about_a_post_goes_to_those_alone_who_may_read_it(world):
    """Everybody is told, as if a person were removed between the telling and the sending."""
    with transaction.atomic():
        for post in world.posts:
            notify(record("post.mentioned", actor=None, target=post), list(world.people.values()))
        mail.outbox.clear()
        send_due_mail()
        transaction.set_rollback(True)

    got = {}
    subject_of = {person.email: subject for subject, person in world.people.items()}
    for letter in mail.outbox:
        for word in CANARY.findall(letter.message().as_string()):
            got.setdefault(word, set()).add(subject_of[letter.to[0]])
    assert {word: got[word] for word in got if word.startswith("canary-in-")} == {
        word: readers for word, readers in READERS.items() if word.startswith("canary-in-")
    }
