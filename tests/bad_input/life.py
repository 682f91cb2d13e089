"""Forms of the life of a community, its settings and the site’s approval."""

from django.urls import reverse

from tests.bad_input.kinds import (
    ANYTHING,
    CHOICE,
    HOW_MANY,
    MOMENT,
    NUMBER,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    OPTIONAL_REASON,
    REASON,
    SENTENCES,
    TWO_MEGABYTES,
    Form,
    Kind,
)


def without_results(world, client):
    world.community.results.update(position=None, state="dropped")
    return reverse("communities:life-step", args=[world.community.slug, "wind-down"])


SETTINGS = {
    **dict.fromkeys(["visibility", "admission", "language", "time_zone"], CHOICE),
    "tools": OPTIONAL_CHOICE,
    "subjects": OPTIONAL_CHOICE,
    "meeting_place": Kind([TWO_MEGABYTES, "x" * 201], OPTIONAL_LINE.odd),
    "holds_first_posts": ANYTHING,
    "version": NUMBER,
}

FORMS = {
    "communities:life-prepare": Form({"members_to_launch": HOW_MANY, "introduced_on": MOMENT}, by="leader"),
    "communities:life-step": Form({"sentence": REASON}, "wind-down", "leader"),
    "communities:life-step why": Form(
        {"sentence": REASON, "why_no_results": SENTENCES}, "wind-down", "leader", address=without_results
    ),
    "communities:settings": Form(SETTINGS, by="leader", refusals=(200, 422, 409)),
    "communities:approval-grant": Form({"sentence": OPTIONAL_REASON}, by="admin"),
    "communities:approval-turn-down": Form({"sentence": REASON}, by="admin"),
}
