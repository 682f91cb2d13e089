"""Who sees whom: profiles, and the people that pickers and mentions offer."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communities.models import Membership, Space, SpaceGrant


def visible_people(reader: Any) -> QuerySet[User]:
    """The people whose profile `reader` may see, themselves included; nobody for a visitor.

    Somebody's profile is for everyone who is signed in, for fellows (who share a live
    membership or the grant of a room with them), or for nobody, as they chose.
    """
    if not reader.is_authenticated:
        return User.objects.none()
    audience = User.ProfileAudience
    joined = Membership.objects.live_of(reader).values("community")
    rooms = SpaceGrant.objects.live_of(reader).values("content_object")
    fellows = Membership.objects.live().filter(community__in=joined).values("person")
    companions = SpaceGrant.objects.live().filter(content_object__in=rooms).values("user")
    is_fellow = Q(pk__in=fellows) | Q(pk__in=companions)
    shown = Q(profile_audience=audience.MEMBERS) | Q(profile_audience=audience.FELLOWS) & is_fellow
    return User.objects.present().filter(shown | Q(pk=reader.pk))


def people_in(space: Space, reader: Any) -> QuerySet[User]:
    """Those of `visible_people` who can read `space`, but nobody whom `reader` has blocked, or who has blocked them."""
    shown: Any = visible_people(reader)
    return shown.on_terms_with(reader).filter(pk__in=space.readers().values("pk"))
