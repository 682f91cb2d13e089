"""What people were told, and who wants to hear of what.

Rows hold ids; what they say is made for its reader when it is shown or sent. The texts belong to
the app of the entry's target and are found by name: of "post.replied" about a "forums.post",

- `forums/notifications/replied_item.html` is the sentence in the list of notifications;
- `forums/notifications/replied_subject.txt`, `replied.txt` and `replied.html` are the mail, which
  only verbs that are mailed need.

Each gets `resolved` (core.seams.Resolved), `entry`, `reader` and `url`; the mail `site_url` as well.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Block, User
from accounts.queries import addresses_of, blocked_by, holder_of
from activity.models import Entry
from core import paging, seams
from core.prepared import Prepared
from core.seams import Resolved
from notifications import hours, kinds
from notifications.hearing import deaf, is_scope, narrowed
from notifications.models import (
    IN_LIST,
    Delivery,
    FailingAddress,
    MailRhythm,
    Notification,
    OutboxMessage,
    SilencedAddress,
    Stranger,
    Volume,
    text_of,
)
from notifications.rules import address_digest

PAGE = 30
COUNTED = 100
STANDING = "standing"  # the kind that reaches also whoever asked to be left alone


@dataclass(frozen=True)
class Notice:
    """One line of a reader's list."""

    pk: int
    entry: Entry
    resolved: Resolved
    is_new: bool
    kind: str = ""  # why they were told
    more_count: int = 0  # older ones on the same page that would say the same of the same discussion

    @property
    def template(self) -> str:
        return text_of(self.entry, IN_LIST)

    @property
    def why(self) -> kinds.Kind:
        """Of what kind it is, which is where its reader can choose otherwise."""
        return kinds.why(self.kind, self.entry.verb)

    @property
    def scope(self) -> tuple[str, str] | None:
        """The thing of which its reader can choose to hear more or less, if that is one."""
        kind, _dot, pk = self.resolved.thread.rpartition(".")
        return (kind, pk) if self.why.quiet_at and is_scope(kind) else None

    @property
    def gist(self) -> tuple[Any, ...]:
        """What is alike in lines that stand as one: new posts in one discussion, but for those to the reader."""
        if kinds.is_counted(self.entry.verb) and self.kind == kinds.news[self.entry.verb]:
            return (self.kind, self.resolved.thread, self.is_new)
        return (self.pk,)


def notices(
    reader: User, *, after: int | None = None, before: int | None = None, is_new_only: bool = False
) -> paging.Page:
    """A page of what `reader` was told, newest first; what they may no longer see is left out.

    One query for the rows and one for each kind of thing among them. A page may be shorter than
    others where something was left out, or where many wrote in one discussion.
    """
    told = Notification.objects.visible_to(reader).select_related("entry__actor")
    told = told.unread() if is_new_only else told
    told = told.exclude(_of_blocked(reader)) if reader.has_blocked else told
    page = paging.page(told, key="pk", size=PAGE, after=after, before=before, descending=True)
    found = resolve_all(((row.entry.kind, row.entry.object_id) for row in page.rows), reader)
    rows = [
        Notice(row.pk, row.entry, found[row.entry.kind, row.entry.object_id], row.read_at is None, row.kind)
        for row in page.rows
        if (row.entry.kind, row.entry.object_id) in found
    ]
    return paging.Page(_together(rows), page.after, page.before)


def _together(rows: list[Notice]) -> list[Notice]:
    """The newest of each gist, with the number of the others."""
    count = Counter(row.gist for row in rows)
    newest: dict[tuple[Any, ...], Notice] = {}
    for row in rows:
        newest.setdefault(row.gist, replace(row, more_count=count[row.gist] - 1))
    return list(newest.values())


def target_of(entry: Entry, reader: User | Stranger) -> Resolved | None:
    """What `entry` is about, or None when `reader` may not see it."""
    return seams.resolve(entry.kind, [entry.object_id], reader).get(entry.object_id)


