"""The digests of a crowd are right to the row: nothing missing, nothing twice. In `make soak` they are 10,000."""

import re
from collections import Counter, defaultdict

import pytest
from django.core import mail

from accounts.models import User
from notifications import digests
from notifications.effects import make_due_digests, relay, send_due_digests
from notifications.effects.digests import newest_entry
from notifications.models import MailRhythm, OutboxMessage
from tests.notifications.crowd import Crowd
from tests.notifications.reckoning import Rows, owed
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE = 60 if SIZE == 1 else 1_000 * SIZE
WORKERS = 3


def make(due):
    """Let several workers make what is due; returns {person: the row that waits}, each with what is owed from there."""
    before = newest_entry()
    known = set(OutboxMessage.objects.filter(channel="digest").values_list("pk", flat=True))
    assert at_once(*[make_due_digests] * WORKERS) == [None] * WORKERS
    letters = OutboxMessage.objects.filter(channel="digest").exclude(pk__in=known).select_related("entry")
    made = {letter.recipient_id: letter for letter in letters}
    assert len(made) == len(letters)
    reach = {person: (letter.entry.data["after"], letter.entry.data["up_to"]) for person, letter in made.items()}
    assert reach == {person: (due[person], before) for person in made}
    cursors = dict(MailRhythm.objects.values_list("person", "cursor"))
    assert {cursors[person] for person in due} == {before}
    assert not MailRhythm.objects.due().exists()
    return made, before


def composed(letters):
    """{person: what the digest code puts together}, in the batches in which the relay does."""
    people = User.objects.in_bulk(letters)
    rows, found = list(letters.values()), {}
    for start in range(0, len(rows), relay.BATCH):
        some = rows[start : start + relay.BATCH]
        editions = digests.editions(some)
        for letter in some:
            digest = digests.compose(people[letter.recipient_id], editions[letter.pk])
            found[letter.recipient_id] = {
                thread.about.obj.pk: ({line.entry.pk for line in thread.lines}, {post.pk for post in thread.posts})
                for group in digest.groups
                for thread in group.threads
            }
            assert not any(group.more_count for group in digest.groups)
    return found


def send():
    mail.outbox.clear()
    while OutboxMessage.objects.filter(channel="digest", state="waiting").exists():
        assert at_once(*[send_due_digests] * WORKERS) == [None] * WORKERS
    return mail.outbox


def said_in(letters):
    """{address: (titles, count of new posts)} of what left."""
    return {
        letter.to[0]: (
            Counter(re.findall(r"^(Talk .*)\nhttp", letter.body, re.M)),
            sum(int(count) for count in re.findall(r"^- (\d+) new posts?$", letter.body, re.M)),
        )
        for letter in letters
    }


def check(crowd, due, said):
    """Make, reckon and send one round of digests; returns how many people were owed how many entries."""
    letters, up_to = make(due)
    crowd.leave()  # between the making and the sending
    rows = Rows()
    reckoned = {person: found for person, after in due.items() if (found := owed(person, after, up_to, rows))}
    assert reckoned.keys() & rows.reachable <= letters.keys()
    prepared = {person: found for person, found in composed(letters).items() if person in rows.reachable and found}
    assert prepared == {person: found for person, found in reckoned.items() if person in rows.reachable}
    for person, found in prepared.items():
        mine = [pk for lines, posts in found.values() for pk in lines | posts]
        assert not said[person] & set(mine)
        said[person].update(mine)

    addresses = {person.pk: person.email for person in User.objects.filter(pk__in=prepared)}
    sent = send()
    titles = {talk.pk: talk.title for talk in crowd.talks}
    assert len(sent) == len(prepared)
    assert said_in(sent) == {
        addresses[person]: (
            Counter(titles[talk] for talk in found),
            sum(len(posts) for _lines, posts in found.values()),
        )
        for person, found in prepared.items()
    }
    return len(prepared), sum(len(lines | posts) for found in prepared.values() for lines, posts in found.values())


def test_each_of_a_crowd_gets_what_is_theirs_once():
    crowd, said = Crowd(PEOPLE), defaultdict(set)
    crowd.talk()
    crowd.wish()
    crowd.read(0.3)

    first = check(crowd, crowd.let_the_hour_come(0.7), said)
    crowd.go_on()
    second = check(crowd, crowd.let_the_hour_come(), said)
    third = check(crowd, crowd.let_the_hour_come(), said)

    assert min(first[0], second[0]) > PEOPLE / 2
    assert third == (0, 0)
