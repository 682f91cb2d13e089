"""Posts to be drafted from, and what a draft says."""

from datetime import UTC, datetime

from forums.drafting import Contribution, draft_closing

AT = datetime(2026, 3, 2, tzinfo=UTC)


def post(number, markdown, parent=1, author="", kind="contribution", reactions=0):
    name = author or f"Person {number}"
    parent = None if number == 1 else parent
    return Contribution(number, parent, name, name, "prompt" if number == 1 else kind, markdown, AT, reactions)


def drafted(*posts, title="A title", question="", objective=""):
    return draft_closing(title, question, objective, posts)


def texts(draft, section):
    return [line.text for line in draft.of(section)]


def quoted(draft):
    return " ".join(quote.text for line in draft.lines for quote in line.quotes)
