"""The prompts of a discussion, for those who run it (P37)."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from accounts.models import User
from core.markdown import render
from core.seams import Resolved
from forums.models import Discussion, Prompt
from forums.queries.resolving import resolved


@dataclass(frozen=True)
class Queue:
    """What is going to be asked in a discussion, and what was."""

    discussion: Discussion
    waiting: list[Prompt]  # in their order, each with its `html`
    put: list[Prompt]  # the latest first

    @property
    def takes_more(self) -> bool:
        return not self.is_over and len(self.waiting) < Prompt.MOST

    @property
    def is_over(self) -> bool:
        """Whether nothing is going to be asked any more, as far as anybody knows."""
        return self.discussion.opened_at is not None and not self.discussion.is_open

    @property
    def may_be_put(self) -> bool:
        """Whether one of them may be put just now."""
        return self.discussion.is_open and not self.discussion.is_paused


def queue_of(discussion: Discussion, reader: Any) -> Queue:
    """For `reader`, who runs the discussion. One query."""
    found = list(discussion.prompts.readable_by(reader).select_related("by", "post"))
    waiting: list[Any] = [prompt for prompt in found if prompt.is_queued]
    for prompt in waiting:
        prompt.html = render(prompt.markdown)
    put = [(prompt.post.created_at, prompt) for prompt in found if prompt.post]
    return Queue(discussion, waiting, [prompt for _at, prompt in sorted(put, key=itemgetter(0), reverse=True)])


def texts_of(discussion: Discussion, reader: Any) -> list[str]:
    """What was asked, as far as it stands and `reader` may read it, and what waits: as much as may wait in another one.

    In the order of the queue. For whoever runs the discussion.
    """
    found = discussion.prompts.readable_by(reader).filter(post__deleted_at=None).select_related("post")
    return [prompt.post.markdown if prompt.post else prompt.markdown for prompt in found[: Prompt.MOST]]


def resolve_prompts(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Prompt.objects.visible_to(reader).filter(pk__in=ids).select_related("discussion__space__community")
    return {prompt.pk: resolved(prompt, prompt.discussion) for prompt in found}


def export_prompts(person: User) -> dict[str, Any]:
    """What `person` wrote to be put later; of what was put, its number, because the words are in the post."""
    written = Prompt.objects.filter(by=person).select_related("discussion", "post").order_by("pk")
    return {
        "prompts": [
            {
                "discussion": prompt.discussion.title,
                "text": prompt.markdown,
                "at": prompt.written_at.isoformat(),
                "release_at": prompt.release_at and prompt.release_at.isoformat(),
                "number": prompt.post and prompt.post.number,
            }
            for prompt in written
        ]
    }
