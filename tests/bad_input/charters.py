"""Forms of a new community, its guided start and its charter."""

from django.urls import reverse

from tests.bad_input.kinds import (
    ANYTHING,
    CHOICE,
    LIMITED_TEXT,
    LINE,
    MEMBER,
    MESSAGE,
    NUMBER,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    OPTIONAL_SENTENCES,
    SENTENCES,
    UUID,
    WEB_ADDRESS,
    Form,
)

NEW_COMMUNITY = {
    "name": LINE,
    "summary": SENTENCES,
    "visibility": CHOICE,
    "admission": CHOICE,
    "language": CHOICE,
    "time_zone": CHOICE,
    "subjects": OPTIONAL_CHOICE,
    "submission": UUID,
    "kept_name": ANYTHING,
}
SECTION = {"version": NUMBER}
RESULTS = {
    "text_1": SENTENCES,  # one stands there, and is not dropped by emptying its box
    **{f"text_{place}": OPTIONAL_SENTENCES for place in (2, 3)},
    **{f"measure_{place}": OPTIONAL_SENTENCES for place in (1, 2, 3)},
    "why_no_results": OPTIONAL_LINE,
}


def step_form(step, fields):
    """One step of the guided start, as its address answers it."""

    def address(world, client):
        return reverse("communities:start-step", args=[world.community.slug, step])

    return Form({**fields, **SECTION}, "problem", "leader", address=address)


FORMS = {
    "communities:new": Form(NEW_COMMUNITY),
    "communities:start-step": Form({"problem": MESSAGE, **SECTION}, "problem", "leader"),
    "communities:start-step name": step_form("name", {"name": LINE, "summary": SENTENCES, "kept_name": ANYTHING}),
    "communities:start-step objective": step_form(
        "objective", {"objective": MESSAGE, "kinds": OPTIONAL_CHOICE, "needs_baseline": ANYTHING}
    ),
    "communities:start-step people": step_form("people", {"commitment": OPTIONAL_SENTENCES, "rhythm": OPTIONAL_LINE}),
    "communities:start-step audiences": step_form(
        "audiences", {"group_served": MESSAGE, "wider_audience": MESSAGE, "guidelines": LIMITED_TEXT}
    ),
    "communities:charter-section": Form({**RESULTS, **SECTION, "why": OPTIONAL_LINE}, "results", "leader"),
    "communities:result-move": Form({"state": CHOICE, "why": LINE}, by="leader"),
    "communities:result-drop": Form({"why": LINE}, by="leader"),
    "communities:result-place": Form({"place": NUMBER}, by="leader", refusals=(302,)),
    "communities:result-owner": Form({"owner": MEMBER}, by="leader"),
    "communities:evidence-add": Form({"title": LINE, "url": WEB_ADDRESS}, by="leader"),
    "communities:evidence-remove": Form(by="leader"),
}
