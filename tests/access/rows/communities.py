"""Communities: joining, members, invitations, spaces."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.access.addresses import of_community, of_space, plain
from tests.access.letters import EVERYONE, LEADERS, MEMBERS, POST_ONLY, SIGNED_IN, same

INVITING = {"addresses": "ana@copse.example", "role": 10, "days": 14}
SPACE = {"name": "Writing group", "access": "members", "starters": "everyone"}
TOMORROW = (timezone.now() + timedelta(days=1)).date().isoformat()

GET = {
    "communities:new": {"site": same(SIGNED_IN)},
    #                              AOQPFMLXGS
    "communities:join": {"site": ("3223333222", "3223333222", "4443333434")},
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
    "communities:spaces": {"site": same(LEADERS)},
    "communities:space-new": {"site": same(LEADERS)},
    "communities:space-people": {"private": same(LEADERS), "commons": same(LEADERS)},
    "communities:space-change": {"private": same(LEADERS)},
    "communities:space-archive": {"private": same(POST_ONLY)},
    "communities:space-unarchive": {"private": same(POST_ONLY)},
    "communities:space-let-in": {"private": same(POST_ONLY)},
    "communities:space-guest": {"private": same(POST_ONLY)},
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

#           AOPM
POST = {
    "communities:new": {"site": same("3333")},
    "communities:join": {"site": ("3333", "3333", "4433")},
    "communities:withdraw": {"site": same("4444")},
    "communities:requests": {"site": same("5555")},
    "communities:requests-approve": {"site": same("44F3")},
    "communities:requests-decline": {"site": same("44F3")},
    "communities:invitations": {"site": same("5555")},
    "communities:invitation-new": {"site": ("4422", "4422", "44F2")},
    "communities:invitation-send": {"site": ("4433", "4433", "44F3")},
    "communities:invitation-again": {"site": same("4443")},
    "communities:invitation-revoke": {"site": same("4443")},
    "communities:invitations-to-me": {"site": same("3555")},
    "communities:invitation": {"site": same("5555")},
    "communities:invitation-accept": {"site": same("3333")},
    "communities:invitation-decline": {"site": same("2222")},
    "communities:spaces": {"site": same("5555")},
    "communities:space-new": {"site": same("44FF")},
    "communities:space-people": {"private": same("5555")},
    "communities:space-change": {"private": same("44FF")},
    "communities:space-archive": {"private": same("44FF")},
    "communities:space-unarchive": {"private": same("44FF")},
    "communities:space-let-in": {"private": same("44FF")},
    "communities:space-guest": {"private": same("44FF")},
    "communities:grant-until": {"private": same("44FF")},
    "communities:grant-end": {"private": same("44FF")},
    "communities:leave": {"site": same("4433")},
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
    "communities:spaces": of_community("communities:spaces"),
    "communities:space-new": of_community("communities:space-new", **SPACE),
    "communities:space-people": of_space("communities:space-people"),
    "communities:space-change": of_space("communities:space-change", **SPACE | {"access": "private"}),
    "communities:space-archive": of_space("communities:space-archive"),
    "communities:space-unarchive": of_space("communities:space-unarchive"),
    "communities:space-let-in": lambda world, place, subject: (
        reverse("communities:space-let-in", args=[world.community.slug, place]),
        {"member": world.community.memberships.get(person=world.people["participant"]).pk},
    ),
    "communities:space-guest": of_space("communities:space-guest", email="guest@copse.example", last_day=TOMORROW),
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
