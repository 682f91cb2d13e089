"""What follows of itself for what communities are about."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from communities.errors import TooManySubjects
from communities.models import Community, Subject


def tag(community: Community, subjects: Collection[Subject]) -> None:
    """Let the community be about these and nothing else. Raises TooManySubjects."""
    if len(set(subjects)) > Subject.MOST:
        raise TooManySubjects(_("At most %(number)s subjects: choose what matters most.") % {"number": Subject.MOST})
    community.subjects.set(subjects)
