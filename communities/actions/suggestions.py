"""The suggestion box: members say what might work better, the team says what becomes of it (G25)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.errors import TooManySuggestions
from communities.models import Community, Suggestion
from communities.rules import may_answer_suggestions, may_suggest
from core.locks import lock
from core.permissions import require
from notifications.effects import notify


@transaction.atomic
def suggest(community: Community, *, actor: User, submission: UUID, text: str, is_signed: bool) -> Suggestion:
    """Put a suggestion into the box; the same `submission` is one.

    Unless it is signed nothing is kept of `actor`: neither with it nor in the log. So it cannot be said how many are
    from one person, and a community takes a number of them in a day from all together: raises TooManySuggestions.
    The team hears of it within the hour, not at the moment.
    """
    community = lock(community)
    require(may_suggest(actor, community), _("Members make suggestions."))
    if made := community.suggestions.filter(submission=submission).first():
        return made
    today = timezone.localdate(timezone=community.zone)
    unsigned = community.suggestions.filter(author=None, made_on=today)
    if not is_signed and unsigned.count() >= Suggestion.MOST_UNSIGNED_A_DAY:
        raise TooManySuggestions(_("The box is full for today. Come again tomorrow, or sign your suggestion."))
    author = actor if is_signed else None
    made = community.suggestions.create(author=author, text=text, made_on=today, submission=submission)
    if is_signed:
        record("suggestion.made", actor=actor, target=made)
    return made


@transaction.atomic
def answer_suggestion(suggestion: Suggestion, *, actor: User, state: str, answer: str = "") -> bool:
    """Say what becomes of it, also once more; whoever signed it is told. Returns whether that changed anything.

    `state` is one of Suggestion.ANSWERED. From now on all members read it.
    """
    community = lock_around(suggestion)
    require(may_answer_suggestions(actor, community), _("The team answers suggestions."))
    said = {"state": state, "answer": answer}
    changed = Suggestion.objects.filter(pk=suggestion.pk).exclude(**said)
    if not changed.update(answered_by=actor, answered_at=timezone.now(), is_told=True, **said):
        return False
    suggestion.refresh_from_db()
    notify(record("suggestion.answered", actor=actor, target=suggestion), [suggestion.author_id])
    return True
