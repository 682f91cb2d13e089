"""The reactions beneath a post: how many there are, and for whom may react a button that says so or takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forums.models import Post, Reaction
from forums.templatetags.frames import Frame

register = template.Library()

Kind = Reaction.Kind

BUTTON = (
    '<button class="%(classes)s" form="react" formaction="%(address)s%(verb)s/%(kind)s/" aria-pressed="%(pressed)s"'
    ' aria-label="%(label)s">%(text)s</button>'
)


@dataclass(frozen=True)
class Said:
    labels: Mapping[str, str]  # {kind: "Helpful"}
    of_post: str


@cache
def _said(language: str | None) -> Said:
    return Said(
        labels={kind.value: escape(capfirst(kind.label)) for kind in Kind},
        of_post=escape(_("%(said)s: post %(number)s")),
    )


def bar(post: Any, frame: Frame) -> str:
    """Where nobody has reacted, to whom may react the first of them alone: the others stand behind “More”."""
    if frame.is_paper or post.kind in Post.SIGNS:
        return ""
    words = _said(get_language())
    if not frame.reader.may_react or frame.reader.wrote(post):
        said = _in_words(post.reacted, words)
        return f'<a class="post__act" href="{frame.post_address}{post.pk}/reactions/">{said}</a>' if said else ""
    shown = [kind for kind in Kind.values if kind in post.reacted] or [Kind.HELPFUL.value]
    mine = frame.reader.reacted.get(post.pk, ())
    return "".join(_button(post, kind, frame, words, is_mine=kind in mine) for kind in shown)


def _button(post: Any, kind: str, frame: Frame, words: Said, *, is_mine: bool) -> str:
    count = post.reacted.get(kind)
    text = f"{words.labels[kind]} {count}" if count else words.labels[kind]
    return BUTTON % {
        "classes": "chip" if count else "post__act",
        "address": f"{frame.post_address}{post.pk}/",
        "verb": "unreact" if is_mine else "react",
        "kind": kind,
        "pressed": "true" if is_mine else "false",
        "label": words.of_post % {"said": text, "number": post.number},
        "text": text,
    }


@register.filter
def in_words(reacted: Mapping[str, int]) -> str:
    """“Helpful 3 · I tried this 1”"""
    return _in_words(reacted, _said(get_language()))


def _in_words(reacted: Mapping[str, int], words: Said) -> str:
    return " · ".join(f"{words.labels[kind]} {reacted[kind]}" for kind in Kind.values if kind in reacted)
