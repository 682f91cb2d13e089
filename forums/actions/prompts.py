"""Writing the questions that carry a discussion on, and putting them (P37)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import read_again
from communities.effects.life import hold_open
from communities.queries.audiences import Audience, audience_of
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.effects.order import put_at
from forums.effects.posts import finish_text
from forums.effects.prompts import may_be_signed, next_place
from forums.effects.prompts import put as put_now
from forums.effects.readers import require_no_more
from forums.errors import AuthorGone, DiscussionClosed, Paused, PromptPut, PromptStale, TooManyPrompts
from forums.models import Discussion, Post, Prompt
from forums.rules import may_run
from notifications.effects import withdraw

_TEAM = _("Moderators and leaders write the next questions here, and put them.")
_WAS_PUT = _("This question was put to the discussion meanwhile.")


@transaction.atomic
def queue_prompt(
    discussion: Discussion,
    *,
    actor: User,
    markdown: str,
    submission: UUID,
    release_at: datetime | None = None,
    readers: Audience | None = None,
) -> Prompt:
    """Write a question that is put later: by hand, or by itself at `release_at` (UTC). Only who may put it sees it.

    The same `submission` gives the prompt that it made before. `readers` are those for whom the page was made on which
    it was written; where more read the discussion at `release_at`, it waits for a hand. Raises NothingSaid,
    TextTooLong, ReadByMore, TooManyPrompts, DiscussionClosed and CommunityOver.
    """
    markdown, _html = finish_text(markdown)
    discussion = lock_discussion(discussion)
    require(may_run(actor, discussion), _TEAM)
    _require_to_come(discussion)
    require_no_more(readers, discussion.space)
    if earlier := discussion.prompts.filter(submission=submission).first():
        return earlier
    if discussion.prompts.queued().count() >= Prompt.MOST:
        raise TooManyPrompts(_("At most %(most)d questions wait here. Put one first, or throw one away.") % _MOST)
    prompt = Prompt.objects.create(
        discussion=discussion,
        submission=submission,
        position=next_place(discussion),
        **_written(markdown, actor, discussion, release_at),
    )
    record("prompt.queued", actor=actor, target=prompt)
    return prompt


_MOST = {"most": Prompt.MOST}


@transaction.atomic
def change_prompt(
    prompt: Prompt,
    *,
    actor: User,
    markdown: str,
    version: int,
    release_at: datetime | None = None,
    readers: Audience | None = None,
) -> Prompt:
    """Write a queued question anew. Whoever changes the words signs them, and whoever saves what nobody signs any more.

    Raises PromptPut, PromptStale when it was changed since `version` was read, and as `queue_prompt`.
    """
    markdown, _html = finish_text(markdown)
    prompt = _held(prompt)
    discussion = prompt.discussion
    require(may_run(actor, discussion), _TEAM)
    _require_to_come(discussion)
    _require_queued(prompt)
    if prompt.version != version:
        raise PromptStale(_("This question was changed meanwhile. Both texts are below; nothing is lost."))
    require_no_more(readers, discussion.space)
    signs = prompt.by if markdown == prompt.markdown and may_be_signed(prompt) else actor
    fields = _written(markdown, signs, discussion, release_at) | {"version": version + 1}
    for name, value in fields.items():
        setattr(prompt, name, value)
    prompt.save(update_fields=list(fields))
    withdraw(prompt._meta.label_lower, prompt.pk)
    record("prompt.changed", actor=actor, target=prompt)
    return prompt


def _written(markdown: str, by: User, discussion: Discussion, release_at: datetime | None) -> dict[str, Any]:
    readers = str(audience_of(discussion.space))
    return {
        "markdown": markdown,
        "by": by,
        "readers": readers,
        "release_at": release_at,
        "written_at": timezone.now(),
    }


@transaction.atomic
def move_prompt(prompt: Prompt, *, actor: User, place: int) -> bool:
    """Let a queued question stand at `place`, counted from 0; there already, it stays. Returns whether it moved.

    Raises PromptPut, CommunityOver, and Gone when it was thrown away meanwhile.
    """
    prompt = _held(prompt)
    require(may_run(actor, prompt.discussion), _TEAM)
    hold_open(prompt.discussion.space.community)
    _require_queued(prompt)
    return put_at(prompt, prompt.discussion.prompts.queued(), place)


@transaction.atomic
def drop_prompt(prompt: Prompt, *, actor: User) -> None:
    """Throw a queued question away. Raises PromptPut, CommunityOver, and Gone when somebody else did so."""
    prompt = _held(prompt)
    require(may_run(actor, prompt.discussion), _TEAM)
    hold_open(prompt.discussion.space.community)
    _require_queued(prompt)
    record("prompt.dropped", actor=actor, target=prompt)
    withdraw(prompt._meta.label_lower, prompt.pk)
    prompt.delete()


@transaction.atomic
def put_prompt(prompt: Prompt, *, actor: User, readers: Audience | None = None) -> Post:
    """Put a queued question to the discussion now: a post that stands out, in the name of whoever wrote it.

    Of a question that was put already, by hand or by the clock, it gives the post: asking twice is harmless. `readers`
    are those for whom the page was made. Raises ReadByMore, AuthorGone where whoever wrote it runs discussions here no
    more, Paused, DiscussionClosed and CommunityOver.
    """
    prompt = _held(prompt)
    discussion = prompt.discussion
    require(may_run(actor, discussion), _TEAM)
    if prompt.post:
        return prompt.post
    hold_open(discussion.space.community)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is not open, so nothing can be put to it now."))
    if discussion.is_paused:
        raise Paused(_("This discussion is paused, so nobody could answer. Let everybody write again first."))
    require_no_more(readers, discussion.space)
    if not may_be_signed(prompt):
        raise AuthorGone(
            _("Whoever wrote this runs discussions here no more. Change it and save it, and it goes out in your name.")
        )
    post = put_now(prompt)
    record("prompt.put", actor=actor, target=prompt)
    return post


def _held(prompt: Prompt) -> Prompt:
    """The prompt as it is now, with its discussion locked. Raises Gone."""
    discussion = lock_discussion(prompt.discussion)
    read_again(prompt)
    prompt.discussion = discussion
    return prompt


def _require_to_come(discussion: Discussion) -> None:
    """Whether anything may still be asked there."""
    hold_open(discussion.space.community)
    if discussion.opened_at is not None and not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed, so no question waits for it."))


def _require_queued(prompt: Prompt) -> None:
    if not prompt.is_queued:
        raise PromptPut(_WAS_PUT)
