"""What leaders decide about their community apart from its charter, and what the site says to it."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import ask_approval, leaders_of, needs_approval, tell_visibility
from communities.effects.naming import require_own_name
from communities.effects.subjects import tag
from communities.errors import ApprovalOver, NotConfirmed
from communities.models import Approval, Community, Subject
from communities.queries.naming import free_slug, hidden_slug, tail_of
from communities.rules import may_change_settings, may_decide_approvals
from core.errors import Busy, Stale
from core.locks import lock
from core.permissions import require
from notifications.effects import notify

_LEADERS = _("Leaders change the settings, as long as the community lives.")
_STAFF = _("The people who run this site answer this.")
_PLAIN = ("admission", "language", "time_zone", "meeting_place", "tools")


@transaction.atomic
def change_settings(
    community: Community,
    *,
    actor: User,
    version: int,
    visibility: str,
    admission: str,
    language: str,
    time_zone: str,
    meeting_place: str,
    tools: Sequence[str],
    subjects: Collection[Subject] | None = None,
    holds_first_posts: bool | None = None,
    is_confirmed: bool = False,
) -> Community:
    """Decide who finds the community, how people join and what it works with; the same again changes nothing.

    Without `subjects` it stays about what it is about, and without `holds_first_posts` the team looks at first posts
    or not as before. Raises TooManySubjects.
    Who becomes hidden gets an address that cannot be guessed; members are told, and led there from the old one, which
    leads nobody else anywhere. Who comes out of hiding waits for the site where the site wants that. Raises
    NotConfirmed when more people would see something of it (design 4.12), or only its members would know of it, and
    `is_confirmed` does not say that this is meant; NameTaken; and Stale when somebody else changed it since `version`
    was read.
    """
    community = lock(community)
    require(may_change_settings(actor, community), _LEADERS)
    wish: dict[str, Any] = dict(zip(_PLAIN, (admission, language, time_zone, meeting_place, list(tools)), strict=True))
    if holds_first_posts is not None:
        wish["holds_first_posts"] = holds_first_posts
    pending = community.approvals.pending().first()
    shown = pending.wish if pending else community.visibility
    are_new = subjects is not None and set(subjects) != set(community.subjects.all())
    changed = [field for field, value in wish.items() if getattr(community, field) != value]
    if visibility == shown and not changed and not are_new:
        return community
    if community.settings_version != version:
        raise Stale(_("Somebody else has changed the settings meanwhile."))
    if visibility != shown:
        _require_meant(community, visibility, is_confirmed, actor)
        _show_to(community, visibility, pending, actor)
    for field, value in wish.items():
        setattr(community, field, value)
    if subjects is not None:
        tag(community, subjects)
    community.settings_version += 1
    community.save(update_fields=["visibility", "slug", "settings_version", *wish])
    fields = [*(["visibility"] if visibility != shown else []), *changed, *(["subjects"] if are_new else [])]
    record("community.changed", actor=actor, target=community, data={"fields": fields})
    return community


def _require_meant(community: Community, visibility: str, is_confirmed: bool, actor: User) -> None:
    if community.visibility != visibility == Community.Visibility.HIDDEN and not is_confirmed:
        raise NotConfirmed(_("Nobody but its members would find it any more. Please confirm that you mean it."))
    if not community.is_wider_with(visibility):
        return
    if community.visibility == Community.Visibility.HIDDEN:
        require_own_name(community.name, actor, of=community)
    if not is_confirmed:
        raise NotConfirmed(_("More people would see the community. Please confirm that you mean it."))


def _show_to(community: Community, visibility: str, pending: Approval | None, actor: User) -> None:
    """Set who may see it, or ask the site first."""
    if pending:
        _settle(pending, Approval.State.WITHDRAWN, by=actor)
    if needs_approval(community, visibility):
        ask_approval(community, wish=visibility, by=actor)
        return
    before, community.visibility = community.visibility, visibility
    if before != visibility == Community.Visibility.HIDDEN:
        community.slug = hidden_slug(community.slug)
    if before != visibility:
        tell_visibility(community, before=before, by=actor)


def _settle(approval: Approval, state: str, *, by: User, sentence: str = "") -> bool:
    """Answer it once: of two at the same moment, one. Returns whether this did."""
    waiting = Approval.objects.pending().filter(pk=approval.pk)
    return bool(waiting.update(state=state, sentence=sentence, decided_by=by, decided_at=timezone.now()))


@transaction.atomic
def approve(approval: Approval, *, actor: User, sentence: str = "") -> Approval:
    """Let others find a community that waited for it, at a plain address; its leaders are told.

    Members are led there from the old one, which leads nobody else anywhere.
    The same answer twice is one. Raises ApprovalOver when it was answered otherwise or taken back, and Busy.
    """
    community = _decide(approval, Approval.State.GRANTED, actor=actor, sentence=sentence)
    if community is not None:
        former = tail_of(community.slug)
        community.visibility, community.slug = approval.wish, free_slug(community.name, is_hidden=False)
        try:
            with transaction.atomic():
                community.save(update_fields=["visibility", "slug"])
        except IntegrityError as error:
            raise Busy(_("Somebody has just taken this address. Please try again.")) from error
        entry = record("approval.granted", actor=actor, target=approval, data={"former": former})
        notify(entry, leaders_of(community))
    return approval


@transaction.atomic
def turn_down(approval: Approval, *, actor: User, sentence: str) -> Approval:
    """Leave a community hidden that wanted to be found, and tell its leaders why. Raises ApprovalOver."""
    community = _decide(approval, Approval.State.TURNED_DOWN, actor=actor, sentence=sentence)
    if community is not None:
        entry = record("approval.refused", actor=actor, target=approval)
        notify(entry, leaders_of(community))
    return approval


def _decide(approval: Approval, state: str, *, actor: User, sentence: str) -> Community | None:
    """The community, locked, when this has answered; None when this very answer was given before."""
    community = lock(approval.community)
    require(may_decide_approvals(actor), _STAFF)
    has_settled = _settle(approval, state, by=actor, sentence=sentence)
    approval.refresh_from_db()
    if not has_settled and approval.state != state:
        raise ApprovalOver(_("This was answered or taken back meanwhile."))
    return community if has_settled else None
