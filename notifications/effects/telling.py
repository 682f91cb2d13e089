"""Telling people: in-app rows and outbox rows, once for each person and entry."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache, reduce
from itertools import islice
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, DateTimeField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Lower
from django.template.loader import get_template
from django.utils import timezone

from accounts.models import User
from accounts.queries import addresses_of
from activity.models import Entry
from core import seams
from core.prepared import Prepared, as_one, each_of
from core.wake import wake
from notifications import kinds
from notifications.effects.bounces import forget_failures
from notifications.hearing import COMMUNITY, deaf, narrowed
from notifications.models import IN_LIST, Delivery, MailRhythm, Notification, OutboxMessage, Volume, text_of
from notifications.queries import STANDING

CHUNK = 1000
# Given up, a letter could still be tried again.
NOT_SENT = (OutboxMessage.State.WAITING, OutboxMessage.State.FAILED)


def notify(
    entry: Entry,
    recipients: Iterable[User | int | None],
    *,
    scope: tuple[str, int] | None = None,
    kind: str = "",
    after: timedelta | None = None,
) -> None:
    """Tell each of `recipients` of `entry` once, never its actor: in-app always, and by mail whoever wants that.

    `recipients` are people or their ids, in any order and number, doubles and None allowed; a
    queryset is streamed. Who may not see the target need not be left out: `resolve` decides when
    it is shown and when it is sent. The erased and the inactive are left out.

    `kind` names why they are told (see `notifications.kinds`), where it is not what the entry's verb usually
    means; it decides who gets a mail at once. `scope` is (kind, id) of what a person could mute, such as
    ("forums.discussion", 7): whoever wants to hear less of it is not told (see `hearing.deaf`). Without a
    scope the entry is addressed to each of them personally, and no volume silences it.

    `after` lets the mail wait for so long, so that `withdraw` can take it back meanwhile; in-app it is told at once.

    Runs in the caller's transaction: either the fact and the rows exist, or neither. A second
    call for the same entry adds nothing, so that whoever has two reasons is told for the one that is named first.
    Raises LookupError when nobody resolves the target's kind or the verb belongs to no kind, and
    TemplateDoesNotExist when a text is missing: here, rather than when somebody wants to read it.
    """
    what = kinds.why(kind, entry.verb)
    _require_words(entry)
    is_due = False
    due_at = timezone.now() + (after or timedelta())
    for people in _ids(recipients, entry):
        mailed = _tell(people, entry, scope, what)
        if mailed:
            is_due = True
            mails = [_mail(entry, person, scope, what, due_at) for person in mailed]
            OutboxMessage.objects.bulk_create(mails, ignore_conflicts=True)
    if is_due and not after:
        wake("mail")


def notify_each(told: Iterable[tuple[Entry, User | int | None]]) -> None:
    """Tell one person of each entry, as `notify` does without a scope; what is due wakes one worker once.

    For what concerns each of many by a row of their own, such as a seat. Entries of one verb are alike.
    """
    mails = []
    for place, (entry, person) in enumerate(told):
        if place == 0:
            _require_words(entry)
        what = kinds.kind_of(entry.verb)
        for people in _ids([person], entry):
            mails += [_mail(entry, mailed, None, what, timezone.now()) for mailed in _tell(people, entry, None, what)]
    if mails:
        OutboxMessage.objects.bulk_create(mails, ignore_conflicts=True)
        wake("mail")


def confirm(entry: Entry) -> None:
    """Mail the actor of `entry` what they did, where they want such a thing by mail at once; here they have seen it.

    Runs in the caller's transaction. A second call for the same entry adds nothing.
    """
    if entry.actor_id is not None:
        mail_alone(entry, [entry.actor_id])


def mail_alone(entry: Entry, people: Collection[int], *, after: timedelta | None = None) -> None:
    """Mail `entry` to those of `people` who want its kind by mail at once; in their lists it is not.

    For what they know already, where the mail brings something else, as for their calendar. `after` as in `notify`.
    """
    what = kinds.kind_of(entry.verb)
    _require_words(entry)
    chosen = Delivery.objects.filter(person=OuterRef("pk"), kind=what.name).values("by")
    wanting = User.objects.present().filter(pk__in=people)
    wanting = wanting.annotate(by=Coalesce(Subquery(chosen), Value(what.by.value))).filter(by=Delivery.By.MAIL)
    due_at = timezone.now() + (after or timedelta())
    mails = [_mail(entry, person, None, what, due_at) for person in wanting.order_by("pk").values_list("pk", flat=True)]
    OutboxMessage.objects.bulk_create(mails, ignore_conflicts=True)
    if mails and not after:
        wake("mail")


def _require_words(entry: Entry) -> None:
    if entry.kind not in seams.resolve.answers:
        raise LookupError(f"{entry.kind} is not resolved, so nobody could read of it")
    get_template(text_of(entry, IN_LIST))


def _ids(recipients: Iterable[User | int | None], entry: Entry) -> Iterator[set[int]]:
    """The ids of `recipients` without the actor's, at most CHUNK at a time."""
    stream = iter(recipients.iterator(chunk_size=CHUNK) if isinstance(recipients, QuerySet) else recipients)
    while some := list(islice(stream, CHUNK)):
        ids = (one.pk if isinstance(one, User) else one for one in some)
        if others := {one for one in ids if one not in (None, entry.actor_id)}:
            yield others


