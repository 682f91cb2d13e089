"""Forms of the rhythm and of the breaks."""

from dataclasses import replace

from django.urls import reverse

from tests.bad_input.kinds import ANYTHING, LINE, MOMENT, NUMBER, OPTIONAL_CHOICE, OPTIONAL_NUMBER, Form

DAY = replace(MOMENT, refused=["", *MOMENT.refused], odd=[])


def add_rest(world, client):
    rest, _is_new = world.community.breaks.get_or_create(begins_on="2027-07-01", ends_on="2027-08-31", word="Summer")
    return reverse("communities:break-remove", args=[world.community.slug, rest.pk])


BESIDE = dict.fromkeys(["discussion_weeks", "most_open", "version"], ANYTHING)  # of the other form on its page
FORMS = {
    "communities:rhythm-change": Form(
        {"discussion_weeks": OPTIONAL_CHOICE, "most_open": OPTIONAL_NUMBER, "version": NUMBER},
        by="moderator",
        refusals=(422, 409),
    ),
    "communities:break-add": Form({"word": LINE, "begins_on": DAY, "ends_on": DAY, **BESIDE}, by="moderator"),
    "communities:break-remove": Form(by="moderator", address=add_rest),
}
