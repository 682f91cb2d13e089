"""How much a post and a sentence count: by what people did with them, never by their length."""

from collections.abc import Iterable
from math import log2

from forums.drafting import sentences
from forums.drafting.reading import Post, Sentence

# What a post opens with says most; domain measurements put first sentences far above central ones.
_BY_PLACE = (1.0, 0.8, 0.65, 0.55, 0.5)
_LATER = 0.4
SAID = 200  # columns of a quotation: what one takes in at a glance


def weight_of_post(post: Post) -> float:
    taken_up = len(post.answerers)
    quoted_by = len(set[str]().union(*(sentence.quoted_by for sentence in post.sentences)))
    weight = 1 + 0.6 * log2(1 + taken_up) + 0.6 * log2(1 + max(0, post.given.reactions))
    weight += 0.3 * log2(1 + post.reach) + 0.3 * log2(1 + quoted_by)
    return weight + (1.5 if post.given.kind == "interim_summary" else 0)


def rated_sentences(post: Post) -> list[tuple[float, Sentence]]:
    """The sentences of a post that could stand for it, best first."""
    rated, place = [], 0
    for sentence in post.sentences:
        # Thanks and greetings do not use up the first places.
        by_place = max(_BY_PLACE[place] if place < len(_BY_PLACE) else _LATER, _after_quotation(sentence))
        rated.append((by_place * _fitness(sentence) + 0.5 * min(2, _picked_out(sentence)), sentence))
        place += not sentence.is_courtesy
    return sorted(rated, key=lambda pair: (-pair[0], pair[1].index))


def best_sentence(post: Post) -> Sentence | None:
    rated = rated_sentences(post)
    return rated[0][1] if rated else None


def _picked_out(sentence: Sentence) -> float:
    """Whoever quotes a few lines of code takes up the words that announce them."""
    after = sentence.post.sentences[sentence.index + 1 : sentence.index + 2]
    return max([sentence.picked_out, *(near.picked_out for near in after if near.is_code)])


def _after_quotation(sentence: Sentence) -> float:
    """Whoever answers between quotations opens anew after each, most of all after a question."""
    quoted = sentence.post.quoted[sentence.replies_to] if sentence.replies_to is not None else None
    if quoted is None:
        return 0
    # Without a question mark what somebody asks is mostly what they say last.
    asks = quoted.is_question or quoted is quoted.post.sentences[-1]
    return 0.8 + 0.2 * min(2, len(quoted.quoted_by)) + (0.2 if asks else 0)


def _fitness(sentence: Sentence) -> float:
    fitness = 0.2 if sentence.is_code else 1.0
    if sentence.is_courtesy:
        fitness *= 0.3
    if len(sentences.words(sentence.text)) < 4:
        fitness *= 0.3
    if max(map(len, sentence.text.split())) > 50:
        fitness *= 0.5  # An address or a path rather than a sentence.
    if sentence.is_question:
        fitness *= 0.6
    if sentence.is_heading:
        fitness *= 0.5
    elif not sentences.is_finished(sentence.text):
        fitness *= 0.85
    if announces_in_vain(sentence):
        fitness *= 0.4
    if sentence.text.startswith(("(", "[", "（", "*", "PS", "P.S", "P. S", "PD", "P.D")):
        fitness *= 0.6
    return fitness


def span(sentence: Sentence, limit: int) -> list[Sentence]:
    """The sentence, with the next ones where it would not stand alone; about `limit` columns."""
    taken = [sentence]
    for after in sentence.post.sentences[sentence.index + 1 :]:
        columns = sum(sentences.width(near.text) for near in taken)
        is_short = columns < 60 and after.block == sentence.block and not (after.is_question or sentence.quoted_by)
        if not (is_short and columns + sentences.width(after.text) <= limit) and not _lists(taken, after):
            break
        taken.append(after)
        if columns > limit:
            break
    return taken


def announces_in_vain(sentence: Sentence) -> bool:
    """Whether it ends in a colon and what it announces was left out: a quotation, code, a table."""
    return len(span(sentence, SAID)) == 1 and sentence.text.endswith((":", "："))


def _lists(taken: list[Sentence], after: Sentence) -> bool:
    is_next = not after.follows_gap and (after.replies_to is None or not after.begins_block)
    announces = taken[0].text.endswith((":", "：")) and is_next
    return announces and (len(taken) == 1 or (after.is_item and taken[1].is_item))


def passage(sentence: Sentence, limit: int) -> str:
    """The sentence in at most `limit` columns."""
    text = ""
    for near in span(sentence, limit):
        text += _joint(text, near) + near.text
    return sentences.trim(text.rstrip(":：") + "…" if text.endswith((":", "：")) else text, limit)


def passages(wanted: Iterable[Sentence], limit: int) -> str:
    """Sentences of one post in their order, each in at most `limit` columns; omissions are marked."""
    text, reached = "", -1
    for sentence in sorted(set(wanted), key=lambda s: s.index):
        if sentence.index < reached:
            continue
        if not text or (sentence.index == reached and not sentence.follows_gap):
            text += _joint(text, sentence)
        else:
            text += " " if text.endswith("…") else " … "
        text += passage(sentence, limit)
        reached = sentence.index + len(span(sentence, limit))
    return text


def _joint(text: str, following: Sentence) -> str:
    """What stands between two neighbours: a stroke where a line ended without any mark."""
    if not text:
        return ""
    if text[-1] in "。！？：、，" or (sentences.is_unspaced(text[-1]) and not following.is_item):
        return ""
    return " " if text[-1] in ":,;…" or sentences.is_finished(text) else " / "
