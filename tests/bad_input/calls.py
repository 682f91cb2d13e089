"""Forms of inviting and asking newcomers."""

from django.urls import reverse

from tests.bad_input.kinds import (
    ANSWER,
    ANYTHING,
    BIDI,
    CHOICE,
    CHOICES,
    LIMITED_TEXT,
    LINE,
    LONG_ADDRESS,
    MARKUP,
    NUL,
    NUMBER,
    OPTIONAL_LINE,
    SPLIT,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    Form,
    Kind,
)

QUESTION_ASKED = 4242
ASKED = f"answer_{QUESTION_ASKED}"


def asked_a_question(world, client):
    world.community.registration_questions.create(pk=QUESTION_ASKED, position=1, text="Where do you teach?")
    return reverse("communities:answers", args=[world.community.slug])


ADDRESSES = Kind([*UNSEEN, "x", "@", "ana@copse.example, bo", SPLIT, NUL, MARKUP, LONG_ADDRESS, TWO_MEGABYTES])
INVITING = {"addresses": ADDRESSES, "role": CHOICE, "message": LIMITED_TEXT, "days": CHOICE, "leave_out": ANYTHING}
LIST = Kind([*UNSEEN, TWO_MEGABYTES, "ana@copse.example\n" * 5_001], [MARKUP, BIDI, NUL, SPLIT, LONG_ADDRESS])
INVITING_LIST = {"file": ANYTHING, "addresses": LIST, "role": CHOICE, "message": LIMITED_TEXT, "days": CHOICE}
QUESTION = {"text": LINE, "help": OPTIONAL_LINE, "is_required": ANYTHING}

FORMS = {
    "communities:invitation-new": Form(INVITING, by="leader"),
    "communities:invitation-send": Form(INVITING, by="leader"),
    "communities:invitation-again": Form(by="leader"),
    "communities:invitation-revoke": Form(by="leader"),
    "communities:invitation-accept": Form(by="outsider"),
    "communities:invitation-decline": Form(by="anonymous"),
    "communities:lists": Form({**INVITING_LIST, "submission": UUID}, by="leader"),
    "communities:list-send": Form(by="leader"),
    "communities:list-drop": Form(by="leader"),
    "communities:link-new": Form(
        {"label": LINE, "role": CHOICE, "use_limit": NUMBER, "days": CHOICE, "submission": UUID}, by="leader"
    ),
    "communities:link-revoke": Form(by="leader"),
    "communities:link-accept": Form(by="outsider"),
    "communities:question-new": Form({**QUESTION, "kind": CHOICE, "choices": CHOICES, "submission": UUID}, by="leader"),
    "communities:question-change": Form(QUESTION, by="leader"),
    "communities:question-move": Form({"place": NUMBER}, by="leader", refusals=(302,)),
    "communities:question-retire": Form(by="leader"),
    "communities:answers": Form({ASKED: ANSWER}, address=asked_a_question),
}
