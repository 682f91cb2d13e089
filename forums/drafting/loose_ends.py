"""What stays open: questions without an answer, announcements without a sequel, objections left alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from forums.drafting import cues
from forums.drafting.differing import objects
from forums.drafting.reading import Post, Sentence, Thread
from forums.drafting.shapes import Mark


@dataclass(frozen=True)
class LooseEnd:
    sentence: Sentence
    mark: Mark
    strength: float


def loose_ends(thread: Thread, most: int) -> list[LooseEnd]:
    found = [end for post in thread.posts for end in _of_post(post, thread)]
    found.sort(key=lambda end: (-end.strength, end.sentence.post.number, end.sentence.index))
    return sorted(found[:most], key=lambda end: (thread.place[end.sentence.post.number], end.sentence.index))


def _of_post(post: Post, thread: Thread) -> Iterator[LooseEnd]:
    heeded = 0.2 * min(5, post.given.reactions) + (0.3 if post.given.is_team else 0)
    asked = [s for s in post.sentences if s.is_question and len(s.words) > 2 and not post.given.is_poll]
    for sentence in asked:
        is_last = sentence is post.sentences[-1]
        if not sentence.ends_block and any(not any(answer.quoted) for answer in post.answers):
            continue  # A question that its writer goes on to answer, as far as one can tell.
        if not _is_answered(sentence, len(asked), thread):
            alone = 1.0 if not post.answers else 0.5
            yield LooseEnd(sentence, Mark.UNANSWERED, 1 + alone + heeded + (0.5 if is_last else 0))
    for sentence in post.sentences:
        if not sentence.is_question and cues.ANNOUNCEMENT.search(sentence.text) and not _has_sequel(sentence, thread):
            yield LooseEnd(sentence, Mark.ANNOUNCED, 1.2 + heeded)
    objection = objects(post) if post.parent and post is not thread.opening and not post.answers else None
    if objection and not _has_later(post, thread):
        yield LooseEnd(objection, Mark.OBJECTION, 0.8 + heeded)


def _is_answered(question: Sentence, asked: int, thread: Thread) -> bool:
    """Whether somebody else took the question up.

    Whoever quotes it does. A reply that quotes other passages does not. A reply that quotes nothing
    does when there was little else to reply to, or when it shares the question's telling words; and
    so does a later post of the same branch that shares several of them.
    """
    post = question.post
    if question.quoted_by:
        return True
    about = thread.telling(question.words)
    stated = sum(not (s.is_question or s.is_courtesy) for s in post.sentences)
    for answer in post.answers:
        if any(answer.quoted):
            continue
        if stated <= asked == 1 or about & answer.words or not answer.sentences:
            return True
    if post is thread.opening and any(not any(other.quoted) for other in thread.posts if other.voice != post.voice):
        return True
    for later in thread.posts:
        if later.number > post.number and later.voice != post.voice and later.head is post.head:
            shared = about & later.words
            if len(shared) >= (2 if later.is_beneath(post) else 3) and 3 * len(shared) >= len(about):
                return True
    return False


def _has_sequel(announcement: Sentence, thread: Thread) -> bool:
    """Whether the same person came back to it: with a link, or with its telling words."""
    post = announcement.post
    about = thread.telling(announcement.words)
    return any(
        later.number > post.number and later.voice == post.voice and (later.own.links or about & later.words)
        for later in thread.posts
    )


def _has_later(post: Post, thread: Thread) -> bool:
    """Whether the one who was contradicted spoke again in that branch."""
    return post.parent is not None and any(
        later.number > post.number and later.voice == post.parent.voice and later.head is post.head
        for later in thread.posts
    )
