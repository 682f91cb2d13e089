"""Forms of spaces and who is let into them."""

from tests.bad_input.kinds import CHOICE, DAY, LIMITED_TEXT, LINE, MAIL_ADDRESS, NUMBER, Form

SPACE = {"name": LINE, "access": CHOICE, "starters": CHOICE}
GUEST = {"email": MAIL_ADDRESS, "last_day": DAY, "message": LIMITED_TEXT}

FORMS = {
    "communities:space-new": Form(SPACE, by="leader"),
    "communities:space-change": Form(SPACE, "private", "leader"),
    "communities:space-move": Form({"place": NUMBER}, "private", "leader", refusals=(302,)),
    "communities:space-archive": Form({}, "private", "leader"),
    "communities:space-unarchive": Form({}, "private", "leader"),
    "communities:space-let-in": Form({"member": CHOICE}, "private", "leader", refusals=(404,)),
    "communities:space-guest": Form(GUEST, "private", "leader"),
    "communities:space-leave": Form({}, "private", "guest"),
    "communities:grant-until": Form({"last_day": DAY}, "private", "leader", refusals=(302,)),
    "communities:grant-end": Form({}, "private", "leader"),
}
