"""What the product promises, by hand: who gets which answer where.

A column for each kind of person:

    A anonymous   O outsider   Q has asked to join   P participant   F facilitator
    M moderator   L leader     X ex-member           G guest of the private room     S site admin

A letter for each answer: 2 a page (200), n no content (204), 3 leads on (302), c not accepted (422),
1 bad request (400), F refused (403), 4 not there (404), 5 wrong method (405), 9 conflict (409).

Each place has three strings: in a public, a listed and a hidden community.
"""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from notifications import kinds
from notifications.rules import address_digest, listen_token, mute_token, restore_token, silence_token
from tests.access.world import SUBJECTS

#           AOQPFMLXGS
EVERYONE = "2222222222"
MEMBERS = "4442222444"
TEAM = "4444222444"
LEADERS = "444FFF2444"  # refused to other members, who know that there are spaces
GUEST = "4444444424"
NOBODY = "4444444444"
SIGNED_IN = "3222222222"
POST_ONLY = "5555555555"
ENTRANCE = "2333333333"  # sign-in and its kind: who is in already is led on


def same(letters):
    return (letters, letters, letters)


def reading(letters):
    """Each space of each community, for what is read where the space is read."""
    return {
        "commons": (letters["everyone"], letters["members"], letters["members"]),
        "members": same(letters["members"]),
        "team": same(letters["team"]),
        "private": same(letters["guest"]),
    }


READ = reading({"everyone": EVERYONE, "members": MEMBERS, "team": TEAM, "guest": GUEST})
LEAD_ON = {place: tuple(letters.replace("2", "3") for letters in row) for place, row in READ.items()}
STEERED = {
    #            AOQPFMLXGS
    "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
    "commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444"),
    "team": same("4444F22444"),
    "private": same("44444444F4"),
}
STEERING = {
    #            AOPM
    "commons": ("4FF3", "44F3", "44F3"),
    "commons closing": ("4FFc", "44Fc", "44Fc"),
    "team": same("4443"),
    "private": same("4444"),
}

