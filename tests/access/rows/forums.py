"""Forums: discussions, posts, closings."""

import uuid

from django.urls import reverse

from tests.access.addresses import of_community, of_space
from tests.access.letters import EVERYONE, GUEST, LEAD_ON, MEMBERS, NOBODY, POST_ONLY, READ, TEAM, reading, same

PLAN = {
    "title": "How do you begin?",
    "kind": "open",
    "question": "What do you say first?",
    "submission": uuid.UUID(int=1),
    "stages-TOTAL_FORMS": 1,
    "stages-INITIAL_FORMS": 0,
    "stages-0-title": "One round",
}
KEPT = {"kind": "tip", "title": "Ask before you tell", "licence": "by-sa"}
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
    "private": same("4444444F"),  # the guest reads there
}

GET = {
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
    "forums:jump": LEAD_ON,
    "forums:plan": {
        #            AOQPFMLXGS
        "commons": ("FFFFF22FFF", "444FF22444", "444FF22444"),
        "commons planned": same("4444422444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
    "forums:plan-seen": {
        #            AOQPFMLXGS
        "commons": ("FFFFF33FFF", "444FF33444", "444FF33444"),
        "commons planned": same("4444422444"),
        "team": same("4444F33444"),
        "private": same("44444444F4"),
    },
    "forums:plan-throw-away": {
        #            AOQPFMLXGS
        "commons": ("FFFFF33FFF", "444FF33444", "444FF33444"),
        "commons planned": same("4444422444"),
        "team planned": same("4444422444"),
        "private planned": same(NOBODY),
    },
    "forums:open": {
        "commons": LEAD_ON["commons"],
        "commons planned": same("4444422444"),
        "team planned": same("4444422444"),
        "private planned": same(NOBODY),
    },
    "forums:next-stage": {"commons": LEAD_ON["commons"]},
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
    "forums:post-more": READ,
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
    "forums:closing-correct": {
        #                   AOQPFMLXGS
        "commons closed": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "team closed": same("4444F22444"),
    },
    "forums:closing-keep": {
        #                   AOQPFMLXGS
        "commons closed": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "team closed": same("4444F22444"),
    },
    "forums:post-keep": {"commons closing": ("4FF2F22FFF", "4442F22444", "4442F22444")},  # the participant wrote it
    "forums:closing-corrections": {"commons closed": same("4444444444")},  # nothing was corrected
    # From the moderator to the participant.
    "forums:note": {"commons closed": same("4442424444"), "members closed": same("4442424444")},
    "forums:learned": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "forums:written": reading({"everyone": "4222222222", "members": MEMBERS, "team": TEAM, "guest": GUEST}),
    "forums:reopen": {
        #                    AOQPFMLXGS
        "commons closed": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons closing": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons": ("4FFFF33FFF", "444FF33444", "444FF33444"),
    },
    "forums:follow": {"commons": same(POST_ONLY)},
    "forums:unfollow": {"commons": same(POST_ONLY)},
    "forums:mute": {"commons": same(POST_ONLY)},
}

#           AOPM
POST = {
    "forums:plan-new": {
        #            AOPM
        "commons": ("FF33", "4433", "4433"),
        "members": same("4433"),
        "team": same("4443"),
        "private": same("4444444F"),
    },
    "forums:discussion": {"commons": same("5555")},
    "forums:discussion-short": {"commons": same("5555")},
    "forums:post": {"commons": same("5555")},
    "forums:post-number": {"commons": same("5555")},
    "forums:jump": {"commons": same("5555")},
    "forums:plan": {
        #            AOPM
        "commons": ("FFF3", "44F3", "44F3"),
        "commons planned": same("4443"),
        "team": same("4443"),
        "private": same("4444444F"),
    },
    "forums:plan-seen": {"commons": same("5555"), "commons planned": same("5555")},
    "forums:plan-throw-away": {
        #            AOPM
        "commons": ("FFF3", "44F3", "44F3"),  # it is open, and stays
        "commons planned": same("4443"),
        "team planned": same("4443"),
        "private planned": same("4444"),
    },
    "forums:next-stage": {
        #            AOPM
        "commons": ("FFF3", "44F3", "44F3"),
        "commons planned": same("4443"),
        "team": same("4443"),
        "private": same("4444444F"),
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
        "private": same("44444443"),
    },
    "forums:preview": {"commons": ("FF22", "4422", "4422"), "team": same("4442"), "private": same("44444442")},
    "forums:people": {"commons": same("5555")},
    "forums:print": {"commons": same("5555")},
    "forums:restate": STEERING,
    "forums:summarise": STEERING,
    "forums:post-edit": {
        "commons": ("FFF3", "44F3", "44F3"),
        "commons closing": ("FFFc", "44Fc", "44Fc"),
        "team": same("4443"),
        "private": same("4444444F"),
    },
    "forums:post-more": {"commons": same("5555")},
    "forums:post-history": {"commons": same("5555")},
    "forums:post-remove": {"commons": ("FFF3", "44F3", "44F3"), "team": same("4443"), "private": same("4444444F")},
    "forums:post-restore": {"commons": ("3333", "4433", "4433"), "team": same("4443"), "private": same("44444443")},
    "forums:close": {"commons": ("4FF3", "44F3", "44F3"), "team": same("4443"), "private": same("4444444F")},
    "forums:closing": {"commons closing": same("5555")},
    "forums:closing-save": {"commons closing": ("4FF3", "44F3", "44F3"), "private closing": same("4444444F")},
    "forums:closing-preview": {"commons closing": ("4FF2", "44F2", "44F2"), "private closing": same("4444444F")},
    "forums:closing-rows": {"commons closing": ("4FF2", "44F2", "44F2"), "private closing": same("4444444F")},
    "forums:closing-publish": {"commons closing": ("4FF3", "44F3", "44F3"), "private closing": same("4444444F")},
    "forums:closing-redraft": {"commons closing": ("4FF3", "44F3", "44F3"), "private closing": same("4444444F")},
    "forums:closing-correct": {"commons closed": ("4FF3", "44F3", "44F3"), "private closed": same("4444444F")},
    "forums:closing-keep": {"commons closed": ("4FF3", "44F3", "44F3"), "private closed": same("4444444F")},
    "forums:post-keep": {"commons closing": ("4F33", "4433", "4433"), "private closing": same("4444444F")},
    "forums:closing-corrections": {"commons closed": same("5555")},
    "forums:note": {"commons closed": same("5555")},
    "forums:learned": {"site": same("5555")},
    "forums:written": {"commons": same("5555")},
    "forums:reopen": {
        #                   AOPM
        "commons closed": ("4FF3", "44F3", "44F3"),
        "private closed": same("4444444F"),
    },
    "forums:follow": {"commons": ("F333", "4433", "4433"), "team": same("4443")},
    "forums:unfollow": {"commons": ("F333", "4433", "4433"), "team": same("4443")},
    "forums:mute": {"commons": ("F333", "4433", "4433"), "team": same("4443")},
}


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


def _of_its_closing(name, world, place):
    discussion = discussion_at(world, place)
    return reverse(name, args=[discussion.pk, discussion.closings.get().pk])


ADDRESS = {
    "forums:plan-new": of_space("forums:plan-new", **PLAN),
    "forums:discussion": lambda world, place, subject: (discussion_at(world, place).get_absolute_url(), {}),
    "forums:discussion-short": of_discussion("forums:discussion-short"),
    "forums:post": of_post("forums:post"),
    "forums:post-edit": of_post("forums:post-edit", text="I asked, then I told.", version=0),
    "forums:post-more": of_post("forums:post-more"),
    "forums:post-history": of_post("forums:post-history"),
    "forums:post-remove": of_post("forums:post-remove", reason="It names a patient."),
    "forums:post-restore": of_post("forums:post-restore"),
    "forums:people": of_discussion("forums:people"),
    "forums:print": of_discussion("forums:print"),
    "forums:restate": of_discussion("forums:restate", text="What do you say first?", submission=uuid.UUID(int=4)),
    "forums:summarise": of_discussion("forums:summarise", text="Some ask first.", submission=uuid.UUID(int=5)),
    "forums:jump": of_discussion("forums:jump", post=1),
    "forums:post-number": lambda world, place, subject: (
        reverse("forums:post-number", args=[discussion_at(world, place).pk, 1]),
        {},
    ),
    "forums:plan": of_discussion("forums:plan", plan_version=0, **PLAN),
    "forums:plan-seen": of_discussion("forums:plan-seen"),
    "forums:plan-throw-away": of_discussion("forums:plan-throw-away", plan_version=0),
    "forums:open": of_discussion("forums:open"),
    "forums:next-stage": of_discussion("forums:next-stage", after=""),
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
    "forums:closing-correct": lambda world, place, subject: (
        _of_its_closing("forums:closing-correct", world, place),
        {"summary": "We asked.", "result": "lesson", "reason": "A slip.", "version": 0},
    ),
    "forums:closing-keep": lambda world, place, subject: (
        _of_its_closing("forums:closing-keep", world, place),
        {**KEPT, "authors": f"person {world.people['moderator'].pk}"},
    ),
    "forums:post-keep": lambda world, place, subject: (
        reverse("forums:post-keep", args=[discussion_at(world, place).posts.order_by("number").last().pk]),
        KEPT,
    ),
    "forums:closing-corrections": lambda world, place, subject: (
        _of_its_closing("forums:closing-corrections", world, place),
        {},
    ),
    "forums:learned": of_community("forums:learned"),
    "forums:written": of_space("forums:written"),
    "forums:reopen": of_discussion("forums:reopen", reason="One thing was forgotten."),
    "forums:follow": of_discussion("forums:follow"),
    "forums:unfollow": of_discussion("forums:unfollow"),
    "forums:mute": of_discussion("forums:mute"),
}
