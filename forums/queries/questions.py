"""What a discussion asks."""

from forums.models import Discussion, Post


def question_of(discussion: Discussion) -> str:
    """As it reads now, in Markdown: in the plan until it opens, then in its first post; nothing where that was removed.

    At most one query. What an archive brought asks nothing.
    """
    if discussion.opened_at is None:
        return discussion.question
    asked = discussion.posts.standing().filter(number=1, kind=Post.Kind.PROMPT)
    return asked.values_list("markdown", flat=True).first() or ""
