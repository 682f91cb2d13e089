"""Where the stream leads of those who joined."""

import pytest
from django.urls import reverse

from activity.effects import record
from home.queries.stream import stream_of

pytestmark = pytest.mark.django_db


def test_who_joined_is_led_to_and_of_several_the_newcomers(client, community, participant, facilitator, moderator):
    def led_to():
        return [line.url for line in stream_of(community, moderator, kind="people").lines]

    newcomers = reverse("forums:newcomers", args=[community.slug])
    record("membership.joined", actor=participant, target=community.memberships.get(person=participant))
    assert led_to() == [reverse("home:person", args=[participant.handle])]
    client.force_login(moderator)
    assert f'href="{led_to()[0]}"' in client.get(reverse("home:activity", args=[community.slug])).content.decode()

    type(participant).objects.filter(pk=participant.pk).update(profile_audience="nobody")
    assert led_to() == [newcomers]

    type(participant).objects.filter(pk=participant.pk).update(profile_audience="fellows")
    record("membership.joined", actor=facilitator, target=community.memberships.get(person=facilitator))
    assert led_to() == [newcomers]