def _unread(reader: User) -> QuerySet:
    return _places(Notification.objects.visible_to(reader).unread())


def _unread_of_others(reader: User) -> QuerySet:
    return _places(Notification.objects.visible_to(reader).unread().exclude(_of_blocked(reader)))


def _places(rows: QuerySet) -> QuerySet:
    return rows.values_list("entry__space_id", "entry__verb", "entry__kind", "entry__object_id")[:COUNTED]


_UNREAD = Prepared(_unread)  # every page of a signed-in reader asks
_UNREAD_OF_OTHERS = Prepared(_unread_of_others)  # the same for whoever has blocked somebody


def _of_blocked(reader: User) -> Q:
    """What people whom `reader` has blocked say to them."""
    blocked = Block.objects.filter(person=reader).order_by().values("blocked")
    return Q(entry__verb__in=sorted(kinds.personal), entry__actor__in=blocked)


def is_of_blocked(entry: Entry, reader: User) -> bool:
    """Whether `entry` is what somebody whom `reader` has blocked says to them."""
    return entry.verb in kinds.personal and entry.actor_id in blocked_by(reader)


def unread_count(reader: User) -> int:
    """How many unread rows `reader` would find in the list, counted up to COUNTED.

    One query: the space decides. Where it does not, because there is none, as of a new role, or
    because fewer may hear of it, as of a draft, the thing is resolved.
    """
    rows = (_UNREAD_OF_OTHERS if reader.has_blocked else _UNREAD)(reader=reader)
    doubtful = [(kind, pk) for space, verb, kind, pk in rows if space is None or verb in seams.resolve.narrower]
    found = resolve_all(doubtful, reader)
    return len(rows) - sum(thing not in found for thing in doubtful)


def resolve_all(things: Iterable[tuple[str, int]], reader: User) -> dict[tuple[str, int], Resolved]:
    """{(kind, id): Resolved} of those that `reader` may see; one question for each kind among them."""
    ids: dict[str, set[int]] = {}
    for kind, pk in things:
        ids.setdefault(kind, set()).add(pk)
    return {
        (kind, pk): resolved
        for kind, wanted in ids.items()
        for pk, resolved in seams.resolve(kind, sorted(wanted), reader).items()
    }


def title_of(scope: tuple[str, int], reader: User) -> str:
    """What `scope` is called, or an empty string when `reader` may not see it."""
    resolved = seams.resolve(scope[0], [scope[1]], reader).get(scope[1])
    return resolved.title if resolved else ""


def is_silenced(address: str) -> bool:
    """Whether whoever reads `address` wants no mail from Copse."""
    return SilencedAddress.objects.filter(digest=address_digest(address)).exists()


def is_failing(address: str) -> bool:
    """Whether letters to `address` came back, so that none are sent to it."""
    return FailingAddress.objects.stopped().filter(digest=address_digest(address)).exists()


def trouble_of(person: User) -> FailingAddress | None:
    """Why nothing is mailed to `person`, where letters to them came back."""
    if not person.mail_comes_back:
        return None
    return FailingAddress.objects.stopped().filter(digest=address_digest(person.email)).first()


def silenced(addresses: Iterable[str]) -> set[str]:
    """Those of `addresses`, as they are given, whose readers want no mail from Copse; one query."""
    digests = {address: address_digest(address) for address in addresses}
    found = set(SilencedAddress.objects.filter(digest__in=set(digests.values())).values_list("digest", flat=True))
    return {address for address, digest in digests.items() if digest in found}


