"""Where people saw things differently: found by who goes back and forth with whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from forums.drafting import cues
from forums.drafting.reading import Post, Sentence, Thread
from forums.drafting.weighing import best_sentence, rated_sentences, weight_of_post

_ENOUGH = 0.75


@dataclass(frozen=True)
class Exchange:
    """Two people's sentences that stand against each other."""

    view: Sentence
    answer: Sentence
    strength: float


def exchanges(thread: Thread, most: int) -> list[Exchange]:
    """The clearest ones, one for each pair of people in a branch, in the order they were held."""
    found = [exchange for post in thread.posts for exchange in _exchange(post, thread)]
    found.sort(key=lambda e: (-e.strength, e.answer.post.number))
    kept: dict[tuple[Post | None, frozenset[str]], Exchange] = {}
    for exchange in found:
        pair = frozenset((exchange.view.post.voice, exchange.answer.post.voice))
        kept.setdefault((exchange.answer.post.head, pair), exchange)
    chosen = list(kept.values())[:most]
    return sorted(chosen, key=lambda e: thread.place[e.answer.post.number])


def objects(post: Post) -> Sentence | None:
    """The sentence that says so, where a post says in so many words that it sees things differently."""
    return next((s for s in post.sentences if not s.is_question and cues.OBJECTION.search(s.text)), None)


def _exchange(post: Post, thread: Thread) -> Iterator[Exchange]:
    parent = post.parent
    if parent is None or parent.voice == post.voice or post.given.kind != "contribution":
        return
    strength = _back_and_forth(post, thread) + _tone(post)
    answer, view = _sides(post, parent)
    if view is None or answer is None or view.is_question or answer.is_question:
        return
    if parent is thread.opening:
        strength -= 0.4
    elif thread.opening and thread.opening.voice in (post.voice, parent.voice):
        strength -= 0.3  # Who asked and who helps go back and forth without a difference.
    if _may_answer(post, parent):
        strength -= 0.3
    if any(post.quoted):
        strength += 0.3
    if cues.OBJECTION.search(view.text):
        strength += 0.3
    if strength >= _ENOUGH:
        # Among clear exchanges those count more that others found worth their time.
        yield Exchange(view, answer, strength + 0.2 * (weight_of_post(post) + weight_of_post(parent)))


def _may_answer(post: Post, parent: Post) -> bool:
    """Whether it may be the answer to a question; a reply that quotes other passages is not."""
    questions = [sentence for sentence in parent.sentences if sentence.is_question]
    return any(not any(post.quoted) or post.voice in question.quoted_by for question in questions)


def _back_and_forth(post: Post, thread: Thread) -> float:
    """How long the same two people have answered each other around this reply: A, B, A, B …"""
    pair = {post.voice, post.parent.voice} if post.parent else {post.voice}
    turns, at = 0, post
    while at.parent and at.parent is not thread.opening and at.parent.voice in pair and at.parent.voice != at.voice:
        turns, at = turns + 1, at.parent
        if turns >= 6:
            break
    at = post
    while turns < 6 and (back := next((r for r in at.replies if r.voice in pair and r.voice != at.voice), None)):
        turns, at = turns + 1, back
    return (0.0, 0.0, 0.45, 0.8, 0.95, 1.05, 1.1)[turns]


def _tone(post: Post) -> float:
    """What the words add, in the languages that the cues know; nothing in others."""
    opening = post.sentences[:3]
    tone = 0.0
    if objects(post):
        tone += 1.0
    if any(cues.CONTRAST.match(sentence.text) for sentence in opening):
        tone += 0.5
    if opening and (cues.AGREEMENT.match(opening[0].text) or opening[0].is_courtesy):
        tone -= 0.4
    return tone


def _sides(post: Post, parent: Post) -> tuple[Sentence | None, Sentence | None]:
    """What was said and what was held against it: by quotation where there is one, else by weight."""
    said_no = objects(post)
    candidates = [said_no] if said_no else [sentence for _, sentence in rated_sentences(post)]
    for answer in candidates:
        if answer.replies_to is not None and (view := post.quoted[answer.replies_to]):
            return answer, view
    return (candidates[0] if candidates else None), best_sentence(parent)
