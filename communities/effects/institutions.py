"""What follows of itself for institutions: one that nobody has named before is added to the site's list."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.errors import TooManyInstitutions
from communities.models import Institution
from communities.queries.institutions import Unlisted
from core.locks import hold

MOST_A_DAY = 5  # that one person adds


def listed(named: Institution | Unlisted, *, by: User) -> Institution:
    """The institution itself, added when it was not there; of two at once, one.

    It stays there until the transaction ends; comes after a lock. Raises TooManyInstitutions, and Gone where staff has
    just merged it into another one.
    """
    if isinstance(named, Institution):
        return hold(named)
    key = Institution.key_of(named.name, named.country)
    if known := Institution.objects.filter(key=key).first():
        return hold(known)
    lately = Institution.objects.filter(added_by=by, created_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise TooManyInstitutions(_("You have added several today. Please go on tomorrow, or ask the site’s staff."))
    facts = {"name": named.name, "kind": named.kind, "country": named.country, "website": named.website}
    institution, _is_new = Institution.objects.get_or_create(key=key, defaults=facts | {"added_by": by})
    return institution
