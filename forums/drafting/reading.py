"""A discussion as it was held: who answers whom, and which sentences people took up."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forums.drafting import cues, own_words, sentences
from forums.drafting.shapes import Contribution

_SHINGLE = 4  # words in a row that two texts must share
_FAR = 50  # people beneath a post after whom counting on would change nothing
_SHORTEST = 3  # words of a sentence that can be recognised in a quotation
_COMMAS = (",", "，", "、", "،", "՝")
_SALUTATION = re.compile(r"([^,.!?:;，：！。]{1,40})[,.!:，：！。]\s+(?=\S)")


@dataclass(eq=False)
class Sentence:
    text: str
    post: "Post"
    index: int  # among the sentences of its post
    block: int
    is_item: bool
    is_heading: bool
    is_code: bool
    follows_gap: bool = False
    ends_block: bool = False
    begins_block: bool = False
    replies_to: int | None = None  # the quotation that it answers, by its place in the post
    quoted_by: set[str] = field(default_factory=set)  # keys of the others who quoted it
    picked_out: float = 0.0  # by how many it was quoted, each counting less the more they quoted with it

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(sentences.words(self.text))

    @cached_property
    def is_question(self) -> bool:
        return not self.is_code and sentences.is_question(self.text)

    @cached_property
    def is_courtesy(self) -> bool:
        """Whether it greets, thanks or nods before the matter itself begins."""
        nods = cues.AGREEMENT.match(self.text) and len(sentences.words(self.text)) <= 5
        return bool(nods or cues.COURTESY.match(self.text))


@dataclass(eq=False)
class Post:
    given: Contribution
    own: own_words.OwnWords
    parent: "Post | None" = None
    head: "Post | None" = None  # of its branch; none for the opening
    sentences: list[Sentence] = field(default_factory=list)
    replies: list["Post"] = field(default_factory=list)
    # For each quotation the sentence it repeats, where one was found.
    quoted: list[Sentence | None] = field(default_factory=list)
    reach: int = 0  # how many other people wrote beneath it, counted up to a limit

    @property
    def number(self) -> int:
        return self.given.number

    @property
    def author(self) -> str:
        return self.given.author

    @cached_property
    def voice(self) -> str:
        # Each anonymous post is a person of its own: nothing may tie two of them together.
        return self.given.author_key or f"\0{self.number}"

    @cached_property
    def answers(self) -> list["Post"]:
        """The replies by other people."""
        return [reply for reply in self.replies if reply.voice != self.voice]

    @cached_property
    def answerers(self) -> list["Post"]:
        """The first answer of each person."""
        return list({answer.voice: answer for answer in reversed(self.answers)}.values())[::-1]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset().union(*(sentence.words for sentence in self.sentences))

    def is_beneath(self, other: "Post") -> bool:
        at = self.parent
        while at and at.number > other.number:
            at = at.parent
        return at is other

    def below(self) -> Iterator["Post"]:
        """All posts beneath this one, in thread order."""
        waiting = self.replies[::-1]
        while waiting:
            post = waiting.pop()
            yield post
            waiting.extend(reversed(post.replies))


class Thread:
    def __init__(self, given: Sequence[Contribution]) -> None:
        first_of_number = {c.number: c for c in sorted(given, key=lambda c: c.number, reverse=True)}
        self.posts = [Post(c, own_words.read(c.markdown)) for c in reversed(first_of_number.values())]
        self.by_number = {post.number: post for post in self.posts}
        self.opening = self.by_number.get(1)
        self._join()
        self._count_reach()
        _find_sentences(self.posts)
        _match_quotations(self.posts)

    def _join(self) -> None:
        for post in self.posts:
            parent = self.by_number.get(post.given.parent or 0)
            # A reply follows what it answers; anything else is an archive's broken reference.
            if parent and parent.number < post.number:
                post.parent = parent
                parent.replies.append(post)
            if post is not self.opening:
                post.head = parent.head if post.parent and parent and parent.head else post

    def _count_reach(self) -> None:
        beneath: dict[int, set[str]] = defaultdict(set)
        for post in reversed(self.posts):
            voices = beneath.pop(post.number, set())
            post.reach = len(voices - {post.voice})
            if post.parent and len(beneath[post.parent.number]) < _FAR:
                beneath[post.parent.number] |= {post.voice, *voices}

    @cached_property
    def heads(self) -> list[Post]:
        """The first posts of the branches, in order of arrival."""
        return [post for post in self.posts if post.head is post]

    @cached_property
    def place(self) -> dict[int, int]:
        """Number of each post: its place when the discussion is read from top to bottom."""
        tops = [post for post in self.posts if post.parent is None]
        in_order = [post for top in tops for post in (top, *top.below())]
        return {post.number: at for at, post in enumerate(in_order)}

    @cached_property
    def _posts_with(self) -> Counter[str]:
        return Counter(word for post in self.posts for word in post.words)

    def telling(self, words: Iterable[str]) -> frozenset[str]:
        """Of these words those that say what something is about: neither short nor in every post."""
        limit = max(3, len(self.posts) // 5)
        return frozenset(
            word
            for word in words
            if self._posts_with[word] <= limit and (len(word) > 3 or sentences.is_unspaced(word[0]))
        )


def _find_sentences(posts: list[Post]) -> None:
    names = {word for post in posts for word in sentences.words(post.author) if len(word) > 1}
    tails: dict[str, Counter[str]] = defaultdict(Counter)
    for post in posts:
        post.sentences = [
            sentence for at, block in enumerate(post.own.blocks) for sentence in _of_block(block, at, post)
        ]
        for sentence in post.sentences[-3:]:
            tails[post.voice][sentence.text] += 1
    for post in posts:
        _drop_sign_off(post, {text for text, times in tails[post.voice].items() if times > 1})
        _drop_greeting(post, names)
        for index, sentence in enumerate(post.sentences):
            sentence.index = index


def _of_block(block: own_words.Block, at: int, post: Post) -> list[Sentence]:
    texts = [block.text] if block.is_code else sentences.split(block.text)
    found = [
        Sentence(text, post, 0, at, block.is_item, block.is_heading, block.is_code)
        for text in filter(sentences.has_words, texts)
    ]
    if found:
        found[0].follows_gap = block.follows_gap
        found[0].begins_block = True
        found[-1].ends_block = True
        answer = next((sentence for sentence in found if not sentence.is_courtesy), found[0])
        answer.replies_to = block.replies_to
    return found


def _drop_sign_off(post: Post, repeated: set[str]) -> None:
    name = set(sentences.words(post.author))
    while post.sentences:
        last = post.sentences[-1]
        if not (last.text in repeated or _is_sign_off(last, name)):
            return
        post.sentences.pop()


def _is_sign_off(sentence: Sentence, name: set[str]) -> bool:
    text, said = sentence.text, sentences.words(sentence.text)
    signed = text.lstrip("-–—~ ")
    if signed != text and said and said[0] in name:
        return True
    if said and name.issuperset(said):
        return True
    if sentence.is_item or sentence.is_code or sentence.is_question or len(said) > 6:
        return False
    if text.endswith(_COMMAS) or (len(said) <= 4 and name.intersection(said)):
        return True
    # Words of thanks in any language: all that is left of the last paragraph, and they exclaim.
    if text.endswith(("!", "！")) and len(said) <= 4 and sentence.begins_block:
        return True
    return sentence.is_courtesy


def _drop_greeting(post: Post, names: set[str]) -> None:
    if len(post.sentences) > 1 and _is_greeting(post.sentences[0], post.sentences[1], names):
        del post.sentences[0]
    if not post.sentences:
        return
    first = post.sentences[0]
    salutation = _SALUTATION.match(first.text)
    if not salutation:
        return
    rest, said = first.text[salutation.end() :], sentences.words(salutation.group(1))
    greets = len(said) <= 4 and (names.issuperset(said) or cues.COURTESY.match(salutation.group(1)))
    if greets and not rest[0].islower():
        first.text = rest


def _is_greeting(first: Sentence, second: Sentence, names: set[str]) -> bool:
    said = sentences.words(first.text)
    if first.is_question or first.is_item or first.is_heading or sentences.width(first.text) > 48 or len(said) > 10:
        return False
    if first.text.endswith((*_COMMAS, ":", "：")):
        return first.ends_block and not second.is_item
    return len(said) <= 7 and (first.is_courtesy or (len(said) <= 4 and bool(names.intersection(said))))


def _match_quotations(posts: list[Post]) -> None:
    """Tell each quotation which sentence it repeats, by runs of words that they share."""
    if not any(post.own.quotations for post in posts):
        return
    where: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
    for post in posts:
        for sentence in post.sentences:
            said = sentences.words(sentence.text)
            for run in set(_runs(said)) if len(said) >= _SHORTEST else ():
                # What many posts say alike picks out none of them.
                if len(where[run]) < 8:
                    where[run].append(sentence)
    for post in posts:
        for quotation in post.own.quotations:
            repeated = _repeated(quotation, post, where)
            post.quoted.append(repeated[0] if repeated else None)
            for sentence in repeated:
                sentence.picked_out += 0 if post.voice in sentence.quoted_by else 1 / len(repeated)
                sentence.quoted_by.add(post.voice)


def _runs(said: list[str]) -> list[tuple[str, ...]]:
    if len(said) <= _SHINGLE:
        return [tuple(said)]
    return [tuple(said[at : at + _SHINGLE]) for at in range(len(said) - _SHINGLE + 1)]


def _repeated(quotation: str, post: Post, where: dict[tuple[str, ...], list[Sentence]]) -> list[Sentence]:
    """The sentences of earlier posts by others of which this quotation holds the greater part.

    A quotation of whole mail repeats everything and picks out nothing: then none.
    """
    said = sentences.words(quotation)
    shared: Counter[Sentence] = Counter()
    for size in (_SHORTEST, _SHINGLE):
        for run in {tuple(said[at : at + size]) for at in range(len(said) - size + 1)}:
            for sentence in where.get(run, ()):
                if sentence.post.number < post.number and sentence.post.voice != post.voice:
                    shared[sentence] += 1
    found = [s for s, count in shared.items() if 2 * count >= len(set(_runs(sentences.words(s.text))))]
    found.sort(key=lambda s: (s.post is not post.parent, -s.post.number, s.index))
    return found if len(found) <= 6 else []
