"""Communities that belong together, and what one shows of what another learned."""

from django.urls import reverse
from django.utils import timezone

from communities.models import Community, CommunityLink
from forums.models import Closing, ShownClosing
from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, LEADERS, MEMBERS, POST_ONLY, same
from tests.factories import CommunityFactory, CommunityLinkFactory, DiscussionFactory, UserFactory

INSIDE = (EVERYONE, MEMBERS, MEMBERS)

GET = {
    "home:neighbours": {"site": INSIDE},
    "communities:neighbour-new": {"site": same(LEADERS)},
    "communities:neighbours-found": {"site": same(MEMBERS)},
    "communities:bridges": {"site": INSIDE},
    # Agreed: whoever may know of both ends. What waits, or joins it with one that is hidden: the leaders.
    "communities:neighbour": {"agreed": INSIDE, "asked": same("4444442444"), "hidden": same("4444442444")},
    "communities:neighbour-agree": {"asked": same(POST_ONLY)},
    "communities:neighbour-decline": {"asked": same(POST_ONLY)},
    "communities:neighbour-withdraw": {"asking": same(POST_ONLY)},
    "communities:neighbour-end": {"agreed": same(POST_ONLY)},
    "forums:learned-near": {"site": INSIDE},
    "forums:closing-show": {"site": same(POST_ONLY)},
    "forums:closing-hide": {"site": same(POST_ONLY)},
}

#            AOPM
POST = {
    "home:neighbours": {"site": ("5555", "5555", "5555")},
    "communities:neighbour-new": {"site": same("44FF")},
    "communities:neighbours-found": {"site": same("5555")},
    "communities:bridges": {"site": same("5555")},
    "communities:neighbour": {"agreed": same("5555")},
    "communities:neighbour-agree": {"asked": same("4444"), "agreed": ("FFFF", "44FF", "44FF")},
    "communities:neighbour-decline": {"asked": same("4444"), "agreed": ("FFFF", "44FF", "44FF")},
    "communities:neighbour-withdraw": {"asking": same("4444"), "agreed": ("FFFF", "44FF", "44FF")},
    "communities:neighbour-end": {"agreed": ("FFFF", "44FF", "44FF"), "hidden": same("4444")},
    "forums:learned-near": {"site": same("5555")},
    "forums:closing-show": {"site": ("FFF3", "44F3", "44F3")},
    "forums:closing-hide": {"site": ("FFF3", "44F3", "44F3")},
}


def linked(world, place):
    """A link of the community: agreed, asked of it, asked by it, or agreed with one that is hidden."""
    other = CommunityFactory(name=f"A neighbour, {place}")
    if place == "hidden":
        Community.objects.filter(pk=other.pk).update(visibility="hidden", admission="invitation")
    ends = {"upper": world.community, "lower": other}
    if place == "asked":
        ends = {"upper": other, "lower": world.community}
    state = CommunityLink.State.PROPOSED if place in ("asked", "asking") else CommunityLink.State.AGREED
    return CommunityLinkFactory(**ends, state=state)


def to_another(world, place, subject):
    data = {"other": CommunityFactory().slug, "stands": "beside", "sentence": "We teach the same people."}
    return reverse("communities:neighbour-new", args=[world.community.slug]), data


def of_link(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, linked(world, place).pk]), data)


def of_closing(name, /):
    """Of what a public neighbour has learned in the open."""

    def address(world, place, subject):
        theirs = linked(world, "agreed").lower
        now = timezone.now()
        closing = Closing.objects.create(
            discussion=DiscussionFactory(space=theirs.spaces.get(slug="commons")),  # opened again since
            result="lesson",
            drafted_at=now,
            published_at=now,
            published_by=UserFactory(),
        )
        if name.endswith("hide"):
            ShownClosing.objects.create(community=world.community, closing=closing, by=closing.published_by)
        return reverse(name, args=[world.community.slug, closing.pk]), {}

    return address


ADDRESS = {
    "home:neighbours": of_community("home:neighbours"),
    "communities:neighbour-new": to_another,
    "communities:neighbours-found": of_community("communities:neighbours-found"),
    "communities:bridges": of_community("communities:bridges"),
    "communities:neighbour": of_link("communities:neighbour"),
    "communities:neighbour-agree": of_link("communities:neighbour-agree", answer="Gladly."),
    "communities:neighbour-decline": of_link("communities:neighbour-decline", answer="Not now."),
    "communities:neighbour-withdraw": of_link("communities:neighbour-withdraw"),
    "communities:neighbour-end": of_link("communities:neighbour-end", sentence="We are one now."),
    "forums:learned-near": of_community("forums:learned-near"),
    "forums:closing-show": of_closing("forums:closing-show"),
    "forums:closing-hide": of_closing("forums:closing-hide"),
}
