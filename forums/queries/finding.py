"""Finding what was said in one discussion: by words, by who said it, or both."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from accounts.queries import blocked_by
from core.markdown.plain_text import plain_text
from forums.models import Discussion, Post
from forums.models.wording import WORDS

PER_PAGE = 20
IN_SHORT = 240
_STOPS = " .!?…"
_LOOKED_AT = 40  # of both ends of what is shown, to see whether more stands there

# What no text holds once it is stored stands for the marks until the text is escaped.
_BEGIN, _END = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_BEGIN}{_END}]")
_HEADLINES = """
    SELECT ts_headline(%s::regconfig, said, websearch_to_tsquery(%s::regconfig, %s), %s)
    FROM unnest(%s::text[]) WITH ORDINALITY AS texts(said, at) ORDER BY at
"""
_OPTIONS = f'StartSel={_BEGIN}, StopSel={_END}, MaxFragments=2, MaxWords=22, MinWords=10, FragmentDelimiter=" … "'


@dataclass(frozen=True)
class Found:
    """Up to PER_PAGE posts in the order of the thread, each with the words around what was sought."""

    posts: list[tuple[Post, SafeString]]
    after: str  # the position to ask the next page with; empty where there is none


def posts_found(discussion: Discussion, reader: Any, *, words: str, by: User | None, after: str = "") -> Found:
    """Posts that stand there, hold all `words` (accents and English endings do not count) and are `by` somebody.

    Without what `reader` wants to read nothing of. Two queries, along an index of the words or of the thread.
    """
    posts = discussion.posts.standing().filter(path__gt=after).select_related("author", "sender")
    if words:
        sought = SearchQuery(words, config=WORDS, search_type="websearch")
        posts = posts.annotate(words=SearchVector("html", config=WORDS)).filter(words=sought)
    if by:
        posts = posts.filter(author=by)
    if folded := blocked_by(reader):
        posts = posts.exclude(author__in=folded, kind=Post.Kind.CONTRIBUTION)
    rows = list(posts.defer("markdown").order_by("path")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Found(list(zip(shown, _said(shown, words), strict=True)), shown[-1].path if len(rows) > PER_PAGE else "")


def writer_there(discussion: Discussion, handle: str) -> User | None:
    """Of whom something stands in the discussion, by their handle."""
    return User.objects.filter(handle=handle, pk__in=discussion.posts.standing().order_by().values("author")).first()


def _said(posts: list[Post], words: str) -> list[SafeString]:
    texts = [_MARKS.sub("", " ".join(plain_text(post.html).split())) for post in posts]
    if not words or not texts:
        return [escape(text if len(text) <= IN_SHORT else f"{text[:IN_SHORT].rstrip()}…") for text in texts]
    # PostgreSQL would take what looks like a tag out.
    texts = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in texts]
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, [WORDS, WORDS, words, _OPTIONS, texts])
        return [_marked(said, text) for (said,), text in zip(cursor, texts, strict=True)]


def _marked(said: str, text: str) -> SafeString:
    """What is said of a text, both with entities for what could be markup; the last stop is put back."""
    begins, ends = (_MARKS.sub("", part) for part in (said[:_LOOKED_AT], said[-_LOOKED_AT:]))
    whole = text.rstrip(_STOPS)
    before = "" if text.startswith(begins) else "… "
    behind = text[len(whole) :] if whole.endswith(ends.rstrip(_STOPS)) else " …"
    shown = f"{before}{said.rstrip(_STOPS)}{behind}"
    return mark_safe(shown.replace(_BEGIN, "<mark>").replace(_END, "</mark>"))