def _tell(people: set[int], entry: Entry, scope: tuple[str, int] | None, what: kinds.Kind) -> list[int]:
    """Write the rows of those of `people` who are to be told and were not yet; returns who of them wants mail."""
    values: dict[str, Any] = {"people": as_one(people), "entry": entry.pk}
    if scope and what.quiet_at:
        scope_kind, scope_id = narrowed(scope, entry.space_id)
        around = {"space": entry.space_id, "community": entry.community_id}
        values |= {"scope_kind": scope_kind, "scope_id": scope_id, **around}
    return [person for person, *_columns in _telling(what.name)(**values)]


# One statement, because people are often told while a row is locked. Who was told already is told nothing again.
_TOLD = """
    WITH hearing AS ({query}), told AS (
        INSERT INTO notifications_notification (recipient_id, entry_id, kind, created_at)
        SELECT "pk", "entry", "kind", "at" FROM hearing WHERE "by" <> 'off'
        ON CONFLICT DO NOTHING RETURNING recipient_id
    )
    SELECT hearing.* FROM hearing JOIN told ON told.recipient_id = hearing."pk" WHERE hearing."by" = 'mail'
"""


@cache
def _telling(kind: str) -> Prepared:
    what = kinds.KINDS[kind]

    def hearing(people: str, entry: int, **scope: Any) -> QuerySet:
        chosen = Delivery.objects.filter(person=OuterRef("pk"), kind=kind).values("by")
        everyone = User.objects.present().filter(pk__in=each_of(people))
        if scope:
            thing = (scope["scope_kind"], scope["scope_id"])
            everyone = everyone.exclude(pk__in=deaf(thing, scope["space"], scope["community"], what.quiet_at))
        everyone = everyone.annotate(
            entry=Cast(Value(entry), BigIntegerField()),
            kind=Value(kind),
            at=Cast(Value(timezone.now()), DateTimeField()),
            by=Coalesce(Subquery(chosen), Value(what.by.value)),
        )
        return everyone.order_by("pk").values_list("pk", "entry", "kind", "at", "by")

    return Prepared(hearing, within=_TOLD)


def _mail(
    entry: Entry, person: int, scope: tuple[str, int] | None, what: kinds.Kind, due_at: datetime
) -> OutboxMessage:
    scope_kind, scope_id = scope or ("", None)
    return OutboxMessage(
        recipient_id=person,
        entry=entry,
        message_id=message_id(entry, person),
        kind=what.name,
        scope_kind=scope_kind,
        scope_id=scope_id,
        due_at=due_at,
    )


