"""What a digest holds for somebody who is a member like any other, for the team to look at."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from activity.models import Entry
from communities.models import Community, Membership
from notifications.digests import Digest, Edition, compose


def digest_of_anybody(community: Community, *, since: datetime, language: str) -> Digest:
    """What happened since then, as a digest tells it to a participant who chose, wrote and read nothing.

    Put together by the one way there is, for a person who exists no longer than this question: they are made, asked
    for and taken back in one transaction. So it shows what that role may see, and nothing of anybody's own.
    """
    happened = Entry.objects.filter(community_id=community.pk, at__gt=since).order_by("pk")
    first = happened.values_list("pk", flat=True).first()
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    if first is None or newest is None:
        return Digest([])
    with transaction.atomic():
        anybody = User.objects.create(email=f"{uuid4()}@invalid", language=language)
        Membership.objects.create(community=community, person=anybody, joined_at=since)
        digest = compose(anybody, Edition([anybody.pk], after=first - 1, up_to=newest))
        transaction.set_rollback(True)
    return digest
