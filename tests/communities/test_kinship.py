"""How communities come to belong together, and part again."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actions.kinship import agree_link, decline_link, end_link, propose_link, withdraw_link
from communities.errors import LinkOver, LinkRefused, LinkStands, NoNeighbour
from communities.models import Community, CommunityLink, Membership, Role
from communities.queries.kinship import bridges, kin, line_above, line_beneath, neighbours, resolve_links
from core.permissions import Refused
from tests.factories import CommunityFactory, CommunityLinkFactory, MembershipFactory
from tests.facts import told, verbs

State, Stands, Visibility = CommunityLink.State, CommunityLink.Stands, Community.Visibility
WHY = "We teach the same people."


def led(**facts):
    """A community of its own, and whoever leads it."""
    community = CommunityFactory(**facts)
    return community, MembershipFactory(community=community, role=Role.LEADER).person


def umbrella(upper, lower, **facts):
    return CommunityLinkFactory(kind="umbrella", upper=upper, lower=lower, **facts)


@pytest.fixture
def other(db):
    return led(name="GP trainers")


def proposed(community, leader, other, stands=Stands.BESIDE):
    return propose_link(community, other=other, stands=stands, sentence=WHY, actor=leader)


@pytest.mark.parametrize(
    ("stands", "kind", "is_upper"),
    [("above", "umbrella", False), ("beneath", "umbrella", True), ("beside", "sister", True)],
)
def test_propose_asks_and_tells_the_leaders_of_both(community, leader, other, stands, kind, is_upper):
    theirs, their_leader = other
    co_leader = MembershipFactory(community=community, role=Role.LEADER).person

    link = proposed(community, leader, theirs, stands)

    assert (link.kind, link.state, link.sentence, link.proposed_by) == (kind, State.PROPOSED, WHY, leader)
    assert (link.upper == community, link.asking, link.asked) == (is_upper, community, theirs)
    assert link.stands_to(community) == stands
    assert verbs() == ["communitylink.link_proposed"] * 2  # in the log of either
    assert (told(their_leader), told(co_leader), told(leader)) == (verbs()[:1], verbs()[:1], [])


def test_whoever_leads_both_is_told_once(community, leader, other):
    theirs, _their_leader = other
    both = MembershipFactory(community=community, role=Role.LEADER).person
    MembershipFactory(community=theirs, person=both, role=Role.LEADER)

    proposed(community, leader, theirs)

    assert told(both) == ["communitylink.link_proposed"]


def test_the_same_proposal_again_is_the_one_that_waits(community, leader, other):
    link = proposed(community, leader, other[0])

    assert proposed(community, leader, other[0]) == link
    assert len(verbs()) == 2


def test_a_pair_has_one_live_link(community, leader, other):
    theirs, their_leader = other
    proposed(community, leader, theirs)

    with pytest.raises(LinkStands):
        proposed(community, leader, theirs, Stands.ABOVE)
    with pytest.raises(LinkStands):
        proposed(theirs, their_leader, community)
    with pytest.raises(IntegrityError, match="communitylink_one_live"), transaction.atomic():
        CommunityLinkFactory(upper=theirs, lower=community)


def test_only_leaders_propose(community, moderator, other):
    with pytest.raises(Refused):
        proposed(community, moderator, other[0])

    assert not CommunityLink.objects.exists()


def test_nobody_is_their_own_neighbour(community, leader):
    with pytest.raises(NoNeighbour):
        proposed(community, leader, community)


def test_what_one_may_not_know_of_is_answered_as_what_is_not_there(community, leader):
    hidden, _their_leader = led(visibility=Visibility.HIDDEN, admission="invitation")

    with pytest.raises(NoNeighbour):
        proposed(community, leader, hidden)

    assert not CommunityLink.objects.exists()


def test_a_hidden_one_asks_and_is_asked_by_its_members(community, leader):
    hidden, _their_leader = led(visibility=Visibility.HIDDEN, admission="invitation")
    MembershipFactory(community=hidden, person=leader)

    assert proposed(community, leader, hidden).asked == hidden


@pytest.mark.parametrize("phase", ["concluded", "archived", "did_not_launch"])
def test_what_has_ended_gets_no_new_neighbours(community, leader, other, phase):
    theirs, their_leader = other
    Community.objects.filter(pk=theirs.pk).update(phase=phase)

    with pytest.raises(LinkRefused):
        proposed(community, leader, theirs)
    with pytest.raises(Refused):
        proposed(Community.objects.get(pk=theirs.pk), their_leader, community)


def test_agree_lets_the_two_belong_together(community, leader, other):
    theirs, their_leader = other
    link = proposed(community, leader, theirs)

    assert agree_link(link, actor=their_leader, answer="Gladly.") is True
    assert agree_link(link, actor=their_leader, answer="Gladly.") is False  # a double click

    link.refresh_from_db()
    assert (link.state, link.answer, link.answered_by) == (State.AGREED, "Gladly.", their_leader)
    assert told(leader) == ["communitylink.link_agreed"]
    assert verbs().count("communitylink.link_agreed") == 2


@pytest.mark.parametrize("answer", [agree_link, decline_link])
def test_leaders_of_the_one_that_was_asked_answer(community, leader, other, answer):
    theirs, _their_leader = other
    link = proposed(community, leader, theirs)
    their_moderator = MembershipFactory(community=theirs, role=Role.MODERATOR).person

    for person in (leader, their_moderator):
        with pytest.raises(Refused):
            answer(link, actor=person)

    link.refresh_from_db()
    assert link.state == State.PROPOSED


def test_decline_says_no_and_lets_a_week_go_by(community, leader, other, time_machine):
    theirs, their_leader = other
    link = proposed(community, leader, theirs)

    assert decline_link(link, actor=their_leader, answer="Not this year.") is True
    assert decline_link(link, actor=their_leader) is False
    assert told(leader) == ["communitylink.link_declined"]
    with pytest.raises(LinkOver):
        agree_link(link, actor=their_leader)
    with pytest.raises(LinkRefused, match="a week"):
        proposed(community, leader, theirs)

    assert proposed(theirs, their_leader, community).is_proposed  # who said no may ask
    CommunityLink.objects.filter(state=State.PROPOSED).delete()
    time_machine.move_to(timezone.now() + CommunityLink.PATIENCE + timedelta(minutes=1))
    assert proposed(community, leader, theirs).is_proposed


def test_withdraw_takes_a_proposal_back(community, leader, other):
    theirs, their_leader = other
    link = proposed(community, leader, theirs)

    with pytest.raises(Refused):
        withdraw_link(link, actor=their_leader)
    assert withdraw_link(link, actor=leader) is True
    assert withdraw_link(link, actor=leader) is False
    with pytest.raises(LinkOver):
        agree_link(link, actor=their_leader)

    assert (link.state, link.ended_by) == (State.WITHDRAWN, leader)
    assert told(their_leader) == ["communitylink.link_proposed", "communitylink.link_withdrawn"]


def test_either_ends_it_with_a_sentence(community, leader, other):
    theirs, their_leader = other
    link = CommunityLinkFactory(upper=community, lower=theirs)

    with pytest.raises(Refused):
        end_link(link, sentence="Enough.", actor=MembershipFactory(community=theirs, role=Role.MODERATOR).person)
    assert end_link(link, sentence="We are one now.", actor=their_leader) is True
    assert end_link(link, sentence="We are one now.", actor=leader) is False

    assert (link.state, link.ending, link.ended_by) == (State.ENDED, "We are one now.", their_leader)
    assert told(leader) == ["communitylink.link_ended"]
    assert proposed(community, leader, theirs).is_proposed  # and they may begin anew


def test_what_waits_is_not_ended_but_answered(community, leader, other):
    link = proposed(community, leader, other[0])

    with pytest.raises(LinkOver):
        end_link(link, sentence="No.", actor=leader)


def test_nobody_agrees_with_one_that_has_ended_meanwhile(community, leader, other):
    theirs, their_leader = other
    link = proposed(community, leader, theirs)
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    with pytest.raises(LinkOver):
        agree_link(link, actor=their_leader)


def test_nobody_floods_others_with_proposals(community, leader, monkeypatch):
    monkeypatch.setattr(CommunityLink, "MOST_WAITING", 2)
    for _number in range(2):
        proposed(community, leader, CommunityFactory())

    with pytest.raises(LinkRefused):
        proposed(community, leader, CommunityFactory())


def test_nothing_stands_beneath_itself(community, leader):
    middle, _middle_leader = led()
    top, top_leader = led()
    umbrella(middle, community)
    umbrella(top, middle)

    with pytest.raises(LinkRefused):
        proposed(community, leader, top, Stands.BENEATH)
    link = CommunityLinkFactory(  # as if it had waited since before
        kind="umbrella", upper=community, lower=top, state=State.PROPOSED
    )
    with pytest.raises(LinkRefused):
        agree_link(link, actor=top_leader)

    assert (line_above(community), line_beneath(top)) == ([{middle.pk}, {top.pk}], [{middle.pk}, {community.pk}])


def test_sisters_are_no_line(community, leader):
    top, _top_leader = led()
    umbrella(top, community)
    sister = CommunityFactory()
    CommunityLinkFactory(upper=sister, lower=community)

    assert proposed(sister, MembershipFactory(community=sister, role=Role.LEADER).person, top, Stands.ABOVE).is_proposed


def test_a_line_has_so_many_levels(community, leader):
    line = [community, *(CommunityFactory() for _level in range(CommunityLink.MOST_LEVELS - 1))]
    for lower, upper in pairwise(line):
        umbrella(upper, lower)

    with pytest.raises(LinkRefused) as too_long:
        proposed(community, leader, CommunityFactory(), Stands.BENEATH)
    with pytest.raises(LinkRefused) as ring:
        proposed(community, leader, line[-1], Stands.BENEATH)

    assert str(too_long.value) == str(ring.value)  # so that a ring gives nothing away


def test_a_link_is_shown_to_whoever_may_know_of_both(community, participant, outsider):
    hidden = CommunityFactory(visibility=Visibility.HIDDEN, admission="invitation")
    link = CommunityLinkFactory(upper=community, lower=hidden)
    inside = MembershipFactory(community=hidden).person

    def seen(person):
        return link in CommunityLink.objects.visible_to(person)

    assert [seen(person) for person in (participant, outsider, inside)] == [False, False, True]
    assert list(kin(community, participant)) == []
    assert list(kin(community, inside)) == [{"other": hidden.pk}]


def test_a_guest_learns_of_no_link(community):
    from communities.effects import let_in

    hidden = CommunityFactory(visibility=Visibility.HIDDEN, admission="invitation")
    link = CommunityLinkFactory(upper=community, lower=hidden)
    guest = MembershipFactory(community=community).person
    let_in(guest, hidden.spaces.get(slug="commons"), role=Role.GUEST, source="guest")

    assert hidden in Community.objects.visible_to(guest)
    assert link not in CommunityLink.objects.visible_to(guest)


def test_leaders_see_what_they_tend_though_the_other_is_hidden(community, leader, moderator):
    hidden, _their_leader = led(visibility=Visibility.HIDDEN, admission="invitation")
    CommunityLinkFactory(upper=hidden, lower=community, state=State.PROPOSED)

    rows = neighbours(community, leader).rows

    assert [(row.name, row.standing.sees_purpose) for row in rows] == [(hidden.name, False)]
    assert neighbours(community, moderator).rows == []


def test_neighbours_come_in_their_order(community, leader):
    for name, facts in {
        "sister": {"upper": community},
        "beneath": {"kind": "umbrella", "upper": community},
        "umbrella": {"kind": "umbrella", "lower": community},
        "asking": {"lower": community, "state": State.PROPOSED},
    }.items():
        end = "upper" if "lower" in facts else "lower"
        CommunityLinkFactory(**facts, **{end: CommunityFactory(name=name)})

    first = neighbours(community, leader)

    assert [row.name for row in first.rows] == ["asking", "umbrella", "beneath", "sister"]


def test_people_who_bridge_are_members_of_both_whom_the_reader_may_see(community, participant):
    sister, stranger = CommunityFactory(), CommunityFactory()
    CommunityLinkFactory(upper=community, lower=sister)
    MembershipFactory(community=sister, person=participant)
    bridge = MembershipFactory(community=community, person__profile_audience="fellows").person
    MembershipFactory(community=sister, person=bridge)
    private = MembershipFactory(community=community, person__profile_audience="nobody").person
    MembershipFactory(community=sister, person=private)
    elsewhere = MembershipFactory(community=community).person
    MembershipFactory(community=stranger, person=elsewhere)  # no neighbour

    rows = bridges(community, participant).rows

    assert [(row.person, row.communities) for row in rows] == [(bridge, sorted([community, sister], key=str))]


def test_whom_one_shares_one_community_with_bridges_nothing(community, participant):
    sister = CommunityFactory()
    CommunityLinkFactory(upper=community, lower=sister)
    bridge = MembershipFactory(community=community).person
    MembershipFactory(community=sister, person=bridge)

    assert bridges(community, participant).rows == []


def test_a_hidden_neighbour_bridges_nobody_for_those_outside(community, participant):
    hidden = CommunityFactory(visibility=Visibility.HIDDEN, admission="invitation")
    CommunityLinkFactory(upper=community, lower=hidden)
    bridge = MembershipFactory(community=community).person
    MembershipFactory(community=hidden, person=bridge)

    assert bridges(community, participant).rows == []


def test_what_is_over_names_nobody_hidden(community, leader):
    hidden, their_leader = led(name="Hidden grove", visibility=Visibility.HIDDEN, admission="invitation")
    link = proposed_by_hidden = CommunityLinkFactory(upper=hidden, lower=community, state=State.PROPOSED)

    assert resolve_links([link.pk], leader)[link.pk].title == "Hidden grove"
    withdraw_link(proposed_by_hidden, actor=their_leader)

    after = resolve_links([link.pk], leader)[link.pk]
    assert (after.title, after.context["asking"]) == ("a hidden community", "a hidden community")
    assert resolve_links([link.pk], their_leader)[link.pk].context["asking"] == "Hidden grove"


def test_members_hear_of_what_they_may_know_alone(community, leader, participant, other):
    link = proposed(community, leader, other[0])

    assert resolve_links([link.pk], participant) == {}
    agree_link(link, actor=other[1])
    assert resolve_links([link.pk], participant)[link.pk].title in (community.name, other[0].name)


def test_who_has_left_leads_nothing(community, leader, other):
    link = proposed(community, leader, other[0])
    Membership.objects.filter(person=other[1]).update(state="left", ended_at=timezone.now())

    with pytest.raises(Refused):
        agree_link(link, actor=other[1])
