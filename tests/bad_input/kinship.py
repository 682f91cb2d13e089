"""Forms of communities that belong together."""

from tests.bad_input.kinds import BIDI, CHOICE, LINE, MARKUP, NUL, OPTIONAL_LINE, TWO_MEGABYTES, UNSEEN, Form, Kind

# What names no community is refused, whatever it is.
COMMUNITY = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 301, MARKUP, BIDI, NUL, "9" * 30, "../../"])

FORMS = {
    "communities:neighbour-new": Form({"other": COMMUNITY, "stands": CHOICE, "sentence": LINE}, by="leader"),
    "communities:neighbour-agree": Form({"answer": OPTIONAL_LINE}, place="asked", by="leader"),
    "communities:neighbour-decline": Form({"answer": OPTIONAL_LINE}, place="asked", by="leader"),
    "communities:neighbour-withdraw": Form(place="asking", by="leader"),
    "communities:neighbour-end": Form({"sentence": LINE}, place="agreed", by="leader"),
    "forums:closing-show": Form(by="moderator"),
    "forums:closing-hide": Form(by="moderator"),
}
