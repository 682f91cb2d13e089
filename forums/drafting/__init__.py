"""The first draft of a closing summary, made from a discussion's posts and nothing else.

A pure function: no database, no network, no clock, the same words in the same order for the same
posts, in any language. It never invents a sentence: it chooses sentences that people wrote, by what
people did with them (answered, quoted, valued), and says for each line which posts it comes from.
A person edits and publishes what it proposes.
"""

from forums.drafting.closing import draft_closing
from forums.drafting.markdown import (
    cited_numbers,
    link_citations,
    renumbered,
    to_markdown,
    without_citations,
    without_notes,
)
from forums.drafting.shapes import (
    Contribution,
    Draft,
    DraftLine,
    Mark,
    Quote,
    Section,
    SharedLink,
    Tally,
    Voice,
)

__all__ = [
    "Contribution",
    "Draft",
    "DraftLine",
    "Mark",
    "Quote",
    "Section",
    "SharedLink",
    "Tally",
    "Voice",
    "cited_numbers",
    "draft_closing",
    "link_citations",
    "renumbered",
    "to_markdown",
    "without_citations",
    "without_notes",
]
