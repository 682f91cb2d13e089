"""Forms of the library."""

from dataclasses import replace

from tests.bad_input.kinds import (
    ANYTHING,
    BIDI,
    CHOICE,
    LINE,
    MARKUP,
    NUL,
    NUMBER,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    OPTIONAL_TEXT,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    WEB_ADDRESS,
    Form,
    Kind,
)

ADDRESS = Kind([value for value in WEB_ADDRESS.refused if value not in UNSEEN and value != NUL], ["", *UNSEEN])
TRANSCRIPT = Kind([TWO_MEGABYTES], [*UNSEEN, MARKUP, BIDI, NUL])
AUTHORS = Kind(
    [TWO_MEGABYTES, "x" * 121, "@nobody-here", "\n".join(f"Author {number}" for number in range(13))],
    [*UNSEEN, MARKUP, BIDI, NUL],
)
FILE = replace(OPTIONAL_CHOICE, is_shown=False)  # its number, which nobody types
ITEM = {
    "kind": CHOICE,
    "title": LINE,
    "markdown": OPTIONAL_TEXT,
    "url": ADDRESS,
    "transcript": TRANSCRIPT,
    "authors": AUTHORS,
    "licence": CHOICE,
    "language": CHOICE,
    "subjects": OPTIONAL_CHOICE,
    "result": OPTIONAL_CHOICE,
}

# What comes as a file is judged by itself (tests/library); as words it is nothing.
UPLOAD = {"kept": FILE, "upload": ANYTHING}

FORMS = {
    "library:add": Form({**ITEM, **UPLOAD, "space": CHOICE, "submission": UUID}),
    "library:edit": Form({**ITEM, "version": NUMBER}, place="members", by="moderator", refusals=(422, 409)),
    "library:versions": Form({**UPLOAD, "note": OPTIONAL_LINE}, place="members", by="moderator"),
    "library:take-down": Form({"reason": LINE}, place="members", by="moderator"),
    "library:publish": Form(place="members", by="moderator"),
    "library:discard": Form(place="members", by="moderator"),
    "library:put-back": Form(place="members", by="moderator"),
}
