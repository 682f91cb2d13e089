"""What stands in a list of addresses, line by line, whatever program wrote it."""

import csv
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.forms.invitations import read_addresses
from communities.models import InvitationLine
from core.markdown import clean
from core.tables import text_of

LONGEST_LINE = 1000  # signs; what is longer is no line of a list
LONGEST_TEXT = InvitationLine._meta.get_field("text").max_length

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_SEPARATORS = ("\t", ";", ",")
_HEADS = {"email", "e-mail", "mail", "email address", "e-mail address", "mail address", "address", "e-mail-adresse"}
_HEADS |= {"correo", "correo electrónico", "courriel", "adresse e-mail", "e-post", "epost", "correo electronico"}

Verdict = InvitationLine.Verdict


@dataclass(frozen=True)
class Line:
    """One line that is not empty; `number` counts from 1, as every program shows it."""

    number: int
    text: str
    email: str
    verdict: Verdict  # as far as the list itself says: READY, BAD, SEVERAL or DOUBLED


def decode(data: bytes) -> str:
    """The text of a file, as `core.tables.text_of` reads it. Raises ValidationError for what is no text."""
    try:
        return text_of(data)
    except ValueError as error:
        raise ValidationError(
            _(
                "This is not a list in plain text. In your spreadsheet choose “Save as”, then CSV; or paste the "
                "addresses."
            )
        ) from error


def read_lines(text: str) -> list[Line]:
    """The lines of a list: one column, or several with a head that says where the address stands."""
    rows = [(number, row) for number, row in enumerate(_LINE_ENDS.split(text), 1) if row.strip(' \t;,"\f\ufeff')]
    column, separator = _head(rows[0][1]) if rows else (None, "")
    seen: set[str] = set()
    return [_line(number, row, column, separator, seen) for number, row in rows[0 if column is None else 1 :]]


def _head(row: str) -> tuple[int | None, str]:
    """(the column of the addresses, what parts the columns) where `row` is a head; else (None, "")."""
    if len(row) > LONGEST_LINE or "@" in row:
        return None, ""
    separator = max(_SEPARATORS, key=row.count)
    heads = [cell.strip().lower() for cell in _cells(row, separator)]
    place = next((place for place, head in enumerate(heads) if head in _HEADS), None)
    return (None, "") if place is None else (place, separator)


def _cells(row: str, separator: str) -> list[str]:
    return next(csv.reader([row.lstrip("\ufeff")], delimiter=separator), [])


def _line(number: int, row: str, column: int | None, separator: str, seen: set[str]) -> Line:
    text = clean(row).replace("\t", " ").strip()[:LONGEST_TEXT]
    if len(row) > LONGEST_LINE:
        return Line(number, text, "", Verdict.BAD)
    if column is not None:
        cells = _cells(row, separator)
        row = cells[column] if column < len(cells) else ""
    addresses, rest = read_addresses(row)
    if not addresses:
        return Line(number, text, "", Verdict.BAD)
    if len(addresses) > 1 or any("@" in word for word in rest):
        return Line(number, text, "", Verdict.SEVERAL)
    email = addresses[0]
    is_doubled = email.lower() in seen
    seen.add(email.lower())
    return Line(number, text, email, Verdict.DOUBLED if is_doubled else Verdict.READY)
