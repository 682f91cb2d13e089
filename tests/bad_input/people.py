"""Forms of joining, leaving and what is done to members."""

from django.urls import reverse

from communities.models import Community
from tests.bad_input.kinds import (
    BIDI,
    CHOICE,
    DAY,
    LINE,
    MARKUP,
    MEMBER,
    MESSAGE,
    MOMENT,
    NUL,
    OPTIONAL_LINE,
    OPTIONAL_REASON,
    REASON,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    Form,
    Kind,
)

NOTE = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 2_001], [MARKUP, BIDI, NUL])
SOMEBODY = Kind(["", *MEMBER.refused], [BIDI, NUL])


def where_the_team_decides(world, client):
    Community.objects.filter(pk=world.community.pk).update(admission="request")
    return reverse("communities:join", args=[world.community.slug])


FORMS = {
    "communities:join": Form(by="outsider"),
    "communities:leave": Form(),
    "communities:join ask": Form({"message": MESSAGE}, by="outsider", address=where_the_team_decides),
    "communities:withdraw": Form(by="requested"),
    "communities:requests-approve": Form({"request": CHOICE, "reason": OPTIONAL_REASON}, by="moderator"),
    "communities:requests-decline": Form({"request": CHOICE, "reason": OPTIONAL_REASON}, by="moderator"),
    "communities:pause": Form({"until": DAY}),
    "communities:resume": Form(),
    "communities:roles-call": Form({"leader": OPTIONAL_LINE, "participant": OPTIONAL_LINE}, by="leader"),
    "communities:member-role": Form({"role": CHOICE, "note": OPTIONAL_LINE}, by="leader"),
    "communities:member-term": Form({"until": MOMENT, "reason": LINE}, by="moderator"),
    "communities:notes": Form({"text": NOTE, "submission": UUID}, by="moderator"),
    "communities:note": Form({"text": NOTE}, by="moderator"),
    "communities:note-delete": Form(by="moderator"),
    "communities:hand-over": Form({"to": SOMEBODY, "afterwards": CHOICE, "word": OPTIONAL_REASON}, by="leader"),
    "communities:hand-over-accept": Form({"answer": OPTIONAL_REASON}),
    "communities:hand-over-decline": Form({"answer": OPTIONAL_REASON}),
    "communities:hand-over-withdraw": Form(by="leader"),
    "communities:member-suspend": Form({"reason": REASON, "until": MOMENT}, by="moderator"),
    "communities:member-remove": Form({"reason": REASON}, by="moderator"),
    "communities:member-lift": Form(by="moderator"),
}
