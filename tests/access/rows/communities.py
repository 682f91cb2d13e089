"""Communities: joining, members, invitations, spaces."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.access.addresses import of_community, of_space, plain
from tests.access.letters import EVERYONE, GUEST, LEADERS, MEMBERS, POST_ONLY, SIGNED_IN, same
from tests.factories import InvitationLinkFactory

INVITING = {"addresses": "ana@copse.example", "role": 10, "days": 14}
LINK = {"label": "Spring meeting", "role": 10, "use_limit": 30, "days": 14}
QUESTION = {"text": "Where do you teach?", "kind": "text"}
SPACE = {"name": "Writing group", "access": "members", "starters": "everyone"}
TOMORROW = (timezone.now() + timedelta(days=1)).date().isoformat()

GET = {
    "communities:new": {"site": same(SIGNED_IN)},
    #                              AOQPFMLXGSURI
    "communities:join": {"site": ("3223333222333", "3223333222333", "4443333434")},
    "communities:withdraw": {"site": same(POST_ONLY)},
    "communities:requests": {"site": same("444FF22444")},
    "communities:requests-approve": {"site": same(POST_ONLY)},
    "communities:requests-decline": {"site": same(POST_ONLY)},
    # Where whoever wants may join, participants ask people in too.
    #                                        AOQPFMLXGS
    "communities:invitations": {"site": (MEMBERS, MEMBERS, "444F222444")},
    "communities:invitation-new": {"site": (MEMBERS, MEMBERS, "444F222444")},
    "communities:invitation-send": {"site": same(POST_ONLY)},
    "communities:invitation-again": {"site": same(POST_ONLY)},
    "communities:invitation-revoke": {"site": same(POST_ONLY)},
    "communities:invitations-to-me": {"site": same(SIGNED_IN)},
    "communities:invitation": {"site": same(EVERYONE)},
    "communities:invitation-accept": {"site": same(POST_ONLY)},
    "communities:invitation-decline": {"site": same(POST_ONLY)},
    "communities:links": {"site": same("444F222444")},
    "communities:link-new": {"site": same("444F222444")},
    "communities:link-revoke": {"site": same(POST_ONLY)},
    "communities:link": {"site": same("2223333222")},
    "communities:link-accept": {"site": same(POST_ONLY)},
    "communities:lists": {"site": same("444F222444")},
    "communities:list": {"site": same("444F222444")},
    "communities:list-left-out": {"site": same("444F222444")},
    "communities:list-send": {"site": same(POST_ONLY)},
    "communities:list-drop": {"site": same(POST_ONLY)},
    "communities:funnel": {"site": same("444F222444")},
    "communities:funnel-table": {"site": same("444F222444")},
    "communities:waiting-table": {"site": same("444F222444")},
    "communities:questions": {"site": same(LEADERS)},
    "communities:question-new": {"site": same(LEADERS)},
    "communities:question-change": {"site": same(LEADERS)},
    "communities:question-move": {"site": same(POST_ONLY)},
    "communities:question-retire": {"site": same(POST_ONLY)},
    "communities:answers": {"site": same(MEMBERS)},
    "communities:spaces": {"site": same(LEADERS)},
    "communities:space-new": {"site": same(LEADERS)},
    "communities:space-people": {"private": same(LEADERS), "commons": same(LEADERS)},
    "communities:space-change": {"private": same(LEADERS)},
    "communities:space-move": {"private": same(POST_ONLY)},
    "communities:space-archive": {"private": same(POST_ONLY)},
    "communities:space-unarchive": {"private": same(POST_ONLY)},
    "communities:space-let-in": {"private": same(POST_ONLY)},
    "communities:space-guest": {"private": same(POST_ONLY)},
    "communities:space-leave": {"private": same(GUEST)},
    "communities:grant-until": {"private": same(POST_ONLY)},
    "communities:grant-end": {"private": same(POST_ONLY)},
    "communities:leave": {"site": same(MEMBERS)},
    "communities:roles": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "communities:members": {"site": same(MEMBERS)},
    "communities:member": {"site": same("444F222444")},
    "communities:member-role": {"site": same(POST_ONLY)},
    "communities:member-suspend": {"site": same(POST_ONLY)},
    "communities:member-remove": {"site": same(POST_ONLY)},
    "communities:member-lift": {"site": same(POST_ONLY)},
}

#           AOPMURIG
POST = {
    "communities:new": {"site": same("F333")},
    "communities:join": {"site": ("3333FF33", "3333FF33", "4433444F")},
    "communities:withdraw": {"site": same("4444")},
    "communities:requests": {"site": same("5555")},
    "communities:requests-approve": {"site": same("44F3")},
    "communities:requests-decline": {"site": same("44F3")},
    "communities:invitations": {"site": same("5555")},
    "communities:invitation-new": {"site": ("4422", "4422", "44F2")},
    "communities:invitation-send": {"site": ("4433", "4433", "44F3")},
    "communities:invitation-again": {"site": same("4443")},
    "communities:invitation-revoke": {"site": same("4443")},
    "communities:invitations-to-me": {"site": same("F555")},
    "communities:invitation": {"site": same("5555")},
    "communities:invitation-accept": {"site": same("3333FF33")},
    "communities:invitation-decline": {"site": same("2222")},
    "communities:links": {"site": same("5555")},
    "communities:link-new": {"site": same("44F3")},
    "communities:link-revoke": {"site": same("44F3")},
    "communities:link": {"site": same("5555")},
    "communities:link-accept": {"site": same("3333FF33")},
    "communities:lists": {"site": same("44F3")},
    "communities:list": {"site": same("5555")},
    "communities:list-left-out": {"site": same("5555")},
    "communities:list-send": {"site": same("44FF")},  # by whoever handed it in
    "communities:list-drop": {"site": same("44F3")},
    "communities:funnel": {"site": same("5555")},
    "communities:funnel-table": {"site": same("5555")},
    "communities:waiting-table": {"site": same("5555")},
    "communities:questions": {"site": same("5555")},
    "communities:question-new": {"site": same("44FF")},
    "communities:question-change": {"site": same("44FF")},
    "communities:question-move": {"site": same("44FF")},
    "communities:question-retire": {"site": same("44FF")},
    "communities:answers": {"site": same("4433")},
    "communities:spaces": {"site": same("5555")},
    "communities:space-new": {"site": same("44FF")},
    "communities:space-people": {"private": same("5555")},
    "communities:space-change": {"private": same("44FF")},
    "communities:space-move": {"private": same("44FF")},
    "communities:space-archive": {"private": same("44FF")},
    "communities:space-unarchive": {"private": same("44FF")},
    "communities:space-let-in": {"private": same("44FF")},
    "communities:space-guest": {"private": same("44FF")},
    "communities:space-leave": {"private": same("44444443")},
    "communities:grant-until": {"private": same("44FF")},
    "communities:grant-end": {"private": same("44FF")},
    "communities:leave": {"site": same("4433FF44")},
    "communities:roles": {"site": same("5555")},
    "communities:members": {"site": same("5555")},
    "communities:member": {"site": same("5555")},
    "communities:member-role": {"site": same("44FF")},
    "communities:member-suspend": {"site": same("44F3")},
    "communities:member-remove": {"site": same("44F3")},
    "communities:member-lift": {"site": same("44F3")},
}


def of_request(name, /, **data):
    def address(world, place, subject):
        return reverse(name, args=[world.community.slug]), {
            "request": world.community.join_requests.get(state="pending").pk,
            **data,
        }

    return address


def of_participant(name, /, **data):
    def address(world, place, subject):
        membership = world.community.memberships.get(person=world.people["participant"])
        return reverse(name, args=[world.community.slug, membership.pk]), data

    return address


def of_invitation(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.invitations.get().pk]),
        data,
    )


def by_link(verb=""):
    return lambda world, place, subject: (f"{world.community.invitations.get().get_absolute_url()}{verb}", {})


def of_link(verb=""):
    return lambda world, place, subject: (f"{a_link(world).get_absolute_url()}{verb}", {})


def a_link(world):
    return InvitationLinkFactory(community=world.community, made_by=world.people["leader"])


def a_list(world):
    handed_in = world.community.invitation_lists.create(by=world.people["leader"], days=14)
    handed_in.lines.create(number=1, text="cleo@copse.example", email="cleo@copse.example", verdict="ready")
    return handed_in


def a_question(world):
    return world.community.registration_questions.create(position=1, text="Where do you teach?")


def of_new(name, make, /, **data):
    """Of something that is made for this one request."""
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, make(world).pk]), data)


def of_grant(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.spaces[place].grants.get().pk]),
        data,
    )


ADDRESS = {
    "communities:new": plain(
        "communities:new",
        name="Feedback",
        summary="Feedback that is heard.",
        visibility="public",
        admission="open",
        language="en",
        time_zone="UTC",
        submission=uuid.UUID(int=2),
    ),
    "communities:join": of_community("communities:join"),
    "communities:leave": of_community("communities:leave"),
    "communities:invitations": of_community("communities:invitations"),
    "communities:invitation-new": of_community("communities:invitation-new", **INVITING),
    "communities:invitation-send": of_community("communities:invitation-send", **INVITING),
    "communities:invitation-again": of_invitation("communities:invitation-again"),
    "communities:invitation-revoke": of_invitation("communities:invitation-revoke"),
    "communities:invitations-to-me": plain("communities:invitations-to-me"),
    "communities:invitation": by_link(),
    "communities:invitation-accept": by_link("accept/"),
    "communities:invitation-decline": by_link("decline/"),
    "communities:links": of_community("communities:links"),
    "communities:link-new": of_community("communities:link-new", **LINK, submission=uuid.UUID(int=3)),
    "communities:link-revoke": of_new("communities:link-revoke", a_link),
    "communities:link": of_link(),
    "communities:link-accept": of_link("accept/"),
    "communities:lists": of_community("communities:lists", **INVITING, submission=uuid.UUID(int=4)),
    "communities:list": of_new("communities:list", a_list),
    "communities:list-left-out": of_new("communities:list-left-out", a_list),
    "communities:list-send": of_new("communities:list-send", a_list),
    "communities:list-drop": of_new("communities:list-drop", a_list),
    "communities:funnel": of_community("communities:funnel"),
    "communities:funnel-table": of_community("communities:funnel-table"),
    "communities:waiting-table": of_community("communities:waiting-table"),
    "communities:questions": of_community("communities:questions"),
    "communities:question-new": of_community("communities:question-new", **QUESTION, submission=uuid.UUID(int=5)),
    "communities:question-change": of_new("communities:question-change", a_question, text="Where do you work?"),
    "communities:question-move": of_new("communities:question-move", a_question, place="0"),
    "communities:question-retire": of_new("communities:question-retire", a_question),
    "communities:answers": of_community("communities:answers"),
    "communities:spaces": of_community("communities:spaces"),
    "communities:space-new": of_community("communities:space-new", **SPACE),
    "communities:space-people": of_space("communities:space-people"),
    "communities:space-change": of_space("communities:space-change", **SPACE | {"access": "private"}),
    "communities:space-move": of_space("communities:space-move", place="0"),
    "communities:space-archive": of_space("communities:space-archive"),
    "communities:space-unarchive": of_space("communities:space-unarchive"),
    "communities:space-let-in": lambda world, place, subject: (
        reverse("communities:space-let-in", args=[world.community.slug, place]),
        {"member": world.community.memberships.get(person=world.people["participant"]).pk},
    ),
    "communities:space-guest": of_space("communities:space-guest", email="guest@copse.example", last_day=TOMORROW),
    "communities:space-leave": of_space("communities:space-leave"),
    "communities:grant-until": of_grant("communities:grant-until", last_day=TOMORROW),
    "communities:grant-end": of_grant("communities:grant-end"),
    "communities:roles": of_community("communities:roles"),
    "communities:members": of_community("communities:members"),
    "communities:withdraw": of_community("communities:withdraw"),
    "communities:requests": of_community("communities:requests"),
    "communities:requests-approve": of_request("communities:requests-approve", reason="Come in."),
    "communities:requests-decline": of_request("communities:requests-decline", reason="We are full."),
    "communities:member": of_participant("communities:member"),
    "communities:member-role": of_participant("communities:member-role", role=20),
    "communities:member-suspend": of_participant("communities:member-suspend", reason="A rest."),
    "communities:member-remove": of_participant("communities:member-remove", reason="It did not work out."),
    "communities:member-lift": of_participant("communities:member-lift"),
}
