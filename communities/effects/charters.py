"""What follows of itself for charters: the first one, a revision of each change, results that nobody watches over."""

from django.utils import timezone

from accounts.models import User
from communities.models import Charter, CharterRevision, Community, ExpectedResult, ResultWatch
from communities.queries.charters import content_of
from communities.queries.method import NEWEST


def begin_charter(community: Community, *, by: User | None = None, template: str = "") -> Charter:
    """Give a new community its empty charter, and keep its first revision."""
    charter = Charter.objects.create(community=community, method=NEWEST, template=template)
    keep_revision(charter, by=by)
    return charter


def keep_revision(charter: Charter, *, by: User | None, why: str = "") -> CharterRevision:
    """Keep the charter as it is now as its next revision. The caller holds the lock on the community."""
    charter.version += 1
    charter.save(update_fields=["version"])
    content = content_of(charter.community)
    return CharterRevision.objects.create(
        community_id=charter.pk, number=charter.version, content=content, why=why, by=by
    )


def look_at(result: ExpectedResult) -> None:
    """Somebody has just said how far it is, if only that it stands as it did: its owner is left alone for a while."""
    ExpectedResult.objects.filter(pk=result.pk).update(looked_at=timezone.now())


def leave_results(person: int, community: Community) -> None:
    """Nobody who is no member any more watches over an expected result of the community, or keeps an eye on one."""
    ResultWatch.objects.filter(person=person, result__community=community).delete()
    if community.results.filter(owner=person).update(owner=None):
        keep_revision(Charter.objects.select_related("community").get(pk=community.pk), by=None)