GET = {
    "home:home": {"site": same(EVERYONE)},
    "home:people": {"site": same(SIGNED_IN)},
    # The participant's page, which fellows see: those who share the community or one of its rooms.
    "home:person": {"site": same("4442222444")},
    "home:community": {"site": (EVERYONE, EVERYONE, "4442222424")},
    "home:discussions": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "home:space": READ,
    "home:directory": {"site": same(EVERYONE)},
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
    "forums:plan-new": {
        #            AOQPFMLXGS
        "commons": ("FFF2222FFF", MEMBERS, MEMBERS),
        "members": same(MEMBERS),
        "team": same(TEAM),
        "private": same("44444444F4"),
    },
    "forums:discussion": READ
    | {
        "commons planned": same("4444422444"),
        "commons closing": READ["commons"],
        "commons closed": READ["commons"],
        "team planned": same("4444422444"),
        "private planned": same(NOBODY),
    },
    "forums:discussion-short": LEAD_ON,
    "forums:post": LEAD_ON,
    "forums:post-number": LEAD_ON,
    "forums:plan": {
        #            AOQPFMLXGS
        "commons": ("FFFFF22FFF", "444FF22444", "444FF22444"),
        "commons planned": same("4444422444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
    "forums:open": {"commons": LEAD_ON["commons"]},
    "forums:reply": {
        #            AOQPFMLXGS
        "commons": ("FFF2222FFF", MEMBERS, MEMBERS),
        "commons closing": ("FFF3333FFF", "4443333444", "4443333444"),
        "members": same(MEMBERS),
        "team": same(TEAM),
        "private": same(GUEST),
    },
    "forums:preview": {"commons": same(POST_ONLY)},
    "forums:people": {
        #            AOQPFMLXGS
        "commons": ("FFF2222FFF", MEMBERS, MEMBERS),
        "members": same(MEMBERS),
        "team": same(TEAM),
        "private": same(GUEST),
    },
    "forums:print": READ | {"commons planned": same("4444422444")},
    "forums:restate": STEERED,
    "forums:summarise": STEERED,
    # The moderator wrote the posts.
    "forums:post-edit": {
        #            AOQPFMLXGS
        "commons": ("FFFFF2FFFF", "444FF2F444", "444FF2F444"),
        "commons closing": ("FFFFF3FFFF", "444FF3F444", "444FF3F444"),
        "team": same("4444F2F444"),
        "private": same("44444444F4"),
    },
    "forums:post-history": READ,
    "forums:post-remove": {
        #            AOQPFMLXGS
        "commons": ("FFFFF33FFF", "444FF33444", "444FF33444"),  # the question: it stays
        "team": same("4444F33444"),
        "private": same("44444444F4"),
    },
    "forums:post-restore": LEAD_ON,  # nothing was removed
    "forums:close": {
        #            AOQPFMLXGS
        "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
    "forums:closing": {
        #                    AOQPFMLXGS
        "commons": ("4FFFF33FFF", "444FF33444", "444FF33444"),
        "commons closing": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "team closing": same("4444F22444"),
        "private closing": same("44444444F4"),
    },
    "forums:closing-save": {"commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444")},
    "forums:closing-preview": {"commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444")},
    "forums:closing-rows": {"commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444")},
    "forums:closing-publish": {"commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444")},
    "forums:closing-redraft": {"commons closing": ("4FFFF22FFF", "444FF22444", "444FF22444")},
    # From the moderator to the participant.
    "forums:note": {"commons closed": same("4442424444"), "members closed": same("4442424444")},
    "forums:learned": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "forums:reopen": {
        #                    AOQPFMLXGS
        "commons closed": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons closing": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons": ("4FFFF33FFF", "444FF33444", "444FF33444"),
    },
    "forums:follow": {"commons": same(POST_ONLY)},
    "forums:unfollow": {"commons": same(POST_ONLY)},
    "forums:mute": {"commons": same(POST_ONLY)},
    "notifications:list": {"site": same(SIGNED_IN)},
    "notifications:read-all": {"site": same("3555555555")},
    # Everybody was told of an open discussion in the commons: it opens for those who may read there.
    "notifications:open": {"site": ("3333333333", "3443333444", "3443333444")},
    "notifications:unsubscribe": {"site": same(EVERYONE)},
    "notifications:resubscribe": {"site": same(POST_ONLY)},
    "notifications:settings": {"site": same(SIGNED_IN)},
    "notifications:digest-preview": {"site": same(SIGNED_IN)},
    "notifications:as-usual": {"site": same("3555555555")},
    "notifications:silence": {"site": same(EVERYONE)},
    "notifications:listen": {"site": same(POST_ONLY)},
    "terms": {"site": same(EVERYONE)},
    "privacy": {"site": same(EVERYONE)},
    "accounts:account": {"site": same(SIGNED_IN)},
    "accounts:profile": {"site": same(SIGNED_IN)},
    "accounts:agreement": {"site": same("3333333333")},  # all of them have agreed
    "accounts:data": {"site": same(SIGNED_IN)},
    "accounts:export": {"site": same(POST_ONLY)},
    "accounts:erase": {"site": same("3333333333")},  # who is it, once more
    "mfa_index": {"site": same(SIGNED_IN)},
    "mfa_activate_totp": {"site": same("3333333333")},
    "mfa_deactivate_totp": {"site": same("3444444443")},  # site staff alone have a second step here
    "mfa_authenticate": {"site": same("3333333333")},
    "mfa_reauthenticate": {"site": same("3333333332")},
    "mfa_view_recovery_codes": {"site": same("3444444444")},
    "mfa_generate_recovery_codes": {"site": same("3333333333")},
    "mfa_download_recovery_codes": {"site": same("3444444444")},
    "usersessions_list": {"site": same(SIGNED_IN)},
    "account_login": {"site": same(ENTRANCE)},
    "account_logout": {"site": same(SIGNED_IN)},
    "account_signup": {"site": same(ENTRANCE)},
    "account_inactive": {"site": same(EVERYONE)},
    "account_reauthenticate": {"site": same(SIGNED_IN)},
    "account_change_password": {"site": same(SIGNED_IN)},
    "account_set_password": {"site": same("3333333333")},
    "account_email": {"site": same(SIGNED_IN)},
    "account_email_verification_sent": {"site": same(EVERYONE)},
    "account_confirm_email": {"site": same(EVERYONE)},
    "account_reset_password": {"site": same(EVERYONE)},
    "account_reset_password_done": {"site": same(EVERYONE)},
    "account_reset_password_from_key": {"site": same(EVERYONE)},
    "account_reset_password_from_key_done": {"site": same(EVERYONE)},
    "account_request_login_code": {"site": same(ENTRANCE)},
    "account_confirm_login_code": {"site": same("3333333333")},
    "admin": {"site": same("3333333332")},
    "healthz": {"site": same(EVERYONE)},
    "readyz": {"site": same(EVERYONE)},
}

