"""Digests: whose hour has come gets a due row, which the relay turns into a mail."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from activity.effects import record_all
from activity.models import Entry
from activity.queries import newest_settled
from core import seams
from core.wake import wake
from notifications import hours, kinds
from notifications.effects.telling import message_id
from notifications.models import MailRhythm, Notification, OutboxMessage

CHUNK = 200


def make_due_digests() -> None:
    """Write an outbox row for each person whose digest is due and may have something in it.

    Each row holds from which entry to which it goes; the next digest goes on where it ends. Both are written in
    one transaction, so that a kill neither loses anything nor tells it twice; any number of workers may run.
    """
    enrol_newcomers()
    if not MailRhythm.objects.due().exists():
        return
    newest = newest_settled()
    while newest is not None and _make_some(newest):
        pass


def enrol_newcomers() -> None:
    """Give everyone who has none the usual rhythm; their first digest begins with what happens from now on."""
    newcomers = User.objects.present().filter(mail_rhythm=None).order_by("pk")
    while people := list(newcomers[:CHUNK]):
        now, newest = timezone.now(), newest_entry()
        rows = [MailRhythm(person=person, cursor=newest) for person in people]
        for row in rows:
            row.next_digest_at = next_digest_of(row, now)
        MailRhythm.objects.bulk_create(rows, ignore_conflicts=True)


def newest_entry() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def next_digest_of(row: MailRhythm, after: datetime) -> datetime | None:
    """When the digest of `row` is due next, by its person's clock as it is now."""
    if row.digest_rhythm == MailRhythm.Rhythm.NEVER:
        return None
    weekday = row.digest_weekday if row.digest_rhythm == MailRhythm.Rhythm.WEEKLY else None
    return hours.next_digest(after, row.person.zone, hour=row.digest_hour, weekday=weekday)


@transaction.atomic
def _make_some(newest: int) -> bool:
    """Take up to CHUNK due rows and move them on; returns whether there were any."""
    due = MailRhythm.objects.due().select_for_update(skip_locked=True, of=("self",))
    rows = list(due.select_related("person").order_by("next_digest_at", "pk")[:CHUNK])
    now = timezone.now()
    # Where mail is stopped the digest keeps its place, and goes on there once letters arrive again.
    ready = [row for row in rows if _is_their_hour(row) and not row.person.mail_comes_back]
    worth = _with_news(ready, newest)
    letters = _letters([row for row in ready if row.person_id in worth], newest)
    for row in ready:
        row.cursor = max(row.cursor, newest)
    for row in rows:
        row.next_digest_at = next_digest_of(row, now)
    MailRhythm.objects.bulk_update(rows, ["cursor", "next_digest_at"])
    if letters:
        wake("digest")
    return bool(rows)


def _is_their_hour(row: MailRhythm) -> bool:
    """False where the person has moved to another time zone since the moment was reckoned: then it is reckoned anew."""
    due = row.next_digest_at
    return due is not None and next_digest_of(row, due - hours.A_SECOND) == due


def _letters(rows: list[MailRhythm], newest: int) -> list[OutboxMessage]:
    def reach(row: MailRhythm) -> dict[str, int]:
        return {"after": row.cursor, "up_to": newest}

    entries = record_all("digest.made", actor=None, targets=rows, data=reach)
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(
            recipient_id=row.person_id,
            entry=entry,
            message_id=message_id(entry, row.person_id),
            channel=OutboxMessage.Channel.DIGEST,
        )
        for row, entry in zip(rows, entries, strict=True)
    )


def _with_news(rows: list[MailRhythm], newest: int) -> set[int]:
    """The ids of those of whom something may be told: a first look, which the digest itself takes again."""
    people = {row.person_id: row.cursor for row in rows if row.cursor < newest}
    if not people:
        return set()
    since = {"pk__gt": min(people.values()), "pk__lte": newest}
    told = Notification.objects.unread().filter(recipient__in=people, entry__gt=since["pk__gt"], entry__lte=newest)
    latest = told.order_by().values_list("recipient").annotate(Max("entry"))
    found = {person for person, entry in latest if entry > people[person]}
    places = seams.own_spaces(people.keys())
    news = Entry.objects.filter(
        **since, community_id__in={community for _person, community, _space in places}, verb__in=kinds.news
    )
    happened = news.order_by().values_list("community_id", "space_id").annotate(Max("pk"))
    last = {(community, space): entry for community, space, entry in happened}
    return found | {person for person, community, space in places if last.get((community, space), 0) > people[person]}
