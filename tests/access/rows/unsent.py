"""Forums: what somebody typed and has not sent, what they may link to while they write, who else edits."""

from django.urls import reverse

from forums.models import Unsent
from tests.access.addresses import plain
from tests.access.letters import POST_ONLY, SIGNED_IN, same
from tests.access.rows.forums import discussion_at, of_discussion, of_post

WRITERS = {
    #            AOPM
    "commons": ("FF22", "4422", "4422"),
    "commons closing": ("FF22", "4422", "4422"),
    "members": same("4422"),
    "team": same("4442"),
    "private": same("44444442"),
}

VERBS = ("answer", "edit", "plan", "restate", "summary", "drop")
STEERING = {"commons": ("4FF2", "44F2", "44F2"), "team": same("4442"), "private": same("4444444F")}
GET = {f"forums:unsent-{verb}": {"commons": same(POST_ONLY)} for verb in VERBS}
GET["forums:closing-here"] = {"commons closing": same(POST_ONLY)}
GET["forums:links"] = {"site": same(SIGNED_IN)}
POST = {
    "forums:closing-here": {"commons closing": ("4FF2", "44F2", "44F2"), "private closing": same("4444444F")},
    "forums:links": {"site": same("5555")},
    "forums:unsent-answer": WRITERS,
    "forums:unsent-edit": {"commons": ("FFF2", "44F2", "44F2"), "team": same("4442"), "private": same("4444444F")},
    "forums:unsent-plan": {"commons": ("FF22", "4422", "4422"), "team": same("4442"), "private": same("4444444F")},
    "forums:unsent-restate": STEERING,
    "forums:unsent-summary": STEERING,
    "forums:unsent-drop": {"commons": same("4443"), "team": same("4443")},  # the moderator began it
}


def _of_space(world, place, subject):
    space = discussion_at(world, place).space
    return reverse("forums:unsent-plan", args=[space.pk]), {"title": "Next", "kind": "open"}


def _of_the_moderator(world, place, subject):
    began = {"person": world.people["moderator"], "kind": "answer", "discussion": discussion_at(world, place)}
    return reverse("forums:unsent-drop", args=[Unsent.objects.get_or_create(**began)[0].pk]), {}


ADDRESS = {
    "forums:closing-here": of_discussion("forums:closing-here", typed="1"),
    "forums:links": plain("forums:links", q="begin"),
    "forums:unsent-answer": of_discussion("forums:unsent-answer", text="I asked bef"),
    "forums:unsent-edit": of_post("forums:unsent-edit", text="I asked, then"),
    "forums:unsent-plan": _of_space,
    "forums:unsent-restate": of_discussion("forums:unsent-restate", text="Let us com"),
    "forums:unsent-summary": of_discussion("forums:unsent-summary", text="So far we"),
    "forums:unsent-drop": _of_the_moderator,
}
