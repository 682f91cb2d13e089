"""Somebody with a row in each table that points at people."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import Block, Consent, User
from activity.models import Entry
from notifications.models import Delivery, FailingAddress, MailRhythm, Notification, OutboxMessage, Volume
from notifications.rules import address_digest
from tests.everywhere.communities import rows_of_call, rows_of_member, rows_of_results, rows_of_surveys
from tests.everywhere.forums import rows_of_discussions
from tests.everywhere.library import rows_of_library
from tests.everywhere.meetings import rows_of_meetings
from tests.factories import CommunityFactory, UserFactory


def person_everywhere(words):
    """Returns (person, {model: their row})."""
    person = _person(words)
    community = CommunityFactory(started_by=person)
    rows = [
        person,
        community,
        *_rows_of_account(person, words),
        *rows_of_member(person, words, community),
        *rows_of_results(person, words, community),
        *rows_of_call(person, words, community),
        *rows_of_surveys(person, words, community),
        *rows_of_discussions(person, words, community),
        *rows_of_library(person, words, community),
        *rows_of_meetings(person, words, community),
        *_rows_of_news(person, words),
    ]
    return person, {type(row): row for row in rows}


def _person(words):
    person = UserFactory(
        is_staff=True,
        is_simulation_educator=True,
        is_lay_member=True,
        works_in_industry=True,
        last_login=timezone.now(),
    )
    EmailAddress.objects.filter(user=person).update(**words.of(EmailAddress))
    User.objects.filter(pk=person.pk).update(**words.of(User))
    person.refresh_from_db()
    person.groups.add(Group.objects.create(name="A group"))
    person.user_permissions.add(Permission.objects.first())
    return person


def _rows_of_account(person, words):
    now, address = timezone.now(), person.emailaddress_set.get()
    return [
        address,
        EmailConfirmation.objects.create(email_address=address, sent=now, **words.of(EmailConfirmation)),
        Consent.objects.create(person=person, document="terms", version=person.agreed_to),
        Block.objects.create(person=person, blocked=UserFactory()),
        Authenticator.objects.get(user=person),
        UserSession.objects.create(user=person, ip="192.0.2.1", **words.of(UserSession)),
        LogEntry.objects.create(
            user=person,
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(person.pk),
            action_flag=2,
            **words.of(LogEntry),
        ),
        User.groups.through.objects.get(user=person),
        User.user_permissions.through.objects.get(user=person),
    ]


def _rows_of_news(person, words):
    entry = Entry.objects.create(actor=person, object_id=1, **words.of(Entry))
    letter = words.of(OutboxMessage)  # from before they had an account
    told = letter | {"address": "", "message_id": f"2 {letter['message_id']}"}
    OutboxMessage.objects.create(entry=entry, **letter)
    return [
        entry,
        Notification.objects.create(recipient=person, entry=entry),
        OutboxMessage.objects.create(recipient=person, entry=entry, **told),
        Volume.objects.create(person=person, scope_id=1, level="all", **words.of(Volume)),
        Delivery.objects.create(person=person, by="here", **words.of(Delivery)),
        MailRhythm.objects.create(person=person, rhythm="never", cursor=1, **words.of(MailRhythm)),
        FailingAddress.objects.create(digest=address_digest(person.email)),
    ]
