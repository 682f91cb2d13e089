"""The life of a community, its settings, and the site's word on it."""

from django.urls import reverse

from communities.models import Approval
from tests.access.addresses import of_community
from tests.access.letters import LEADERS, POST_ONLY, same

STAFF = "4444444442"

GET = {
    #                             AOQPFMLXGS
    "communities:life": {"site": same("444F222444")},
    "communities:life-prepare": {"site": same(POST_ONLY)},
    "communities:life-step": {"wind-down": same(LEADERS), "renew": same("444FFF3444")},
    "communities:settings": {"site": same(LEADERS)},
    "communities:approvals": {"site": same(STAFF)},
    "communities:approval-grant": {"site": same(POST_ONLY)},
    "communities:approval-turn-down": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:life": {"site": same("5555")},
    "communities:life-prepare": {"site": same("44FF")},
    "communities:life-step": {"wind-down": same("44FF"), "renew": same("44FF")},
    "communities:settings": {"site": same("44FF")},
    "communities:approvals": {"site": same("5555")},
    "communities:approval-grant": {"site": same("4444")},
    "communities:approval-turn-down": {"site": same("4444")},
}


def of_step(world, place, subject):
    address = reverse("communities:life-step", args=[world.community.slug, place])
    return address, {"sentence": "So it is.", "why_no_results": "We only talk."}


def settings_of(world, place, subject):
    community = world.community
    kept = {name: getattr(community, name) for name in ("visibility", "admission", "language", "time_zone")}
    if community.visibility == "hidden":
        kept["admission"] = "invitation"
    address = reverse("communities:settings", args=[community.slug])
    return address, kept | {"version": 0, "tools": "discussions", "meeting_place": "Room 4"}


def of_approval(name):
    def address(world, place, subject):
        asked, _is_new = Approval.objects.get_or_create(  # a community waits for one word at a time
            community=world.community,
            state=Approval.State.PENDING,
            defaults={"wish": "public", "asked_by": world.people["leader"]},
        )
        return reverse(name, args=[asked.pk]), {"sentence": "As you wish."}

    return address


ADDRESS = {
    "communities:life": of_community("communities:life"),
    "communities:life-prepare": of_community("communities:life-prepare", members_to_launch=3, introduced_on=""),
    "communities:life-step": of_step,
    "communities:settings": settings_of,
    "communities:approvals": lambda world, place, subject: (reverse("communities:approvals"), {}),
    "communities:approval-grant": of_approval("communities:approval-grant"),
    "communities:approval-turn-down": of_approval("communities:approval-turn-down"),
}
