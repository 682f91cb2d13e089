"""What follows of itself for prompts: they are put when it is time, or wait for a hand."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import Space
from communities.queries.audiences import audience_of, read_audience
from communities.rules import LEAST_ROLE
from core.locks import take
from forums.effects.due import for_each_due
from forums.effects.files import claim_all
from forums.effects.posts import write_text
from forums.effects.saying import say
from forums.models import Discussion, Post, Prompt
from forums.queries.prompts import texts_of
from forums.rules import may_run
from notifications.effects import notify, withdraw

# No pause is as long: what is later than that missed its moment, as where a community had come to its end meanwhile.
LATEST = timedelta(days=14)


def next_place(discussion: Discussion) -> int:
    """The place behind all others in the queue."""
    return 1 + (discussion.prompts.aggregate(last=Max("position"))["last"] or 0)


def copy_prompts(source: Discussion, discussion: Discussion, *, by: User) -> None:
    """Queue what `by` can read of what was asked in `source`, or waits there, as theirs and without its days."""
    readers = str(audience_of(discussion.space))
    Prompt.objects.bulk_create(
        Prompt(discussion=discussion, position=place, markdown=text, by=by, readers=readers)
        for place, text in enumerate(texts_of(source, by), next_place(discussion))
    )


def put(prompt: Prompt) -> Post:
    """The post that a queued prompt becomes, in the name of whoever wrote it.

    Assumes that the discussion is locked, open and as the table has it. The post has the prompt's submission, of which
    the table takes one alone.
    """
    text = write_text(prompt.markdown, space=prompt.discussion.space, writer=prompt.by)
    claim_all(text.files, by=prompt.by)
    kind, submission = Post.Kind.NEXT_QUESTION, prompt.submission
    prompt.post = say(prompt.discussion, text, author=prompt.by, submission=submission, kind=kind)
    prompt.markdown, prompt.release_at = "", None
    prompt.save(update_fields=["post", "markdown", "release_at"])
    withdraw(prompt._meta.label_lower, prompt.pk)
    return prompt.post


def may_be_signed(prompt: Prompt) -> bool:
    """Whether whoever wrote it still runs the discussion, so that it goes out in their name."""
    return prompt.by.is_active and may_run(prompt.by, prompt.discussion)


def put_due() -> None:
    """Put each prompt whose moment has come, where the space still takes posts and the discussion is not paused."""
    for_each_due(_due(), _put_one)


def _due() -> QuerySet[Prompt]:
    return Prompt.objects.due().filter(discussion__space__in=Space.objects.writable())


@transaction.atomic
def _put_one(pk: int) -> None:
    discussion = take(Discussion.objects.filter(prompts=pk))
    # Asked again under the lock: somebody may have put it by hand, changed it, or paused the discussion meanwhile.
    prompt = _due().select_related("by").filter(pk=pk).first()
    if discussion is None or prompt is None:
        return
    prompt.discussion = discussion
    if missed := _why_missed(prompt):
        _wait_for_a_hand(prompt, missed)
    else:
        put(prompt)


def _why_missed(prompt: Prompt) -> str:
    """Why it is not put now that its moment has come; nothing where it is."""
    if not prompt.discussion.is_open:
        return "not_open"
    if prompt.release_at and prompt.release_at < timezone.now() - LATEST:
        return "late"
    if not may_be_signed(prompt):
        return "writer"
    return "readers" if read_audience(prompt.readers).is_outgrown_by(prompt.discussion.space) else ""


def _wait_for_a_hand(prompt: Prompt, why: str) -> None:
    """Keep it without its moment, and tell those who may put it."""
    prompt.release_at = None
    prompt.save(update_fields=["release_at"])
    entry = record("prompt.missed", actor=None, target=prompt, data={"why": why})
    notify(entry, prompt.discussion.space.people_holding(LEAST_ROLE["run_discussion"]))
