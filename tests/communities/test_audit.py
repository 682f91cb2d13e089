"""Who changed what: which verbs are watched, in which words, and who reads them."""

import ast
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from activity import audit
from activity.effects import record
from activity.models import Entry
from communities import actions
from communities.actions import grant_space, open_space
from communities.actions.settings import change_settings
from communities.actions.spaces import change_space
from communities.models import Invitation, Role, Space
from communities.queries.audit import AuditLine, Wanted, audit_of, folded, who_changed, whole_audit
from forums import actions as forums
from forums.models import Post, Ruling
from notifications import kinds
from tests.factories import CommunityFactory, CommunityLinkFactory, DiscussionFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db

APPS = ("accounts", "communities", "evaluation", "forums", "home", "library", "meetings", "notifications")
RECORDING = ("record", "record_all")


def recorded():
    """Every verb that stands in a call that writes one down, or is handed to one that does."""
    for app in APPS:
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            if "demo_world" not in path.parts and "migrations" not in path.parts:
                yield from verbs_in(ast.parse(path.read_text()))


def verbs_in(tree):
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RECORDING:
            for node in ast.walk(call.args[0]):
                if isinstance(node, ast.Constant) and "." in str(node.value).strip("."):
                    yield node.value


def test_every_verb_is_classed():
    known = set(recorded()) | set(kinds.of_verb)

    assert {"space.opened", "post.removed", "actionplan.adopted"} <= known
    assert sorted(verb for verb in known if not audit.is_classed(verb)) == ["digest.made"]


