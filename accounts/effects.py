"""What happens to accounts without an actor: the first administrator, and erasure, which blanks a row."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Block, User
from core import seams
from core.errors import Busy, DomainError
from core.locks import busy_when_late, lock_all

logger = logging.getLogger(__name__)
_ALL = Q()
ERASED_LATELY = timedelta(hours=2)

BLANKED = (
    "profession",
    "organisation",
    "sector",
    "country",
    "pronouns",
    "bio",
    "interests",
    "can_help_with",
    "wants_to_learn",
    "declared_interests",
    "avatar",
    "returned_from",
)


@transaction.atomic
def create_first_admin(*, email: str, name: str, password: str) -> User:
    """Give a fresh site its first administrator, who may sign in at once.

    Raises DomainError when there is an administrator already, or an account with this address.
    """
    if User.objects.filter(is_superuser=True).exists():
        raise DomainError(_("There is a site administrator already."))
    if User.objects.filter(email__iexact=email).exists():
        raise DomainError(_("There is an account with this e-mail address already."))
    person = User.objects.create_superuser(email, password, display_name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@busy_when_late()
@transaction.atomic
def erase_person(person: User) -> None:
    """Ask every app to forget `person`, in one transaction. A second run changes nothing.

    What it changes is locked before anything is forgotten: what they do at the same moment is in before, or refused.
    Raises Busy when somebody else holds some of it for long.
    """
    _lock_around(person, seams.erasure_begins)
    person.refresh_from_db()
    seams.person_erased.ask(person)


def lock_to_rename(person: User) -> None:
    """Lock what shows the name of `person` and then their row, before it is changed."""
    _lock_around(person, seams.renaming_begins)


def _lock_around(person: User, begins: seams.Seam) -> None:
    lock_all([*chain.from_iterable(begins.ask(person).values()), person])


def erase_once_more() -> None:
    """Forget again whoever was erased within ERASED_LATELY: what was in flight then may have left something."""
    for person in User.objects.filter(erased_at__gt=timezone.now() - ERASED_LATELY).order_by("pk"):
        try:
            erase_person(person)
        except Busy:  # the next run is soon enough
            continue


def forget_person(person: User) -> None:
    """Blank the row and what site staff noted of it, drop how they signed in; after commit end their sessions.

    No session opens anything any more once the row is inactive and has another password; but they hold the address.
    One that is not listed goes with the hourly tidying, `drop_ended_sessions`.
    """
    for field in BLANKED:
        setattr(person, field, "")
    person.email = f"erased-{person.pk}@invalid"
    person.display_name = ""
    person.handle = person.handle_once_erased
    person.is_simulation_educator = None
    person.is_lay_member = person.works_in_industry = False
    person.is_active = person.is_staff = person.is_superuser = False
    person.takes_questions = False
    person.time_zone, person.language = "UTC", "en"
    person.profile_audience = User.ProfileAudience.NOBODY
    person.last_login = person.agreed_to = None
    person.erased_at = person.erased_at or timezone.now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    addresses = EmailAddress.objects.filter(user=person)
    LogEntry.objects.filter(
        Q(content_type__app_label="accounts", content_type__model="user", object_id=str(person.pk))
        | Q(content_type__app_label="account", object_id__in=[str(pk) for pk in addresses.values_list("pk", flat=True)])
    ).update(object_repr="", change_message="")
    addresses.delete()
    person.consents.all().delete()
    Block.objects.filter(Q(person=person) | Q(blocked=person)).delete()
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)


@transaction.atomic
def end_two_steps(person: User) -> None:
    """Let `person` in with one step, and sign them out: whoever found their telephone may be signed in on it."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    logger.warning("Two-step sign-in of account %s was ended by whoever runs the site", person.pk)


def end_sessions(person: User, among: Q = _ALL) -> int:
    """After commit, so that none ends in vain, sign `person` out wherever they are listed as signed in.

    Or only `among` some of these. Returns how many there were.
    """
    listed = UserSession.objects.filter(among, user=person)
    keys = list(listed.values_list("session_key", flat=True))
    listed.delete()
    transaction.on_commit(lambda: _drop_sessions(keys))
    return len(keys)


def _drop_sessions(keys: Iterable[str]) -> None:
    for key in keys:
        SessionStore(key).delete()


def drop_ended_sessions() -> None:
    """Forget the sessions that have run out or were an erased person's, and from where ended ones were opened."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    _drop_sessions(_unlisted_sessions_of_the_erased())
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _unlisted_sessions_of_the_erased() -> list[str]:
    """Not every session is listed: a password that is changed on the staff site makes one that is not."""
    unlisted = Session.objects.exclude(session_key__in=UserSession.objects.values("session_key"))
    holders = {row.session_key: row.get_decoded().get(SESSION_KEY) for row in unlisted.iterator()}
    erased = User.objects.filter(pk__in={holder for holder in holders.values() if holder}).exclude(erased_at=None)
    gone = {str(pk) for pk in erased.values_list("pk", flat=True)}
    return [key for key, holder in holders.items() if holder in gone]
