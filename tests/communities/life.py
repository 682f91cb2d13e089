"""What the tests of a community's life share."""

from communities.actions.life import change_phase
from communities.models import STEPS, Community, ExpectedResult


def in_phase(community, phase):
    """The same community in another phase, with an expected result, so that no step asks for one."""
    ExpectedResult.objects.get_or_create(community=community, position=1, defaults={"text": "A guide"})
    Community.objects.filter(pk=community.pk).update(phase=phase)
    community.refresh_from_db()
    return community


def take(community, key, leader, sentence="So it is.", **more):
    return change_phase(community, STEPS[key], actor=leader, sentence=sentence, **more)
