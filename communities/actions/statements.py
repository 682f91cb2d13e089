"""How a community comes to speak in its own name (G8)."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.errors import NotBefore
from communities.models import Community, Membership, Statement
from communities.rules import may_draft_statements, may_speak_for
from core.errors import Gone, Stale
from core.locks import lock
from core.markdown import render
from core.permissions import require
from notifications.effects import notify

_WRITERS = _("Moderators and leaders draft what the community says in its name.")
_LEADERS = _("A leader publishes what the community says in its name.")
_STALE = _("This was changed meanwhile. What you wrote is still here; both are shown.")
_PUBLISHED = _("It was published meanwhile: a leader can put it right, and says why. What you wrote is still here.")
_WITHDRAWN = _("It was withdrawn, so it stays as it is. What you wrote is still here.")

State = Statement.State


@transaction.atomic
def draft_statement(community: Community, *, actor: User, submission: UUID, title: str, markdown: str) -> Statement:
    """Begin a statement, which its team alone sees; the same `submission` of one person is one. Raises TextTooLong."""
    community = lock(community)
    require(may_draft_statements(actor, community), _WRITERS)
    said = {"community": community, "title": title, "markdown": markdown, "html": render(markdown)}
    statement, is_new = Statement.objects.get_or_create(created_by=actor, submission=submission, defaults=said)
    if is_new:
        record("statement.drafted", actor=actor, target=statement)
    return statement


@transaction.atomic
def change_statement(statement: Statement, *, actor: User, version: int, title: str, markdown: str) -> Statement:
    """Word a draft anew.

    Raises Stale when somebody else did since `version`, NotBefore once it is published, and Gone when somebody threw
    it away.
    """
    community = lock_around(statement)
    require(may_draft_statements(actor, community), _WRITERS)
    if not statement.is_draft:
        raise NotBefore(_PUBLISHED)
    _replace(statement, version, title, markdown)
    return statement


@transaction.atomic
def discard_statement(statement: Statement, *, actor: User) -> bool:
    """Throw a draft away. Returns whether there was one still; raises NotBefore once it is published."""
    try:
        community = lock_around(statement)
    except Gone:
        return False
    require(may_draft_statements(actor, community), _WRITERS)
    if not statement.is_draft:
        raise NotBefore(_("What was published is kept. A leader can withdraw it, and says why."))
    record("statement.discarded", actor=actor, target=statement)
    statement.delete()
    return True


@transaction.atomic
def publish_statement(statement: Statement, *, actor: User, version: int) -> bool:
    """Publish it in the name of the community, whose members are told. Again changes nothing.

    Returns whether it was a draft. Raises Stale when it was changed since `version`, which the leader has read, and
    Gone when it was thrown away.
    """
    community = lock_around(statement)
    require(may_speak_for(actor, community), _LEADERS)
    if not statement.is_draft:
        return False
    draft = Statement.objects.filter(pk=statement.pk, state=State.DRAFT, version=version)
    if not draft.update(state=State.PUBLISHED, published_at=timezone.now(), published_by=actor):
        raise Stale(_("It was changed meanwhile. Read it once more, then publish it."))
    statement.refresh_from_db()
    entry = record("statement.published", actor=actor, target=statement)
    members = Membership.objects.live().filter(community=community)
    notify(entry, members.values_list("person", flat=True), scope=("communities.community", community.pk))
    return True


@transaction.atomic
def correct_statement(
    statement: Statement, *, actor: User, version: int, title: str, markdown: str, reason: str
) -> Statement:
    """Put right what was published, for a `reason` that its readers find; nobody is written to.

    The same correction twice is one. Raises Stale when somebody corrected it since `version`, NotBefore where nothing
    stands to be corrected.
    """
    community = lock_around(statement)
    require(may_speak_for(actor, community), _LEADERS)
    if not statement.is_published:
        raise NotBefore(_WITHDRAWN if statement.is_withdrawn else _("Only what stands published is put right."))
    if (statement.title, statement.markdown) == (title, markdown):
        return statement
    before = {"version": statement.version, "title": statement.title, "html": statement.html}
    _replace(statement, version, title, markdown)
    statement.revisions.create(reason=reason, replaced_by=actor, **before)
    record("statement.corrected", actor=actor, target=statement)
    return statement


@transaction.atomic
def withdraw_statement(statement: Statement, *, actor: User, reason: str) -> bool:
    """Say no more what was said, and why. It stays to be found with that. Returns whether it stood until now."""
    community = lock_around(statement)
    require(may_speak_for(actor, community), _LEADERS)
    if statement.is_draft:
        raise NotBefore(_("It has not been published, so there is nothing to withdraw."))
    gone = {"state": State.WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawn_by": actor}
    standing = Statement.objects.filter(pk=statement.pk, state=State.PUBLISHED)
    if not standing.update(withdrawn_because=reason, **gone):
        return False
    statement.refresh_from_db()
    record("statement.withdrawn", actor=actor, target=statement)
    return True


def _replace(statement: Statement, version: int, title: str, markdown: str) -> None:
    said = {"title": title, "markdown": markdown, "html": render(markdown)}
    if not Statement.objects.filter(pk=statement.pk, version=version).update(version=F("version") + 1, **said):
        raise Stale(_STALE)
    statement.refresh_from_db()
