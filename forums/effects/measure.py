"""Refusing what is more than somebody whose account is new may say at once; `accounts.limits` has the numbers."""

import re
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import limits
from accounts.errors import TooMuchAtOnce
from accounts.models import User
from communities.models import Role, Space
from communities.rules import role_in
from core.locks import lock
from forums.effects.posts import Text, write_text
from forums.models import Asked, Asker, Discussion, HeldPost, Post

_LINK = re.compile(r'<a\b[^>]*\bhref="(?:https?:|mailto:)', re.IGNORECASE)


def require_measure_of_posts(actor: User, space: Space, text: Text, *, role: Role | None = None) -> None:
    """Raise TooMuchAtOnce where `actor` has said much in the last hour, or names and links much in this text.

    No query for whose account is not new. The others wait for each other in two windows at once. `role` is what they
    hold there, where that is known.
    """
    if _goes_free(actor, space, role=role):
        return
    _require_modest(text)
    lock(actor)
    said = Post.objects.filter(author=actor).order_by("-pk").values_list("created_at", flat=True)
    # What was let through is among the posts; what was turned down or taken back was written all the same.
    held = HeldPost.objects.filter(author=actor, is_opening=False).exclude(state=HeldPost.State.LET_THROUGH)
    kept = held.order_by("-pk").values_list("at", flat=True)
    most = limits.POSTS.number
    limits.require_within(limits.POSTS, sorted([*said[:most], *kept[:most]], reverse=True))


def require_measure_of_words(actor: User, space: Space, text: Text) -> None:
    """The same of a text that is changed."""
    if not _goes_free(actor, space):
        _require_modest(text)


def require_measure_of_discussions(actor: User, space: Space, question: str, submission: UUID) -> None:
    """The same of a plan, by what `actor` has planned in the last day; the same `submission` counts once."""
    if _goes_free(actor, space):
        return
    _require_modest(write_text(question, space=space, writer=actor))
    lock(actor)
    planned = Discussion.objects.whole().filter(planned_by=actor).exclude(submission=submission).order_by("-pk")
    limits.require_within(limits.DISCUSSIONS, planned.values_list("created_at", flat=True))


def require_measure_of_unnamed(actor: User, space: Space, html: str) -> None:
    """The same of a question without a name, by how many `actor`, who is locked, has sent in the last day."""
    if _goes_free(actor, space):
        return
    _require_few_links(html)
    asked = Asker.objects.filter(person=actor).order_by("-pk").values_list("at", flat=True)
    limits.require_within(limits.DISCUSSIONS, asked)


def require_measure_of_asking(actor: User, space: Space, number: int) -> None:
    """The same of putting a question to `number` more people, by how many `actor`, who is locked, asked in a day."""
    if _goes_free(actor, space):
        return
    asked = Asked.objects.filter(by=actor).order_by("-pk").values_list("at", flat=True)
    limits.require_within(limits.QUESTIONS, asked, also=number)


def _goes_free(actor: User, space: Space, *, role: Role | None = None) -> bool:
    """Whether nobody counts: no new account, one of the team here, or somebody of whom enough stands by now."""
    if not limits.is_new(actor):
        return True
    held = role_in(actor, space) if role is None else role
    if held is not None and held >= Role.FACILITATOR:
        return True
    standing = Post.objects.standing().filter(author=actor).order_by().values_list("pk")[: limits.STANDING_POSTS]
    return len(standing) >= limits.STANDING_POSTS


def _require_modest(text: Text) -> None:
    """Raise TooMuchAtOnce where a text names or links more than a new account may."""
    if len(text.named.addressed) > limits.MENTIONS_IN_A_POST:
        raise TooMuchAtOnce(
            _("Your account is new, so you can name at most %(number)d people in one post for now.")
            % {"number": limits.MENTIONS_IN_A_POST}
        )
    _require_few_links(text.html)


def _require_few_links(html: str) -> None:
    if len(_LINK.findall(html)) > limits.LINKS_IN_A_POST:
        raise TooMuchAtOnce(
            _("Your account is new, so one post of yours takes at most %(number)d links for now.")
            % {"number": limits.LINKS_IN_A_POST}
        )
