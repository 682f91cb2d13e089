"""Mailing-list archives (mbox) made on the spot."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

BEGAN = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)


def message(
    name="one",
    *,
    answers=(),
    sender="Ana Ruiz <ana.ruiz@uni.example>",
    subject="Debriefing in pairs",
    body="We debrief in pairs after each simulation.\n",
    minutes=0,
    from_line=b"From lists@lists.example Mon Mar  4 09:00:00 2024\n",
    **headers,
):
    """One message of an archive as bytes; `answers` are the names of its ancestors, nearest last.

    Further headers are given by name ("content_type"); None leaves a usual one out.
    """
    fields = {
        "From": sender,
        "To": "trainers@lists.example",
        "Date": format_datetime(BEGAN + timedelta(minutes=minutes)),
        "Subject": subject,
        "Message-ID": f"<{name}@mail.example>",
        "References": " ".join(f"<{answered}@mail.example>" for answered in answers) or None,
        **{key.replace("_", "-").title(): value for key, value in headers.items()},
    }
    fields = {key.replace("Message-Id", "Message-ID"): value for key, value in fields.items()}
    head = b"".join(
        f"{key}: ".encode() + (value if isinstance(value, bytes) else value.encode()) + b"\n"
        for key, value in fields.items()
        if value is not None
    )
    return from_line + head + b"\n" + (body if isinstance(body, bytes) else body.encode()) + b"\n"


def thread(size, *, subject="A long talk"):
    """Messages of one thread, each the answer to the one at half its number."""
    return [
        message(
            f"talk{number}",
            answers=[f"talk{number // 2}"] if number > 1 else [],
            sender=f"Person {number % 50} <person{number % 50}@uni.example>",
            subject=subject if number == 1 else f"Re: {subject}",
            body=f"This is what person {number % 50} said as number {number}, in a sentence of some length.\n",
            minutes=number,
        )
        for number in range(1, size + 1)
    ]


def multipart(*parts, kind="mixed"):
    """Content type and body of a multipart message, for `message`; `parts` are (headers, body)."""
    inside = "".join(f"--frame\n{headers}\n\n{body}\n" for headers, body in parts)
    return {"content_type": f'multipart/{kind}; boundary="frame"', "body": f"{inside}--frame--\n"}
