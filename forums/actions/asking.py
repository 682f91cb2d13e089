"""Putting a question to members who may know (P12)."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.locks import lock_all
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.effects.measure import require_measure_of_asking
from forums.effects.pages import renew_page
from forums.errors import AskedEnough, NotToBeAsked
from forums.models import Asked, Discussion
from forums.queries.asking import askable, is_answered
from forums.rules import may_ask_members, may_pass_on
from notifications.effects import notify


@transaction.atomic
def ask_members(discussion: Discussion, *, actor: User, people: Collection[User]) -> list[Asked]:
    """Put the question to `people`, who are told at once; returns those who were asked now.

    Who was asked already is not asked again, and who cannot be asked any more is left out. Together MOST_OF_A_QUESTION
    are asked of one question, and each person MOST_A_WEEK times: whoever asks at the same moment waits for their row.
    Whose account is new asks with measure, and whose first posts wait for the team asks nobody.
    Raises AskedEnough, NotToBeAsked when nobody is left, TooMuchAtOnce, CommunityOver and Busy.
    """
    discussion = lock_discussion(discussion)
    hold_open(discussion.space.community)
    lock_all([*people, actor])
    answered = is_answered(discussion)
    require(
        may_ask_members(actor, discussion, is_answered=answered),
        _("An open question is put to others by whoever asked it, or by members as long as nobody has answered."),
    )
    wanted, earlier = {person.pk for person in people}, set(discussion.asked.values_list("person", flat=True))
    free = askable(discussion, actor).filter(pk__in=wanted)
    chosen = [person for person in free.order_by("pk") if person.pk not in earlier]
    if len(earlier) + len(chosen) > Asked.MOST_OF_A_QUESTION:
        raise AskedEnough(_("One question is put to five people at most, so that each of them feels meant."))
    if not chosen:
        if wanted <= earlier:
            return []
        raise NotToBeAsked(_("They cannot be asked just now. Perhaps others were quicker; choose somebody else."))
    require_measure_of_asking(actor, discussion.space, len(chosen))
    rows = [Asked.objects.create(discussion=discussion, person=person, by=actor) for person in chosen]
    renew_page(discussion)
    for row in rows:
        entry = record("question.asked", actor=actor, target=row)
        notify(entry, [row.person_id], scope=(Discussion.SCOPE, discussion.pk))
    return rows


@transaction.atomic
def pass_on(asked: Asked, *, actor: User) -> bool:
    """Say "not me", which whoever asked sees; returns False when that was said before. Raises CommunityOver."""
    discussion = lock_discussion(asked.discussion)
    asked.refresh_from_db()
    asked.discussion = discussion
    require(may_pass_on(actor, asked), _("Only whoever was asked can say that it is not them."))
    hold_open(discussion.space.community)
    passed = Asked.objects.filter(pk=asked.pk, passed_at=None).update(passed_at=timezone.now())
    if passed:
        renew_page(discussion)
        record("question.passed_on", actor=actor, target=asked)
    return bool(passed)
