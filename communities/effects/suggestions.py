"""What follows of a full suggestion box."""

from django.db import transaction

from activity.effects import record
from communities.models import Membership, Suggestion, SuggestionBox
from communities.rules import LEAST_ROLE
from notifications.effects import notify


def tell_of_suggestions() -> None:
    """Tell the team of each community in whose box something new lies: by the hour, so that no moment says whose."""
    full = Suggestion.objects.filter(is_told=False).order_by().values("community")
    for box in SuggestionBox.objects.filter(pk__in=full).order_by("pk"):
        _tell(box)


@transaction.atomic
def _tell(box: SuggestionBox) -> None:
    if box.suggestions.filter(is_told=False).update(is_told=True) and box.is_writable:
        team = Membership.objects.live().filter(community=box.pk).holding(LEAST_ROLE["answer_suggestions"])
        entry = record("suggestionbox.filled", actor=None, target=box)
        notify(entry, team.values_list("person", flat=True))
