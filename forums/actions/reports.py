"""Reporting a post or a person, and what the team makes of it (P4, P5)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.models import Community, Membership
from core.locks import lock
from core.permissions import require
from forums.effects.holding import lock_post
from forums.effects.removals import put_back, take_away
from forums.effects.reports import (
    handling,
    hide_at_once,
    rule,
    stand_as_before,
    standing_of,
    tell_concerned,
    tell_handling,
    tell_lifted,
)
from forums.errors import AppealStands, CaseDecided, PostRemoved, QuestionStays
from forums.models import Discussion, Post, Report, Ruling
from forums.rules import may_answer_appeal, may_appeal, may_decide, may_report, may_report_person
from notifications.effects import notify

_HANDLED = _("Moderators and leaders decide what is reported, but never what is about themselves.")

Kind = Report.Kind


@transaction.atomic
def report_post(post: Post, *, actor: User, kind: str, words: str = "") -> Report:
    """Ask the team to look at a post; one in which a patient could be recognised is hidden until they have.

    Who reports it again while it waits, changes what they said. Raises PostRemoved.
    """
    _community, discussion, found = _locked(post.space.community, post)
    require(may_report(actor, post), _("Members report posts of others."))
    if discussion is None or found is None or found.is_gone:
        raise PostRemoved(_("This post has been removed already."))
    report = _file(actor, kind=kind, words=words, community=post.space.community, post=found)
    if kind == Kind.NAMES_PATIENT:
        hide_at_once(discussion, found)
    return report


@transaction.atomic
def report_person(membership: Membership, *, actor: User, kind: str, words: str) -> Report:
    """Ask the team to look at what a member does. Who reports them again while that waits, changes what they said."""
    _locked(membership.community)
    membership.refresh_from_db()
    require(may_report_person(actor, membership), _("Members report what other members do."))
    return _file(actor, kind=kind, words=words, community=membership.community, person=membership.person)


def _file(actor: User, *, kind: str, words: str, **thing: Any) -> Report:
    report, is_new = Report.objects.update_or_create(
        reporter=actor, ruling=None, **thing, defaults={"kind": kind, "words": words}
    )
    if is_new:
        tell_handling(report)
    return report


@transaction.atomic
def decide_report(report: Report, *, actor: User, is_upheld: bool, words: str) -> Ruling:
    """Uphold or dismiss all that waits on the same thing; `words` go to whom it is about and to who reported it.

    An upheld post is removed, with `words` in its place; one that a report hides is shown again when it is dismissed.
    Raises CaseDecided when somebody was quicker, and QuestionStays.
    """
    _community, discussion, post = _locked(report.community, report.post)
    require(may_decide(actor, report), _HANDLED)
    waiting = Report.objects.waiting().filter(community=report.community, post=report.post, person=report.person)
    if is_upheld and post and post.number == 1:
        raise QuestionStays(
            _("The opening question stays as long as the discussion does. Ask who wrote it to change it.")
        )
    before = standing_of(post)
    ruling = rule(waiting, by=actor, is_upheld=is_upheld, words=words, before=before)
    if ruling is None:
        raise CaseDecided(_("Somebody else of the team has decided this meanwhile."))
    if discussion and post and is_upheld and not post.is_gone:
        take_away(discussion, post, by=actor, reason=words)
        record("post.removed", actor=actor, target=post)
    elif discussion and post and not is_upheld and post.is_hidden:
        put_back(discussion, post)
        tell_lifted(ruling, by=actor)
    if is_upheld:
        tell_concerned(ruling)
    return ruling


@transaction.atomic
def undo_ruling(ruling: Ruling, *, actor: User) -> bool:
    """Let what was decided wait again, and the post stand as it did before; returns whether there was anything to undo.

    Raises AppealStands, and CaseDecided when the same was reported again since.
    """
    _community, discussion, post = _locked(ruling.community, ruling.post)
    require(may_decide(actor, ruling), _HANDLED)
    ruling.refresh_from_db(from_queryset=Ruling.objects.select_related("community", "by"))
    if ruling.is_undone:
        return False
    if ruling.is_appealed:
        raise AppealStands(_("There is an appeal against this: answer it instead."))
    if Report.objects.waiting().filter(community=ruling.community, post=post, person=ruling.person_id).exists():
        raise CaseDecided(_("It was reported again since. Decide that instead."))
    if discussion and post:
        stand_as_before(ruling, discussion, post)
    _undo(ruling, actor)
    ruling.reports.update(ruling=None)
    record("ruling.undone", actor=actor, target=ruling)
    if ruling.is_upheld:
        tell_lifted(ruling, by=actor)
    return True


def _undo(ruling: Ruling, actor: User) -> None:
    ruling.undone_by, ruling.undone_at = actor, timezone.now()
    ruling.save(update_fields=["undone_by", "undone_at"])


@transaction.atomic
def appeal(ruling: Ruling, *, actor: User, words: str) -> bool:
    """Ask somebody else of the team to look again, once; returns whether it was the first time."""
    _locked(ruling.community)
    ruling.refresh_from_db(fields=["undone_at", "appealed_at"])
    if ruling.is_appealed and ruling.concerned_id == actor.pk:
        return False
    require(may_appeal(actor, ruling), _("Whom it is about may appeal, as long as it stands."))
    ruling.appeal, ruling.appealed_at = words, timezone.now()
    ruling.save(update_fields=["appeal", "appealed_at"])
    entry = record("ruling.appealed", actor=actor, target=ruling)
    others = handling(ruling.community, but=[ruling.concerned_id, ruling.by_id])
    notify(entry, others or [ruling.by_id])
    return True


@transaction.atomic
def answer_appeal(ruling: Ruling, *, actor: User, is_granted: bool, words: str) -> Ruling:
    """Grant an appeal, which brings the post back, or let the ruling stand. Raises CaseDecided when that was done."""
    _community, discussion, post = _locked(ruling.community, ruling.post)
    require(may_answer_appeal(actor, ruling), _("Somebody else than who decided answers an appeal."))
    if not Ruling.objects.appealed().filter(pk=ruling.pk).exists():
        raise CaseDecided(_("There is no appeal that waits for an answer any more."))
    ruling.answer, ruling.answered_by, ruling.answered_at = words, actor, timezone.now()
    ruling.save(update_fields=["answer", "answered_by", "answered_at"])
    if not is_granted:
        entry = record("ruling.confirmed", actor=actor, target=ruling)
        notify(entry, [ruling.concerned_id])
        return ruling
    if discussion and post and post.deleted_by_id == ruling.by_id:
        put_back(discussion, post)
    _undo(ruling, actor)
    tell_lifted(ruling, by=actor)
    return ruling


def _locked(community: Community, post: Post | None = None) -> tuple[Community, Discussion | None, Post | None]:
    """The community, and the discussion of a post, locked, and the post as it is now."""
    if post is None:
        return lock(community), None, None
    community = lock(community)
    discussion, post = lock_post(post)
    return community, discussion, post
