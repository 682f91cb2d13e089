"""The one door for mail: what a message becomes, and what its writer is told of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import BadSignature
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import addresses_of, holder_of
from communities.queries.audiences import Audience
from core.errors import Busy, DomainError, Gone
from core.locks import lock
from core.permissions import Refused
from forums.actions import reply
from forums.errors import ReadByMore
from forums.inbound import invitations, letters, messages
from forums.inbound.messages import Enclosed, Incoming
from forums.inbound.outcomes import Dealt
from forums.inbound.proofs import is_disproved
from forums.models import Discussion, HeldPost, InboundMail, Post, PostFile
from forums.queries.inbound import answers_today
from forums.queries.merging import marker_of
from library.actions import keep_file
from library.effects import drop_loose
from library.models import File
from notifications.bounce_addresses import PREFIX as BOUNCES
from notifications.effects import take_bounce
from notifications.reply_addresses import read_reply_address

Outcome = InboundMail.Outcome

# In a day, to one person: whoever makes Copse write to somebody does not do so for long.
MOST_ANSWERS = 10
MOST_WARNINGS = 2  # about what anybody can send in their name; these use up none of the others
_OF_ANYBODY = frozenset({Outcome.NOT_THEIRS, Outcome.UNKNOWN})
_MOST_EXAMINED = 20  # files of one message


@dataclass(frozen=True)
class Place:
    """What a reply address says: who answers what, and for whom it was meant."""

    address: str
    person: int
    discussion: int
    post: int  # 0: on the first level
    readers: Audience


@dataclass(frozen=True)
class Invited:
    """What an address says at which an invitation is answered: who was invited, and to which meeting."""

    address: str
    person: int
    meeting: int


def receive(raw: bytes, *, recipient: str = "") -> str:
    """Take in one message as RFC 5322 has it; returns its outcome, one of InboundMail.Outcome.

    `recipient` is the address that it was delivered to, where the mail server says so. The same message does nothing
    twice and has the same outcome. Raises Busy, OSError and OperationalError where it is to be delivered once more
    later: when somebody holds what it needs, or the mail that must answer it cannot leave.
    """
    incoming = messages.read(raw)
    addresses = [recipient, *incoming.recipients]
    returned_to = next((each for each in addresses if each.lower().startswith(BOUNCES)), "")
    place = None if returned_to else _place(addresses)
    key = incoming.key(place.address if place else returned_to)
    earlier = InboundMail.objects.filter(key=key).first()
    if earlier:
        return earlier.outcome
    if returned_to and take_bounce(raw, returned_to):
        return _keep(key, Dealt(Outcome.AUTOMATIC, reason="Bounce"), incoming)
    person = _present(place.person) if place else None
    writer = person or _present_holder(incoming)
    with translation.override(writer.language if writer else None):
        dealt = _deal(incoming, place, person, writer, UUID(key[:32]))
        return _keep(key, dealt, incoming)


def _place(addresses: Sequence[str]) -> Place | Invited | None:
    """The first of these that is one of ours."""
    for address in addresses:
        try:
            person, ids = read_reply_address(address)
            if len(ids) == 1:
                return Invited(address, person, ids[0])
            discussion, post, space, reach = ids
        except (BadSignature, ValueError):
            continue
        return Place(address, person, discussion, post, Audience(space, reach))
    return None


def _present(pk: int) -> User | None:
    return User.objects.present().filter(pk=pk).first()


def _present_holder(incoming: Incoming) -> User | None:
    holder = holder_of(incoming.sender) if incoming.sender else None
    return holder and _present(holder.pk)


def _deal(
    incoming: Incoming, place: Place | Invited | None, person: User | None, writer: User | None, submission: UUID
) -> Dealt:
    if isinstance(place, Invited) and person is not None:
        return invitations.deal(incoming, person, place.meeting, is_theirs=_is_from(incoming, person))
    if incoming.is_automatic:
        return Dealt(Outcome.AUTOMATIC, person)
    if person is None or not isinstance(place, Place):
        is_proved = not is_disproved(incoming.proofs)
        return Dealt(Outcome.UNKNOWN, writer, letter=letters.of_unknown() if writer and is_proved else None)
    discussion, parent = _where(place, person)
    if not _is_from(incoming, person):
        return Dealt(Outcome.NOT_THEIRS, person, discussion, letter=letters.of_stranger(person, discussion))
    if discussion is None:
        gone = _("The discussion is not there for you any more.")
        return Dealt(Outcome.REFUSED, person, reason=Gone.__name__, letter=letters.of_refusal(incoming, None, gone))
    return _say(incoming, discussion, parent, person, place, submission)


def _is_from(incoming: Incoming, person: User) -> bool:
    is_theirs = addresses_of(person).filter(lower=incoming.sender).exists()
    return is_theirs and not is_disproved(incoming.proofs)


def _where(place: Place, person: User) -> tuple[Discussion | None, Post | None]:
    """Where an answer goes: to the post, wherever it stands by now, else to the discussion."""
    posts = Post.objects.visible_to(person).select_related("discussion__space__community")
    post = posts.filter(pk=place.post).first()
    if post:
        return post.discussion, post
    if marker := marker_of(place.discussion, person):
        return marker.discussion, marker
    found = Discussion.objects.visible_to(person).select_related("space__community")
    return found.filter(pk=place.discussion).first(), None


def _say(
    incoming: Incoming, discussion: Discussion, parent: Post | None, person: User, place: Place, submission: UUID
) -> Dealt:
    if incoming.is_cut:
        too_long = _("It is longer than a post may be.")
        return Dealt(
            Outcome.REFUSED,
            person,
            discussion,
            "TextTooLong",
            letter=letters.of_refusal(incoming, discussion, too_long),
        )
    files, left_out = _kept(incoming.files if discussion.is_open else (), person)
    try:
        said = reply(
            discussion,
            actor=person,
            markdown=incoming.markdown,
            submission=submission,
            parent=parent,
            readers=place.readers,
            files=files,
        )
    except ReadByMore as refusal:
        more = _("More people read there now than when the message that you answered was sent. %(who)s") % {
            "who": discussion.space.who_reads
        }
        return _refused(incoming, discussion, person, refusal, more)
    except Gone as refusal:
        return _refused(incoming, discussion, person, refusal, str(refusal))
    except Busy:
        raise
    except (DomainError, Refused) as refusal:
        return _refused(incoming, discussion, person, refusal, str(refusal))
    finally:
        drop_loose(files)  # what came of it has them, or it came to nothing, or it had come before
    if isinstance(said, HeldPost):
        return Dealt(Outcome.HELD, person, discussion, letter=letters.of_waiting(incoming, discussion, left_out))
    letter = letters.of_files(discussion, left_out) if left_out else None
    return Dealt(Outcome.POSTED, person, discussion, letter=letter)


def _refused(incoming: Incoming, discussion: Discussion, person: User, refusal: Exception, why: str) -> Dealt:
    letter = letters.of_refusal(incoming, discussion, why)
    return Dealt(Outcome.REFUSED, person, discussion, type(refusal).__name__, letter)


def _kept(enclosed: Sequence[Enclosed], person: User) -> tuple[list[File], list[str]]:
    """The files that are taken, and a sentence about each that is not."""
    files: list[File] = []
    left_out: list[str] = []
    for number, each in enumerate(enclosed):
        if len(files) == PostFile.MOST or number >= _MOST_EXAMINED:
            left_out.append(_("“%(name)s” is one file too many.") % {"name": each.name})
            continue
        try:
            files.append(keep_file(SimpleUploadedFile(each.name, each.content), actor=person))
        except DomainError as refusal:
            left_out.append(str(refusal))
    return files, left_out


@transaction.atomic
def _keep(key: str, dealt: Dealt, incoming: Incoming) -> str:
    """Write down what became of a message, once, and tell its writer: neither happens without the other."""
    if dealt.person:
        lock(dealt.person)  # so that their answers are counted one after the other
    kept, is_first = InboundMail.objects.get_or_create(
        key=key,
        defaults={
            "person": dealt.person,
            "discussion": dealt.discussion,
            "outcome": dealt.outcome,
            "reason": dealt.reason,
        },
    )
    if is_first and dealt.person and dealt.letter and _may_tell(dealt.person, dealt.outcome):
        kept.is_answered = letters.send(dealt.letter, dealt.person, incoming, key=key)
        kept.save(update_fields=["is_answered"])
    return kept.outcome


def _may_tell(person: User, outcome: str) -> bool:
    if outcome in _OF_ANYBODY:
        return answers_today(person, _OF_ANYBODY) < MOST_WARNINGS
    return answers_today(person, set(Outcome) - _OF_ANYBODY) < MOST_ANSWERS
