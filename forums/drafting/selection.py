"""Which sentences stand for what was said: every branch, every strong voice, then the most valued."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import sqrt

from forums.drafting.reading import Post, Sentence, Thread
from forums.drafting.weighing import SAID, rated_sentences, span, weight_of_post

_FEWEST, _MOST = 3, 12
_SMALL = 12  # posts of a discussion in which each post may say more


def room_for(posts: int) -> int:
    """How many lines a summary of so many posts may give to what was said."""
    return min(_MOST, posts + 2, _FEWEST + round(1.2 * sqrt(posts)) + (3 if posts <= _SMALL else 0))


def chosen(thread: Thread, elsewhere: Iterable[Sentence]) -> list[Sentence]:
    """The sentences to show, in thread order; none of those that another section shows."""
    choice = _Choice(thread, list(elsewhere))
    room = room_for(len(thread.posts))
    choice.take_from(choice.by_branch(), room * 2 // 3)
    choice.take_from(choice.by_voice(), room * 5 // 6)
    choice.fill(room)
    return sorted(choice.taken, key=lambda s: (thread.place[s.post.number], s.index))


class _Choice:
    def __init__(self, thread: Thread, elsewhere: list[Sentence]) -> None:
        self.taken: list[Sentence] = []
        self.used = {near for sentence in elsewhere for near in span(sentence, SAID)}
        self.per_post: Counter[int] = Counter()
        self.per_voice = Counter(sentence.post.voice for sentence in elsewhere)
        self.per_branch: Counter[int] = Counter()
        posts_elsewhere = {sentence.post for sentence in elsewhere}
        is_small = len(thread.posts) <= _SMALL
        self.of_one_post, self.least = (3, 0.12) if is_small else (2, 0.35)
        self.candidates: list[tuple[float, Sentence]] = []
        for post in thread.posts:
            if post is thread.opening or post.given.asks_all or post.given.is_poll:
                continue
            # Of a post that another section shows, what is left is rarely its point.
            weight = weight_of_post(post) * (0.4 if post in posts_elsewhere and not is_small else 1)
            rated = [(rate, s) for rate, s in rated_sentences(post) if s not in self.used and rate >= 0.25]
            self.candidates += [(weight * rate, s) for rate, s in rated[: self.of_one_post]]
        self.candidates.sort(key=lambda pair: (-pair[0], pair[1].post.number, pair[1].index))

    def by_branch(self) -> Iterator[Sentence]:
        """The best sentence of each branch, the branches that moved most people first."""
        best: dict[Post | None, Sentence] = {}
        reach: dict[Post | None, float] = {}
        for gain, sentence in self.candidates:
            best.setdefault(sentence.post.head, sentence)
            reach[sentence.post.head] = reach.get(sentence.post.head, 0) + gain
        heads = sorted(best, key=lambda head: (-reach[head], head.number if head else 0))
        return (best[head] for head in heads)

    def by_voice(self) -> Iterator[Sentence]:
        """The best sentence of each person not heard yet, strong voices first."""
        best: dict[str, Sentence] = {}
        for _, sentence in self.candidates:
            best.setdefault(sentence.post.voice, sentence)
        return (sentence for voice, sentence in best.items() if not self.per_voice[voice])

    def take_from(self, wanted: Iterable[Sentence], room: int) -> None:
        for sentence in wanted:
            if len(self.taken) >= room:
                return
            self._take(sentence)

    def fill(self, room: int) -> None:
        """The most valued of the rest; each further line of a post, voice or branch counts for less."""
        while len(self.taken) < room:
            left = [(self._gain(gain, s), s) for gain, s in self.candidates if s not in self.used]
            gain, sentence = max(left, key=lambda pair: pair[0], default=(0.0, None))
            if sentence is None or gain < self.least:
                return
            self._take(sentence)

    def _gain(self, gain: float, sentence: Sentence) -> float:
        if self.per_post[sentence.post.number] >= self.of_one_post or self._repeats(sentence):
            return 0
        head = sentence.post.head.number if sentence.post.head else 0
        gain *= 0.5 ** self.per_post[sentence.post.number]
        return gain * 0.7 ** self.per_voice[sentence.post.voice] * 0.85 ** self.per_branch[head]

    def _take(self, sentence: Sentence) -> None:
        if self._repeats(sentence):
            return
        self.taken.append(sentence)
        self.used.update(span(sentence, SAID))
        self.per_post[sentence.post.number] += 1
        self.per_voice[sentence.post.voice] += 1
        self.per_branch[sentence.post.head.number if sentence.post.head else 0] += 1

    def _repeats(self, sentence: Sentence) -> bool:
        for taken in self.taken:
            shared = len(taken.words & sentence.words)
            if 2 * shared > len(taken.words | sentence.words):
                return True
        return False