def test_no_verb_is_watched_that_nobody_writes_down():
    text = "".join(path.read_text() for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py"))
    spelled = {verb for verb in audit.watched if text.count(f'"{verb}"') < 2}

    assert spelled <= {"invitationlist.sent"}


def test_a_verb_is_classed_once():
    for classing in (lambda: audit.leave_out("space.opened"), lambda: audit.watch("rooms", {"post.added": "wrote"})):
        with pytest.raises(ValueError, match="classed already"):
            classing()


def lines(community, leader, **wanted):
    return audit_of(community, leader, Wanted(**wanted)).rows


def said(line):
    return (line.said, line.detail)


def test_settings_say_which(community, leader):
    now = {
        **{"visibility": community.visibility, "admission": community.admission, "language": "en"},
        **{"time_zone": "UTC", "meeting_place": "Room 9", "tools": community.tools},
    }
    change_settings(community, actor=leader, version=0, holds_first_posts=True, **now)

    assert said(lines(community, leader)[0]) == (
        "Lea Leader changed the settings",
        "where you meet and looking at first posts",
    )


def test_letting_oneself_in_is_found_and_shown_in_the_room(client, community, leader):
    room = Space.objects.create(community=community, slug="room", name="Project group", access="private")
    grant_space(room, person=leader, role=Role.LEADER, actor=leader)
    own = open_space(community, actor=leader, name="Mine", access="private", starters="everyone")

    assert [said(line) for line in lines(community, leader, kind="rooms")] == [
        ("Lea Leader let Lea Leader into “Mine”", "leader"),
        ("Lea Leader opened the space “Mine”", ""),
        ("Lea Leader let Lea Leader into “Project group”", "leader"),
    ]
    client.force_login(leader)
    for each in (room, own):
        page = client.get(reverse("communities:space-people", args=["campus", each.slug])).content.decode()
        assert "Lea Leader" in page


def test_who_got_which_role_is_said_as_it_is_called_there(community, leader, participant):
    community.role_labels = {"30": "host"}
    community.save(update_fields=["role_labels"])
    actions.change_role(community.memberships.get(person=participant), role=Role.MODERATOR, actor=leader)
    actions.invite_people(community, emails=["ana@copse.example"], role=Role.FACILITATOR, actor=leader)
    actions.make_link(community, label="Poster", days=7, use_limit=9, actor=leader)

    assert [said(line) for line in lines(community, leader)] == [
        ("Lea Leader made a link to come in by: “Poster”", "participant"),
        ("Lea Leader invited ana@copse.example", "facilitator"),
        ("Lea Leader changed the role of Pia Participant", "participant → host"),
    ]


def test_a_new_name_of_a_space_is_written_down(community, leader, commons):
    change_space(commons, actor=leader, name="Market square", access="open", starters=commons.starters)
    change_space(commons, actor=leader, name="Market square", access="open", starters=commons.starters)

    assert [line.said for line in lines(community, leader)] == [
        "Lea Leader changed the name of the space “Market square”, or who starts discussions there"
    ]


@pytest.fixture
def secret(community, moderator):
    room = Space.objects.create(community=community, slug="room", name="Project group", access="private")
    discussion = DiscussionFactory(space=room, title="What nobody else may know")
    PostFactory(discussion=discussion, kind="prompt")
    post = PostFactory(discussion=discussion)
    record("post.removed", actor=moderator, target=post)
    return post


def test_what_a_leader_may_not_read_is_named_by_what_it_is(client, community, leader, secret):
    assert said(lines(community, leader)[0]) == ("Mo Moderator removed a post", "")
    client.force_login(leader)
    for name in ("audit", "audit-table"):
        answer = client.get(reverse(f"communities:{name}", args=["campus"])).getvalue().decode()
        assert "removed a post" in answer
        assert "What nobody else may know" not in answer


def test_of_what_there_is_one_the_deed_says_all(community, leader):
    record("charter.changed", actor=leader, target=community.charter)

    assert said(lines(community, leader)[0]) == ("Lea Leader changed the charter", "")


def test_nobody_learns_of_what_was_decided_about_them(community, leader, moderator, participant):
    about = {"community": community, "by": moderator, "is_upheld": False}
    own = Ruling.objects.create(person=leader, words="Nothing in it.", **about)
    other = Ruling.objects.create(person=participant, words="Nothing here either.", **about)
    for ruling in (own, other):
        record("ruling.settled", actor=moderator, target=ruling)

    assert [line.about for line in lines(community, leader)] == ["Nothing here either."]


def test_by_kind_person_and_days(community, leader, moderator, participant, commons):
    discussion = DiscussionFactory(space=commons)
    PostFactory(discussion=discussion, kind="prompt")
    forums.remove_post(PostFactory(discussion=discussion), actor=moderator, reason="Not to the point.")
    open_space(community, actor=leader, name="Library", access="members", starters="team")
    today = timezone.localdate(timezone=community.zone)

    def found(**wanted):
        return [line.entry.verb for line in lines(community, leader, **wanted)]

    assert found() == ["space.opened", "post.removed"]
    assert found(kind="order") == found(person=moderator.pk) == ["post.removed"]
    assert found(person=participant.pk) == found(since=today + timedelta(days=1)) == []
    assert found(until=today - timedelta(days=1)) == []
    assert found(since=today, until=today) == found()


def test_by_whom_offers_those_who_did_something(client, community, leader, moderator, participant, facilitator):
    actions.leave_community(community, actor=participant)
    gone = MembershipFactory(community=community).person
    actions.leave_community(community, actor=gone)
    erase_person(gone)
    open_space(community, actor=leader, name="Library", access="members", starters="team")

    assert list(who_changed(community)) == [leader, participant]


def test_who_reads_a_space_is_said_briefly(community, leader, members_room):
    kept = {"name": members_room.name, "starters": members_room.starters}
    change_space(members_room, actor=leader, access="team", is_confirmed=True, **kept)

    assert [said(line) for line in lines(community, leader)] == [
        ("Lea Leader changed who reads “Members’ room”", "members → team")
    ]


def test_other_communities_stay_apart(community, leader):
    elsewhere = MembershipFactory(role=Role.LEADER)
    open_space(elsewhere.community, actor=elsewhere.person, name="Elsewhere", access="members", starters="team")

    assert lines(community, leader) == []


def mixed(community, leader, number):
    """Entries of every kind, most of them of things that are there."""
    rooms = [
        open_space(community, actor=leader, name=f"Room {each}", access="members", starters="team") for each in range(3)
    ]
    member = MembershipFactory(community=community)
    invitation = Invitation.objects.create(
        community=community, invited_by=leader, email="a@example.org", expires_at=timezone.now()
    )
    post = PostFactory(discussion=DiscussionFactory(space=community.spaces.get(slug="commons")))
    things = [*rooms, member, invitation, post, community]
    by_kind = {
        "communities.space": "space.moved",
        "communities.membership": "membership.left",
        "communities.invitation": "invitation.sent",
        "forums.post": "post.removed",
        "communities.community": "community.prepared",
    }
    Entry.objects.bulk_create(
        Entry(
            actor=leader,
            verb=by_kind[thing._meta.label_lower],
            kind=thing._meta.label_lower,
            object_id=thing.pk,
            community_id=community.pk,
        )
        for thing in (things[each % len(things)] for each in range(number))
    )


def test_pages_follow_each_other(community, leader):
    mixed(community, leader, 120)

    first = audit_of(community, leader, Wanted())
    second = audit_of(community, leader, Wanted(), after=first.after)
    whole = [line.entry.pk for line in whole_audit(community, leader, Wanted())]

    assert [line.entry.pk for page in (first, second) for line in page.rows] == whole[:100]
    assert len(whole) == len(set(whole)) == 123
    assert not Post.objects.filter(submission=uuid4()).exists()


def invited(community, actor, *minutes_ago):
    """Lines of invitations by `actor`, the newest first."""
    now = timezone.now()
    entries = [Entry(actor=actor, verb="invitation.sent", community_id=community.pk) for _each in minutes_ago]
    return [
        AuditLine(entry, [], "", "", now - timedelta(minutes=ago))
        for entry, ago in zip(entries, minutes_ago, strict=True)
    ]


def test_what_one_person_does_again_and_again_is_one_line(community, leader, moderator):
    series, others, later = (
        invited(community, leader, 0, 30, 60),
        invited(community, moderator, 61, 62),
        invited(community, leader, 63, 80, 124),
    )

    found = folded([*series, *others, *later])

    assert [(line.at, len(line.more)) for line in found] == [
        (series[0].at, 2),
        *((line.at, 0) for line in (*others, *later)),
    ]
    assert list(found[0].more) == series[1:]


def test_a_link_is_named_to_whoever_knows_both_ends(community, leader):
    over = {"answered_at": timezone.now(), "answered_by": leader, "ended_at": timezone.now(), "ended_by": leader}
    known, hidden = (
        CommunityFactory(name=name, visibility=how) for name, how in (("GP trainers", "public"), ("Ward", "hidden"))
    )
    for other in (known, hidden):
        link = CommunityLinkFactory(upper=community, lower=other, state="ended", **over)
        record("communitylink.link_ended", actor=leader, target=link.seen_from(community))

    assert [line.said for line in lines(community, leader)] == [
        "Lea Leader ended a link with another community",
        f"Lea Leader ended the link between “{community.name}” and “GP trainers”",
    ]
