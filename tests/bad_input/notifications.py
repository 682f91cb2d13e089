"""Forms of what people hear of, and how."""

from notifications import kinds
from tests.bad_input.kinds import CHOICE, OPTIONAL_CHOICE, Form

FORMS = {
    "notifications:read-all": Form(),
    "notifications:settings": Form(
        {
            **{f"kind_{kind}": CHOICE for kind in kinds.KINDS},
            **dict.fromkeys(["rhythm", "hour", "weekday"], CHOICE),
            **dict.fromkeys(["quiet_from", "quiet_until"], OPTIONAL_CHOICE),
        },
        by="outsider",  # whose form has no communities, which each world numbers anew
    ),
    "notifications:as-usual": Form(),
    "notifications:unsubscribe": Form(),
    "notifications:volume": Form({"level": CHOICE}),
    "notifications:resubscribe": Form(),
    "notifications:silence": Form(),
    "notifications:listen": Form(),
}
