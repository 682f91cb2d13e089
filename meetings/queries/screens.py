"""What the host's screen shows: the code, as a picture and as digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from meetings import codes
from meetings.models import Meeting

_MARGIN = 2  # light modules around it; phones find it with fewer than the four of ISO/IEC 18004


@dataclass(frozen=True)
class Screen:
    meeting: Meeting
    code: str
    picture: SafeString
    seconds: int  # until there is another one
    here: int
    total: int
    has_guests: bool  # whether somebody from outside was asked, who has no account to check in with

    @property
    def spoken(self) -> str:
        """The code in two halves, as people read it to each other."""
        half = len(self.code) // 2
        return f"{self.code[:half]} {self.code[half:]}"


def screen_of(meeting: Meeting, address: str) -> Screen:
    """What is shown now; `address` is that of the page where people check in, to which the code is added."""
    code = codes.code_of(meeting)
    booked = meeting.seats.booked()
    return Screen(
        meeting=meeting,
        code=code,
        picture=picture_of(f"{address}?code={code}"),
        seconds=codes.seconds_left(),
        here=booked.filter(attendance__in=meeting.seats.model.CAME).count(),
        total=booked.count(),
        has_guests=meeting.seats.exclude(email="").exists(),
    )


def picture_of(text: str) -> SafeString:
    """A QR code as one path of SVG, which takes the colour of the text around it."""
    code = qrcode.QRCode(border=_MARGIN, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(_line(number, cells) for number, cells in enumerate(rows))
    return format_html(
        '<svg viewBox="0 0 {0} {0}" class="qr" aria-hidden="true"><path d="{1}"/></svg>', len(rows), path
    )


def _line(row: int, cells: Sequence[bool | None]) -> str:
    """The dark stretches of one row, as boxes of a path."""
    drawn, column = "", 0
    for is_dark, stretch in groupby(cells, bool):
        width = len(list(stretch))
        drawn += f"M{column} {row}h{width}v1h-{width}z" if is_dark else ""
        column += width
    return drawn
