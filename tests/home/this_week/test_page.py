"""What each role of the team may do this week: the page (P33)."""

import re

from communities.models import (
    Community,
    Role,
)
from forums.models import Discussion
from home.queries.this_week import DUTIES
from tests.communities.life import in_phase
from tests.factories import (
    DiscussionFactory,
)
from tests.home.this_week.reading import NOW, URL, close, said
from tests.masking import body_of


def test_who_reads_it(client, community, leader, moderator, facilitator, participant, outsider):
    for person, status in ((leader, 200), (moderator, 200), (facilitator, 200), (participant, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(URL).status_code == status
    client.logout()
    assert client.get(URL).status_code == 404


def test_each_sees_their_own_role_first_and_those_beneath(client, leader, moderator, facilitator):
    assert list(said(client, leader)) == ["As leader", "As moderator", "As facilitator"]
    assert list(said(client, moderator)) == ["As moderator", "As facilitator"]
    assert list(said(client, facilitator)) == ["As facilitator"]


def test_nothing_waits(client, commons, leader):
    DiscussionFactory(space=commons)
    client.force_login(leader)

    text = body_of(client.get(URL))

    for duty in DUTIES:
        assert str(duty.nothing) in text
    assert '<li class="row row--stack">' not in text


def test_it_leads_with_what_it_is_for_and_what_was_learned(client, community, commons, facilitator):
    discussion = DiscussionFactory(space=commons, title="Tears", state=Discussion.State.CLOSING, locked_at=NOW)
    close(discussion, facilitator)
    client.force_login(facilitator)

    text = body_of(client.get(URL))

    assert '<p class="lede lede--roomy">That we listen</p>' in text
    assert "Learned lately" in text
    assert ">Tears</a>" in text
    assert "post" not in re.sub(r"<[^>]*>", "", text.split("<main")[1].split("</main")[0]).lower()


def test_where_it_has_ended_nothing_waits(client, community, leader):
    in_phase(community, "concluded")

    assert said(client, leader) == {}
    assert URL not in client.get("/c/campus/").content.decode()


def test_the_role_is_called_as_it_is_called_here(client, community, facilitator):
    Community.objects.update(role_labels={str(int(Role.FACILITATOR)): "convener"})

    assert list(said(client, facilitator)) == ["As convener"]


def test_every_source_has_a_key_of_its_own():
    keys = [source.key for duty in DUTIES for source in duty.sources]

    assert len(keys) == len(set(keys))
