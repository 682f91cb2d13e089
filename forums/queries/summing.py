"""What lies before the person who sums up a discussion on its way (P46)."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation

from core.markdown import plain
from forums.drafting import draft_closing, link_citations, to_markdown
from forums.models import Discussion, Post
from forums.queries.closings import contributions
from forums.queries.questions import question_of

_MOST = 40  # posts that are shown
_SAID = 200  # characters of each


def posts_since(discussion: Discussion, number: int) -> int:
    """How many posts came after that one. No query as long as every number stands there."""
    if not discussion.gap_count:
        return discussion.last_number - number
    return discussion.posts.said().filter(number__gt=number).count()


def with_unsummed(found: QuerySet[Discussion]) -> QuerySet[Discussion]:
    """With `summed_up_to`, the number of the last summary so far or 0, and `unsummed`, the posts that came after it."""
    summaries = Post.objects.summing_up(OuterRef("pk"))
    latest = Subquery(summaries.order_by("-number").values("number")[:1])
    since = Post.objects.said().filter(discussion=OuterRef("pk"), number__gt=OuterRef("summed_up_to"))
    counted = Subquery(since.order_by().values("discussion").values(count=Count("pk")))
    there = F("last_number") - F("summed_up_to")
    unsummed = Case(When(gap_count=0, then=there), default=Coalesce(counted, 0))
    return found.annotate(summed_up_to=Coalesce(latest, 0)).annotate(unsummed=unsummed)


@dataclass(frozen=True)
class SoFar:
    """The latest summary, or None, and the posts that came after it, oldest first."""

    summary: Post | None
    posts: list[Post]
    left_out: bool  # whether earlier ones of them are not shown

    @property
    def words(self) -> list[tuple[Post, str]]:
        """Each post with how it begins."""
        return [(post, plain(post.html, _SAID)) for post in self.posts]


def so_far(discussion: Discussion) -> SoFar:
    """Two queries."""
    posts = discussion.posts.standing().select_related("author", "sender").order_by("-number")
    summary = posts.filter(pk__in=Post.objects.summing_up(discussion)).first()
    since = list(posts.filter(number__gt=summary.number if summary else 1)[: _MOST + 1])
    return SoFar(summary, since[:_MOST][::-1], left_out=len(since) > _MOST)


def summary_drafted(discussion: Discussion, *, after: int) -> str:
    """What the drafting of closings makes of the posts after that number, as Markdown that links to them."""
    with translation.override(discussion.space.community.language):
        said = contributions(discussion, after=after)
        text = to_markdown(draft_closing(discussion.title, question_of(discussion), discussion.objective, said))
    ids = discussion.posts.filter(number__in=[one.number for one in said]).values_list("number", "pk")
    return link_citations(text, {number: reverse("forums:post", args=[pk]) for number, pk in ids})
