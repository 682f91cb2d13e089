"""What becomes of an answer to an invitation that comes in by mail: what the same person would do on its page."""

from django.utils.translation import gettext as _

from accounts.models import User
from core import seams
from core.calendars.reading import Reply
from core.calendars.writing import Answer
from core.errors import Busy, DomainError
from core.permissions import Refused
from core.seams import Answered
from meetings import actions
from meetings.models import Meeting, Seat

_LONGEST_REASON = 300


def answered(pk: int, person: User, reply: Reply) -> Answered:
    """Let `person`, who is known to have sent it, answer the invitation to the meeting `pk`; twice is harmless.

    An answer to an edition that is not the newest changes nothing (RFC 5546, 2.1.4). Raises Busy where it is to be
    tried again.
    """
    meeting = Meeting.objects.visible_to(person).select_related("space__community").filter(pk=pk).first()
    if meeting is None:
        return Answered(refusal=_("The meeting is not there for you any more."))
    thing = seams.resolve("meetings.meeting", [pk], person).get(pk)
    if reply.uid.partition("@")[0].lower() != str(meeting.uid):
        return Answered(thing, refusal=_("It is an answer to another invitation."))
    if reply.sequence < meeting.sequence and not meeting.is_cancelled:
        changed = _("The meeting has changed since that invitation. Answer the newest one, or on the meeting’s page.")
        return Answered(thing, refusal=changed)
    try:
        return Answered(thing, notice=_answer(meeting, person, reply))
    except Busy:
        raise
    except (DomainError, Refused) as refusal:
        return Answered(thing, refusal=str(refusal))


def _answer(meeting: Meeting, person: User, reply: Reply) -> str:
    """Do it, and return what they have to know that they have not said themselves."""
    if reply.answer is Answer.ACCEPTED:
        seat = actions.book_seat(meeting, actor=person)
        return _("There is no free seat. You are in the queue, and hear at once when one is yours.") * seat.is_waiting
    if reply.answer is Answer.TENTATIVE:
        actions.say_maybe(meeting, actor=person)
        return ""
    reason = reply.comment[:_LONGEST_REASON]
    own = meeting.seats.filter(person=person).first()
    if own is not None and (own.is_booked or own.is_waiting):
        actions.give_seat_back(meeting, actor=person, reason=reason)
    elif own is None or own.state not in (Seat.State.DECLINED, Seat.State.CANCELLED):
        actions.decline_seat(meeting, actor=person, reason=reason)
    return ""
