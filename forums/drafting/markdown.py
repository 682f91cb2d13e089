"""The draft as the Markdown that a moderator edits, and the citations in what they made of it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.drafting import sentences
from forums.drafting.shapes import Draft, DraftLine, Mark, Quote, Section, Tally

_CITATION = re.compile(r"(?<!\\)\[\s?(#\s?\d{1,9}(?:[\s,;]+(?:#\s?)?\d{1,9})*)\s?\](?!\()")
_NOTES = re.compile(r"(?<=\d\])\s\(((?:(?!\[#).)*)\)$")
_NUMBER = re.compile(r"\d{1,9}")
_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w{1,31};)|(?<=!)(?=\[)")
_SINGLE = str.maketrans("“”", "‘’")
_NAMES = 3
_ANSWERS = 3  # of a poll


def to_markdown(draft: Draft) -> str:
    """Headings and connecting words in the active language; quotations as they were written.

    Each citation is `[#3]`, the number of a post; sections without lines are left out.
    """
    return "\n\n".join(_sections(draft)) + ("\n" if draft.lines else "")


def cited_numbers(markdown: str) -> list[int]:
    """The posts that a summary cites, in order of first mention; `[#3, #5]` cites two, `[#3](…)` is a link."""
    found = (int(number) for group in _CITATION.findall(markdown) for number in _NUMBER.findall(group))
    return list(dict.fromkeys(found))


def link_citations(markdown: str, addresses: Mapping[int, str]) -> str:
    """The summary with each citation as a Markdown link; a number without an address stays plain."""

    def linked(found: re.Match[str]) -> str:
        numbers = [int(number) for number in _NUMBER.findall(found[1])]
        return " ".join(f"[#{n}]({addresses[n]})" if n in addresses else f"#{n}" for n in numbers)

    return _CITATION.sub(linked, markdown)


def renumbered(markdown: str, instead: Mapping[int, str]) -> str:
    """The summary with something `instead` of what cites each of these numbers."""

    def changed(found: re.Match[str]) -> str:
        numbers = [int(number) for number in _NUMBER.findall(found[1])]
        return " ".join(instead.get(n, f"[#{n}]") for n in numbers) if instead.keys() & set(numbers) else found[0]

    return _CITATION.sub(changed, markdown)


def without_notes(line: str) -> str:
    """A line without what stands in brackets behind its last citation: who answered it, how many valued it."""
    return _NOTES.sub("", line)


def notes_in(line: str) -> list[str]:
    """What stands in those brackets, one thing each."""
    found = _NOTES.search(line)
    return [note for part in found[1].split(";") if (note := part.strip())] if found else []


def without_citations(markdown: str) -> str:
    return re.sub(rf"\s*{_CITATION.pattern}", "", markdown)


def _sections(draft: Draft) -> Iterator[str]:
    headings = {
        Section.ASKED: _("What was asked") if _asks(draft) else _("What it began with"),
        Section.SAID: _("What was said"),
        Section.VOTED: _("What was voted on"),
        Section.DIFFERING: _("Where views differ"),
        Section.OPEN: _("What stays open"),
        Section.LINKS: _("Links shared"),
    }
    for section, heading in headings.items():
        lines = draft.of(section)
        if lines:
            yield f"## {heading}\n\n" + "\n".join(_item(line, draft) for line in lines)
    if draft.people:
        yield f"## {_('Who took part')}\n\n{_people(draft)}"


def _asks(draft: Draft) -> bool:
    """Whether what the discussion set out from has a question in it."""
    said = (quote.text for line in draft.of(Section.ASKED) for quote in line.quotes if line.mark != Mark.OBJECTIVE)
    return any(sentences.is_question(sentence) for text in said for sentence in sentences.split(text))


def _item(line: DraftLine, draft: Draft) -> str:
    if line.section == Section.LINKS:
        return _link(line, draft)
    if line.mark == Mark.UNQUOTED:
        return "- " + _unquoted(line)
    said = " — ".join(_quoted(quote) for quote in line.quotes) or _cites(line.cites)
    if line.section == Section.DIFFERING and len(line.quotes) == 1:
        against = f"{_escaped(line.label) if line.label else _('someone unnamed')} {_cites(line.cites[:1])}"
        said = _("%(words)s, in answer to %(who)s") % {"words": said, "who": against}
    if line.tally:
        return f"- {said} — {_tallied(line.tally)}"
    notes = _notes(line)
    return "  " * line.depth + "- " + _marked(line.mark, said) + (f" ({'; '.join(notes)})" if notes else "")


def _marked(mark: Mark, said: str) -> str:
    labels = {
        Mark.OBJECTIVE: _("Objective"),
        Mark.TITLE: _("Title"),
        Mark.RESTATED: _("Asked again on the way"),
        Mark.NEXT: _("Asked on the way"),
        Mark.INTERIM: _("Summary on the way"),
        Mark.UNANSWERED: _("Not answered"),
        Mark.ANNOUNCED: _("Announced"),
        Mark.OBJECTION: _("Objection without a reply"),
    }
    return _("%(label)s: %(words)s") % {"label": labels[mark], "words": said} if mark in labels else said


def _unquoted(line: DraftLine) -> str:
    cites = _cites(line.cites)
    if line.posts > len(line.cites):
        said = ngettext(
            "%(count)d further post is not quoted here, such as: %(posts)s",
            "%(count)d further posts are not quoted here, such as: %(posts)s",
            line.posts,
        )
        return said % {"count": line.posts, "posts": cites}
    return _("Further posts, not quoted here: %(posts)s") % {"posts": cites}


def _quoted(quote: Quote) -> str:
    said = f"“{_escaped(_inner(quote.text))}” {_cites([quote.number])}"
    return f"{_escaped(quote.author)}: {said}" if quote.author else said


def _inner(text: str) -> str:
    """Quotation marks within a quotation are single ones; a text that is one quotation loses its own."""
    text = sentences.with_both_quotation_marks(text)
    if text[:1] == "“" and text[-1:] == "”" and "“" not in text[1:]:
        text = text[1:-1]
    return text.translate(_SINGLE)


def _notes(line: DraftLine) -> list[str]:
    """Who took it up, so that the reader sees how much it weighed with the others."""
    if line.section != Section.SAID or not line.quotes:
        return []
    notes = []
    if line.answered_by:
        notes.append(_("answered by %(names)s") % {"names": _names(line.answered_by)})
    if line.reactions:
        valued = ngettext("valued by %(count)d person", "valued by %(count)d people", line.reactions)
        notes.append(valued % {"count": line.reactions})
    return notes


def _tallied(tally: Tally) -> str:
    """The leading answers with their numbers, how many voted, and what follows."""
    voted = ngettext("%(count)d person voted", "%(count)d people voted", tally.voters) % {"count": tally.voters}
    if not tally.voters:
        said = _("nobody voted")
    else:
        leading = [f"{_escaped(text)}: {_counted(count, tally)}" for text, count in tally.answers[:_ANSWERS]]
        rest = len(tally.answers) - len(leading)
        if rest:
            leading.append(ngettext("%(count)d other", "%(count)d others", rest) % {"count": rest})
        said = f"{', '.join(leading)}; {voted}"
    if not tally.outcome:
        return said
    return _("%(result)s. What follows: %(words)s") % {"result": said, "words": f"“{_escaped(_inner(tally.outcome))}”"}


def _counted(count: int, tally: Tally) -> str:
    points = ngettext("%(count)d point", "%(count)d points", count) % {"count": count}
    return points if tally.is_ranked else str(count)


def _names(names: Sequence[str]) -> str:
    shown = [_escaped(name) if name else _("someone unnamed") for name in names[:_NAMES]]
    rest = len(names) - len(shown)
    if rest:
        shown.append(ngettext("%(count)d other", "%(count)d others", rest) % {"count": rest})
    return ", ".join(shown)


def _link(line: DraftLine, draft: Draft) -> str:
    link = next(link for link in draft.links if link.url == line.label)
    address = link.url.replace("(", "%28").replace(")", "%29")
    shown = f"[{_escaped(link.title)}]({address})" if link.title else f"<{link.url}>"
    by = f" — {_escaped(link.author)}" if link.author else ""
    return f"- {shown}{by} {_cites(line.cites)}"


def _people(draft: Draft) -> str:
    lines = draft.of(Section.PEOPLE)
    shown = [f"{_escaped(line.label) if line.label else _('someone unnamed')} {_cites(line.cites)}" for line in lines]
    rest = len(draft.people) - len(shown)
    if rest:
        shown.append(ngettext("%(count)d other", "%(count)d others", rest) % {"count": rest})
    return ", ".join(shown)


def _cites(numbers: Sequence[int]) -> str:
    return " ".join(f"[#{number}]" for number in numbers)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), " ".join(text.split()))
