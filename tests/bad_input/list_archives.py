"""The form by which a leader sends the archive of a mailing list; what comes as a file is judged by itself."""

from tests.bad_input.kinds import CHOICE, MARKUP, NUL, TWO_MEGABYTES, UNSEEN, Form, Kind

_LIST = Kind([TWO_MEGABYTES, "x" * 201], [*UNSEEN, MARKUP, NUL])
_FILE = Kind(["", MARKUP], is_typed=False)

FORMS = {
    "forums:list-archive": Form({"archive": _FILE, "space": CHOICE, "only_list": _LIST}, by="leader"),
    "forums:list-archive-bring-in": Form(by="leader"),
    "forums:list-archive-throw-away": Form(by="leader"),
}