#           AOPM
POST = {
    "home:home": {"site": same("5555")},
    "home:people": {"site": same("5555")},
    "home:person": {"site": same("5555")},
    "home:community": {"site": same("5555")},
    "home:discussions": {"site": same("5555")},
    "home:space": {"commons": same("5555")},
    "home:directory": {"site": same("5555")},
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
    "forums:plan-new": {
        #            AOPM
        "commons": ("FF33", "4433", "4433"),
        "members": same("4433"),
        "team": same("4443"),
        "private": same("4444"),
    },
    "forums:discussion": {"commons": same("5555")},
    "forums:discussion-short": {"commons": same("5555")},
    "forums:post": {"commons": same("5555")},
    "forums:post-number": {"commons": same("5555")},
    "forums:plan": {
        #            AOPM
        "commons": ("FFF3", "44F3", "44F3"),
        "commons planned": same("4443"),
        "team": same("4443"),
        "private": same("4444"),
    },
    "forums:open": {
        "commons planned": same("4443"),
        "team planned": same("4443"),
        "private planned": same("4444"),
    },
    "forums:reply": {
        #            AOPM
        "commons": ("FF33", "4433", "4433"),
        "commons closing": ("FFcc", "44cc", "44cc"),
        "members": same("4433"),
        "team": same("4443"),
        "private": same("4444"),
    },
    "forums:preview": {"commons": ("FF22", "4422", "4422"), "team": same("4442"), "private": same("4444")},
    "forums:people": {"commons": same("5555")},
    "forums:print": {"commons": same("5555")},
    "forums:restate": STEERING,
    "forums:summarise": STEERING,
    "forums:post-edit": {
        "commons": ("FFF3", "44F3", "44F3"),
        "commons closing": ("FFFc", "44Fc", "44Fc"),
        "team": same("4443"),
        "private": same("4444"),
    },
    "forums:post-history": {"commons": same("5555")},
    "forums:post-remove": {"commons": ("FFF3", "44F3", "44F3"), "team": same("4443"), "private": same("4444")},
    "forums:post-restore": {"commons": ("3333", "4433", "4433"), "team": same("4443"), "private": same("4444")},
    "forums:close": {"commons": ("4FF3", "44F3", "44F3"), "team": same("4443"), "private": same("4444")},
    "forums:closing": {"commons closing": same("5555")},
    "forums:closing-save": {"commons closing": ("4FF3", "44F3", "44F3"), "private closing": same("4444")},
    "forums:closing-preview": {"commons closing": ("4FF2", "44F2", "44F2"), "private closing": same("4444")},
    "forums:closing-rows": {"commons closing": ("4FF2", "44F2", "44F2"), "private closing": same("4444")},
    "forums:closing-publish": {"commons closing": ("4FF3", "44F3", "44F3"), "private closing": same("4444")},
    "forums:closing-redraft": {"commons closing": ("4FF3", "44F3", "44F3"), "private closing": same("4444")},
    "forums:note": {"commons closed": same("5555")},
    "forums:learned": {"site": same("5555")},
    "forums:reopen": {
        #                   AOPM
        "commons closed": ("4FF3", "44F3", "44F3"),
        "private closed": same("4444"),
    },
    "forums:follow": {"commons": ("F333", "4433", "4433"), "team": same("4443")},
    "forums:unfollow": {"commons": ("F333", "4433", "4433"), "team": same("4443")},
    "forums:mute": {"commons": ("F333", "4433", "4433"), "team": same("4443")},
    "notifications:list": {"site": same("3555")},
    "notifications:read-all": {"site": same("3333")},
    "notifications:open": {"site": same("3555")},
    "notifications:unsubscribe": {"site": same("2222")},
    "notifications:resubscribe": {"site": same("2222")},
    "notifications:settings": {"site": same("3333")},
    "notifications:digest-preview": {"site": same("3555")},
    "notifications:as-usual": {"site": same("3333")},
    "notifications:silence": {"site": same("2222")},
    "notifications:listen": {"site": same("2222")},
    "terms": {"site": same("5555")},
    "privacy": {"site": same("5555")},
    "accounts:account": {"site": same("5555")},
    "accounts:profile": {"site": same("3ccc")},
    "accounts:agreement": {"site": same("3333")},
    "accounts:data": {"site": same("5555")},
    "accounts:export": {"site": same("3222")},
    "accounts:erase": {"site": same("3333")},
    "mfa_index": {"site": same("3555")},
    "mfa_activate_totp": {"site": same("3333")},
    "mfa_deactivate_totp": {"site": same("3444")},
    "mfa_authenticate": {"site": same("3333")},
    "mfa_reauthenticate": {"site": same("3333")},
    "mfa_view_recovery_codes": {"site": same("3555")},
    "mfa_generate_recovery_codes": {"site": same("3333")},
    "mfa_download_recovery_codes": {"site": same("3444")},
    "usersessions_list": {"site": same("3333")},
    "account_login": {"site": same("2333")},
    "account_logout": {"site": same("3333")},
    "account_signup": {"site": same("2333")},
    "account_inactive": {"site": same("5555")},
    "account_reauthenticate": {"site": same("3222")},
    "account_change_password": {"site": same("3222")},
    "account_set_password": {"site": same("3333")},
    "account_email": {"site": same("3333")},
    "account_email_verification_sent": {"site": same("5555")},
    "account_confirm_email": {"site": same("4444")},
    "account_reset_password": {"site": same("2222")},
    "account_reset_password_done": {"site": same("5555")},
    "account_reset_password_from_key": {"site": same("2222")},
    "account_reset_password_from_key_done": {"site": same("5555")},
    "account_request_login_code": {"site": same("2333")},
    "account_confirm_login_code": {"site": same("3333")},
    "admin": {"site": same("3333")},
    "healthz": {"site": same("5555")},
    "readyz": {"site": same("5555")},
}


