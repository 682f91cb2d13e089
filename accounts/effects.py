"""What happens to accounts without an actor: the first administrator, and erasure, which blanks a row."""

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

from accounts.models import User
from core import seams
from core.errors import DomainError

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


@transaction.atomic
def erase_person(person: User) -> None:
    """Ask every app to forget `person`, in one transaction. A second run changes nothing."""
    seams.person_erased.ask(person)


def forget_person(person: User) -> None:
    """Blank the row and what site staff noted of it, drop how they signed in; after commit end every session.
    seams.erasure_begins.ask(person)

    No session opens anything any more once the row is inactive and has another password; but they hold the address.
    """
    for field in BLANKED:
        setattr(person, field, "")
    person.email = f"erased-{person.pk}@invalid"
    person.display_name = ""
    person.handle = person.handle_once_erased
    person.is_simulation_educator = None
    person.is_lay_member = person.is_active = person.is_staff = person.is_superuser = False
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
    Authenticator.objects.filter(user=person).delete()
    UserSession.objects.filter(user=person).delete()
    # All sessions of the site are read to find theirs: too long to hold locks, and none may end in vain.
    transaction.on_commit(lambda: _end_sessions(person))


def _end_sessions(person: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            SessionStore(session.session_key).delete()


def drop_ended_sessions() -> None:
    """Forget the sessions that have run out, and from where those were opened that are no more."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
