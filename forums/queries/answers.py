"""The post that was taken as the answer to a question."""

from dataclasses import dataclass

from core.markdown import plain
from forums.models import Post
from forums.queries.readers import Reader

ACCEPTED = "post.accepted"  # what its author is told
IN_SHORT = 300


@dataclass(frozen=True)
class Answer:
    """`said` is how it begins, empty for whoever has blocked who wrote it."""

    post: Post
    said: str


def answer_of(reader: Reader) -> Answer | None:
    """As long as it stands in the discussion; no query where none was taken."""
    discussion = reader.discussion
    if discussion.answer_id is None:
        return None
    standing = Post.objects.standing().filter(pk=discussion.answer_id, discussion=discussion)
    post = standing.select_related("author", "sender").first()
    return post and Answer(post, "" if reader.folds(post) else plain(post.html, IN_SHORT))