def reader_of_mail(message: OutboxMessage) -> User | Stranger | None:
    """Its recipient as they are now, or None: gone, without a verified address, or muted meanwhile.

    Mail to an address is read by the person whose verified address it is by now, else by a stranger, but by
    nobody once the address was silenced.
    """
    recipient = message.recipient_id
    if message.address:
        if is_silenced(message.address):
            return None
        holder = holder_of(message.address)
        if holder is None:
            return None if is_failing(message.address) else Stranger(message.address)
        recipient = holder.pk
    what = kinds.why(message.kind, message.entry.verb)
    reachable = with_verified_address().filter(pk=recipient or 0)
    # Whoever chose meanwhile to be told of this otherwise finds it in the list.
    reachable = reachable.exclude(
        Exists(Delivery.objects.filter(person=OuterRef("pk"), kind=what.name).exclude(by=kinds.MAIL))
    )
    if message.scope and what.quiet_at:
        space, community = message.entry.space_id, message.entry.community_id
        quiet = deaf(narrowed(message.scope, space), space, community, what.quiet_at)
        reachable = reachable.exclude(pk__in=quiet)
    reader = reachable.first()
    if reader is None or is_of_blocked(message.entry, reader):
        return None
    return None if what.name != STANDING and is_resting(reader, message.entry.community_id) else reader


def is_resting(person: User, community_id: int | None) -> bool:
    """Whether they asked to be left alone by that community; what is about their own standing reaches them anyhow."""
    return community_id is not None and (person.pk, community_id) in seams.resting([person.pk])


def with_verified_address() -> QuerySet[User]:
    """Those whom mail can reach, with their `mail_rhythm`."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, email__iexact=OuterRef("email"))
    reachable = User.objects.present().filter(Exists(verified)).exclude(returned_from=F("email"))
    return reachable.select_related("mail_rhythm")


def reader_of_digest(message: OutboxMessage) -> User | None:
    """As `reader_of_mail`; None also when they want no digests any more."""
    found = _READER_OF_DIGEST(person=message.recipient_id)
    return found[0] if found else None


def _reader_of_digest(person: int) -> QuerySet[User]:
    wanting = with_verified_address().exclude(mail_rhythm__rhythm=MailRhythm.Rhythm.NEVER)
    return wanting.filter(pk=person, mail_rhythm__isnull=False)


_READER_OF_DIGEST = Prepared(_reader_of_digest)  # each of many thousand digests asks


def end_of_quiet_for(reader: User, now: datetime) -> datetime | None:
    """When the quiet hours of `reader` end, where it is in them."""
    rhythm = getattr(reader, "mail_rhythm", None)
    if rhythm is None or rhythm.quiet_from is None:
        return None
    return hours.end_of_quiet(now, reader.zone, begins=rhythm.quiet_from, ends=rhythm.quiet_until)


def export_person(person: User) -> dict[str, Any]:
    """What `person` was told of (ids and times), how much they want to hear, and how and when."""
    hours = ("rhythm", "before", "hour", "weekday", "quiet_from", "quiet_until", "next_digest_at", "cursor")
    rhythm = MailRhythm.objects.filter(person=person).values(*hours).first()
    if rhythm and rhythm["next_digest_at"]:
        rhythm["next_digest_at"] = rhythm["next_digest_at"].isoformat()
    told = Notification.objects.filter(recipient=person).select_related("entry").order_by("pk")
    letters = OutboxMessage.objects.alias(lower=Lower("address")).filter(lower__in=addresses_of(person))
    return {
        "letters": [
            {"address": letter.address, "verb": letter.entry.verb, "at": letter.entry.at.isoformat()}
            for letter in letters.select_related("entry").order_by("pk")
        ],
        "told": [
            {
                "verb": row.entry.verb,
                "because": row.kind,
                "kind": row.entry.kind,
                "id": row.entry.object_id,
                "at": row.created_at.isoformat(),
                "read_at": row.read_at and row.read_at.isoformat(),
            }
            for row in told
        ],
        "volumes": list(
            Volume.objects.filter(person=person).order_by("pk").values("scope_kind", "scope_id", "level", "before")
        ),
        "deliveries": list(Delivery.objects.filter(person=person).order_by("pk").values("kind", "by", "before")),
        "mail_rhythm": rhythm or {},
    }
