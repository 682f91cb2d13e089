"""What is said of the lines of a thread, around the posts that belong to them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.copse import CLOCK, local_time
from forums.models import LineMark
from forums.models.post import writer_name
from forums.queries.pages import DEEPEST_STEP
from forums.templatetags.folding import END, folds
from forums.templatetags.frames import Frame


class Lines:
    """The posts of one page, in the order of the thread, with what stands before and after them.

    A line that was set aside is folded; what is said of one that was closed stands beneath what this page has of it.
    The replies beneath a post may be folded by who reads them.
    """

    def __init__(self, posts: Sequence[Any], frame: Frame) -> None:
        self.before: dict[int, str] = defaultdict(str)
        self.after: dict[int, str] = {}
        self._ends: dict[int, list[tuple[int, int, str]]] = defaultdict(list)  # by place: what began there how deep
        for mark in frame.reader.marks:
            within = [place for place, post in enumerate(posts) if post.path.startswith(mark.path)]
            if not within:
                continue
            begins, ends = within[0], within[-1]
            if mark.kind == LineMark.Kind.OFF_TOPIC:
                self.before[posts[begins].number] += _begin_fold(mark, len(within), frame)
                self._ends[ends].append((begins, len(mark.path), _end_fold(mark, frame)))
            else:
                self._ends[ends].append((begins, len(mark.path), _closed(mark, frame)))
        for begins, ends, begin in folds(posts) if not frame.is_paper else ():
            self.after[posts[begins].number] = begin
            self._ends[ends].append((begins, len(posts[begins].path) + 1, END))
        for place, ends_here in self._ends.items():
            self.after[posts[place].number] = "".join(end for *_begun, end in sorted(ends_here, reverse=True))

    def around(self, post: Any, article: str) -> str:
        return self.before.get(post.number, "") + article + self.after.get(post.number, "")


def _begin_fold(mark: Any, count: int, frame: Frame) -> SafeString:
    return format_html(
        '<details class="fold fold--aside"{}><summary>{} <bdi>{}</bdi> · {} '
        '<span class="fold__show">{}</span></summary>',
        mark_safe(" open") if frame.is_paper else "",
        _("Off topic:"),
        mark.words,
        ngettext("%(count)s post", "%(count)s posts", count) % {"count": count},
        _("Show it"),
    )


def _end_fold(mark: Any, frame: Frame) -> SafeString:
    if not frame.reader.may_run:
        return mark_safe("</details>\n")
    address = f"{frame.post_address}{mark.post_id}/on-topic/"
    return format_html(
        '<p class="line-said no-print"><a href="{}">{}</a></p></details>\n', address, _("It is on topic after all")
    )


def _closed(mark: Any, frame: Frame) -> SafeString:
    step = min(mark.depth, DEEPEST_STEP)
    reopen = ""
    if frame.reader.may_run and frame.reader.discussion.is_open:
        address = f"{frame.post_address}{mark.post_id}/reopen/"
        reopen = format_html(' · <a class="no-print" href="{}">{}</a>', address, _("Reopen this branch"))
    return format_html(
        '<aside class="line-said line-said--closed{}"><p><b>{}</b> <bdi>{}</bdi></p>{}'
        '<p class="meta">{}, {}{}</p></aside>\n',
        f" line-said--{step}" if step else "",
        _("This branch from #%(number)s on is closed:") % {"number": mark.number},
        mark.words,
        format_html('<div class="prose">{}</div>', mark_safe(mark.statement)) if mark.statement else "",
        _("Closed by %(name)s") % {"name": writer_name(mark.by_name, mark.erased_at, None)},
        local_time(mark.at, CLOCK),
        reopen,
    )
