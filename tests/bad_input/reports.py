"""Forms of reports, rulings and appeals."""

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from tests.bad_input.kinds import ANSWER, CHOICE, COMPLAINT, SENTENCES, Form


def appealed(world, client):
    ruling = world.community.rulings.get()
    ruling.appeal, ruling.appealed_at = "It was meant kindly.", timezone.now()
    ruling.save()
    return reverse("forums:ruling-answer", args=[world.community.slug, ruling.pk])


VERDICT = replace(CHOICE, is_shown=False)

FORMS = {
    "forums:post-report": Form({"kind": CHOICE, "words": ANSWER}, "commons", "leader"),
    "forums:member-report": Form({"kind": CHOICE, "words": COMPLAINT}, by="moderator"),
    "forums:report-case": Form({"words": SENTENCES, "verdict": VERDICT}, by="moderator"),
    "forums:ruling-undo": Form(by="moderator"),
    "forums:ruling-appeal": Form({"words": COMPLAINT}, by="facilitator"),
    "forums:ruling-answer": Form({"words": SENTENCES, "verdict": VERDICT}, by="moderator", address=appealed),
}