def plain(name, /, *arguments, **data):
    return lambda world, place, subject: (reverse(name, args=arguments), data)


def of_community(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug]), data)


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


def of_space(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, place]), data)


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


def discussion_at(world, place):
    space, _space, state = place.partition(" ")
    return world.discussions[space, state or "open"]


def of_discussion(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[discussion_at(world, place).pk]), data)


def of_post(name, /, **data):
    def address(world, place, subject):
        return reverse(name, args=[discussion_at(world, place).posts.order_by("number").first().pk]), data

    return address


def rows_of(discussion):
    """A row for each part of a closing, as an editor sends them: to the first and the last who wrote."""
    people = list(discussion.posts.order_by("number").values_list("author", flat=True)) or [""]
    rows = {
        "thanks": {"person": people[0], "words": "for the question"},
        "notes": {"person": people[-1], "text": "Well said."},
        "links": {"kind": "article", "title": "A guide", "url": "https://example.org/guide"},
    }
    counts = {f"{part}-{count}_FORMS": number for part in rows for count, number in (("TOTAL", 1), ("INITIAL", 0))}
    return counts | {f"{part}-0-{name}": value for part, row in rows.items() for name, value in row.items()}


def of_closing(name, /, **data):
    def address(world, place, subject):
        discussion = discussion_at(world, place)
        fields = {"closing": discussion.closings.values_list("pk", flat=True).first() or "", "version": 0}
        return reverse(name, args=[discussion.pk]), fields | rows_of(discussion) | data

    return address


def person(world, subject):
    return world.people["participant" if subject == "anonymous" else subject]


def readyz(world, place, subject):
    from config.tasks import heartbeat

    heartbeat()
    return reverse("readyz"), {}


PLAN = {
    "title": "How do you begin?",
    "kind": "open",
    "question": "What do you say first?",
    "submission": uuid.UUID(int=1),
}
SCOPE = ("forums.discussion", 1)
SETTINGS = {
    **{f"kind_{kind.name}": kind.by.value for kind in kinds.KINDS.values()},
    "rhythm": "daily",
    "hour": 7,
    "weekday": 0,
    "quiet_from": "",
    "quiet_until": "",
}
INVITING = {"addresses": "ana@copse.example", "role": 10, "days": 14}
SPACE = {"name": "Writing group", "access": "members", "starters": "everyone"}
TOMORROW = (timezone.now() + timedelta(days=1)).date().isoformat()

