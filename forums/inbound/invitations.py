"""Answers that a calendar sends to an invitation (RFC 6047), to the address that this names as its organiser."""

from django.utils.translation import gettext as _

from accounts.models import User
from core import seams
from core.calendars.reading import Reply, read_reply
from forums.inbound import letters
from forums.inbound.messages import Incoming
from forums.inbound.outcomes import Dealt
from forums.models import InboundMail

Outcome = InboundMail.Outcome


def deal(incoming: Incoming, person: User, meeting: int, *, is_theirs: bool) -> Dealt:
    """What becomes of a message to the address at which `person` alone answers the invitation to `meeting`.

    Calendars often answer for people by themselves: that counts, but is never written back to (RFC 3834).
    """
    reply = _reply_in(incoming) if is_theirs else None
    if incoming.is_automatic and reply is None:
        return Dealt(Outcome.AUTOMATIC, person)
    if not is_theirs:
        return Dealt(Outcome.NOT_THEIRS, person, letter=letters.of_stranger(person, None))
    dealt = _answered(person, meeting, reply)
    return Dealt(dealt.outcome, person, reason=dealt.reason) if incoming.is_automatic else dealt


def _answered(person: User, meeting: int, reply: Reply | None) -> Dealt:
    if reply is None:
        unread = _(
            "This address takes the answers of calendars alone: yes, maybe or no. What you want to say, say on the "
            "meeting’s page."
        )
        thing = seams.resolve("meetings.meeting", [meeting], person).get(meeting)
        return Dealt(Outcome.REFUSED, person, reason="NoAnswer", letter=letters.of_invitation(thing, unread))
    answered = seams.invitation_answered(meeting, person, reply)
    if answered.refusal:
        letter = letters.of_invitation(answered.thing, answered.refusal)
        return Dealt(Outcome.REFUSED, person, reason="Invitation", letter=letter)
    notice = letters.of_notice(answered.thing, answered.notice) if answered.notice else None
    return Dealt(Outcome.ANSWERED, person, letter=notice)


def _reply_in(incoming: Incoming) -> Reply | None:
    """The first part that is an answer; what is sent along again, as a message within the message, is none."""
    return next((reply for raw in incoming.calendars if (reply := read_reply(raw))), None)
