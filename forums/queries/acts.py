"""What one reader may do with one post, beyond answering, quoting and editing it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.rules import may_block
from communities.models import Role
from communities.rules import role_in
from forums.models import Bookmark, Post, Reaction
from forums.queries.reactions import reactions_of
from forums.rules import may_accept, may_keep_post, may_react, may_remove, may_report, may_run


@dataclass(frozen=True)
class Acts:
    """What stands behind “More” beneath a post that stands; `post` comes with its author and its discussion's space."""

    post: Post
    person: Any
    role: Role | None
    mine: frozenset[str] = frozenset()  # what they said to it without words

    @property
    def is_own(self) -> bool:
        return self.post.author_id is not None and self.post.author_id == self.person.pk

    @property
    def may_keep(self) -> bool:
        """Whether they may keep it in the library; who does so a second time is led to what there is."""
        return may_keep_post(self.person, self.post, role=self.role)

    @property
    def may_report(self) -> bool:
        return may_report(self.person, self.post)

    @property
    def may_block(self) -> bool:
        """Whom nobody has an account behind, nobody blocks."""
        return self.post.author is not None and may_block(self.person, self.post.author)

    @property
    def may_mend(self) -> bool:
        """A question without a name, which its author cannot change."""
        return self.post.is_anonymous and self.post.discussion.is_open and self.may_run

    @property
    def may_remove(self) -> bool:
        """The question stays; one's own post goes as long as the discussion is open."""
        is_late = not self.post.discussion.is_open and not self.may_run
        return self.post.number != 1 and not is_late and may_remove(self.person, self.post, role=self.role)

    @cached_property
    def may_run(self) -> bool:
        return may_run(self.person, self.post.discussion, role=self.role)

    @property
    def may_steer(self) -> bool:
        """Whether they may do something to the line that it begins."""
        return self.may_run and self.post.number != 1 and self.post.kind != Post.Kind.POINTER

    @cached_property
    def marks(self) -> set[str]:
        """The kinds of what is said of that line."""
        return set(self.post.line_marks.in_force().values_list("kind", flat=True))

    @cached_property
    def may_react(self) -> bool:
        return may_react(self.person, self.post, role=self.role)

    @property
    def reactions(self) -> list[tuple[Reaction.Kind, bool]]:
        """What can be said without words, and whether they have said it."""
        return [(kind, kind in self.mine) for kind in Reaction.Kind]

    @cached_property
    def may_accept(self) -> bool:
        return may_accept(self.person, self.post, role=self.role)

    @property
    def is_answer(self) -> bool:
        return self.post.discussion.answer_id == self.post.pk

    @property
    def may_bookmark(self) -> bool:
        """As in `rules.may_bookmark`: they see it, because the page is there."""
        return bool(self.person.is_authenticated)

    @cached_property
    def is_kept(self) -> bool:
        return Bookmark.objects.visible_to(self.person).filter(post=self.post).exists()

    @property
    def are_any(self) -> bool:
        is_more = self.post.edited_at is not None or bool(self.post.reacted)
        return is_more or self.person.is_authenticated


def acts_of(post: Post, person: Any) -> Acts:
    mine = reactions_of(person, [post]).get(post.pk, frozenset())
    return Acts(post, person, role_in(person, post.space), mine)
