"""What leaders ask of newcomers (P30), and what people answer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.holding import lock_around
from communities.errors import TooManyQuestions
from communities.models import Community, RegistrationQuestion
from communities.rules import may_in_community, role_in_community
from core.locks import lock
from core.permissions import require

_LEADERS = _("Leaders decide what newcomers are asked.")


@transaction.atomic
def ask_question(
    community: Community,
    *,
    text: str,
    kind: str,
    actor: User,
    help: str = "",
    choices: Sequence[str] = (),
    is_required: bool = False,
    submission: UUID | None = None,
) -> RegistrationQuestion:
    """Ask one more question of whoever comes in from now on; the same `submission` twice asks it once.

    Raises TooManyQuestions: what is long keeps people away.
    """
    community = lock(community)
    require(may_in_community(actor, "lead", community), _LEADERS)
    questions = community.registration_questions
    if submission and (asked := questions.filter(submission=submission).first()):
        return asked
    if questions.asked().count() >= RegistrationQuestion.MOST:
        raise TooManyQuestions(
            _("At most %(number)s questions, or people turn around at the door.")
            % {"number": RegistrationQuestion.MOST}
        )
    last = questions.aggregate(last=Max("position"))["last"] or 0
    question = questions.create(
        position=last + 1,
        text=text,
        help=help,
        kind=kind,
        choices=list(choices),
        is_required=is_required,
        submission=submission,
    )
    record("registrationquestion.asked", actor=actor, target=question)
    return question


@transaction.atomic
def change_question(
    question: RegistrationQuestion, *, text: str, actor: User, help: str, choices: Sequence[str], is_required: bool
) -> None:
    """Put it in other words; how it is answered stays, and so do the answers."""
    require(may_in_community(actor, "lead", lock_around(question)), _LEADERS)
    question.text, question.help, question.is_required = text, help, is_required
    question.choices = list(choices)
    question.save(update_fields=["text", "help", "is_required", "choices"])
    record("registrationquestion.changed", actor=actor, target=question)


@transaction.atomic
def move_question(question: RegistrationQuestion, *, place: int, actor: User) -> None:
    """Ask it at `place`, counted from 0; there already, it stays. Beyond the last place is the last."""
    community = lock(question.community)
    require(may_in_community(actor, "lead", community), _LEADERS)
    row = list(community.registration_questions.asked())
    if question not in row:
        return
    row.remove(question)
    row.insert(place, question)
    for position, each in enumerate(row, 1):
        each.position = position
    RegistrationQuestion.objects.bulk_update(row, ["position"])


@transaction.atomic
def retire_question(question: RegistrationQuestion, *, actor: User) -> bool:
    """Ask it no more; what was answered stays. Returns whether it was asked until now."""
    require(may_in_community(actor, "lead", lock_around(question)), _LEADERS)
    asked = RegistrationQuestion.objects.filter(pk=question.pk, retired_at=None)
    is_retired = bool(asked.update(retired_at=timezone.now()))
    if is_retired:
        record("registrationquestion.retired", actor=actor, target=question)
    return is_retired


@transaction.atomic
def change_answers(community: Community, *, answers: Mapping[int, str], actor: User) -> None:
    """Answer anew what one was asked when one came in. Raises AnswerMissing."""
    community = lock(community)
    require(role_in_community(actor, community) is not None, _("Members answer what their community asks."))
    effects.keep_answers(actor, community, answers)
