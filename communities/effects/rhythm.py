"""What follows of a rhythm: its team hears when too little or too much is planned (G24)."""

from django.utils import timezone

from communities.effects.weekly import not_told, tell_weekly
from communities.models import Break, Community, Membership, Rhythm
from communities.queries.rhythm import Concern, beats_of, breaks_within, concern, weeks_of
from communities.rules import LEAST_ROLE


def warn_of_rhythm() -> None:
    """Tell those who set the rhythm of an active community what it lacks, or what is too much: once a week at most.

    Not while it rests, and not within a week of their setting it. Three queries, and two for each that is told.
    """
    now = timezone.now()
    due = Rhythm.objects.filter(not_told("told_at", now), community__phase=Community.Phase.ACTIVE)
    rhythms = list(due.exclude(discussion_weeks=None, most_open=None).select_related("community"))
    communities = [rhythm.community for rhythm in rhythms]
    beats = beats_of(communities, now)
    breaks: dict[int, list[Break]] = {community.pk: [] for community in communities}
    for each in breaks_within(communities, now):
        breaks[each.community_id].append(each)
    for rhythm in rhythms:
        community = rhythm.community
        weeks = weeks_of(community, beats[community.pk], breaks[community.pk], now)
        if found := concern(weeks, community, now):
            _tell(rhythm, found)


def _tell(rhythm: Rhythm, found: Concern) -> None:
    """Once, however many workers ask; not at all when it has left its phase or has another rhythm meanwhile."""
    still = Rhythm.objects.filter(community__phase=Community.Phase.ACTIVE, version=rhythm.version)
    setting = Membership.objects.live().filter(community=rhythm.community_id).holding(LEAST_ROLE["set_rhythm"])
    said = {"missing": sorted(found.missing), "open_at_once": found.open_at_once}
    to = setting.values_list("person", flat=True)
    tell_weekly("rhythm.uneven", rhythm, still=still, column="told_at", to=to, data=said)