def message_id(entry: Entry, recipient: int | str) -> str:
    """The Message-ID of the mail about `entry` to one person or address: the same however often it is made."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{entry.pk}:{recipient}".encode()).hexdigest()[:24]
    return f"<{entry.pk}.{digest}@{settings.SITE_HOST}>"


def mark_read(person: User, things: Mapping[str, Collection[int] | QuerySet]) -> None:
    """What `person` was told about these `things` (ids by kind) is read, because they are looking at them."""
    about = [Q(entry__kind=kind, entry__object_id__in=ids) for kind, ids in things.items()]
    told = Notification.objects.filter(reduce(or_, about), recipient=person)
    if told.unread().exists():  # a page that is seen again writes nothing
        told.unread().update(read_at=timezone.now())


def withdraw(kind: str, object_id: int, *verbs: str) -> None:
    """What anybody was told about a thing, or these `verbs` of it, counts as unread no more, nor is it mailed any more:
    it has been removed, or done.

    What says how somebody stands is sent all the same.
    """
    entries = Entry.objects.filter(kind=kind, object_id=object_id)
    about = (entries.filter(verb__in=verbs) if verbs else entries).values("pk")
    Notification.objects.filter(entry__in=about).unread().update(read_at=timezone.now())
    OutboxMessage.objects.filter(entry__in=about, state__in=NOT_SENT).exclude(kind=STANDING).delete()


def hold_back(thing: Model, verb: str) -> int:
    """Mail nobody more of this of a thing; returns how many letters had not left. Who was told in the list stays told.

    Also those that were given up, so that nobody tries them again.
    """
    entries = Entry.objects.filter(kind=thing._meta.label_lower, object_id=thing.pk, verb=verb).values("pk")
    return OutboxMessage.objects.filter(entry__in=entries, state__in=NOT_SENT).delete()[0]


def forget_told(thing: Model, *verbs: str) -> None:
    """Forget who was told this of a thing, which would say too much of them; mail that waits is not sent."""
    entries = Entry.objects.filter(kind=thing._meta.label_lower, object_id=thing.pk, verb__in=verbs).values("pk")
    OutboxMessage.objects.filter(entry__in=entries).delete()
    Notification.objects.filter(entry__in=entries).delete()


def withdraw_from_others(readers: QuerySet[User], things: Mapping[str, Collection[int] | QuerySet]) -> None:
    """What anybody but `readers` was told about these `things` (ids by kind) counts as unread no more.

    Kind by kind, so that the index on what entries are about is used whatever the tables' statistics say.
    """
    kept = list(readers.order_by().values_list("pk", flat=True))
    for kind, ids in things.items():
        about = Entry.objects.filter(kind=kind, object_id__in=ids).values("pk")
        told = Notification.objects.filter(entry__in=about).exclude(recipient__in=kept)
        told.unread().update(read_at=timezone.now())


def end_listening(scope: tuple[str, int], readers: QuerySet[User]) -> None:
    """Nobody but `readers` follows this scope any more; what they muted stays mute."""
    following = Volume.objects.filter(scope_kind=scope[0], scope_id=scope[1]).exclude(level__in=Volume.QUIET)
    following.exclude(person__in=readers.order_by().values("pk")).delete()


def mark_all_read(person: User) -> None:
    """Also what `person` can no longer see, so that nothing stays counted for ever."""
    Notification.objects.filter(recipient=person).unread().update(read_at=timezone.now())


def set_volume(person: User, *, scope_kind: str, scope_id: int, level: str, before: str = "") -> None:
    """How much `person` wants to hear of one scope from now on; an empty level forgets the wish."""
    scope: dict[str, Any] = {"person": person, "scope_kind": scope_kind, "scope_id": scope_id}
    if level:
        Volume.objects.update_or_create(**scope, defaults={"level": level, "before": before})
    else:
        Volume.objects.filter(**scope).delete()


def forget_community(person: User, community_id: int) -> None:
    """Somebody belongs to a community no more: what they wished to hear of it, mail and news that wait are over.

    What is about their own standing there still reaches them.
    """
    Volume.objects.filter(person=person, scope_kind=COMMUNITY, scope_id=community_id).exclude(
        level__in=Volume.QUIET
    ).delete()
    letters = OutboxMessage.objects.filter(recipient=person, entry__community_id=community_id)
    letters.filter(state__in=NOT_SENT).exclude(kind=STANDING).update(
        state=OutboxMessage.State.DROPPED, finished_at=timezone.now(), leased_until=None
    )
    told = Notification.objects.filter(recipient=person, entry__community_id=community_id).exclude(kind=STANDING)
    told.unread().update(read_at=timezone.now())


def forget_person(person: User) -> None:
    """An erased person is told nothing more."""
    Notification.objects.filter(recipient=person).delete()
    OutboxMessage.objects.filter(recipient=person).delete()
    own = OutboxMessage.objects.alias(lower=Lower("address"))
    own.filter(lower__in=addresses_of(person)).delete()  # from before they had an account
    Volume.objects.filter(person=person).delete()
    Delivery.objects.filter(person=person).delete()
    MailRhythm.objects.filter(person=person).delete()
    forget_failures(person)
