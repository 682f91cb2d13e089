"""What is asked of a person before they go on."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings


def has_second_step(person: Any) -> bool:
    """Whether `person` signs in with a code from an app as well; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()


def may_block(person: Any, other: Any) -> bool:
    """Everybody for themselves, of anybody else who is here."""
    is_here = person.is_authenticated and person.is_active
    return bool(is_here and other.pk != person.pk and other.erased_at is None)


def may_unblock(person: Any, block: Any) -> bool:
    """Whose block it is."""
    return bool(block.person_id == person.pk)


def lacks_second_step(person: Any) -> bool:
    """Whether `person` is site staff who must set up a second step before anything of the staff opens."""
    return settings.TWO_STEP_FOR_STAFF and person.is_active and person.is_staff and not has_second_step(person)