ADDRESS = {
    "home:home": plain("home:home"),
    "home:people": plain("home:people"),
    "home:person": lambda world, place, subject: (
        reverse("home:person", args=[world.people["participant"].handle]),
        {},
    ),
    "home:community": of_community("home:community"),
    "home:discussions": of_community("home:discussions"),
    "home:space": of_space("home:space"),
    "home:directory": plain("home:directory"),
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
    "forums:plan-new": of_space("forums:plan-new", **PLAN),
    "forums:discussion": lambda world, place, subject: (discussion_at(world, place).get_absolute_url(), {}),
    "forums:discussion-short": of_discussion("forums:discussion-short"),
    "forums:post": of_post("forums:post"),
    "forums:post-edit": of_post("forums:post-edit", text="I asked, then I told.", version=0),
    "forums:post-history": of_post("forums:post-history"),
    "forums:post-remove": of_post("forums:post-remove", reason="It names a patient."),
    "forums:post-restore": of_post("forums:post-restore"),
    "forums:people": of_discussion("forums:people"),
    "forums:print": of_discussion("forums:print"),
    "forums:restate": of_discussion("forums:restate", text="What do you say first?", submission=uuid.UUID(int=4)),
    "forums:summarise": of_discussion("forums:summarise", text="Some ask first.", submission=uuid.UUID(int=5)),
    "forums:post-number": lambda world, place, subject: (
        reverse("forums:post-number", args=[discussion_at(world, place).pk, 1]),
        {},
    ),
    "forums:plan": of_discussion("forums:plan", plan_version=0, **PLAN),
    "forums:open": of_discussion("forums:open"),
    "forums:reply": of_discussion("forums:reply", text="I asked before I told.", submission=uuid.UUID(int=3)),
    "forums:preview": of_discussion("forums:preview", text="I *asked*.", submission=uuid.UUID(int=3)),
    "forums:close": of_discussion("forums:close", reason="We have an answer."),
    "forums:closing": of_discussion("forums:closing"),
    "forums:closing-save": of_closing("forums:closing-save", summary="We asked.", result="reflection"),
    "forums:closing-preview": of_closing("forums:closing-preview", summary="We asked.", result="reflection"),
    "forums:closing-rows": of_closing(
        "forums:closing-rows", summary="We asked.", result="reflection", row="add-thanks"
    ),
    "forums:closing-publish": of_closing("forums:closing-publish", summary="We asked.", result="reflection"),
    "forums:closing-redraft": of_closing("forums:closing-redraft"),
    "forums:note": lambda world, place, subject: (
        discussion_at(world, place).closings.get().private_notes.get().get_absolute_url(),
        {},
    ),
    "forums:learned": of_community("forums:learned"),
    "forums:reopen": of_discussion("forums:reopen", reason="One thing was forgotten."),
    "forums:follow": of_discussion("forums:follow"),
    "forums:unfollow": of_discussion("forums:unfollow"),
    "forums:mute": of_discussion("forums:mute"),
    "notifications:list": plain("notifications:list"),
    "notifications:read-all": plain("notifications:read-all"),
    "notifications:open": lambda world, place, subject: (
        reverse("notifications:open", args=[person(world, subject).notifications.get().pk]),
        {},
    ),
    "notifications:unsubscribe": lambda world, place, subject: (
        reverse("notifications:unsubscribe", args=[mute_token(person(world, subject).pk, SCOPE)]),
        {},
    ),
    "notifications:settings": plain("notifications:settings", **SETTINGS),
    "notifications:digest-preview": plain("notifications:digest-preview"),
    "notifications:as-usual": plain("notifications:as-usual", *SCOPE),
    "notifications:silence": plain("notifications:silence", silence_token("ana@copse.example")),
    "notifications:listen": plain("notifications:listen", listen_token(address_digest("ana@copse.example"))),
    "notifications:resubscribe": lambda world, place, subject: (
        reverse("notifications:resubscribe", args=[restore_token(person(world, subject).pk, SCOPE, "")]),
        {},
    ),
    "terms": plain("terms"),
    "privacy": plain("privacy"),
    "accounts:account": plain("accounts:account"),
    "accounts:profile": plain("accounts:profile", display_name=""),
    "accounts:agreement": plain("accounts:agreement", version="2000-01-01"),
    "accounts:data": plain("accounts:data"),
    "accounts:export": plain("accounts:export"),
    "accounts:erase": plain("accounts:erase", is_meant="on"),
    "account_confirm_email": plain("account_confirm_email", "no-such-key"),
    "account_reset_password_from_key": plain("account_reset_password_from_key", "1", "no-such-key"),
    "admin": plain("admin:index"),
    "healthz": plain("healthz"),
    "readyz": readyz,
}
ALLAUTH = ("account_", "mfa_", "usersessions_")
ADDRESS |= {name: plain(name) for name in GET if name.startswith(ALLAUTH) and name not in ADDRESS}


def shown_place(name, subject):
    """Where somebody is shown a page of a public community at this address, and not led on; else any place."""
    column = SUBJECTS.index(subject)
    return next((place for place, rows in GET[name].items() if rows[0][column] == "2"), next(iter(GET[name])))
