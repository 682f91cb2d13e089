"""A community's stream: what it shows, to whom, how it is folded, and how far somebody has seen."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import TemplateDoesNotExist, loader
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block
from activity import streams
from activity.effects import record
from activity.models import Entry, StreamPosition
from core import seams
from forums.actions import open_discussion, plan_discussion, reply
from home.queries.stream import LINES_SHOWN, MOST_KINDS, stream_of
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.forums.groups import part, put, room_of

APPS = ("accounts", "communities", "courses", "evaluation", "feedback_sessions", "forums", "home", "library")
VERB = re.compile(r"[a-z]+\.[a-z_]+")


def recorded():
    """Every verb that the code writes down."""
    for app in (*APPS, "meetings", "notifications"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("record", "record_all"):
                    yield from verbs_in(node.args[0])


def verbs_in(said):
    return [
        node.value
        for node in ast.walk(said)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value)
    ]


VERBS = sorted(set(recorded()))


def test_verbs_are_found_in_the_code():
    assert {"post.replied", "membership.paused", "membership.resumed", "digest.made", "question.asked"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_classed(verb):
    assert streams.is_classed(verb), f"say in its app whether a stream may show {verb}: streams.show or keep_out"


@pytest.mark.parametrize("verb", streams.shown)
def test_what_is_shown_is_resolved_and_has_words(verb):
    noun = verb.partition(".")[0]
    if verb == "discussion.closed":
        noun = "closing"  # of which it is the fact
    (kind,) = [kind for kind in seams.resolve.answers if kind.partition(".")[2] == noun]
    loader.select_template(streams.words_of(Entry(verb=verb, kind=kind)))


def test_what_says_how_somebody_stands_is_never_shown():
    kept = ("exclusion", "report", "ruling", "joinrequest", "note", "facilitationnote", "invitation", "termchange")

    assert [verb for verb in streams.shown if verb.partition(".")[0] in kept] == []
    assert not {"membership.left", "membership.ended", "membership.paused", "post.removed"} & streams.shown.keys()


def test_a_verb_is_classed_once():
    with pytest.raises(ValueError, match="classed already"):
        streams.keep_out("post.added")
    with pytest.raises(ValueError, match="classed already"):
        streams.show("talk", "report.filed")
    with pytest.raises(ValueError, match="no kind"):
        streams.show("gossip", "somebody.smiled")
    with pytest.raises(TemplateDoesNotExist):
        loader.select_template(streams.words_of(Entry(verb="post.added", kind="nowhere.post")))


def wrote(discussion, author, markdown="I asked first."):
    return reply(discussion, actor=author, markdown=markdown, submission=uuid4())


@pytest.fixture
def talk(commons, moderator):
    planned = plan_discussion(commons, actor=moderator, title="Asking first", question="What?", submission=uuid4())
    open_discussion(planned, actor=moderator)
    planned.refresh_from_db()
    return planned


def said(stream):
    """(who, about what) of each line."""
    return [(line.who, line.entry.verb, line.resolved.title) for line in stream.lines]


def test_what_several_wrote_in_one_discussion_on_one_day_is_one_line(community, talk, participant, moderator, leader):
    for author in (participant, leader, participant, moderator):
        wrote(talk, author)

    assert said(stream_of(community, participant)) == [
        (f"{moderator.name}, {participant.name} and 1 other", "post.added", "Asking first"),
        (moderator.name, "discussion.opened", "Asking first"),
    ]


def test_days_and_discussions_stand_apart(community, talk, commons, participant, leader, time_machine):
    wrote(talk, participant)
    other = DiscussionFactory(space=commons, title="Another")
    wrote(other, leader)
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=True)
    wrote(talk, participant)

    assert said(stream_of(community, participant, kind="talk"))[:3] == [
        (participant.name, "post.added", "Asking first"),
        (leader.name, "post.added", "Another"),
        (participant.name, "post.added", "Asking first"),
    ]


def test_a_visitor_sees_what_is_open_to_them_and_no_people(community, talk, members_room, participant):
    community.visibility = "public"
    community.save()
    inside = DiscussionFactory(space=members_room, title="Inside")
    wrote(inside, participant)
    record("membership.joined", actor=participant, target=community.memberships.get(person=participant))

    assert [title for _who, _verb, title in said(stream_of(community, AnonymousUser()))] == ["Asking first"]
    assert "Inside" in [title for _who, _verb, title in said(stream_of(community, participant))]


def test_what_is_not_theirs_to_see_drops_out(community, talk, team_room, participant, moderator):
    among_us = DiscussionFactory(space=team_room, title="Among us")
    wrote(among_us, moderator)
    gone = wrote(talk, moderator)
    gone.deleted_at, gone.deleted_by = timezone.now(), moderator
    gone.save()

    assert said(stream_of(community, participant, kind="talk")) == [
        (moderator.name, "discussion.opened", "Asking first")
    ]


def test_what_is_said_in_the_room_of_a_group_is_news_to_the_group_alone(
    community, talk, participant, moderator, leader
):
    wards, _practices = part(talk, moderator)
    put(wards, moderator, participant)
    wrote(room_of(wards), participant)

    def seen(reader):
        return [title for _who, verb, title in said(stream_of(community, reader)) if verb == "post.added"]

    assert seen(participant) == ["Wards · Asking first"]
    assert seen(leader) == seen(AnonymousUser()) == []


def test_a_member_who_left_is_named_no_more_as_having_joined(community, participant, moderator):
    membership = community.memberships.get(person=participant)
    record("membership.joined", actor=participant, target=membership)
    assert said(stream_of(community, moderator, kind="people")) == [
        (participant.name, "membership.joined", community.name)
    ]

    membership.state, membership.ended_at = "left", timezone.now()
    membership.save()

    assert said(stream_of(community, moderator, kind="people")) == []


def test_what_somebody_says_whom_the_reader_blocked_is_left_out_and_what_a_role_brings_is_not(
    community, talk, participant, leader
):
    opened = DiscussionFactory(space=talk.space, title="By the leader")
    record("discussion.opened", actor=leader, target=opened)
    wrote(talk, leader)
    before = said(stream_of(community, participant))
    block(leader, actor=participant)
    participant.refresh_from_db()

    after = said(stream_of(community, participant))

    assert [line for line in before if line not in after] == [(leader.name, "post.added", talk.title)]
    assert (leader.name, "discussion.opened", "By the leader") in after


def test_verbs_that_are_kept_out_stay_out(community, talk, participant):
    record("discussion.plan_changed", actor=participant, target=talk)
    record("nobody.classed_this", actor=participant, target=talk)

    assert [verb for _who, verb, _title in said(stream_of(community, participant))] == ["discussion.opened"]


def test_pages_go_on_where_the_one_before_ended(community, commons, participant):
    titles = [f"Number {number}" for number in range(LINES_SHOWN * 2 + 3)]
    for title in titles:
        record("discussion.opened", actor=participant, target=DiscussionFactory(space=commons, title=title))

    found, after = [], None
    for size in (LINES_SHOWN, LINES_SHOWN, 3):
        page = stream_of(community, participant, after=after)
        assert len(page.lines) == size
        found += [line.resolved.title for line in page.lines]
        after = page.after

    assert after is None
    assert found == titles[::-1]


def test_a_page_ends_before_it_asks_for_too_many_kinds(community, commons, participant, monkeypatch):
    asked = []
    answers = dict.fromkeys(
        [f"kind{n}.thing" for n in range(MOST_KINDS + 2)], lambda ids, reader: asked.append(1) or {}
    )
    monkeypatch.setattr(seams.resolve, "answers", seams.resolve.answers | answers)
    for kind in answers:
        Entry.objects.create(
            actor=participant, verb="discussion.opened", kind=kind, object_id=1, community_id=community.pk
        )

    page = stream_of(community, participant)

    assert (len(asked), page.lines, page.after is None) == (MOST_KINDS, [], False)
    assert stream_of(community, participant, after=page.after).after is None


URL = reverse("home:activity", args=["campus"])


def test_the_page_names_what_happened_and_filters_it(client, community, talk, participant):
    client.force_login(participant)
    record("membership.joined", actor=participant, target=community.memberships.get(person=participant))

    everything = client.get(URL).content.decode()
    people = client.get(URL, {"show": "people"}).content.decode()

    assert "opened the discussion “Asking first”" in everything
    assert f"<b>{participant.name}</b> joined" in everything
    assert "Asking first" not in people
    assert "joined" in people
    assert client.get(URL, {"show": "nonsense", "after": "x" * 30}).status_code == 200


def test_the_page_is_for_those_who_see_the_inside(client, community, outsider):
    community.visibility = "listed"
    community.save()
    client.force_login(outsider)

    assert client.get(URL).status_code == 404


def test_it_says_what_is_new_since_last_time(client, community, talk, participant, leader, time_machine):
    client.force_login(participant)
    line = "You had seen what is below"
    assert line not in client.get(URL).content.decode()
    assert line not in client.get(URL).content.decode()

    time_machine.move_to(timezone.now() + timedelta(hours=2), tick=True)
    assert line not in client.get(URL).content.decode()
    wrote(talk, leader)
    first, again = client.get(URL).content.decode(), client.get(URL).content.decode()

    for page in (first, again):
        assert page.index("wrote in") < page.index(line) < page.index("opened the discussion")
    time_machine.move_to(timezone.now() + timedelta(hours=2), tick=True)
    assert line not in client.get(URL).content.decode()
    assert StreamPosition.objects.get().seen == Entry.objects.filter(verb="post.added").get().pk


def test_looking_again_writes_nothing(client, community, talk, participant):
    client.force_login(participant)
    client.get(URL)

    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
        client.get(URL, {"show": "talk"})

    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize("number", [3, 60])
@pytest.mark.parametrize("deep", [False, True])
def test_the_page_asks_as_little_however_much_there_is(
    client, community, talk, participant, moderator, number, deep, django_assert_max_num_queries
):
    for _ in range(number):
        PostFactory(discussion=talk, author=moderator)
        record("post.added", actor=moderator, target=talk.posts.order_by("-pk").first())
        joined = MembershipFactory(community=community, person=UserFactory())
        record("membership.joined", actor=joined.person, target=joined)
        record("charter.changed", actor=moderator, target=community.charter)
    client.force_login(participant)
    client.get(URL)
    middle = Entry.objects.order_by("pk")[Entry.objects.count() // 2].pk

    with django_assert_max_num_queries(12):
        assert client.get(URL, {"after": middle} if deep else {}).status_code == 200
