"""A post as a quotation in the answer to it, and where its words are found once it is removed (decision 19)."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import ActionItem, Charter, CharterRevision, Statement, StatementRevision
from forums.models import (
    AnonymousQuestion,
    Closing,
    Discussion,
    FormerPlace,
    Grouping,
    HeldPost,
    Move,
    Post,
    PostRevision,
    PrivateNote,
    Promotion,
    Prompt,
    SavedReply,
    Subgroup,
    Unsent,
)
from forums.models.wording import QUOTES, QUOTING
from forums.queries.files import with_links_to_images
from forums.queries.numbers import numbers_of
from library.models import Item

SIGNS = re.compile(r"([\\`*_{}\[\]()<>#~|!])")
SAID_BY = re.compile(r"^((?:> ?)+)\*\*.+?\*\*(?=[^\n*]*\[#\d+\]\(/p/(\d+)/\)\W*$)", re.MULTILINE)
_MOST_LISTED = 50  # posts in which the words of another are shown to stand


def quotation_of(post: Post) -> str:
    """What `post` says itself as a Markdown quotation, beneath a line that names its writer and leads to it."""
    name = SIGNS.sub(r"\\\1", post.writer)
    said_by = _("%(name)s in %(post)s:") % {
        "name": f"**{name}**",
        "post": f"[#{post.number}]({post.get_absolute_url()})",
    }
    lines = [said_by, "", *with_links_to_images(_own_words(post.markdown), post).split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _own_words(markdown: str) -> str:
    """A text without what it quotes itself, unless it says nothing else."""
    own = "\n".join(line for line in markdown.split("\n") if not line.startswith(">")).strip("\n")
    return own if own.strip() else markdown.strip("\n")


def without_names(markdown: str, posts: Container[int], name: str) -> str:
    """`markdown` with `name` above its quotations of these `posts`, as whomever their writer was called then."""
    return SAID_BY.sub(lambda line: f"{line[1]}**{name}**" if int(line[2]) in posts else line[0], markdown)


def quoting(post: Post) -> Q:
    """The posts of its community that quote `post`, or did before an edit, wherever they or it have gone since."""
    holding = QUOTING & Q(markdown__contains=link_to(post))  # two indexes of the texts that quote anything
    said = Post.objects.filter(holding).order_by().values("pk")
    before = PostRevision.objects.filter(holding).order_by().values("post")
    return Q(pk__in=said.union(before), discussion__space__community=post.discussion.space.community_id)


class Words(NamedTuple):
    """Where in a row people may quote a post, and whose row it is."""

    community: str  # the way from the row to its community
    discussion: str  # and to the discussion in which it is seen; empty where there is none
    columns: dict[str, str]  # {column of Markdown: column of its HTML, or nothing}
    rises: tuple[str, ...] = ()  # the versions of the row
    beginning: tuple[str, ...] = ()  # a column of Markdown, and that of its first words


def _in_discussion(way: str, *columns: str, rises: tuple[str, ...] = ()) -> Words:
    return Words(f"{way}__space__community", way, dict.fromkeys(columns, ""), rises)


# All that people write in Markdown, but for posts, closings, what is not sent yet and charters, which have ways of
# their own.
ELSEWHERE: dict[type[Model], Words] = {
    Discussion: Words(
        "space__community",
        "pk",
        {"question": "", "difficulties": "", "guidelines": "guidelines_html"},
        ("plan_version",),
        ("question", "excerpt"),
    ),
    HeldPost: _in_discussion("discussion", "markdown", rises=("version",)),
    Prompt: _in_discussion("discussion", "markdown", rises=("version",)),
    Move: _in_discussion("discussion", "difficulties"),
    Grouping: _in_discussion("discussion", "task"),
    Subgroup: _in_discussion("grouping__discussion", "task"),
    PrivateNote: Words("closing__discussion__space__community", "closing__discussion", {"markdown": "html"}),
    AnonymousQuestion: Words("space__community", "", {"markdown": ""}),
    SavedReply: Words("community", "", {"markdown": ""}, ("version",)),
    ActionItem: Words("community", "", {"details": "details_html"}, ("version",)),
    Statement: Words("community", "", {"markdown": "html"}, ("version",)),
}


def repeating(model: type[Model], post: Post) -> QuerySet[Any]:
    """The rows of `model`, of the community of `post`, in which somebody quotes it or leads to it."""
    words = ELSEWHERE[model]
    holding = reduce(or_, (Q(**{f"{column}__contains": link_to(post)}) for column in words.columns))
    return model._base_manager.filter(holding, **{words.community: post.discussion.space.community_id})


def revisions_repeating(post: Post) -> QuerySet[StatementRevision]:
    """What statements said before a correction, which is kept as HTML alone."""
    around = {"statement__community": post.discussion.space.community_id}
    return StatementRevision.objects.filter(html__contains=f'"/p/{post.pk}/"', **around)


def charters_repeating(post: Post) -> QuerySet[Charter]:
    """That of its community, where its guidelines quote `post` or lead to it."""
    return Charter.objects.filter(community=post.discussion.space.community_id, guidelines__contains=link_to(post))


def charter_revisions_repeating(post: Post) -> QuerySet[CharterRevision]:
    """What was agreed on at some time, as far as its guidelines did."""
    revisions = CharterRevision.objects.filter(community=post.discussion.space.community_id)
    return revisions.annotate(agreed=KT("content__guidelines")).filter(agreed__contains=link_to(post))


def items_repeating(post: Post) -> QuerySet[Item]:
    """What the libraries of its community keep that quotes `post` or leads to it, as closings do."""
    return Item.objects.filter(markdown__contains=link_to(post), space__community=post.discussion.space.community_id)


def items_keeping(post: Post) -> QuerySet[Item]:
    """What a library keeps of `post` itself."""
    return Item.objects.filter(pk__in=Promotion.objects.filter(post=post).values("item"))


def unsent_quoting(post: Post) -> QuerySet[Unsent]:
    """What quotes `post` and nobody has sent yet."""
    community = post.discussion.space.community_id
    around = Q(space__community=community) | Q(discussion__space__community=community)
    around |= Q(post__discussion__space__community=community)
    return Unsent.objects.holding(link_to(post)).filter(around)


def closings_citing(post: Post) -> QuerySet[Closing]:
    """Published and drafted ones of its community that cite `post` or lead to it, or did before a correction."""
    link = link_to(post)
    around = Closing.objects.filter(discussion__space__community=post.discussion.space.community_id)
    leading = Q(summary__contains=link) | Q(revisions__summary__contains=link)
    is_there = Q(drafted_at__isnull=False) | Q(published_at__isnull=False)  # of a line nothing is drafted
    found = around.filter(is_there, Q(discussion__in=numbers_of(post)) | leading)
    return found.select_related("discussion__space__community").order_by("pk").distinct()


def discussions_repeating(post: Post) -> QuerySet[Discussion]:
    """Those in which the words of `post` may stand once more: all that blanking them may change."""
    found: list[QuerySet[Any, Any]] = [Post.objects.filter(quoting(post)).order_by().values("discussion")]
    found.append(closings_citing(post).order_by().values("discussion"))
    found += [unsent_quoting(post).order_by().values(way) for way in ("discussion", "post__discussion")]
    found += [
        repeating(model, post).order_by().values(words.discussion)
        for model, words in ELSEWHERE.items()
        if words.discussion
    ]
    return Discussion.objects.filter(Q(pk=post.discussion_id) | Q(pk__in=found[0].union(*found[1:])))


def link_to(post: Post) -> str:
    return f"{QUOTES}{post.pk}/)"


def quoting_any_of(person: User) -> Q:
    """The posts above whose quotations `person` may be named: where they wrote, or where such a post has gone since."""
    wrote = Post.objects.filter(author=person)
    there = Discussion.objects.filter(
        Q(pk__in=wrote.order_by().values("discussion"))
        | Q(former_places__in=FormerPlace.objects.filter(post__author=person))
    )
    around = Q(discussion__in=there.values("pk")) | Q(former_places__discussion__in=there.values("pk"))
    return around & (Q(markdown__contains=QUOTES) | Q(revisions__markdown__contains=QUOTES))


@dataclass(frozen=True)
class Traces:
    """Where the words of a post stand besides the post itself, as far as Copse can tell."""

    posts: list[Post]  # that quote it and stand
    closings: list[Closing]  # that cite it and are published
    drafts: list[Closing]  # that cite it and wait for a person
    items: list[Item]  # of libraries, which keep it or cite it

    @property
    def are_any(self) -> bool:
        return bool(self.posts or self.closings or self.drafts or self.items)


def traces_of(post: Post, reader: Any) -> Traces:
    """As far as `reader` may see them. Four queries."""
    posts = Post.objects.visible_to(reader).standing().filter(quoting(post), markdown__contains=link_to(post))
    items = Item.objects.visible_to(reader).filter(
        Q(pk__in=items_repeating(post).values("pk")) | Q(pk__in=items_keeping(post).values("pk"))
    )
    posts = posts.select_related("author", "sender", "discussion").order_by("discussion", "number").distinct()
    citing = Q(citations__post=post) | Q(summary__contains=link_to(post))
    closings = list(
        Closing.objects.shown_to(reader).filter(citing, pk__in=closings_citing(post).order_by().values("pk"))
    )
    return Traces(
        list(posts[:_MOST_LISTED]),
        [closing for closing in closings if closing.published_at],
        [closing for closing in closings if closing.published_at is None],
        list(items.select_related("space__community").order_by("pk")[:_MOST_LISTED]),
    )
