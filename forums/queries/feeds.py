"""What a feed of a discussion, a space or communities holds for one reader, as they may see it at that moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import blocked_by
from communities.models import Community, Space
from core import seams
from forums.models import Closing, Discussion, FeedKey, Post
from forums.models.feeds import digest_of

MOST = 30


@dataclass(frozen=True)
class Item:
    """One entry. `name` knows it again, whatever it is called and wherever it has gone by now."""

    name: str
    title: str
    url: str
    html: str  # finished when it was written
    author: str
    at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    name: str
    title: str
    about: str
    url: str  # of the page that it follows
    began_at: datetime
    items: list[Item]

    @property
    def updated_at(self) -> datetime:
        return max((item.updated_at for item in self.items), default=self.began_at)


def feed_of_discussion(discussion: Discussion, reader: Any) -> Feed:
    """Its newest posts, without what was removed and what `reader` wants to read nothing of. One query, or two."""
    posts = discussion.posts.standing().select_related("author", "sender").order_by("-number")
    folded = blocked_by(reader)
    posts = posts.exclude(author__in=folded, kind=Post.Kind.CONTRIBUTION) if folded else posts
    items = [
        Item(
            name=post.get_absolute_url(),
            title=_("Post %(number)s by %(name)s") % {"number": post.number, "name": post.writer},
            url=post.get_absolute_url(),
            html=post.html,
            author=post.writer,
            at=post.created_at,
            updated_at=post.edited_at or post.created_at,
        )
        for post in posts[:MOST]
    ]
    began_at = discussion.opened_at or discussion.created_at
    url = discussion.get_absolute_url()
    return Feed(f"/d/{discussion.pk}/", discussion.title, discussion.excerpt, url, began_at, items)


def feed_of_space(space: Space, reader: Any) -> Feed:
    title, url = f"{space.name} · {space.community.name}", space.get_absolute_url()
    news = _news(reader, Q(space=space))
    return Feed(f"/spaces/{space.pk}/", title, _purpose(space.community, reader), url, space.created_at, news)


def feed_of_community(community: Community, reader: Any) -> Feed:
    """What opened and what was learned, in all its spaces that `reader` may read."""
    news = _news(reader, Q(space__community=community))
    name, url = f"/communities/{community.pk}/", community.get_absolute_url()
    return Feed(name, community.name, _purpose(community, reader), url, community.created_at, news)


def _purpose(community: Community, reader: Any) -> str:
    is_shown = Community.objects.purpose_shown_to(reader).filter(pk=community.pk).exists()
    return community.summary if is_shown else ""


def feed_of_person(reader: User, since: datetime) -> Feed:
    """The same of all the spaces where they belong."""
    own = {space for _person, _community, space in seams.own_spaces([reader.pk]) if space}
    return Feed("/feeds/", _("Your communities in Copse"), "", "/", since, _news(reader, Q(space__in=own)))


def spaces_with_feeds(reader: User) -> QuerySet[Space]:
    """Where they belong and read, by community."""
    own = {space for _person, _community, space in seams.own_spaces([reader.pk]) if space}
    spaces = Space.objects.visible_to(reader).filter(pk__in=own).select_related("community")
    return spaces.order_by("community__name", "community", "position", "pk")


def _news(reader: Any, within: Q) -> list[Item]:
    """The newest of what opened there and what it came to. Two queries."""
    discussions = Discussion.objects.visible_to(reader).whole().filter(within, opened_at__isnull=False)
    discussions = discussions.filter(introductions_of=None)
    among = Discussion.objects.visible_to(reader).filter(within).order_by().values("pk")
    closings = Closing.objects.published().filter(branch=None, discussion__in=among)
    items = [*_opened(discussions), *_learned(closings)]
    return sorted(items, key=lambda item: item.at, reverse=True)[:MOST]


def _opened(discussions: QuerySet[Discussion]) -> Iterable[Item]:
    question = Post.objects.standing().filter(discussion=OuterRef("pk"), number=1).values("html")[:1]
    found = discussions.select_related("planned_by").annotate(question_html=Subquery(question))
    newest: Any = found.order_by("-opened_at", "-pk")[:MOST]
    for each in newest:
        author = each.planned_by.name if each.planned_by else _("A member") if each.is_unsigned else ""
        url, opened_at = each.get_absolute_url(), each.opened_at
        name = f"/d/{each.pk}/opened"
        yield Item(name, each.title, url, each.question_html or "", author, opened_at, opened_at)


def _learned(closings: QuerySet[Closing]) -> Iterable[Item]:
    found = closings.select_related("discussion", "published_by")
    newest: Any = found.order_by("-published_at", "-pk")[:MOST]
    for each in newest:
        yield Item(
            name=f"/d/{each.discussion_id}/closing/{each.pk}",
            title=_("What we learned: %(title)s") % {"title": each.discussion.title},
            url=each.get_absolute_url(),
            html=each.summary_html,
            author=each.published_by.name if each.published_by else "",
            at=each.published_at,
            updated_at=each.corrected_at or each.published_at,
        )


def key_of(token: str) -> FeedKey | None:
    """The key that `token` is, with its person; None once they made another, gave it back or left."""
    present = User.objects.present().values("pk")
    return FeedKey.objects.select_related("person").filter(digest=digest_of(token), person__in=present).first()


def key_held_by(person: User) -> FeedKey | None:
    return FeedKey.objects.filter(person=person).first()


def export_feed_key(person: User) -> dict[str, Any]:
    """Whether `person` has private feeds; the key itself is kept by nobody but them."""
    key = key_held_by(person)
    return {"feed_key": {"made_at": key.made_at.isoformat()} if key else {}}
