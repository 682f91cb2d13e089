"""What others ask of accounts, and what its pages show."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import Block, Consent, User
from accounts.rules import has_second_step
from core import seams
from core.prepared import Prepared
from core.seams import Resolved

EXPORTED = (
    "email",
    "handle",
    "display_name",
    "profession",
    "organisation",
    "sector",
    "country",
    "time_zone",
    "language",
    "pronouns",
    "bio",
    "interests",
    "can_help_with",
    "takes_questions",
    "wants_to_learn",
    "is_simulation_educator",
    "is_lay_member",
    "works_in_industry",
    "declared_interests",
    "profile_audience",
    "returned_from",
)


@dataclass(frozen=True)
class Standing:
    """What the overview of an account says beside each way on."""

    addresses: int
    has_password: bool
    has_second_step: bool
    sign_ins: int


def standing(person: User) -> Standing:
    return Standing(
        addresses=EmailAddress.objects.filter(user=person).count(),
        has_password=person.has_usable_password(),
        has_second_step=has_second_step(person),
        sign_ins=UserSession.objects.filter(user=person).count(),
    )


def signed_in_lately(request: Any) -> bool:
    """Whether whoever asks has just shown who they are, be it by a mailed code.

    allauth asks again for a password or a second step; those who have neither it lets pass at any time.
    """
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def left_behind(person: User) -> list[Resolved]:
    """What would have nobody at its head without `person`; `context["successor"]` takes their place."""
    return list(chain.from_iterable(seams.left_behind.ask(person).values()))


def holder_of(address: str) -> User | None:
    """Whose confirmed address this is, also of somebody who may not sign in any more; None when it is nobody's."""
    confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user")
    found = confirmed.first()
    return found.user if found else None


def holders_of(addresses: Collection[str]) -> dict[str, User]:
    """{address in lower case: whose confirmed one it is} of those of `addresses` that are somebody's."""
    confirmed = EmailAddress.objects.filter(verified=True).annotate(lower=Lower("email")).select_related("user")
    return {each.lower: each.user for each in confirmed.filter(lower__in=[address.lower() for address in addresses])}


def addresses_of(person: User) -> QuerySet:
    """The addresses that `person` has confirmed, in lower case, as a subquery."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).order_by()
    return confirmed.annotate(lower=Lower("email")).values("lower")


def blocks_of(person: User) -> QuerySet[Block]:
    """Whom `person` has blocked, by name."""
    return Block.objects.filter(person=person).select_related("blocked").order_by("blocked__display_name", "pk")


def _blocked_by(person: Any) -> QuerySet:
    return Block.objects.filter(person=person).order_by().values_list("blocked", flat=True)


_BLOCKED_BY = Prepared(_blocked_by)  # pages of whoever has blocked anybody ask


def blocked_by(person: Any) -> frozenset[int]:
    """The ids of those whom `person` has blocked. No query for the many who have blocked nobody."""
    return frozenset(_BLOCKED_BY(person=person)) if getattr(person, "has_blocked", False) else frozenset()


def export_person(person: User) -> dict[str, Any]:
    """The person's own row, and how and where they sign in, JSON-ready."""
    row: dict[str, Any] = {field: getattr(person, field) for field in EXPORTED}
    row["is_staff"] = person.is_staff
    row["date_joined"] = person.date_joined.isoformat()
    row["last_login"] = _iso(person.last_login)
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    row["email_addresses"] = list(addresses.values("email", "verified", "primary"))
    consents = Consent.objects.filter(person=person).order_by("pk")
    row["agreed"] = [
        {"document": consent.document, "version": consent.version.isoformat(), "at": consent.at.isoformat()}
        for consent in consents
    ]
    blocks = Block.objects.filter(person=person).select_related("blocked").order_by("pk")
    row["blocked"] = [{"name": block.blocked.name, "at": block.at.isoformat()} for block in blocks]
    row["two_step"] = [
        {
            "kind": step.get_type_display(),
            "set_up_at": step.created_at.isoformat(),
            "last_used_at": _iso(step.last_used_at),
        }
        for step in Authenticator.objects.filter(user=person).order_by("pk")
    ]
    row["sign_ins"] = [
        {"at": session.created_at.isoformat(), "from": session.ip, "browser": session.user_agent}
        for session in UserSession.objects.filter(user=person).order_by("pk")
    ]
    return row


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
