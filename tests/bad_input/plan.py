"""Forms of the action plan and the learning agenda."""

from django.urls import reverse
from django.utils import timezone

from communities.models import ActionPlan
from tests.bad_input.kinds import (
    ANSWER,
    CHOICE,
    COMPLAINT,
    LIMITED_TEXT,
    LINE,
    MEMBER,
    MOMENT,
    NUMBER,
    OPTIONAL_CHOICE,
    UUID,
    Form,
)


def put_before_the_members(world, client):
    plan, _is_new = ActionPlan.objects.get_or_create(community=world.community)
    plan.state, plan.round, plan.proposed_at = "proposed", 1, timezone.now()
    plan.save()
    return reverse("communities:plan-answer", args=[world.community.slug])


def to_be_adopted(world, client):
    put_before_the_members(world, client)
    return reverse("communities:plan-adopt", args=[world.community.slug])


ITEM = {
    "title": LINE,
    "result": OPTIONAL_CHOICE,
    "owner": MEMBER,
    "due_on": MOMENT,
    "details": LIMITED_TEXT,
}

FORMS = {
    "communities:plan-new": Form({**ITEM, "submission": UUID}, by="moderator"),
    "communities:plan-change": Form({**ITEM, "version": NUMBER}, by="moderator", refusals=(422, 409)),
    "communities:plan-move": Form({"state": CHOICE}, by="moderator", refusals=(302,)),
    "communities:plan-take": Form(),
    "communities:plan-give-back": Form(),
    "communities:plan-comment": Form({"text": COMPLAINT, "submission": UUID}),
    "communities:plan-propose": Form(by="moderator"),
    "communities:plan-answer": Form({"agrees": CHOICE, "comment": ANSWER}, address=put_before_the_members),
    "communities:plan-take-back": Form(by="moderator"),
    "communities:plan-adopt": Form({"round": NUMBER}, by="leader", address=to_be_adopted, refusals=(422, 302)),
    "communities:topics": Form({"title": LINE, "why": ANSWER, "submission": UUID}),
    "communities:topic-vote": Form(),
    "communities:topic-vote-back": Form(),
    "communities:topic-answer": Form({"state": CHOICE, "scheduled_on": MOMENT, "answer": ANSWER}, by="moderator"),
}
