from collections.abc import Iterator, Sequence
from itertools import groupby

from forums.drafting import own_words, selection, sentences
from forums.drafting.differing import Exchange, exchanges
from forums.drafting.loose_ends import LooseEnd, loose_ends
from forums.drafting.reading import Post, Sentence, Thread
from forums.drafting.shapes import Contribution, Draft, DraftLine, Mark, Quote, Section, SharedLink, Voice
from forums.drafting.weighing import SAID, announces_in_vain, passage, passages, rated_sentences, span

_LEAD, _ASKED, _SIDE = 600, 280, 190  # columns of a quotation
_CITED_TOGETHER = 60
_LINKS, _PEOPLE = 12, 60


def draft_closing(title: str, question: str, objective: str, posts: Sequence[Contribution]) -> Draft:
    """A closing summary for a person to edit; every line cites posts among `posts` (P49, P52).

    Whatever the posts hold, it answers; a discussion without posts has an empty draft. Where numbers
    repeat, the first post of a number counts.
    """
    thread = Thread(posts)
    if not thread.posts:
        return Draft()
    size = len(thread.posts)
    differing = exchanges(thread, min(5, 1 + size // 6))
    opposed = [exchange.answer for exchange in differing]
    # What stands among the differences is not said again: that it found no reply, one sees there.
    ends = [end for end in loose_ends(thread, min(7, 2 + size // 8)) if end.sentence not in opposed]
    said = selection.chosen(thread, [*opposed, *(end.sentence for end in ends)])
    shown = {near for sentence in said for near in span(sentence, SAID)}
    links, people = _links(thread), _people(thread)
    begun = (*_asked(thread, title, question, objective), *_said(said), *_voted(thread))
    left = (
        *(_difference(exchange, is_shown=exchange.view in shown) for exchange in differing),
        *(_loose_end(end) for end in ends),
    )
    lines = (
        *begun,
        *_unquoted(thread, (*begun, *left)),
        *left,
        *(DraftLine(Section.LINKS, link.cites[:3], label=link.url) for link in links[:_LINKS]),
        *(DraftLine(Section.PEOPLE, voice.posts[:1], label=voice.name) for voice in people[:_PEOPLE]),
    )
    return Draft(lines, links, people)


def _asked(thread: Thread, title: str, question: str, objective: str) -> Iterator[DraftLine]:
    opening = thread.opening or thread.posts[0]
    if text := _lead(opening) if thread.opening else "" or _plain(question):
        yield _asking(opening, text)
    elif text := _plain(title):
        yield _asking(opening, text, Mark.TITLE)
    if text := _plain(objective):
        yield _asking(opening, text, Mark.OBJECTIVE)
    for post in thread.posts:
        if post is not opening and post.given.asks_all:
            yield _asked_again(post)


def _asked_again(post: Post) -> DraftLine:
    """The question in it; one that only quotes the question is named."""
    mark = Mark.NEXT if post.given.kind == "next_question" else Mark.RESTATED
    asked = _question_in(post)
    if asked is None:
        return DraftLine(Section.ASKED, (post.number,), mark=mark)
    return _line(Section.ASKED, post, passage(asked, SAID), mark)


def _question_in(post: Post) -> Sentence | None:
    telling = [sentence for sentence in post.sentences if not announces_in_vain(sentence)]
    return next((sentence for sentence in telling if sentence.is_question), telling[0] if telling else None)


def _lead(opening: Post) -> str:
    """What the opening post sets out from and what it asks."""
    asking = [sentence for sentence in opening.sentences if sentence.is_question][:3]
    # Without a question mark the matter is mostly in what is said last.
    wanted = asking or opening.sentences[-1:]
    for _, sentence in rated_sentences(opening)[: 5 if asking else 4]:
        if sentence.is_question or sentence in wanted:
            continue
        if sentences.width(passages([*wanted, sentence], _ASKED)) <= _LEAD:
            wanted = [*wanted, sentence]
    return passages(wanted, _ASKED)


def _asking(opening: Post, text: str, mark: Mark = Mark.NONE) -> DraftLine:
    author = "" if mark else opening.author
    return DraftLine(Section.ASKED, (opening.number,), (Quote(opening.number, author, text),), mark)


def _plain(markdown: str) -> str:
    return sentences.trim(" ".join(block.text for block in own_words.read(markdown).blocks), _ASKED)


def _said(chosen: list[Sentence]) -> Iterator[DraftLine]:
    shown: set[int] = set()
    for post, said in groupby(chosen, key=lambda sentence: sentence.post):
        is_beneath = post.head is not post and post.head is not None and post.head.number in shown
        mark = Mark.INTERIM if post.given.kind == "interim_summary" else Mark.NONE
        yield _line(Section.SAID, post, passages(said, SAID), mark, depth=int(is_beneath))
        shown.add(post.number)


def _voted(thread: Thread) -> Iterator[DraftLine]:
    """What each poll asked and came to."""
    for post in thread.posts:
        if post.given.tally:
            asked = _question_in(post)
            quotes = (Quote(post.number, post.author, passage(asked, SAID)),) if asked else ()
            yield DraftLine(Section.VOTED, (post.number,), quotes, tally=post.given.tally)


def _line(section: Section, post: Post, words: str, mark: Mark = Mark.NONE, depth: int = 0) -> DraftLine:
    return DraftLine(
        section,
        (post.number,),
        (Quote(post.number, post.author, words),),
        mark,
        answered_by=tuple(answer.author for answer in post.answerers),
        reactions=max(0, post.given.reactions),
        depth=depth,
    )


def _unquoted(thread: Thread, lines: Sequence[DraftLine]) -> Iterator[DraftLine]:
    """The posts that no line quotes, so that the editor knows where to look; one that is a link alone stands there."""
    own = [line for line in lines if line.section != Section.ASKED or line.mark in (Mark.RESTATED, Mark.NEXT)]
    shown = {number for line in own for number in line.cites}
    missing = [p.number for p in thread.posts if p is not thread.opening and p.number not in shown and _has_own(p)]
    if missing:
        yield DraftLine(Section.SAID, tuple(missing[:_CITED_TOGETHER]), mark=Mark.UNQUOTED, posts=len(missing))


def _has_own(post: Post) -> bool:
    return bool(post.sentences or not post.own.links)


def _difference(exchange: Exchange, *, is_shown: bool) -> DraftLine:
    """Both sides; of a view that is quoted already the post and the name."""
    view, answer = exchange.view, exchange.answer
    sides = (answer,) if is_shown else (view, answer)
    quotes = tuple(Quote(side.post.number, side.post.author, passage(side, _SIDE)) for side in sides)
    return DraftLine(Section.DIFFERING, (view.post.number, answer.post.number), quotes, label=view.post.author)


def _loose_end(end: LooseEnd) -> DraftLine:
    return _line(Section.OPEN, end.sentence.post, passage(end.sentence, SAID), end.mark)


def _links(thread: Thread) -> tuple[SharedLink, ...]:
    """Every address once, as first given, in order of arrival."""
    found: dict[str, SharedLink] = {}
    for post in thread.posts:
        for url, title in post.own.links:
            key = url.partition("://")[2].rstrip("/").removeprefix("www.").casefold()
            known = found.get(key, SharedLink(url, "", post.author, ()))
            cites = known.cites if post.number in known.cites else (*known.cites, post.number)
            found[key] = SharedLink(known.url, known.title or sentences.trim(title, 80), known.author, cites)
    return tuple(found.values())


def _people(thread: Thread) -> tuple[Voice, ...]:
    """Everyone who wrote, in order of arrival; it is an acknowledgement, not a ranking."""
    posts_of: dict[str, list[Post]] = {}
    for post in thread.posts:
        posts_of.setdefault(post.voice, []).append(post)
    return tuple(
        Voice(
            name=posts[0].author,
            key=posts[0].given.author_key,
            posts=tuple(post.number for post in posts),
            answered_by=tuple({a.voice: a.author for post in posts for a in post.answerers}.values()),
            reactions=sum(max(0, post.given.reactions) for post in posts),
            is_team=any(post.given.is_team for post in posts),
        )
        for posts in posts_of.values()
    )
